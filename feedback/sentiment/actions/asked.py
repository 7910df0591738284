"""What is to be read by the other service now, and what came of it."""

import uuid
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from accounts import clock
from accounts.clients import looks
from accounts.clients.models import Client, Contact
from accounts.jobs import actions as jobs
from accounts.organizations.models import Employee, Organization
from accounts.webhooks import schedule
from feedback.interactions.models import Visibility
from feedback.responses.models import Confidentiality
from feedback.sentiment import queries, remote
from feedback.sentiment.models import Precedence, RemoteConsent, TextMood
from feedback.sentiment.text_mood import MoodResult

PATIENCE = timedelta(days=1)  # after it our own result stands alone
LATER = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Asked:
    """A text as it leaves the house, with our result and its job."""

    job_id: uuid.UUID
    text_id: uuid.UUID
    language: str
    text: str


def texts_to_ask(*, batch: Sequence[tuple[uuid.UUID, uuid.UUID]], now: datetime) -> list[Asked]:
    """Return which texts of these (job, result) pairs may leave now; finish the jobs of those that never may, and let the rest
    wait.

    Looked at once more at this moment: the consent, that nobody has confided or amended the text since, the breaker, the
    day's limit, and the installation's switch for letters, because nothing leaves a copy of the house.
    """
    consent, organization = queries.remote_consent(), Organization.objects.get()
    if consent is None or settings.MAIL_MODE == "staging":
        _finish(job for job, _text in batch)
        return []
    rows = TextMood.objects.filter(
        pk__in=[text for _job, text in batch], created_at__gt=now + clock.offset() - PATIENCE
    )
    found = {row.pk: row for row in rows.select_related("response__client", "interaction__client")}
    words = {pk: text for pk, row in found.items() if (text := _open_text(row))}
    _finish(job for job, text in batch if text not in words)
    left = [(job, text) for job, text in batch if text in words]
    if settings.MAIL_MODE == "stopped" or not organization.is_active:
        return _wait(left, now + LATER)
    if consent.resting_until and consent.resting_until > now:
        return _wait(left, consent.resting_until)
    room = settings.TEXT_MOOD["daily"] - (consent.sent if consent.sent_on == now.date() else 0)
    _wait(left[max(room, 0) :], now + LATER)
    names = _names([found[text] for _job, text in left]) if left else set()
    return [
        Asked(job, text, found[text].language, remote.scrubbed(words[text], names=names))
        for job, text in left[: max(room, 0)]
    ]


@transaction.atomic
def record_answer(
    *,
    jobs_by_text: Mapping[uuid.UUID, uuid.UUID],
    found: Mapping[uuid.UUID, tuple[float, float, float]],
    fault: str,
    now: datetime,
) -> None:
    """Write what the service has read beside our own results, and have their clients counted anew.

    After a fault the texts wait, and the service rests: the longer, the longer it has failed. What it had nothing to say of
    is done. An answer that comes after the consent was withdrawn, or after the text was taken back or confided, counts
    nowhere.
    """
    consent = RemoteConsent.objects.select_for_update().filter(withdrawn_at=None).first()
    if consent is None or not queries.covers(consent):
        _finish(jobs_by_text.values())
        return
    consent.sent = len(jobs_by_text) + (consent.sent if consent.sent_on == now.date() else 0)
    consent.sent_on, consent.last_fault = now.date(), fault[:12]
    consent.failing_since = (consent.failing_since or now) if fault else None
    consent.resting_until = (
        schedule.rest_until(failing_since=consent.failing_since, now=now, asked=None) if consent.failing_since else None
    )
    consent.save(update_fields=["sent", "sent_on", "last_fault", "failing_since", "resting_until"])
    if consent.resting_until:
        for job_id in jobs_by_text.values():
            jobs.postpone(job_id, run_at=consent.resting_until)
        return
    rows = TextMood.objects.filter(pk__in=found, confidential=False).select_related("response", "interaction")
    own = now + clock.offset()
    kept = [_result(row, found[row.pk], own) for row in rows if _open_text(row)]
    TextMood.objects.bulk_create(kept, ignore_conflicts=True)
    _finish(jobs_by_text.values())
    of = [row.response or row.interaction for row in kept]
    looks.look_again(client_ids=list({one.client_id for one in of if one and one.client_id}), now=own)


def _result(ours: TextMood, odds: tuple[float, float, float], now: datetime) -> TextMood:
    version = queries.remote_version()
    result = remote.merged(MoodResult.read_json(ours.result), odds, version=version)
    place = ("response_id", "interaction_id", "part", "digest", "language")
    return TextMood(
        **{name: getattr(ours, name) for name in place},
        label=result.label,
        version=version,
        score=result.score,
        confidence=result.confidence,
        result=result.as_json(),
        precedence=Precedence.REMOTE,
        created_at=now,
    )


def _open_text(row: TextMood) -> str:
    """Return the very words that were read, while everybody who works with clients may read them; else nothing."""
    if row.confidential or not row.result or row.precedence != Precedence.OURS:
        return ""
    if row.response:
        is_open = row.response.confidentiality == Confidentiality.NAMED and row.response.removed_at is None
        text = row.response.answers.get(row.part)
    elif row.interaction:
        talk = row.interaction
        is_open = talk.visibility == Visibility.TEAM and talk.removed_at is None and not talk.draft
        text = talk.quote.strip() if row.part == "quote" else ""
    else:
        return ""
    is_same = isinstance(text, str) and queries.digest_of(text) == row.digest
    return text if is_open and is_same and len(text) <= remote.LONGEST else ""


def _names(rows: Collection[TextMood]) -> set[str]:
    """Return the names that do not leave the house: of the clients, of their people, and of ours. Three queries."""
    clients = {one.client_id for row in rows if (one := row.response or row.interaction)}
    names = set(Client.objects.filter(pk__in=clients).values_list("name", flat=True))
    names.update(Contact.objects.filter(positions__client__in=clients).values_list("name", flat=True))
    names.update(Employee.objects.values_list("name", flat=True))
    return names


def _wait(left: Collection[tuple[uuid.UUID, uuid.UUID]], until: datetime) -> list[Asked]:
    for job_id, _text in left:
        jobs.postpone(job_id, run_at=until)
    return []


def _finish(job_ids: Iterable[uuid.UUID]) -> None:
    for job_id in job_ids:
        jobs.finish(job_id)
