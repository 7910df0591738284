"""What a replay has found, as its page shows it."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext

from accounts.clients.enums import BuyerRole
from accounts.web import charts, formats
from feedback.invitations import words as ledger
from feedback.triggers.models import Backtest, Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """`refused`: why not, and how often; `roles`: role, people and clients asked; `unreached`: clients never asked."""

    sent: int
    waiting: int
    refused: Sequence[tuple[str, int]]
    firings: Sequence[tuple[str, int]]
    roles: Sequence[tuple[str, int, int]]
    unreached: int
    busiest: date | None
    busiest_number: int
    figure: charts.Figure | None


def report_of(test: Backtest, *, clients: int) -> Report:
    """Return what the replay has found so far; `clients` is how many there are."""
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
        unreached=max(clients - len({client for reached in heard.values() for client in reached}), 0),
        busiest=busiest,
        busiest_number=days[busiest] if busiest else 0,
        figure=_load(days),
    )


def _load(days: dict[date, int]) -> charts.Figure | None:
    """Return letters by month; None before the first one."""
    months: Counter[date] = Counter()
    for day, number in days.items():
        months[day.replace(day=1)] += number
    if not months:
        return None
    rows: list[Any] = [charts.Bar(formats.month(month), months[month]) for month in sorted(months)]
    return charts.bars(sentence=gettext("Letters that would have left in each month."), rows=rows)
