"""The calendar: whom to think of, month by month."""

from calendar import Calendar
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.dates import WEEKDAYS_ABBR
from django.views.decorators.http import require_safe

from accounts import clock
from accounts.clients.models import Client
from accounts.organizations.access import OrganizationRequest, in_organization
from accounts.organizations.roles import Right
from journeys.care import queries
from journeys.care.models import Gesture
from journeys.care.queries import Occasion, Scope

MOST = 300  # occasions of a page; a day names all of its own
MINE, ALL = "mine", "all"
FIRST_YEAR, LAST_YEAR = 2000, 2199


@dataclass(frozen=True, slots=True)
class Day:
    """A day of the month's table."""

    day: date
    number: int
    is_other: bool
    is_today: bool
    is_open: bool
    url: str


@in_organization(Right.SEE_CLIENTS)
@require_safe
def care(request: OrganizationRequest) -> HttpResponse:
    """A month of birthdays, holidays, anniversaries and promises: of one's own clients, or of the whole house."""
    today = timezone.localdate(clock.now())
    day = _day(request.GET.get("day", ""), "%Y-%m-%d")
    first = (_day(request.GET.get("month", ""), "%Y-%m") or day or today).replace(day=1)
    whose = _whose(request)
    weeks = Calendar().monthdatescalendar(first.year, first.month)
    scope = Scope(manager=request.employee if whose == MINE else None)
    span = {"first": weeks[0][0], "last": weeks[-1][-1]}
    rows = queries.month(**span, scope=scope)
    of_month = [one for one in rows if (one.on == day if day else one.on.month == first.month)]
    shown = of_month if day else of_month[:MOST]
    context = {
        "first": first,
        "day": day,
        "whose": whose,
        "whose_urls": [(one, _url(request, month=first, whose=one)) for one in (MINE, ALL)],
        "weeks": [[_cell(request, one, rows, first=first, today=today, day=day) for one in week] for week in weeks],
        "weekdays": list(WEEKDAYS_ABBR.values()),
        "before_url": _url(request, month=first - timedelta(days=1)),
        "after_url": _url(request, month=(first + timedelta(days=32)).replace(day=1)),
        "month_url": _url(request, month=first),
        "days": _by_day(shown, queries.gestures_of(shown, **span)),
        "left_out": len(of_month) - len(shown),
        "today": today,
        "waiting": queries.waiting().count(),
    }
    return render(request, "journeys/care/calendar.html", context)


def _by_day(rows: Sequence[Occasion], gestures: dict[Any, Gesture]) -> list[tuple[date, list[Any]]]:
    found: dict[date, list[Any]] = {}
    for one in rows:
        found.setdefault(one.on, []).append((one, gestures.get(one.identity)))
    return list(found.items())


def _cell(
    request: OrganizationRequest, one: date, rows: Sequence[Occasion], *, first: date, today: date, day: date | None
) -> Day:
    number = sum(row.on == one for row in rows)
    url = _url(request, month=first, day=one)
    return Day(one, number, one.month != first.month, one == today, one == day, url)


def _whose(request: OrganizationRequest) -> str:
    wanted = request.GET.get("whose", "")
    if wanted in {MINE, ALL}:
        return wanted
    has_clients = Client.objects.filter(manager=request.employee, archived_at=None, merged_into=None).exists()
    return MINE if has_clients else ALL


def _day(text: str, pattern: str) -> date | None:
    try:
        found = datetime.strptime(text, pattern).date()  # noqa: DTZ007 a day has no zone
    except ValueError:
        return None
    return found if FIRST_YEAR <= found.year <= LAST_YEAR else None


def _url(request: OrganizationRequest, *, month: date, day: date | None = None, whose: str = "") -> str:
    query = request.GET.copy()
    query.pop("day", None)
    query["month"] = f"{month:%Y-%m}"
    if day:
        query["day"] = day.isoformat()
    if whose:
        query["whose"] = whose
    return f"?{query.urlencode()}"
