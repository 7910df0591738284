"""What a digest tells, as JSON: the numbers, names and quotes of the moment in which it was made."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q

from accounts.clients.models import ClientFacts
from accounts.organizations.models import Employee, Organization
from accounts.organizations.roles import Right, has_right
from feedback.insights import queries as insights
from feedback.insights.money import Level
from feedback.interactions import queries as talks
from happiness.figures import house, words
from happiness.figures.house import Attention
from journeys.cases import queries as cases
from journeys.cases.models import End, Sort
from journeys.decisions import queries as decisions
from journeys.decisions.models import Decision

WEEK = timedelta(days=7)
WEEKS = 12  # of the small curve
NAMED = 3  # decisions and clients that need somebody
DECISIONS = 2  # of these


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads it, with which role, and whether about their own clients alone."""

    employee: Employee
    role: str
    is_mine: bool


def collect(*, organization: Organization, reader: Reader, today: date, now: datetime) -> dict[str, Any]:
    """Return what this reader is told of the seven days before `today`, at `now`; call it in their language and time zone.

    A constant number of queries, however many clients and answers the organization has.
    """
    manager_id = reader.employee.pk if reader.is_mine else None
    mood = house.mood(organization=organization, now=now, manager_id=manager_id)
    standings = house.standings(organization=organization, now=now, manager_id=manager_id)
    sees_money = has_right(reader.role, Right.SEE_MONEY)
    change = mood.index.change
    waiting = decisions.waiting(employee=reader.employee, today=today)
    asked = list(waiting[:DECISIONS])
    return {
        "since": (today - WEEK).isoformat(),
        "until": (today - timedelta(days=1)).isoformat(),
        "currency": organization.currency,
        "index": _number(mood.index.by_client),
        "change": _number(change.points) if change else None,
        "is_real": bool(change and house.is_real(change)),
        "clients": mood.index.clients + mood.index.unknown,
        "known": mood.index.clients,
        "weeks": [float(value) for value in _weekly(mood.days, today)],
        "up": _movers(mood.up),
        "down": _movers(mood.down),
        "stages": [
            {
                "stage": one.stage.value,
                "clients": one.clients,
                "score": _number(one.index.by_client),
                "change": _number(one.index.change.points) if one.index.change else None,
            }
            for one in house.stages(organization=organization, now=now, manager_id=manager_id)
        ],
        "roles": [
            {"role": one.role, "heard": one.heard, "clients": one.clients} for one in house.heard(manager_id=manager_id)
        ],
        "money": _money(standings, today) if sees_money else None,
        "decisions": {"rows": _decisions(asked), "more": waiting.count() - len(asked)},
        "attention": _attention(standings, besides=asked, now=now, sees_money=sees_money),
        "promises": _promises(reader, since=today - WEEK, today=today),
        "cases": _cases(reader, since=today - WEEK, today=today, now=now),
        "quote": _quote(since=now - WEEK, now=now, manager_id=manager_id),
    }


def is_quiet(content: dict[str, Any]) -> bool:
    """Tell whether the week needs nobody: two lines say so."""
    return not (
        content["decisions"]["rows"]
        or content["attention"]
        or content["is_real"]
        or content["promises"]["late"]
        or content["cases"]["late"]
    )


def _number(value: Decimal | None) -> float | None:
    return None if value is None else float(value)


def _weekly(days: Sequence[tuple[date, Decimal]], today: date) -> list[Decimal]:
    """Return the last known value of each of the last weeks; weeks before the first one are left out."""
    found = []
    for number in range(WEEKS - 1, -1, -1):
        known = [value for day, value in days if day <= today - number * WEEK]
        found += known[-1:]
    return found


def _movers(rows: Sequence[Any]) -> list[dict[str, Any]]:
    return [{"client": str(row.client_id), "name": row.client.name, "points": row.mood_change} for row in rows]


def _money(standings: Sequence[house.Standing], today: date) -> dict[str, Any]:
    found = house.money(standings)
    before = insights.at_risk_before(today - WEEK)
    return {
        "at_risk": int(found.at_risk.total.amount),
        "known": int(found.at_risk.known),
        "clients": found.at_risk.total.clients,
        "before": before,
    }


def _decisions(rows: Sequence[Decision]) -> list[dict[str, Any]]:
    """Return what waits for the reader's own word."""
    clients = [row.client_id for row in rows if row.client_id]
    moods = dict(ClientFacts.objects.filter(client__in=clients).values_list("client", "mood"))
    return [
        {
            "id": str(row.pk),
            "question": row.question,
            "details": row.details,
            "client": row.client.name if row.client else "",
            "score": moods.get(row.client_id),
            "money": None if row.amount is None else float(row.amount),
            "due_on": row.due_on.isoformat(),
            "choices": row.choices,
        }
        for row in rows
    ]


def _attention(
    standings: Sequence[house.Standing], *, besides: Sequence[Decision], now: datetime, sees_money: bool
) -> dict[str, Any] | None:
    """Return the clients whose loss is likeliest, `besides` those that a decision names already.

    Those at low risk are not an executive's matter.
    """
    named = {row.client_id for row in besides}
    serious = [one for one in standings if one.level in {Level.HIGH, Level.MIDDLE} and one.client_id not in named]
    if not serious:
        return None
    rows = house.attention(serious, by_money=False, size=NAMED - len(besides), now=now)
    return {"rows": [_row(one, sees_money=sees_money) for one in rows], "more": len(serious) - len(rows)}


def _row(one: Attention, *, sees_money: bool) -> dict[str, Any]:
    """Return a client that needs somebody; its sentences stand in the reader's language of the day."""
    left = one.standing.renewal_in if one.standing.is_renewal_near else None
    return {
        "client": str(one.facts.client_id),
        "name": one.facts.client.name,
        "score": one.facts.mood,
        "money": one.facts.revenue if sees_money else None,
        "reason": words.reason(one),
        "renewal": "" if left is None else words.renewal(left),
        "manager": one.facts.client.manager.name if one.facts.client.manager else "",
    }


def _promises(reader: Reader, *, since: date, today: date) -> dict[str, int]:
    rows = talks.promises_of_reader(role=reader.role, employee_id=reader.employee.pk).filter(dropped_at=None)
    if reader.is_mine:
        rows = rows.filter(client__manager=reader.employee)
    found: dict[str, int] = rows.order_by().aggregate(
        kept=Count("pk", filter=Q(kept_at__date__gte=since, kept_at__date__lt=today)),
        late=Count("pk", filter=Q(kept_at=None, due_on__lt=today)),
        open=Count("pk", filter=Q(kept_at=None, due_on__gte=today)),
    )
    return found


def _cases(reader: Reader, *, since: date, today: date, now: datetime) -> dict[str, int]:
    """Return how many complaints the clients themselves have declared mended in the week, and how many of ours are late."""
    rows = cases.cases(role=reader.role, employee_id=reader.employee.pk).filter(sort=Sort.COMPLAINT)
    if reader.is_mine:
        rows = rows.filter(client__manager=reader.employee)
    found: dict[str, int] = rows.aggregate(
        confirmed=Count("pk", filter=Q(end=End.CONFIRMED, closed_at__date__gte=since, closed_at__date__lt=today)),
        late=Count("pk", filter=Q(closed_at=None, pause="", due_at__lt=now)),
    )
    return found


def _quote(*, since: datetime, now: datetime, manager_id: Any) -> dict[str, Any] | None:
    """Return the warmest words of the week, as far as everybody may read them."""
    found = insights.best_words(since=since, until=now, manager_id=manager_id)
    if found is None:
        return None
    return {"words": found.words, "person": found.person, "role": found.role, "client": found.client}
