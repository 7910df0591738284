"""Reading who was asked, and who may be."""

import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import datetime

from django.db.models import F, Q, QuerySet

from accounts.clients.enums import Consent
from accounts.clients.models import Client, Contact, ContactEmail, Position
from accounts.mail import queries as mail
from accounts.worktime import Place
from feedback.invitations.fatigue import Calm, Touch, Touched
from feedback.invitations.models import CalmRule, Hold, Invitation, PlannedAsk, SendDecision, Way
from feedback.invitations.rules import Asked
from feedback.surveys.models import Purpose, Survey, SurveyVersion

Pair = tuple[uuid.UUID, uuid.UUID]  # a person, and the client as whose person
TOUCH = {Purpose.RELATION: Touch.RELATION, Purpose.EVENT: Touch.EVENT}


def asked_about(*, survey_id: uuid.UUID) -> QuerySet[Invitation]:
    """Return everybody who was asked about a survey, with the people, their clients and the version."""
    rows = Invitation.objects.filter(version__survey=survey_id)
    return rows.select_related("contact", "client", "version")


def open_invitations(*, now: datetime) -> QuerySet[Invitation]:
    """Return what can still be answered."""
    return Invitation.objects.filter(answered_at=None, closed_at=None, expires_at__gt=now)


def askable_surveys() -> QuerySet[Survey]:
    """Return the surveys about which people can be asked now: published, neither closed nor archived."""
    return Survey.objects.filter(
        archived_at=None, closed_at=None, pk__in=SurveyVersion.objects.values("survey")
    ).order_by("name", "pk")


def lock_contact(contact_id: uuid.UUID) -> Contact:
    """Return the person and let nobody else ask them before this transaction ends."""
    return Contact.objects.select_for_update().get(pk=contact_id)


def address_of(*, contact_id: uuid.UUID) -> str:
    """Return where letters to the person go; "" when nowhere."""
    return _addresses([contact_id]).get(contact_id, "")


def known_of(*, contact: Contact, client_id: uuid.UUID, now: datetime) -> Asked:
    """Return what decides whether the person may be asked as somebody of the client."""
    return known_of_many([(contact.pk, client_id)], now=now)[contact.pk, client_id]


def known_of_many(pairs: Collection[Pair], *, now: datetime) -> dict[Pair, Asked]:
    """Return what decides whether each person may be asked as somebody of a client, by (contact, client).

    A constant number of queries, however many they are.
    """
    people, clients = {contact for contact, _client in pairs}, {client for _contact, client in pairs}
    contacts = Contact.objects.in_bulk(people)
    countries = dict(Client.objects.filter(pk__in=clients).values_list("pk", "country"))
    working = set(
        Position.objects.filter(contact__in=people, client__in=clients, left_on=None).values_list("contact", "client")
    )
    addresses = _addresses(people)
    blocked = mail.blocked_among(set(addresses.values()), now=now)
    touched = touches(people)
    waiting = set(open_invitations(now=now).filter(contact__in=people).values_list("contact", flat=True))
    held = held_pairs(clients)
    return {
        (person, client): Asked(
            is_erased=contacts[person].erased_at is not None or contacts[person].merged_into_id is not None,
            works_there=(person, client) in working,
            address=addresses.get(person, ""),
            is_blocked=addresses.get(person, "").lower() in blocked,
            has_withdrawn=contacts[person].consent == Consent.WITHDRAWN,
            asking=contacts[person].asking,
            touched=touched[person],
            has_open=person in waiting,
            is_held=bool(held & {(client, None), (client, person)}),
            place=Place(contacts[person].time_zone, contacts[person].country or countries.get(client, "")),
        )
        for person, client in pairs
    }


def touches(contact_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, tuple[Touched, ...]]:
    """Return everything that has reached each person by letter: questions, and the last reminder of each."""
    found = defaultdict(list)
    rows = Invitation.objects.filter(contact__in=contact_ids, way=Way.LETTER)
    for person, purpose, asked_at, reminded_at in rows.values_list(
        "contact", "version__survey__purpose", "created_at", "reminded_at"
    ):
        found[person].append(Touched(asked_at, TOUCH[purpose]))
        if reminded_at:
            found[person].append(Touched(reminded_at, Touch.REMINDER))
    return {person: tuple(found[person]) for person in contact_ids}


def held_pairs(client_ids: Collection[uuid.UUID]) -> set[tuple[uuid.UUID, uuid.UUID | None]]:
    """Return (client, person) of everything that is held at these clients; no person: everybody there."""
    return set(Hold.objects.filter(client__in=client_ids, released_at=None).values_list("client", "contact"))


def segments_of(client_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, uuid.UUID | None]:
    """Return the segment of each client."""
    return dict(Client.objects.filter(pk__in=client_ids).values_list("pk", "segment"))


def holds_of(*, client_id: uuid.UUID) -> QuerySet[Hold]:
    """Return what holds questions at a client now, everybody's before single people's."""
    rows = Hold.objects.filter(client=client_id, released_at=None).select_related("contact", "held_by")
    return rows.order_by(F("contact").asc(nulls_first=True), "held_at", "pk")


def holds_on(*, contact_id: uuid.UUID) -> QuerySet[Hold]:
    """Return what holds questions to a person now: their own holds, and those of the clients where they work."""
    clients = Position.objects.filter(contact=contact_id, left_on=None).values("client")
    rows = Hold.objects.filter(released_at=None).select_related("client", "contact", "held_by")
    return rows.filter(Q(contact=contact_id) | Q(contact=None, client__in=clients)).order_by("held_at", "pk")


def calm_rules() -> list[CalmRule]:
    """Return the organization's calm limits, the one for everybody first; there may be none yet."""
    return sorted(
        CalmRule.objects.select_related("segment"),
        key=lambda rule: (_narrowness(rule), rule.role, rule.segment.name if rule.segment else "", rule.country),
    )


def calm_for(limits: Iterable[CalmRule], *, role: str, segment_id: uuid.UUID | None, country: str) -> Calm:
    """Return the limits for somebody: of the narrowest rule that fits them, of two equally narrow ones the calmer one."""
    fitting = [
        rule
        for rule in limits
        if rule.role in {"", role} and rule.segment_id in {None, segment_id} and rule.country in {"", country}
    ]
    best = max(fitting, key=lambda rule: (_narrowness(rule), rule.gap_days, rule.relation_gap_days), default=None)
    return best.calm() if best else Calm()


def planned_asks() -> QuerySet[PlannedAsk]:
    """Return the ledger: everything that was wanted, with whom it is about."""
    return PlannedAsk.objects.select_related("contact", "client", "survey", "asked_by")


def ledger_of(*, contact_id: uuid.UUID) -> QuerySet[PlannedAsk]:
    """Return what was wanted of a person, and what became of it, the latest first."""
    return planned_asks().filter(contact=contact_id).order_by("-due_at", "-id")


def ledger_at(*, client_id: uuid.UUID) -> QuerySet[PlannedAsk]:
    """Return what was wanted of the people of a client, and what became of it, the latest first."""
    return planned_asks().filter(client=client_id).order_by("-due_at", "-id")


def decisions_of(asks: Collection[PlannedAsk]) -> dict[uuid.UUID, list[SendDecision]]:
    """Return what was decided about each of these, the first decision first."""
    found = defaultdict(list)
    rows = SendDecision.objects.filter(ask__in=[ask.pk for ask in asks]).select_related("by")
    for row in rows.order_by("decided_at", "pk"):
        found[row.ask_id].append(row)
    return found


def _narrowness(rule: CalmRule) -> int:
    return bool(rule.role) + bool(rule.segment_id) + bool(rule.country)


def _addresses(contact_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, str]:
    """Return where letters to each person go; nobody without an address is in it."""
    rows = ContactEmail.objects.filter(contact__in=contact_ids).order_by("is_primary", "-created_at", "-id")
    return dict(rows.values_list("contact", "address"))  # the last one counts


def still_wanted(*, invitation_id: uuid.UUID, now: datetime) -> Invitation | None:
    """Return the invitation while its letter makes sense: open, and of somebody who may be asked."""
    allowed = Q(contact__erased_at=None) & ~Q(contact__consent=Consent.WITHDRAWN) & ~Q(contact__asking="never")
    return open_invitations(now=now).filter(allowed, pk=invitation_id).first()


def invited_names(ids: Collection[uuid.UUID]) -> dict[uuid.UUID, str]:
    """Return who was asked, by invitation, for the audit trail."""
    return dict(Invitation.objects.filter(pk__in=ids).values_list("pk", "contact__name"))


def planned_names(ids: Collection[uuid.UUID]) -> dict[uuid.UUID, str]:
    """Return whom these planned questions are for, for the audit trail."""
    return dict(PlannedAsk.objects.filter(pk__in=ids).values_list("pk", "contact__name"))


def held_names(ids: Collection[uuid.UUID]) -> dict[uuid.UUID, str]:
    """Return the clients of these holds, for the audit trail."""
    return dict(Hold.objects.filter(pk__in=ids).values_list("pk", "client__name"))
