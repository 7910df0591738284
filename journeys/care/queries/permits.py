"""Why nobody is congratulated, and why a gift may not be given: asked when it is planned, approved and sent."""

import uuid
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from accounts.clients.enums import Consent
from accounts.clients.models import ContactEmail, Position
from accounts.contracts import queries as money
from accounts.contracts.conversion import RateMissing, Rates
from accounts.mail.models import Suppression
from feedback.invitations import queries as invitations
from journeys.care.models import CareRules, ClientCare, Form, Gesture, Gifts, HardMoment, Kind, PersonCare, State
from journeys.care.queries.occasions import identity
from journeys.cases import queries as cases

SERIOUS = (Kind.HARD, Kind.PROMISED)  # no congratulation: a hard moment, a case or a wish forbids none of them
Pair = tuple[uuid.UUID, uuid.UUID | None]


@dataclass(frozen=True, slots=True)
class Standing:
    """What speaks against congratulating at some clients, read once for all of them."""

    complaining: set[uuid.UUID]
    held: set[Pair]
    hard: set[Pair]
    present: set[Pair]
    never: set[uuid.UUID]
    birthdays: set[uuid.UUID]
    kinds: Collection[str]

    def why_not(self, *, kind: str, client_id: uuid.UUID, contact_id: uuid.UUID | None) -> str:
        """Return why nobody is congratulated (of words.REASONS), or "" when nothing speaks against it."""
        pairs = {(client_id, None), (client_id, contact_id)}
        if contact_id and (client_id, contact_id) not in self.present:
            return "gone"
        if kind in SERIOUS:
            return ""
        if contact_id in self.never:
            return "never"
        if kind not in self.kinds:
            return "off"
        if kind == Kind.BIRTHDAY and contact_id not in self.birthdays:
            return "no_consent"
        if client_id in self.complaining:
            return "case"
        if pairs & self.hard:
            return "hard"
        return "held" if pairs & self.held else ""


def standing(*, client_ids: Collection[uuid.UUID], rules: CareRules) -> Standing:
    """Return what speaks against congratulating at these clients now, with a constant number of queries.

    A client is closed to greetings while a case is open there, and while questions are held there or to the person.
    """
    hard = HardMoment.objects.filter(client__in=client_ids, ended_at=None).values_list("client", "contact")
    present = Position.objects.filter(
        client__in=client_ids, left_on=None, contact__erased_at=None, client__archived_at=None, client__merged_into=None
    ).values_list("client", "contact")
    people = {contact for _client, contact in present}
    wishes = PersonCare.objects.filter(contact__in=people).values_list("contact", "is_never", "greets_birthday")
    wishes = list(wishes)
    return Standing(
        complaining=cases.has_open(client_ids),
        held=invitations.held_pairs(client_ids),
        hard=set(hard),
        present=set(present),
        never={contact for contact, is_never, _birthday in wishes if is_never},
        birthdays={contact for contact, _never, greets in wishes if greets},
        kinds=rules.kinds,
    )


def why_not(gesture: Gesture, *, rules: CareRules) -> str:
    """Return why this gesture must not happen now (of words.REASONS), or ""; money is another question."""
    found = standing(client_ids=[gesture.client_id], rules=rules)
    said = found.why_not(kind=gesture.kind, client_id=gesture.client_id, contact_id=gesture.contact_id)
    return said or (_unreachable(gesture) if gesture.form == Form.LETTER else "")


def address_of(contact_id: uuid.UUID | None) -> str:
    """Return where letters to the person go; "" when there is nowhere."""
    rows = ContactEmail.objects.filter(contact=contact_id, bounced_at=None).order_by("-is_primary", "created_at", "id")
    return str(rows.values_list("address", flat=True).first() or "")


def _unreachable(gesture: Gesture) -> str:
    address = address_of(gesture.contact_id) if gesture.contact_id else ""
    if not address or gesture.contact is None:
        return "no_address"
    declined = Suppression.objects.filter(address=address, until=None).exists()
    return "no_letters" if declined or gesture.contact.consent == Consent.WITHDRAWN else ""


def spent(*, year: int, rates: Rates, today: date, besides: Gesture | None = None) -> Fraction:
    """Return what approved and done gestures of the year cost, in the base of the rates. Raises RateMissing."""
    return _sum(_paid(year, besides), rates, today)


def why_no_money(gesture: Gesture, *, rules: CareRules, today: date) -> str:
    """Return why the cost of this gesture must not be approved (of words.REASONS), or "".

    Compared are: the client's own rules on gifts, the limit for a person in a year, and the year's budget.
    """
    if not gesture.costs:
        return ""
    rates = money.rates(base=rules.currency)
    try:
        return _gift_refusal(gesture, rates, today) or _budget_refusal(gesture, rules, rates, today)
    except RateMissing:
        return "no_rate"


def _gift_refusal(gesture: Gesture, rates: Rates, today: date) -> str:
    if gesture.form != Form.GIFT:
        return ""
    care = ClientCare.objects.filter(client=gesture.client_id).first()
    if care is None or care.gifts == Gifts.UNKNOWN:
        return "unknown_gifts"
    if care.gifts == Gifts.FORBIDDEN:
        return "forbidden"
    if care.gifts == Gifts.ALLOWED:
        return ""
    if care.currency == gesture.currency:
        return "over_limit" if gesture.costs > (care.gift_limit or 0) else ""
    limit = rates.convert(care.gift_limit or Decimal(0), care.currency, today)
    return "over_limit" if rates.convert(gesture.costs, gesture.currency, today) > limit else ""


def _budget_refusal(gesture: Gesture, rules: CareRules, rates: Rates, today: date) -> str:
    if rules.yearly_budget is None and rules.person_limit is None:
        return ""
    cost = rates.convert(gesture.costs, gesture.currency, today)
    others = _paid(gesture.on.year, gesture)
    if rules.person_limit is not None and gesture.contact_id:
        own = [row for row in others if row[0] == gesture.contact_id]
        if cost + _sum(own, rates, today) > rules.person_limit:
            return "over_person"
    if rules.yearly_budget is not None and cost + _sum(others, rates, today) > rules.yearly_budget:
        return "over_budget"
    return ""


def _paid(year: int, besides: Gesture | None) -> Sequence[tuple[uuid.UUID | None, Decimal, str]]:
    rows = Gesture.objects.filter(on__year=year, state__in=[State.APPROVED, State.DONE], cost__gt=0)
    return list((rows.exclude(pk=besides.pk) if besides else rows).values_list("contact", "cost", "currency"))


def _sum(rows: Iterable[tuple[uuid.UUID | None, Decimal, str]], rates: Rates, today: date) -> Fraction:
    return sum((rates.convert(cost, currency, today) for _contact, cost, currency in rows), Fraction(0))


def already(*, kinds: Collection[str], first: date, last: date) -> set[tuple[object, ...]]:
    """Return the identities of occasions between two days that have a gesture already."""
    rows = Gesture.objects.filter(kind__in=kinds, on__range=(first, last))
    columns = ("kind", "key", "on", "contact", "client")
    return {
        identity(kind, key, on, contact_id=contact, client_id=client)
        for kind, key, on, contact, client in rows.values_list(*columns)
    }
