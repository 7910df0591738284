"""Reading what an organization adds to the registry: segments, tags, fields, views, teams."""

import uuid
from datetime import date, datetime
from typing import Any

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from accounts.clients.enums import FieldKind
from accounts.clients.models import Client, ClientTeamMember, Contact, CustomField, SavedView, Segment, Tag, Undo
from accounts.clients.queries.companies import clients, segments


def counted_segments() -> QuerySet[Segment]:
    """Return the segments in use, by name, each with its owner and the number of its current clients."""
    inside = clients().filter(segment=OuterRef("pk")).order_by().values("segment")
    number = Coalesce(Subquery(inside.annotate(number=Count("pk")).values("number")), Value(0))
    return segments().select_related("owner").annotate(number_of_clients=number)


def tags() -> QuerySet[Tag]:
    """Return every tag, by name, with the number of clients that have it."""
    return tag_choices().annotate(number_of_clients=Count("client_links"))


def tag_choices() -> QuerySet[Tag]:
    """Return every tag, by name."""
    return Tag.objects.order_by("name", "id")


def custom_fields(subject: str) -> QuerySet[CustomField]:
    """Return the organization's own fields of clients or of people that are in use, in their order."""
    rows = CustomField.objects.filter(subject=subject, archived_at=None)
    return rows.order_by("position", "created_at", "id")


def custom_values(row: Client | Contact) -> list[tuple[CustomField, Any]]:
    """Return the organization's own fields that the row has a value for, in their order; days as dates."""
    subject = CustomField.Subject.CLIENT if isinstance(row, Client) else CustomField.Subject.CONTACT
    values = [(field, row.custom.get(field.key)) for field in custom_fields(subject)]
    return [
        (field, date.fromisoformat(value) if field.kind == FieldKind.DATE else value)
        for field, value in values
        if value not in {None, ""}
    ]


def archived_fields() -> QuerySet[CustomField]:
    """Return the organization's own fields that are in use no more, the last archived first."""
    return CustomField.objects.exclude(archived_at=None).order_by("-archived_at", "id")


def saved_views(*, employee_id: uuid.UUID) -> QuerySet[SavedView]:
    """Return the views of the list that are everybody's or this person's own, by name."""
    rows = SavedView.objects.filter(Q(employee=employee_id) | Q(employee=None))
    return rows.order_by("name", "id")


def team(*, client_id: uuid.UUID, on: date) -> tuple[list[ClientTeamMember], list[ClientTeamMember]]:
    """Return who works for the client on the day or will, and who has worked for it; the last day still counts."""
    rows = ClientTeamMember.objects.filter(client=client_id).select_related("employee").order_by("started_on", "id")
    present = [row for row in rows if row.ended_on is None or row.ended_on >= on]
    return present, [row for row in rows if row not in present]


def open_team() -> QuerySet[ClientTeamMember]:
    """Return who works for some client without an end, with the person and the client."""
    rows = ClientTeamMember.objects.filter(ended_on=None, client__merged_into=None)
    return rows.select_related("client", "employee")


def last_undo(*, employee_id: uuid.UUID, prefix: str, now: datetime) -> Undo | None:
    """Return this person's last act that can still be undone, of the kinds that begin so; what it needs is not loaded."""
    rows = Undo.objects.filter(by=employee_id, undone_at=None, expires_at__gt=now, kind__startswith=prefix)
    return rows.defer("data").order_by("-created_at", "-id").first()


def own_undo(*, undo_id: uuid.UUID, employee_id: uuid.UUID) -> QuerySet[Undo]:
    """Return the kept act, if it is this person's own."""
    return Undo.objects.filter(pk=undo_id, by=employee_id)
