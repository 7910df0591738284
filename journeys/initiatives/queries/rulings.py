"""What was ruled, of whom it is waited for, and who is to be told."""

import uuid
from collections.abc import Collection
from datetime import date, timedelta

from django.db.models import Q, QuerySet

from accounts.organizations.models import Employee
from accounts.organizations.roles import Right, has_right
from journeys.initiatives.models import Ruling

OPEN = Q(kept_at=None, dropped_at=None)
DAY_BEFORE = timedelta(days=1)


def rulings() -> QuerySet[Ruling]:
    """Return the rulings with what a row shows of each, the newest first."""
    rows = Ruling.objects.select_related("department", "touchpoint", "lead", "by", "organization", "case__client")
    return rows.order_by("-made_at", "-id")


def open_rulings() -> QuerySet[Ruling]:
    """Return those that are still owed, the nearest day first."""
    return rulings().filter(OPEN).order_by("due_on", "id")


def to_be_told(*, today: date) -> QuerySet[Ruling]:
    """Return the rulings of which somebody is to be told: due tomorrow and not reminded, or late and not escalated."""
    soon = Q(reminded_at=None, due_on__lte=today + DAY_BEFORE)
    return open_rulings().filter(soon | Q(late_at=None, due_on__lt=today))


def may_keep(ruling: Ruling, *, employee: Employee, role: str) -> bool:
    """Tell whether this person may say that the ruling is kept: whoever rules, and whoever answers for it."""
    return has_right(role, Right.MANAGE_INITIATIVES) or ruling.lead_id == employee.pk


def ruling_names(ids: Collection[uuid.UUID]) -> dict[uuid.UUID, str]:
    """Return to which departments these rulings speak: for the audit trail."""
    return dict(Ruling.objects.filter(pk__in=ids).values_list("pk", "department__name"))
