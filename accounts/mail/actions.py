"""Writing letters into the outbox, and a person's decisions about them. Sending itself is accounts.mail.outbox."""

import uuid
from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from django.db import models, transaction

from accounts.audit import actions as audit
from accounts.jobs import actions as jobs
from accounts.mail.models import Bounce, OutgoingEmail, SenderProfile, State, Suppression, SystemLetter
from accounts.mail.preview import PERSONAL, is_secret
from accounts.mail.queries import QUEUE
from accounts.mail.registry import personal_link
from accounts.mail.suppression import digest_of, suppress
from accounts.mail.writing import let_leave, letter_to, send_of_house
from accounts.tenancy.context import current_organization_id, organization_id_or_none

SENDABLE = frozenset({State.HELD, State.FAILED, State.SUPPRESSED})
DROPPABLE = frozenset({State.HELD, State.FAILED})
KEPT = timedelta(days=30)


class NotDecidable(RuntimeError):
    """The letter is on its way or has left: there is nothing to decide."""


class ContentErased(NotDecidable):
    """The letter has left once, and its secret content was erased: sent again it would be empty."""


@transaction.atomic
def send(
    letter: str,
    *,
    to: str,
    language: str,
    context: dict[str, Any],
    now: datetime,
    to_name: str = "",
    sender_name: str = "",
    contact_id: uuid.UUID | None = None,
    employee_id: uuid.UUID | None = None,
    dedupe_key: str = "",
    run_at: datetime | None = None,
) -> OutgoingEmail:
    """Write a letter of the current organization, in the transaction of its cause; it leaves after the commit.

    The same `dedupe_key` is the same letter, however often it is asked for; the first one is returned. Raises LookupError for a
    letter that accounts.mail.letters does not list. To a client's person it brings the link to their own page. Addresses and
    content are looked at when it leaves.
    """
    if contact_id and (url := personal_link(contact_id=contact_id, now=now)):
        context = {**context, PERSONAL: {"url": url}}
    row = letter_to(
        letter,
        to=to,
        to_name=to_name,
        language=language,
        sender_name=sender_name,
        context=context,
        contact_id=contact_id,
        employee_id=employee_id,
        dedupe_key=dedupe_key,
        now=now,
    )
    OutgoingEmail.objects.bulk_create([row], ignore_conflicts=True)
    stored = OutgoingEmail.objects.get(dedupe_key=row.dedupe_key)
    if stored.pk == row.pk:
        let_leave(row.letter, [row.pk], now=now, run_at=run_at)
    return stored


@transaction.atomic
def send_system(
    letter: str, *, to: str, language: str, context: dict[str, Any], now: datetime, sender_name: str = ""
) -> None:
    """Write a letter of the house itself: codes, confirmations, invitations of staff. Never a survey.

    Inside an organization's scope it is a letter of that organization and stands in its log; outside it is the installation's,
    and its content is erased once it has left.
    """
    if organization_id_or_none():
        send(letter, to=to, language=language, context=context, now=now, sender_name=sender_name)
    else:
        send_of_house(letter, to=to, language=language, context=context, now=now, sender_name=sender_name)


@transaction.atomic
def send_again(*, email: OutgoingEmail, by: models.Model, now: datetime) -> None:
    """Send a held, failed or suppressed letter after all, as a new edition.

    Raises NotDecidable for any other one, ContentErased for one of which nothing is left to send.
    """
    row = _lock(email, SENDABLE)
    if is_erased(row):
        raise ContentErased
    before = audit.snapshot(row)
    row.state, row.reason, row.attempts, row.claim = State.PENDING, "", 0, None
    row.edition, row.decided_at = row.edition + 1, now
    row.save(update_fields=["state", "reason", "attempts", "claim", "edition", "decided_at"])
    audit.record(action="email.sent_again", subject=row, by=by, now=now, before=before)
    jobs.enqueue(queue=QUEUE, subject_id=row.pk, now=now, priority=row.priority)


@transaction.atomic
def drop(*, email: OutgoingEmail, by: models.Model, now: datetime) -> None:
    """Decide that a held or failed letter is not sent. Raises NotDecidable for any other one."""
    row = _lock(email, DROPPABLE)
    before = audit.snapshot(row)
    row.state, row.reason, row.claim = State.SUPPRESSED, "dropped by hand", None
    row.save(update_fields=["state", "reason", "claim"])
    audit.record(action="email.dropped", subject=row, by=by, now=now, before=before)


def is_erased(email: OutgoingEmail) -> bool:
    """Tell whether the letter's content went with its first delivery, as codes and key links do."""
    return email.sent_at is not None and is_secret(email.letter)


@transaction.atomic
def save_sender_profile(
    *, display_name: str, reply_to: str, hourly_limit: int | None, by: models.Model, now: datetime
) -> None:
    """Save how the organization's letters look and how many may leave; whether they may leave at all stays as it is."""
    row = _lock_profile()
    before = audit.snapshot(row)
    row.display_name, row.reply_to, row.hourly_limit = display_name, reply_to, hourly_limit
    row.save(update_fields=["display_name", "reply_to", "hourly_limit"])
    audit.record(action="sender_profile.changed", subject=row, by=by, now=now, before=before)


@transaction.atomic
def stop_sending(*, by: models.Model, now: datetime) -> None:
    """Let no letter of the organization leave, but for those of the sign-in; what is written waits."""
    row = _lock_profile()
    if row.stopped_at is None:
        _set_stopped(row, now, "sender_profile.stopped", by, now)


@transaction.atomic
def resume_sending(*, by: models.Model, now: datetime) -> None:
    """Let the organization's letters leave again, also those that have waited."""
    row = _lock_profile()
    if row.stopped_at is not None:
        _set_stopped(row, None, "sender_profile.resumed", by, now)


@transaction.atomic
def forget_reader(*, contact_ids: Collection[uuid.UUID], addresses: Collection[str], now: datetime) -> None:
    """Empty every letter to these people, let none that waits leave, and never write to their addresses again. Twice is once.

    Of an address a digest is kept. What came back from it stays counted.
    """
    letters = OutgoingEmail.objects.filter(models.Q(contact_id__in=contact_ids) | models.Q(to_address__in=addresses))
    letters.exclude(state=State.SENT).update(state=State.SUPPRESSED, claim=None)
    letters.update(to_address="", to_name="", context={}, subject="", reason="", sender_name="")
    organization_id = current_organization_id()
    for address in addresses:
        digest = digest_of(organization_id, address)
        Bounce.objects.filter(address=address).update(address=digest, diagnostic="")
        Suppression.objects.filter(address=address).delete()
        suppress(address=digest, reason=Suppression.Reason.ERASED, until=None, now=now)


def forget_system_letters(*, now: datetime) -> None:
    """Delete letters of the installation that left, or could not leave, a month ago: the timetable's entry."""
    SystemLetter.objects.filter(created_at__lt=now - KEPT).exclude(state__in=[State.PENDING, State.ATTEMPTING]).delete()


def _lock(email: OutgoingEmail, decidable: frozenset[State]) -> OutgoingEmail:
    row: OutgoingEmail = OutgoingEmail.objects.select_for_update().get(pk=email.pk)
    if row.state not in decidable:
        raise NotDecidable
    return row


def _lock_profile() -> SenderProfile:
    row: SenderProfile = SenderProfile.objects.select_for_update().get_or_create()[0]
    return row


def _set_stopped(row: SenderProfile, stopped_at: datetime | None, action: str, by: models.Model, now: datetime) -> None:
    before = audit.snapshot(row)
    row.stopped_at = stopped_at
    row.save(update_fields=["stopped_at"])
    audit.record(action=action, subject=row, by=by, now=now, before=before)
