"""Talks, needs and promises, as far as the reader may."""

import uuid
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from accounts.clients.models import Client, ContactRole, Position
from accounts.clients.queries import clients
from accounts.organizations.roles import LEADERSHIP, Role
from accounts.web.text import beginning, sort_key
from feedback.interactions.models import Interaction, Need, Promise, Visibility

MANAGERS = LEADERSHIP | {Role.ADMINISTRATOR, Role.HAPPINESS_MANAGER}


def readable(*, role: str, employee_id: uuid.UUID, path: str = "") -> Q:
    """Return the condition under which a member of this role reads an interaction: its visibility, or having written it.

    `path` leads to the interaction from another row ("interaction__").
    """
    levels = [Visibility.TEAM]
    if role in MANAGERS:
        levels.append(Visibility.MANAGERS)
    if role in LEADERSHIP:
        levels.append(Visibility.LEADERSHIP)
    return Q(**{f"{path}visibility__in": levels}) | Q(**{f"{path}by": employee_id})


def interactions(*, role: str, employee_id: uuid.UUID) -> QuerySet[Interaction]:
    """Return the talks that were not removed and that the reader may see, drafts not among them."""
    rows = Interaction.objects.filter(readable(role=role, employee_id=employee_id), removed_at=None, draft=False)
    return rows.select_related("client", "by", "department", "touchpoint")


def roles_at(*, contact_ids: Collection[uuid.UUID], client_id: uuid.UUID, on: date) -> Mapping[uuid.UUID, list[str]]:
    """Return the buyer roles in which these people stood at the client on the day."""
    found: dict[uuid.UUID, list[str]] = {contact_id: [] for contact_id in contact_ids}
    valid = Q(valid_from__lte=on) & (Q(valid_until=None) | Q(valid_until__gt=on))
    rows = ContactRole.objects.filter(valid, position__client=client_id, position__contact__in=contact_ids)
    for contact_id, role in rows.order_by("role").values_list("position__contact", "role"):
        found[contact_id].append(role)
    return found


def people_at(*, client_id: uuid.UUID) -> QuerySet[Position]:
    """Return who works at the client now, by name: the choices of a talk."""
    rows = Position.objects.filter(client=client_id, left_on=None, contact__erased_at=None)
    return rows.select_related("contact").order_by("contact__sort_name", "id")


def said_openly(*, role: str, employee_id: uuid.UUID) -> Q:
    """Return the condition under which a need or a promise comes from a talk that the reader may see, or from none."""
    return Q(interaction=None) | readable(role=role, employee_id=employee_id, path="interaction__")


def needs_of_reader(*, role: str, employee_id: uuid.UUID) -> QuerySet[Need]:
    """Return the needs that the reader may see, the newest first."""
    rows = Need.objects.filter(said_openly(role=role, employee_id=employee_id))
    return rows.select_related("client", "contact").order_by("-created_at", "-id")


def promised_openly(*, role: str, employee_id: uuid.UUID) -> Q:
    """Return the condition under which the reader may know of a promise: said openly, or theirs to keep."""
    return said_openly(role=role, employee_id=employee_id) | Q(owner=employee_id)


def promises_of_reader(*, role: str, employee_id: uuid.UUID) -> QuerySet[Promise]:
    """Return the promises that the reader may see or has to keep, the most urgent first."""
    rows = Promise.objects.filter(promised_openly(role=role, employee_id=employee_id))
    return rows.select_related("client", "contact", "owner").order_by("due_on", "id")


def still_open(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Leave out the promises that were kept, the needs that were met, and both that were dropped."""
    end = "kept_at" if rows.model is Promise else "met_at"
    return rows.filter(dropped_at=None, **{end: None})


def by_id(ids: Sequence[uuid.UUID], *, role: str, employee_id: uuid.UUID) -> dict[uuid.UUID, Interaction]:
    """Return those of the talks that the reader may see, with the people who took part."""
    rows = interactions(role=role, employee_id=employee_id).filter(pk__in=ids).prefetch_related("people__contact")
    return {row.pk: row for row in rows}


def clients_beginning(text: str) -> QuerySet[Client]:
    """Return the clients whose names begin so, whatever the letters' case, by name."""
    return clients().filter(**beginning("sort_name", sort_key(text)))
