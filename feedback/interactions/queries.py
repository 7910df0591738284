"""Reading talks, needs and promises, as far as the reader may."""

import uuid
from collections.abc import Collection, Mapping, Sequence
from datetime import date

from django.db.models import Q, QuerySet

from accounts.clients.models import ContactRole, Position
from accounts.organizations.roles import Role
from feedback.interactions.models import Interaction, Need, Promise, Visibility

LEADERSHIP = frozenset({Role.OWNER, Role.EXECUTIVE})
MANAGERS = LEADERSHIP | {Role.ADMINISTRATOR, Role.HAPPINESS_MANAGER}


def readable(*, role: str, employee_id: uuid.UUID) -> Q:
    """Return the condition under which a member of this role reads an interaction: its visibility, or having written it."""
    levels = [Visibility.TEAM]
    if role in MANAGERS:
        levels.append(Visibility.MANAGERS)
    if role in LEADERSHIP:
        levels.append(Visibility.LEADERSHIP)
    return Q(visibility__in=levels) | Q(by=employee_id)


def interactions(*, role: str, employee_id: uuid.UUID) -> QuerySet[Interaction]:
    """Return the talks that were not removed and that the reader may see, drafts not among them."""
    rows = Interaction.objects.filter(readable(role=role, employee_id=employee_id), removed_at=None, draft=False)
    return rows.select_related("client", "by", "department", "touchpoint")


def drafts() -> QuerySet[Interaction]:
    """Return the letters of senders whom nobody knows, oldest first."""
    return Interaction.objects.filter(draft=True, removed_at=None).order_by("happened_at", "id")


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


def open_needs(*, client_id: uuid.UUID) -> QuerySet[Need]:
    """Return what the client needs now, the newest first."""
    rows = Need.objects.filter(client=client_id, met_at=None, dropped_at=None)
    return rows.select_related("contact").order_by("-created_at", "-id")


def open_promises(*, client_id: uuid.UUID | None = None) -> QuerySet[Promise]:
    """Return what was promised and is not kept yet, to one client or to all, the most urgent first."""
    rows = Promise.objects.filter(kept_at=None, dropped_at=None).select_related("client", "contact", "owner")
    return (rows.filter(client=client_id) if client_id else rows).order_by("due_on", "id")


def promise_texts(ids: Collection[uuid.UUID]) -> dict[uuid.UUID, str]:
    """Return what was promised: for tasks, events and the audit trail."""
    return dict(Promise.objects.filter(pk__in=ids).values_list("pk", "text"))


def readable_promises(ids: Collection[uuid.UUID], *, role: str, employee_id: uuid.UUID) -> dict[uuid.UUID, str]:
    """Return what was promised, without the promises of talks that the reader may not see."""
    hidden = Interaction.objects.exclude(readable(role=role, employee_id=employee_id))
    rows = Promise.objects.filter(pk__in=ids).exclude(Q(interaction__in=hidden) & ~Q(owner=employee_id))
    return dict(rows.values_list("pk", "text"))


def clients_of_talks(ids: Collection[uuid.UUID]) -> dict[uuid.UUID, str]:
    """Return the client's name for each talk: for the audit trail, which repeats nothing of what was said."""
    return dict(Interaction.objects.filter(pk__in=ids, client__isnull=False).values_list("pk", "client__name"))


def by_id(ids: Sequence[uuid.UUID], *, role: str, employee_id: uuid.UUID) -> dict[uuid.UUID, Interaction]:
    """Return those of the talks that the reader may see, with the people who took part."""
    rows = interactions(role=role, employee_id=employee_id).filter(pk__in=ids).prefetch_related("people__contact")
    return {row.pk: row for row in rows}
