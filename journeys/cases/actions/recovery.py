"""Making it good: an apology, a compensation within limits, and whether it helped."""

from datetime import datetime
from decimal import Decimal

from django.db import transaction

from accounts.audit import actions as audit
from accounts.clients.enums import Asking
from accounts.events import kinds
from accounts.organizations import queries as organizations
from accounts.organizations.models import Employee
from feedback.interactions.models import Visibility
from feedback.invitations import queries as addresses
from feedback.responses import scores
from feedback.responses.models import Confidentiality, Response
from journeys.cases import letters, queries
from journeys.cases.actions import telling
from journeys.cases.actions.closing import NoAddress
from journeys.cases.actions.steps import open_case
from journeys.cases.models import Case, CaseStep, Compensation, End


class NotTheDecider(RuntimeError):
    """Whoever asks for a compensation does not decide about it, and only top management does."""


class AlreadyDecided(RuntimeError):
    """Somebody has decided meanwhile."""


@transaction.atomic
def offer_compensation(
    *, case: Case, what: str, amount: Decimal, currency: str, by: Employee, now: datetime
) -> Compensation:
    """Note what we give. Up to the organization's limit for the whole case that decides it; above, top management is asked.

    `currency` is the organization's. Publishes case.compensation_wanted then. Raises NotOpen.
    """
    row, _before = open_case(case)
    given = row.compensations.filter(is_approved=True).values_list("amount", flat=True)
    is_within = sum(given, amount) <= queries.settings().limit
    offer = Compensation(case=row, what=what, amount=amount, currency=currency, wanted_by=by, wanted_at=now)
    if is_within:
        offer.is_approved, offer.decided_by, offer.decided_at = True, by, now
    offer.save()
    _note(offer, "case.compensation_offered", by=by, now=now, before=audit.NEW)
    telling.step(row, CaseStep.Kind.OFFERED, by=by, now=now, text=what)
    if not is_within:
        for one in queries.approvers(now=now):
            telling.notify(row, to=one, why=letters.Why.TO_APPROVE, by=by, now=now, once=f"approve:{offer.pk}:{one.pk}")
        _publish(kinds.COMPENSATION_WANTED, offer, by=by, now=now)
    return offer


@transaction.atomic
def decide_compensation(*, offer: Compensation, is_approved: bool, by: Employee, now: datetime) -> Compensation:
    """Approve or refuse what is above the limit, and write to whoever asked. Raises NotTheDecider and AlreadyDecided."""
    row: Compensation = (
        Compensation.objects.select_for_update(of=("self",))
        .select_related("case__client", "wanted_by")
        .get(pk=offer.pk)
    )
    if row.decided_at:
        raise AlreadyDecided
    if by.pk == row.wanted_by_id or by not in organizations.top_management(now=now):
        raise NotTheDecider
    before = audit.snapshot(row)
    row.is_approved, row.decided_by, row.decided_at = is_approved, by, now
    row.save(update_fields=["is_approved", "decided_by", "decided_at"])
    _note(row, "case.compensation_decided", by=by, now=now, before=before)
    telling.step(row.case, CaseStep.Kind.DECIDED, by=by, now=now, text=row.what)
    why = letters.Why.APPROVED if is_approved else letters.Why.REFUSED
    telling.notify(row.case, to=row.wanted_by, why=why, by=by, now=now, once=f"decided:{row.pk}")
    _publish(kinds.COMPENSATION_DECIDED, row, by=by, now=now)
    return row


def _publish(kind: kinds.Kind, offer: Compensation, *, by: Employee, now: datetime) -> None:
    case = offer.case
    telling.publish(kind, case, by=by, now=now, once=str(offer.pk), number=case.number, compensation_id=offer.pk)


def _note(offer: Compensation, action: str, *, by: Employee, now: datetime, before: dict[str, object]) -> None:
    if offer.case.is_for_all:
        audit.record(action=action, subject=offer, by=by, now=now, before=before)


@transaction.atomic
def apologize(*, case: Case, subject: str, text: str, by: Employee, now: datetime, once: str) -> None:
    """Send an apology to the person in the words that were written; `once` is the form's own key. Raises NotOpen, NoAddress."""
    row, _before = open_case(case)
    address = addresses.address_of(contact_id=row.contact_id) if row.contact_id else ""
    if not address:
        raise NoAddress
    sent = letters.apologize(row, to=address, subject=subject, text=text, sender=by, once=once, now=now)
    if sent.created_at == now:
        telling.step(row, CaseStep.Kind.APOLOGIZED, by=by, now=now, text=text)


class NotWanted(RuntimeError):
    """The person does not want to be asked by letter."""


class TooSoon(RuntimeError):
    """The person was asked something lately; `at` is from when on they may be asked again."""

    def __init__(self, at: datetime) -> None:
        super().__init__(at.isoformat())
        self.at = at


@transaction.atomic
def ask_for_reference(*, case: Case, text: str, by: Employee, now: datetime) -> None:
    """Ask somebody who has praised us for a reference, once for each praise. Raises NotOpen, NotWanted, NoAddress and TooSoon.

    Whoever was asked anything lately, or wants no letters, is left in peace.
    """
    row, _before = open_case(case)
    if row.contact and row.contact.asking in {Asking.NEVER, Asking.PHONE}:
        raise NotWanted
    address = addresses.address_of(contact_id=row.contact_id) if row.contact_id else ""
    if not address:
        raise NoAddress
    free_at = queries.may_ask_from(row, now=now)
    if free_at and free_at > now:
        raise TooSoon(free_at)
    sent = letters.ask_for_reference(row, to=address, text=text, sender=by, now=now)
    if sent.created_at == now:
        telling.step(row, CaseStep.Kind.REFERENCE, by=by, now=now)


@transaction.atomic
def measure(response: Response, *, now: datetime) -> list[Case]:
    """Note at the cases of the person that were closed how they feel now: the first answer after the end counts.

    An answer in confidence counts for cases in confidence alone, and one without a name for none.
    """
    mood = scores.value_of({name: getattr(response, name) for name in ("nps", "csat", "ces")})
    if mood is None or response.contact_id is None or response.confidentiality == Confidentiality.ROLE:
        return []
    rows = Case.objects.select_for_update(of=("self",)).filter(
        contact=response.contact_id,
        closed_at__lt=response.happened_at,
        mood_after=None,
        end__in=[End.CONFIRMED, End.UNCONFIRMED],
    )
    if response.confidentiality == Confidentiality.LEADERSHIP:
        rows = rows.filter(visibility=Visibility.LEADERSHIP)
    found = list(rows.select_related("client"))
    for case in found:
        case.mood_after, case.measured_at = mood, response.happened_at
        case.save(update_fields=["mood_after", "measured_at"])
        telling.step(case, CaseStep.Kind.MEASURED, by=None, now=response.happened_at, text=str(mood))
    return found
