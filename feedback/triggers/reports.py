"""What a replay has found, as its page shows it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext

from accounts.clients.enums import BuyerRole
from accounts.web import charts, formats
from accounts.web.charts import Line, Point
from feedback.invitations import words as ledger
from feedback.triggers.models import Backtest, Outcome

SHORT = 100  # days of which each is shown


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """`refused`: why not, and how often; `roles`: role, people and clients asked; `unreached`: clients never asked.

    `effect`: role, at how many clients nobody in it is heard now, and at how many of those it would have been asked.
    """

    sent: int
    waiting: int
    refused: Sequence[tuple[str, int]]
    firings: Sequence[tuple[str, int]]
    roles: Sequence[tuple[str, int, int]]
    effect: Sequence[tuple[str, int, int]]
    unreached: int
    busiest: date | None
    busiest_number: int
    figure: charts.Figure | None


def report_of(test: Backtest, *, clients: int, effect: Mapping[str, tuple[int, int]]) -> Report:
    """Return what the replay has found so far; `clients` is how many there are, `effect` is of queries.effect_of."""
    found = test.result
    reasons = Counter(found.get("reasons", {}))
    sent = reasons.pop("sent", 0)
    days = {date.fromisoformat(day): number for day, number in found.get("days", {}).items()}
    busiest = max(days, key=lambda day: (days[day], day), default=None)
    people, heard = found.get("people", {}), found.get("clients", {})
    return Report(
        sent=sent,
        waiting=found.get("waiting", 0),
        refused=[(str(ledger.REFUSALS.get(reason, reason)), number) for reason, number in reasons.most_common()],
        firings=[(str(Outcome(name).label), number) for name, number in sorted(found.get("firings", {}).items())],
        roles=[
            (str(BuyerRole(role).label) if role else gettext("Without a role"), len(people[role]), len(heard[role]))
            for role in sorted(people)
        ],
        effect=[(str(BuyerRole(role).label), *effect[role]) for role in sorted(effect)],
        unreached=max(clients - len({client for reached in heard.values() for client in reached}), 0),
        busiest=busiest,
        busiest_number=days[busiest] if busiest else 0,
        figure=_by_day(days, test) if (test.until - test.since).days <= SHORT else _by_month(days),
    )


def _by_day(days: dict[date, int], test: Backtest) -> charts.Figure | None:
    """Return letters by day, days without any too; None before the first letter."""
    if not days:
        return None
    first = test.since.date()
    every = (first + timedelta(days=number) for number in range((test.until.date() - first).days + 1))
    points = [Point(day, days.get(day, 0)) for day in every]
    said = gettext("Letters that would have left on each day.")
    return charts.line(sentence=said, lines=[Line(gettext("Letters"), points)], scale=(0, max(days.values())))


def _by_month(days: dict[date, int]) -> charts.Figure | None:
    """Return letters by month; None before the first one."""
    months: Counter[date] = Counter()
    for day, number in days.items():
        months[day.replace(day=1)] += number
    if not months:
        return None
    rows: list[Any] = [charts.Bar(formats.month(month), months[month]) for month in sorted(months)]
    return charts.bars(sentence=gettext("Letters that would have left in each month."), rows=rows)
