"""Reading who was asked, and who may be."""

import uuid
from collections.abc import Collection
from datetime import datetime

from django.db.models import Q, QuerySet

from accounts.clients.enums import Consent
from accounts.clients.models import Contact, ContactEmail, Position
from accounts.mail import queries as mail
from feedback.invitations.models import Invitation, Way
from feedback.invitations.rules import Asked
from feedback.surveys.models import Survey, SurveyVersion


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
    row = ContactEmail.objects.filter(contact=contact_id).order_by("-is_primary", "created_at", "id").first()
    return row.address if row else ""


def known_of(*, contact: Contact, client_id: uuid.UUID, now: datetime) -> Asked:
    """Return what decides whether the person may be asked as somebody of the client."""
    address = address_of(contact_id=contact.pk)
    asked = Invitation.objects.filter(contact=contact, way=Way.LETTER).order_by("-created_at")
    return Asked(
        is_erased=contact.erased_at is not None or contact.merged_into_id is not None,
        works_there=Position.objects.filter(contact=contact, client=client_id, left_on=None).exists(),
        address=address,
        is_blocked=bool(address) and mail.block_of(address=address, now=now) is not None,
        has_withdrawn=contact.consent == Consent.WITHDRAWN,
        asking=contact.asking,
        last_asked_at=asked.values_list("created_at", flat=True).first(),
        has_open=open_invitations(now=now).filter(contact=contact).exists(),
    )


def still_wanted(*, invitation_id: uuid.UUID, now: datetime) -> Invitation | None:
    """Return the invitation while its letter makes sense: open, and of somebody who may be asked."""
    allowed = Q(contact__erased_at=None) & ~Q(contact__consent=Consent.WITHDRAWN) & ~Q(contact__asking="never")
    return open_invitations(now=now).filter(allowed, pk=invitation_id).first()


def invited_names(ids: Collection[uuid.UUID]) -> dict[uuid.UUID, str]:
    """Return who was asked, by invitation, for the audit trail."""
    return dict(Invitation.objects.filter(pk__in=ids).values_list("pk", "contact__name"))
