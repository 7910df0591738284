"""Revenue at risk, how likely a loss is, and what a point of happiness is worth."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts import clock
from accounts.clients.models import Segment
from accounts.contracts import queries as contracts
from accounts.organizations.access import OrganizationRequest, in_organization
from accounts.organizations.roles import Right
from accounts.web import charts, formats, pagination
from accounts.web.charts import Bar, Figure
from accounts.web.text import as_id
from feedback.insights import money as calculations
from feedback.insights import queries, words
from feedback.insights.formula import Estimate
from feedback.insights.money import FEWEST, AtRisk, Cause, Level, Part, Standing
from feedback.insights.views.listing import slice_of

FOLDER = "feedback/insights/money"


@dataclass(frozen=True, slots=True)
class Line:
    """A part of the money at risk: its name, what it means, and how likely it is lost once that is known."""

    key: str
    name: Any
    meaning: Any
    part: Part
    chance: Estimate | None = None


@in_organization(Right.SEE_MONEY)
@require_safe
def money(request: OrganizationRequest) -> HttpResponse:
    """How much revenue is at risk and why; every part leads to the clients behind it."""
    now = clock.now()
    today = contracts.house_day(request.organization, now)
    at_risk = calculations.revenue_at_risk(queries.standings(now=now, today=today))
    past = [one.past for one in queries.decided(today=today)]
    chances = calculations.chances(past)
    currency = request.organization.currency
    context = {
        "tab": "money",
        "at_risk": at_risk,
        "causes": [Line(one, *words.CAUSES[one], part) for one, part in at_risk.causes.items()],
        "levels": [Line(one, words.LEVELS[one], "", part, chances.get(one)) for one, part in at_risk.levels.items()],
        "figure": _figure(at_risk, currency),
        "loss": calculations.expected_loss(at_risk, chances),
        "worth": calculations.worth_of_a_point(past, revenue=at_risk.known),
        "known": len(past),
        "paired": sum(one.index is not None and one.change is not None for one in past),
        "needed": FEWEST,
    }
    return render(request, f"{FOLDER}/money.html", context)


def _figure(at_risk: AtRisk, currency: str) -> Figure | None:
    if not at_risk.total.amount:
        return None
    said = {"risk": formats.money(at_risk.total.amount, currency), "known": formats.money(at_risk.known, currency)}
    return charts.bars(
        sentence=_("Revenue at risk by cause: %(risk)s of %(known)s a year.") % said,
        rows=[Bar(str(words.CAUSES[one][0]), part.amount) for one, part in at_risk.causes.items()],
        say=lambda amount: formats.money_short(Decimal(amount), currency),
    )


@in_organization(Right.SEE_MONEY)
@require_safe
def clients(request: OrganizationRequest) -> HttpResponse:
    """The clients whose money is at risk, of one cause or level or all, the most money first."""
    now = clock.now()
    today = contracts.house_day(request.organization, now)
    wanted = {name: request.GET.get(name, "") for name in ("cause", "level", "segment")}
    fitting = [one for one in queries.standings(now=now, today=today) if one.causes and _fits(one, **wanted)]
    fitting.sort(key=lambda one: (one.revenue is None, -(one.revenue or 0), one.client_id))
    page = slice_of(fitting, after=pagination.wanted_page(request), key=lambda one: one.client_id)
    context = {
        "tab": "money",
        "rows": _shown(page.rows),
        "total": len(fitting),
        "narrowed": _named(**wanted),
        "now": now,
        **pagination.links(request, page),
    }
    return render(request, f"{FOLDER}/clients.html", context)


def _fits(one: Standing, *, cause: str, level: str, segment: str) -> bool:
    """Tell whether the client is counted there: under its first cause, as the sums are; segment "none" is of no segment."""
    return cause in {"", one.causes[0]} and level in {"", one.level} and segment in {"", str(one.segment_id or "none")}


def _named(*, cause: str, level: str, segment: str) -> str:
    names = [str(words.CAUSES[Cause(cause)][0])] if cause in set(Cause) else []
    names += [_("Risk: %(level)s") % {"level": words.LEVELS[Level(level)]}] if level in set(Level) else []
    if row := Segment.objects.filter(pk=as_id(segment)).first():
        names.append(row.name)
    elif segment == "none":
        names.append(_("No segment"))
    return ", ".join(names)


def _shown(rows: Sequence[Standing]) -> list[dict[str, Any]]:
    facts = queries.facts_of([one.client_id for one in rows])
    return [
        {
            "facts": facts[one.client_id],
            "client": facts[one.client_id].client,
            "causes": [words.CAUSES[cause][0] for cause in one.causes],
            "level": words.LEVELS[one.level],
        }
        for one in rows
        if one.client_id in facts
    ]
