"""What comes back: bounces, complaints and answers to our letters, however they arrive (LMTP, IMAP, a provider's hook).

Only a message that names one of our letters counts, by our return path or Message-ID; a foreign one changes nothing.
"""

import hashlib
import logging
import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta

from accounts.events import actions as events
from accounts.events import kinds
from accounts.events.actions import Fact
from accounts.jobs.actions import INSTALLATION
from accounts.mail import addresses, incoming, registry
from accounts.mail.bounces import Kind, Reason, Report, classify_each
from accounts.mail.letters import MESSAGE_WAITS
from accounts.mail.models import Bounce, OutgoingEmail, State, Suppression
from accounts.mail.suppression import suppress
from accounts.tenancy.context import tenant_context

log = logging.getLogger(__name__)

MOST_BYTES = 26_000_000  # of a message: mail servers hardly let larger ones pass
SOFT_LIMIT, SOFT_DAYS, PAUSE = 2, timedelta(days=30), timedelta(days=30)


def receive(raw: bytes, *, now: datetime, envelope_to: Sequence[str] = ()) -> int:
    """Take in one message as it came; return how many of our letters it was about, or was taken as (0: none of our business).

    Receiving the same message again changes nothing. Opens the scope of the letter's organization itself.
    """
    digest = hashlib.sha256(raw).hexdigest()
    taken = sum(
        taker(token, raw, now=now)
        for name, token in incoming.tokens(raw, envelope_to)
        if (taker := registry.taker_of(name))
    )
    return taken + take_in(classify_each(raw), digest=digest, now=now, envelope_to=envelope_to)


def take_in(reports: Sequence[Report], *, digest: str, now: datetime, envelope_to: Sequence[str] = ()) -> int:
    """Act on reports that were read already, of a message or of a provider's call that `digest` identifies."""
    counted = 0
    for report in reports:
        for organization_id, letter_id in _letters(report, envelope_to):
            if organization_id == INSTALLATION:
                log.info("a letter of the installation came back", extra={"kind": str(report.kind)})
                continue
            with tenant_context(organization_id):
                email = OutgoingEmail.objects.filter(pk=letter_id).first()
                if email is not None:
                    counted += _act(email, report, digest, now)
    return counted


def refused(email: OutgoingEmail, *, says: str, now: datetime) -> None:
    """Take in that the server refused the address itself when it was offered the letter: a bounce that came at once."""
    report = Report(kind=Kind.HARD, reason=Reason.MAILBOX_UNKNOWN, status="5.1.1", diagnostic=says)
    _act(email, report, f"smtp:{email.pk.hex}.r{email.edition}", now)


def _letters(report: Report, envelope_to: Sequence[str]) -> set[tuple[uuid.UUID, uuid.UUID]]:
    named = {addresses.read_message_id(message_id) for message_id in report.message_ids}
    tokens = [*report.return_path_tokens, *(to.partition("@")[0].partition("+")[2] for to in envelope_to)]
    named |= {addresses.read_return_path(token) for token in tokens}
    return {letter for letter in named if letter is not None}


def _act(email: OutgoingEmail, report: Report, digest: str, now: datetime) -> int:
    if email.letter == MESSAGE_WAITS.name:  # what came back for it would tell that it was written
        return 0
    bounce = Bounce(
        email=email.pk,
        address=email.to_address.lower(),
        kind=report.kind,
        status=report.status[:12],
        diagnostic=report.diagnostic[:300],
        received_at=now,
        message_digest=digest,
    )
    Bounce.objects.bulk_create([bounce], ignore_conflicts=True)
    if not Bounce.objects.filter(pk=bounce.pk).exists():
        return 0  # received before
    if report.recipient and report.recipient != bounce.address and report.kind != Kind.REPLY:
        log.info("a bounce names another recipient than the letter", extra={"letter": email.letter})
    match report.kind:
        case Kind.HARD:
            _came_back(email, report, digest, now)
            suppress(address=email.to_address, reason=Suppression.Reason.BOUNCE, until=None, now=now)
        case Kind.SOFT:
            _came_back(email, report, digest, now)
            if _came_back_often(bounce.address, now):
                suppress(address=email.to_address, reason=Suppression.Reason.PAUSED, until=now + PAUSE, now=now)
        case Kind.COMPLAINT:
            suppress(address=email.to_address, reason=Suppression.Reason.COMPLAINT, until=None, now=now)
            _publish(kinds.MAIL_COMPLAINED, email, {"reason": report.reason}, digest, now)
        case Kind.REPLY:
            _publish(kinds.MAIL_REPLIED, email, {"text": report.text}, digest, now)
        case _:
            pass  # an absence note or a challenge: kept in the log, and nothing follows
    return 1


def _came_back(email: OutgoingEmail, report: Report, digest: str, now: datetime) -> None:
    permanent = report.kind == Kind.HARD
    reason = report.diagnostic or report.reason
    if permanent and email.state == State.SENT:
        OutgoingEmail.objects.filter(pk=email.pk).update(state=State.FAILED, reason=reason[:300])
    _publish(kinds.MAIL_BOUNCED, email, {"reason": reason, "permanent": permanent}, digest, now)


def _came_back_often(address: str, now: datetime) -> bool:
    """Tell whether the address refused us twice within 30 days with no good delivery in between."""
    soft = Bounce.objects.filter(address=address, kind=Kind.SOFT, received_at__gt=now - SOFT_DAYS)
    returned = set(soft.values_list("email", flat=True))
    newest_good = (
        OutgoingEmail.objects.filter(to_address__iexact=address, state=State.SENT)
        .exclude(pk__in=Bounce.objects.filter(address=address).values("email"))
        .order_by("-sent_at")
        .values_list("sent_at", flat=True)
        .first()
    )
    if newest_good:
        later = OutgoingEmail.objects.filter(pk__in=returned, sent_at__gt=newest_good)
        return later.count() >= SOFT_LIMIT
    return len(returned) >= SOFT_LIMIT


def _publish(kind: kinds.Kind, email: OutgoingEmail, payload: dict[str, object], digest: str, now: datetime) -> None:
    fact = Fact(
        kind=kind,
        happened_at=now,
        contact_id=email.contact_id,
        payload={"email_id": email.pk, "letter": email.letter, **payload},
        dedupe_key=f"{kind.name}:{email.pk}:{digest}",
    )
    events.publish(fact, now=now)
