"""Reading who was asked, and who may be."""

import uuid
from collections import defaultdict
from collections.abc import Collection
from datetime import datetime

from django.db.models import Q, QuerySet

from accounts.clients.enums import Consent
from accounts.clients.models import Client, Contact, ContactEmail, Position
from accounts.mail import queries as mail
from accounts.worktime import Place
from feedback.invitations import registry
from feedback.invitations.fatigue import Touch, Touched
from feedback.invitations.models import Invitation, Way
from feedback.invitations.queries.calm import held_pairs
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


def latest_versions(survey_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, SurveyVersion]:
    """Return what each of these surveys asks now, by the survey; a survey that was never published is not in it."""
    rows = SurveyVersion.objects.filter(survey__in=survey_ids).order_by("survey", "-number").distinct("survey")
    return {row.survey_id: row for row in rows}


def lock_contact(contact_id: uuid.UUID) -> Contact:
    """Return the person and let nobody else ask them before this transaction ends."""
    return Contact.objects.select_for_update().get(pk=contact_id)


def address_of(*, contact_id: uuid.UUID) -> str:
    """Return where letters to the person go; "" when nowhere."""
    return _addresses([contact_id]).get(contact_id, "")


def asked_before(invitation: Invitation) -> datetime | None:
    """Return when the person was asked by letter last before this invitation; None where that was never."""
    rows = Invitation.objects.filter(
        contact=invitation.contact_id, way=Way.LETTER, created_at__lt=invitation.created_at
    )
    return rows.order_by("-created_at").values_list("created_at", flat=True).first()


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
    """Return what has reached each person by letter: questions, the last reminder of each, and the last letters of our own."""
    found = defaultdict(list)
    rows = Invitation.objects.filter(contact__in=contact_ids, way=Way.LETTER)
    for person, purpose, asked_at, reminded_at in rows.values_list(
        "contact", "version__survey__purpose", "created_at", "reminded_at"
    ):
        found[person].append(Touched(asked_at, TOUCH[purpose]))
        if reminded_at:
            found[person].append(Touched(reminded_at, Touch.REMINDER))
    for person, at in registry.letters_to(contact_ids):
        found[person].append(Touched(at, Touch.LETTER))
    return {person: tuple(found[person]) for person in contact_ids}


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
