"""What is set: for the house, for a client, for a person."""

import uuid
from collections.abc import Collection

from django.db.models import QuerySet

from accounts.organizations.models import Employee, Organization
from accounts.tokens import Claim
from journeys.care.models import CareFeed, CareRules, ClientCare, Gifts, HardMoment, PersonCare


def rules() -> CareRules:
    """Return the organization's rules of care; while nobody has set them, those that the product begins with, unsaved."""
    return CareRules.objects.first() or CareRules(
        currency=Organization.objects.values_list("currency", flat=True).get()
    )


def care_of_client(client_id: uuid.UUID) -> ClientCare:
    """Return what the client's rules allow; while nobody has asked, a row that says so, unsaved."""
    return ClientCare.objects.filter(client=client_id).first() or ClientCare(client_id=client_id, gifts=Gifts.UNKNOWN)


def care_of_person(contact_id: uuid.UUID) -> PersonCare:
    """Return how the person wants to be thought of; while nobody has asked, a row that says so, unsaved."""
    return PersonCare.objects.filter(contact=contact_id).first() or PersonCare(contact_id=contact_id)


def hard_moments(*, client_ids: Collection[uuid.UUID]) -> QuerySet[HardMoment]:
    """Return the hard moments at these clients that nobody has ended, the latest first."""
    rows = HardMoment.objects.filter(client__in=client_ids, ended_at=None).select_related("contact", "client")
    return rows.order_by("-since", "-id")


def open_feed(employee: Employee) -> CareFeed | None:
    """Return the link to the person's calendar that is open, if there is one."""
    return CareFeed.objects.filter(employee=employee, revoked_at=None).first()


def feed_of_claim(claim: Claim) -> CareFeed | None:
    """Return the link that a token opens, if it is open still and its person works here."""
    rows = CareFeed.objects.filter(pk=claim.row_id, token_digest=claim.digest, revoked_at=None, employee__left_at=None)
    return rows.select_related("employee").first()


def clients_of_wishes(ids: Collection[uuid.UUID]) -> dict[uuid.UUID, str]:
    """Return whose gift rules they are, for the audit trail."""
    return dict(ClientCare.objects.filter(pk__in=ids).values_list("pk", "client__name"))


def people_of_wishes(ids: Collection[uuid.UUID]) -> dict[uuid.UUID, str]:
    """Return whose wishes they are, for the audit trail."""
    rows = PersonCare.objects.filter(pk__in=ids).select_related("contact")
    return {row.pk: str(row.contact) for row in rows}


def clients_of_moments(ids: Collection[uuid.UUID]) -> dict[uuid.UUID, str]:
    """Return where the hard moments are, for the audit trail: not whose they are."""
    return dict(HardMoment.objects.filter(pk__in=ids).values_list("pk", "client__name"))


def holders_of_feeds(ids: Collection[uuid.UUID]) -> dict[uuid.UUID, str]:
    """Return whose calendars they are, for the audit trail."""
    return dict(CareFeed.objects.filter(pk__in=ids).values_list("pk", "employee__name"))
