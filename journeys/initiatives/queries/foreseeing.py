"""A plan as it begins: everything about its bottleneck that the house already knows is filled in."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.clients.enums import Stage
from accounts.organizations.models import Employee
from accounts.web import formats
from feedback.insights.words import ASPECTS
from journeys.initiatives.models import SHARES, Initiative, Metric, Source
from journeys.initiatives.queries.debts import debts_of
from journeys.initiatives.queries.measuring import measured
from journeys.stages import queries as stages
from journeys.stages.queries import Crossing

TAKES = timedelta(days=90)
BETTER = Decimal(10)  # points of mood
GOALS = {Metric.MOOD: Decimal(65), Metric.READY: Decimal(80), Metric.KEPT: Decimal(90)}


def prefilled(row: Initiative, *, today: date, fewest: int) -> Initiative:
    """Fill a plan that names its source and place: a name, what hurts, an owner, a goal, the money behind. Nothing is saved.

    What is measured on fewer than `fewest` is left open. Who makes the plan owns it where nobody answers for the place.
    """
    now = row.created_at
    row.goal_on = today + TAKES
    place = ", ".join(str(one) for one in (row.touchpoint, row.department) if one)
    theme = str(ASPECTS.get(row.aspect, ""))
    stage = str(Stage(row.stage).label) if row.stage else ""
    row.name = ": ".join(filter(None, (theme, place or stage)))[:160]
    named: list[Employee | None] = []
    if row.source == Source.JOURNEY and row.touchpoint and row.department:
        named = [_of_map(row)]
    elif row.source == Source.DEBTS and row.department:
        _of_debts(row, today=today)
    elif theme:
        row.problem = _("People speak of it: %(theme)s.") % {"theme": theme}
    named += [row.touchpoint.owner if row.touchpoint else None, row.department.lead if row.department else None]
    row.owner = next((one for one in named if one and one.left_at is None), row.owner)
    before, _after = measured(row, now=now)
    if before.n >= fewest:
        mean = before.total / before.n * (100 if row.metric in SHARES else 1)
        row.goal_from = round(mean, 1)
    goal = GOALS.get(Metric(row.metric), Decimal(0))
    if row.metric == Metric.MOOD and row.goal_from is not None:
        goal = min(max(goal, round(row.goal_from + BETTER, 0)), Decimal(100))
    row.goal_to = goal
    return row


def _of_map(row: Initiative) -> Employee | None:
    """Fill in what the map says of the place; return who answers for it there."""
    assert row.touchpoint
    assert row.department
    where: dict[str, Any] = {"stage": row.stage, "touchpoint": row.touchpoint, "department": row.department}
    part = stages.part_at(stages.in_force(at=row.created_at), **where)
    figures = stages.figures_at(**where)
    owner = part.owner if part else None
    if figures is None:
        return owner
    said = []
    if figures.unhappy:
        said.append(
            ngettext("%(count)d client is unhappy here.", "%(count)d clients are unhappy here.", figures.unhappy)
            % {"count": figures.unhappy}
        )
    if part and part.standard_days and Crossing(part, None, figures).is_slow:
        row.metric = Metric.MOOD if figures.unhappy else Metric.KEPT
        days = {"days": formats.number(figures.median_days or 0, 1), "standard": part.standard_days}
        said.append(_("Promises take %(days)s days, the standard is %(standard)s.") % days)
    row.problem = " ".join(said)
    row.stake = Decimal(figures.revenue) if figures.revenue is not None else None
    return owner


def _of_debts(row: Initiative, *, today: date) -> None:
    assert row.department
    owed = debts_of(row.department, now=row.created_at, today=today).rows
    rows = [one for one in owed if one.touchpoint == row.touchpoint] if row.touchpoint else owed
    cases, promises = sum(one.cases for one in rows), sum(one.late_promises for one in rows)
    if promises:
        row.metric = Metric.KEPT
    said = []
    if cases:
        said.append(
            ngettext("%(count)d complaint is open.", "%(count)d complaints are open.", cases) % {"count": cases}
        )
    if promises:
        said.append(
            ngettext("%(count)d promise is late.", "%(count)d promises are late.", promises) % {"count": promises}
        )
    row.problem = " ".join(said)
    # Of several places a client may stand in each: their sums say more than there is.
    row.stake = Decimal(rows[0].revenue) if len(rows) == 1 and rows[0].revenue is not None else None
