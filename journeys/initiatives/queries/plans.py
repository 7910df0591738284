"""The plans, and who may change them."""

import uuid
from collections.abc import Collection
from datetime import datetime

from django.db.models import Count, Q, QuerySet

from accounts.organizations.models import Employee
from accounts.organizations.roles import Right, has_right
from journeys.initiatives.models import OPEN, Initiative, InitiativeStep, State
from journeys.initiatives.queries.measuring import AFTERWARDS

Place = tuple[str, uuid.UUID | None, uuid.UUID | None]  # stage, touchpoint, department


def initiatives(*, states: Collection[str] = ()) -> QuerySet[Initiative]:
    """Return the plans, all or those in these states, with what a row shows of each: its steps are counted by the database."""
    rows = Initiative.objects.select_related(
        *("organization", "touchpoint", "department", "segment", "owner", "champion", "ally", "by", "approved_by")
    )
    rows = rows.annotate(steps_count=Count("steps"), steps_done=Count("steps", filter=Q(steps__done_at__isnull=False)))
    return rows.filter(state__in=states) if states else rows


def plans_by_place() -> dict[Place, Initiative]:
    """Return the plans that are open by the place that they are about: the newest of each."""
    rows = Initiative.objects.filter(state__in=OPEN).order_by("created_at", "id")
    return {(row.stage, row.touchpoint_id, row.department_id): row for row in rows}


def measurable(*, now: datetime) -> QuerySet[Initiative]:
    """Return the plans whose figures still change: the open ones, and those that ended not long ago."""
    return Initiative.objects.filter(Q(state__in=OPEN) | Q(state=State.FINISHED, ended_at__gt=now - AFTERWARDS))


def steps_of(initiative: Initiative) -> QuerySet[InitiativeStep]:
    """Return the steps of a plan, the nearest day first."""
    return InitiativeStep.objects.filter(initiative=initiative).select_related("owner").order_by("due_on", "id")


def may_change(initiative: Initiative, *, employee: Employee, role: str) -> bool:
    """Tell whether this person may change the plan: whoever makes plans, and its owner."""
    return has_right(role, Right.MANAGE_INITIATIVES) or initiative.owner_id == employee.pk


def initiative_names(ids: Collection[uuid.UUID]) -> dict[uuid.UUID, str]:
    """Return what these plans are called: for the audit trail."""
    return dict(Initiative.objects.filter(pk__in=ids).values_list("pk", "name"))


def step_names(ids: Collection[uuid.UUID]) -> dict[uuid.UUID, str]:
    """Return of which plans these steps are: for the audit trail."""
    return dict(InitiativeStep.objects.filter(pk__in=ids).values_list("pk", "initiative__name"))
