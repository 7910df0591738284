"""Reading what will leave, by day of the reader's calendar."""

import uuid
from collections import Counter
from datetime import date, datetime, time, timedelta

from django.db.models import Count, QuerySet
from django.db.models.functions import TruncDate
from django.utils import timezone

from feedback.invitations.models import AskState, Invitation, PlannedAsk
from feedback.invitations.queries.asking import open_invitations
from feedback.invitations.queries.ledger import planned_asks

REMINDER = "reminder"  # beside the sources of questions


def planned_between(
    first: date, last: date, *, survey_id: uuid.UUID | None = None, cause: str = ""
) -> QuerySet[PlannedAsk]:
    """Return the questions that are planned for these days, both included."""
    rows = planned_asks().filter(
        state=AskState.PLANNED, due_at__gte=_midnight(first), due_at__lt=_midnight(_next(last))
    )
    rows = rows.filter(survey=survey_id) if survey_id else rows
    if cause == REMINDER:
        return rows.none()
    return rows.filter(source=cause) if cause else rows


def reminders_between(
    first: date, last: date, *, now: datetime, survey_id: uuid.UUID | None = None, cause: str = ""
) -> QuerySet[Invitation]:
    """Return the invitations whose next reminder is planned for these days, both included."""
    rows = open_invitations(now=now).select_related("contact", "client", "version__survey")
    rows = rows.filter(reminder_at__gte=_midnight(first), reminder_at__lt=_midnight(_next(last)))
    rows = rows.filter(version__survey=survey_id) if survey_id else rows
    return rows if cause in {"", REMINDER} else rows.none()


def count_by_day(rows: QuerySet[PlannedAsk] | QuerySet[Invitation], column: str) -> Counter[date]:
    """Return how many of these rows each day has."""
    counted = rows.annotate(day_of_row=TruncDate(column)).values("day_of_row").annotate(number=Count("pk"))
    return Counter({row["day_of_row"]: row["number"] for row in counted.order_by()})


def _next(day: date) -> date:
    return day + timedelta(days=1)


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(0)))
