"""Whether the index can be trusted: what it foretold, and how people of different countries use scales."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts import clock
from accounts.contracts import queries as contracts
from accounts.organizations.access import OrganizationRequest, in_organization
from accounts.organizations.roles import Right
from accounts.web import pagination
from feedback.insights import culture, queries, words
from feedback.insights.culture import Habit
from feedback.insights.queries import Decided
from feedback.insights.validation import DAYS_BEFORE, FEWEST, FEWEST_EACH, LINE, Foretold, foretold
from feedback.insights.views.listing import slice_of

FOLDER = "feedback/insights/validation"
SAMPLE = 70  # the score that the table translates
BOUNDS = {
    "line": LINE,
    "days": DAYS_BEFORE,
    "needed": FEWEST,
    "each": FEWEST_EACH,
    "scores": culture.FEWEST,
    "sample": SAMPLE,
}


@in_organization(Right.SEE_MONEY)
@require_safe
def validation(request: OrganizationRequest) -> HttpResponse:
    """How well the index foretold losses and renewals, with the outcomes behind each cell."""
    now = clock.now()
    rows = queries.decided(today=contracts.house_day(request.organization, now))
    found = foretold(one.ending for one in rows)
    cell = request.GET.get("cell", "")
    chosen = [one for one in rows if cell not in words.CELLS or cell_of(one) == cell]
    page = slice_of(chosen, after=pagination.wanted_page(request), key=lambda one: one.outcome.pk)
    context: dict[str, Any] = {
        "tab": "validation",
        "found": found,
        "refusal": words.NOT_VALIDATED[found.refusal] if found.refusal else "",
        "cells": _cells(found),
        "cell": cell if cell in words.CELLS else "",
        "cell_name": words.CELLS.get(cell, ""),
        "rows": page.rows,
        "total": len(chosen),
        "habits": _habits(now),
        "bounds": BOUNDS,
        **pagination.links(request, page),
    }
    return render(request, f"{FOLDER}/validation.html", context)


@dataclass(frozen=True, slots=True)
class CountryLine:
    """How people of a country mark, and as what `SAMPLE` of theirs reads among all."""

    country: str
    habit: Habit
    sample: float


def _habits(now: datetime) -> list[CountryLine]:
    """Return how scales are used in each country of which enough is known, the highest marks first."""
    found = culture.habits(queries.scores_by_country(now=now))
    lines = [CountryLine(country, habit, habit.calibrated(SAMPLE)) for country, habit in found.items()]
    return sorted(lines, key=lambda one: (-one.habit.shift, one.country))


def cell_of(one: Decided) -> str:
    """Return in which cell of the table the outcome stands."""
    if one.ending.index is None:
        return "unknown"
    if one.ending.is_bad:
        return "warned_bad" if one.ending.is_warned else "missed_bad"
    return "warned_good" if one.ending.is_warned else "calm_good"


def _cells(found: Foretold) -> dict[str, int]:
    return {name: len(getattr(found, name)) for name in words.CELLS if name != "unknown"}
