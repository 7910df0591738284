"""What will leave: questions and reminders by day, and those of one day."""

from calendar import Calendar
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.dates import WEEKDAYS_ABBR
from django.views.decorators.http import require_safe

from accounts import clock
from accounts.organizations.access import OrganizationRequest, in_organization
from accounts.organizations.roles import Right
from accounts.web import pagination
from feedback.invitations import queries, words
from feedback.invitations.forms import CalendarForm

TEMPLATE = "feedback/invitations/calendar/calendar.html"


@dataclass(frozen=True, slots=True)
class Day:
    """A day of the month's page; `is_other`: it belongs to the month before or after."""

    day: date
    questions: int
    reminders: int
    is_other: bool
    is_today: bool
    is_open: bool
    url: str


@in_organization(Right.SEE_SURVEYS)
@require_safe
def calendar(request: OrganizationRequest) -> HttpResponse:
    """A month of planned questions and reminders, and what one of its days holds."""
    form, now = CalendarForm(request.GET), clock.now()
    today = timezone.localdate(now)
    form.is_valid()
    values = form.cleaned_data
    day = values.get("day")
    first = (values.get("month") or day or today).replace(day=1)
    survey = values.get("survey")
    narrowed: dict[str, Any] = {"survey_id": survey.pk if survey else None, "cause": values.get("cause", "")}
    weeks = Calendar().monthdatescalendar(first.year, first.month)
    span = (weeks[0][0], weeks[-1][-1])
    questions = queries.count_by_day(queries.planned_between(*span, **narrowed), "due_at")
    reminders = queries.count_by_day(queries.reminders_between(*span, now=now, **narrowed), "reminder_at")
    pages = [
        [
            Day(
                one, questions[one], reminders[one], one.month != first.month, one == today, one == day,
                _url(request, day=one, month=first),
            )
            for one in week
        ]
        for week in weeks
    ]  # fmt: skip
    before, after = first - timedelta(days=1), (first + timedelta(days=32)).replace(day=1)
    context = {
        "filter": form,
        "first": first,
        "weeks": pages,
        "weekdays": list(WEEKDAYS_ABBR.values()),
        "before_url": _url(request, month=before),
        "after_url": _url(request, month=after),
        "now": now,
        "total": sum(one.questions + one.reminders for week in pages for one in week if not one.is_other),
        **(_of_day(request, day, narrowed) if day else {}),
    }
    return render(request, TEMPLATE, context)


def _of_day(request: OrganizationRequest, day: date, narrowed: dict[str, Any]) -> dict[str, Any]:
    """Return the questions of a day; its reminders where they alone are looked at, or fit one page."""
    now = clock.now()
    if narrowed["cause"] == queries.REMINDER:
        rows = queries.reminders_between(day, day, now=now, **narrowed)
        page = pagination.page_of(rows, order="reminder_at", after=pagination.wanted_page(request))
        return {"day": day, "reminders": page.rows, **pagination.links(request, page)}
    asks = queries.planned_between(day, day, **narrowed)
    page = pagination.page_of(asks, order="due_at", after=pagination.wanted_page(request))
    decisions = queries.decisions_of(page.rows)
    reminders = queries.reminders_between(day, day, now=now, **narrowed).order_by("reminder_at", "pk")
    return {
        "day": day,
        "lines": [words.line_of(row, decisions[row.pk], now=now) for row in page.rows],
        "reminders": [] if request.GET.get(pagination.PARAMETER) else reminders[: pagination.SIZE],
        **pagination.links(request, page),
    }


def _url(request: OrganizationRequest, *, month: date, day: date | None = None) -> str:
    query = request.GET.copy()
    for name in (pagination.PARAMETER, "day"):
        query.pop(name, None)
    query["month"] = f"{month:%Y-%m}"
    if day:
        query["day"] = day.isoformat()
    return f"?{query.urlencode()}"
