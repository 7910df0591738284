"""Reading the organization's letters, its sender and its blocked addresses."""

import uuid
from collections.abc import Collection
from datetime import datetime

from django.db.models import Q, QuerySet

from accounts.jobs.models import Job
from accounts.mail.letters import HIDDEN
from accounts.mail.models import ON_THE_WAY, Bounce, OutgoingEmail, SenderProfile, State, Suppression
from accounts.tenancy.context import current_organization_id

QUEUE = "mail"


def shown_letters() -> QuerySet[OutgoingEmail]:
    """Return the letters that the log shows: all but those of which nobody is to know."""
    rows: QuerySet[OutgoingEmail] = OutgoingEmail.objects.exclude(letter__in=HIDDEN)
    return rows


def letters(*, state: str = "", address: str = "") -> QuerySet[OutgoingEmail]:
    """Return the letters in a state to addresses that hold a text; without their content, which may be long."""
    rows = shown_letters().defer("context")
    if state and state not in ON_THE_WAY:
        rows = rows.filter(aside=state)
    elif state:
        rows = rows.filter(state=state)
        if state != State.SENT:  # then its job says so too, and the ledger is short
            rows = rows.filter(pk__in=_jobs().values("subject_id"))
    return rows.filter(to_address__icontains=address) if address else rows


def held_count() -> int:
    """Return how many letters wait for a person's decision."""
    count: int = shown_letters().filter(aside=State.HELD).count()
    return count


def waiting_job(*, letter_id: uuid.UUID) -> Job | None:
    """Return the job that will send the letter, unless a worker has it in hand right now."""
    return _jobs().filter(subject_id=letter_id, leased_until=None).first()


def came_back(*, email: OutgoingEmail) -> QuerySet[Bounce]:
    """Return what came back for the letter, newest first."""
    rows = Bounce.objects.filter(address=email.to_address.lower(), email=email.pk)
    newest_first: QuerySet[Bounce] = rows.order_by("-received_at", "-id")
    return newest_first


def declinable(*, row_id: uuid.UUID, digest: bytes) -> OutgoingEmail | None:
    """Return the letter whose link declines further ones, with its organization."""
    rows = OutgoingEmail.objects.filter(pk=row_id, token_digest=digest)
    return rows.select_related("organization").defer("context").first()


def sender_profile() -> SenderProfile:
    """Return how the organization sends; a row that is not saved yet while nobody has changed anything."""
    return SenderProfile.objects.first() or SenderProfile()


def suppressions(*, reason: str = "", address: str = "") -> QuerySet[Suppression]:
    """Return the blocked addresses of a reason that hold a text, those whose time is over too."""
    rows: QuerySet[Suppression] = Suppression.objects.all()
    if reason:
        rows = rows.filter(reason=reason)
    return rows.filter(address__contains=address.lower()) if address else rows


def block_of(*, address: str, now: datetime) -> Suppression | None:
    """Return the entry because of which the address gets no letters now."""
    rows = Suppression.objects.filter(Q(until=None) | Q(until__gt=now), address=address.lower())
    return rows.first()


def blocked_among(addresses: Collection[str], *, now: datetime) -> set[str]:
    """Return which of these addresses get no letters now, in lower case."""
    wanted = {address.lower() for address in addresses}
    rows = Suppression.objects.filter(Q(until=None) | Q(until__gt=now), address__in=wanted)
    return set(rows.values_list("address", flat=True))


def readers(ids: Collection[uuid.UUID]) -> dict[uuid.UUID, str]:
    """Return to whom these letters go: for the audit trail."""
    return dict(OutgoingEmail.objects.filter(pk__in=ids).values_list("pk", "to_address"))


def blocked_addresses(ids: Collection[uuid.UUID]) -> dict[uuid.UUID, str]:
    """Return the addresses of these entries: for the audit trail."""
    return dict(Suppression.objects.filter(pk__in=ids).values_list("pk", "address"))


def _jobs() -> QuerySet[Job]:
    return Job.objects.filter(queue=QUEUE, organization_id=current_organization_id())
