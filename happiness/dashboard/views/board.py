"""The board of executives: the whole house on one page, and on one sheet of paper."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from accounts import clock
from accounts.organizations.access import OrganizationRequest, in_organization
from accounts.organizations.roles import Right
from accounts.web import formats
from accounts.web.parts import attempt
from accounts.web.waits import Waits
from feedback.happiness_index import queries as happiness_index
from feedback.insights import money as calculations
from feedback.insights import queries as insights
from feedback.interactions.queries import Word
from happiness.figures import board as figures
from happiness.figures import house, service
from happiness.figures.period import Period, period
from happiness.figures.service import Reader, Wait

FOLDER = "happiness/dashboard/board"
PERIODS = {"month": 1, "quarter": 3, "year": 12}
NAMES = {"month": gettext_lazy("Month"), "quarter": gettext_lazy("Quarter"), "year": gettext_lazy("Year")}
USUAL = "quarter"
YEARS = range(1900, 2200)  # that an address may name
FEWEST = 5  # promises that make a percentage
WAITS = {
    Wait.ALERTS: gettext_lazy("Alert: until somebody acts"),
    Wait.CASES: gettext_lazy("Complaint: until somebody takes it in hand"),
    Wait.CONFIRMED: gettext_lazy("Complaint: until the client confirms that it is well again"),
    Wait.ESCALATIONS: gettext_lazy("Alert that climbed to the top: until somebody acts"),
    Wait.DECISIONS: gettext_lazy("Decision asked of top management: until they decide"),
}
TEAM = (Wait.ALERTS, Wait.CASES, Wait.CONFIRMED)
LEADERS = (Wait.ESCALATIONS, Wait.DECISIONS)


@in_organization(Right.SEE_BOARD)
@require_safe
def board(request: OrganizationRequest) -> HttpResponse:
    """Segments, departments and touchpoints, promises, and response times of the team and of those who lead it."""
    now, reader = clock.now(), reader_of(request)
    name, span = wanted_period(request, now)
    standings = insights.standings(now=now, today=span.today)
    context = {
        "period": span,
        "periods": [
            {"label": label, "url": f"?period={key}", "is_current": key == name} for key, label in NAMES.items()
        ],
        "query": query_of(name, span),
        "earlier": _moved(name, span.earlier),
        "later": _moved(name, span.later) if span.later else "",
        **_first(standings),
        "segments": attempt(lambda: [_segment(one) for one in figures.segments(standings)], part="board segments"),
        "places": attempt(lambda: figures.places(period=span, reader=reader), part="board places"),
        "promises": attempt(lambda: _promises(span, reader), part="board promises"),
        "responses": attempt(lambda: _responses(span, reader, now), part="board responses"),
        "fewest": request.organization.confidentiality_group,
    }
    return render(request, f"{FOLDER}/board.html", context)


def _first(standings: Sequence[calculations.Standing]) -> dict[str, Any]:
    """Return the index and the money, as the overview has them."""
    index = happiness_index.of_house()
    score = None if index.by_client is None else int(index.by_client)
    return {"index": index, "score": score, "money": calculations.revenue_at_risk(standings)}


def reader_of(request: OrganizationRequest) -> Reader:
    """Return who looks."""
    return Reader(request.seat.role, request.employee.pk)


def wanted_period(request: OrganizationRequest, now: datetime) -> tuple[str, Period]:
    """Return which period the address asks for, and its days; a quarter until today where it asks for none."""
    name = request.GET.get("period", "")
    name = name if name in PERIODS else USUAL
    last = month_of(request.GET.get("last", ""))
    return name, period(organization=request.organization, now=now, months=PERIODS[name], last=last)


def month_of(text: str) -> date | None:
    """Return the first day of a month that is written "2026-11", or None."""
    try:
        found = date.fromisoformat(f"{text}-01")
    except ValueError:
        return None
    return found if found.year in YEARS else None


def query_of(name: str, span: Period) -> str:
    """Return the part of an address that asks for this period."""
    return urlencode({"period": name, "last": f"{span.last:%Y-%m}"})


def _moved(name: str, last: date) -> str:
    return "?" + urlencode({"period": name, "last": f"{last:%Y-%m}"})


def _segment(one: figures.SegmentMood) -> dict[str, Any]:
    change, index = one.index.change, one.index
    return {
        "segment": one.segment,
        "index": index,
        "score": None if index.by_client is None else int(index.by_client),
        "interval": figures.interval(index),
        "everybody": index.clients + index.unknown,
        "change": change,
        "is_real": change is not None and house.is_real(change),
        "at_risk": one.at_risk,
    }


def _promises(span: Period, reader: Reader) -> dict[str, Any]:
    found = service.promises(period=span, reader=reader)
    return {
        "total": _word("", "", found.total),
        "departments": [
            _word(name or _("No department"), f"&department={pk or 'none'}", word)
            for pk, name, word in found.departments
        ],
        "months": [_word(formats.month(month), f"&month={month:%Y-%m}", word) for month, word in found.months]
        if span.months > 1
        else [],
    }


def _word(name: str, query: str, word: Word) -> dict[str, Any]:
    """Return a row: few promises make no percentage."""
    share = Decimal(word.in_time) / word.due if word.due >= FEWEST else None
    return {"name": name, "query": query, "word": word, "share": share}


def _responses(span: Period, reader: Reader, now: datetime) -> dict[str, Any]:
    found = service.responses(period=span, reader=reader, now=now)

    def rows(waits: tuple[Wait, ...]) -> list[tuple[str, str, Waits]]:
        return [(str(WAITS[one]), f"&of={one}", found.by_wait[one]) for one in waits]

    people = [(one.name, f"&of={Wait.DECISIONS}&person={one.pk}", waits) for one, waits in found.by_person]
    return {"team": rows(TEAM), "leaders": rows(LEADERS), "people": people, "first": found.by_wait[Wait.CASES]}
