"""What a digest tells, as JSON: the numbers, names and quotes of the moment in which it was made."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from accounts.organizations.roles import Right, has_right
from feedback.insights import money
from feedback.insights import queries as insights
from feedback.insights.queries import Low, Words
from happiness.digest.facts import WEEK, Facts, Reader, Told
from happiness.figures import house, words
from happiness.figures.house import Attention

WEEKS = 12  # of the small curve


def of(facts: Facts, reader: Reader) -> dict[str, Any]:
    """Return what this reader is told of the seven days before their day; call it in their language and time zone.

    It asks the database nothing.
    """
    told, today = facts.told[reader.employee.pk], reader.today
    index, change = told.part.index, told.part.index.change
    sees_money = has_right(reader.role, Right.SEE_MONEY)
    return {
        "since": (today - WEEK).isoformat(),
        "until": (today - timedelta(days=1)).isoformat(),
        "currency": facts.organization.currency,
        "index": _number(index.by_client),
        "change": _number(change.points) if change else None,
        "is_real": bool(change and house.is_real(change)),
        "clients": index.clients + index.unknown,
        "known": index.clients,
        "weeks": [] if reader.is_mine else [float(value) for value in _weekly(_days(facts), today)],
        "up": _movers(told.part.up),
        "down": _movers(told.part.down),
        "stages": [
            {
                "stage": one.stage.value,
                "clients": one.clients,
                "score": _number(one.index.by_client),
                "change": _number(one.index.change.points) if one.index.change else None,
            }
            for one in told.part.stages
        ],
        "roles": [{"role": one.role, "heard": one.heard, "clients": one.clients} for one in told.part.heard],
        "money": _money(facts, told, today) if sees_money else None,
        "decisions": {"rows": _decisions(told.asked.rows), "more": told.asked.number - len(told.asked.rows)},
        "attention": _attention(facts.lows, told, sees_money=sees_money),
        "promises": told.promises,
        "cases": told.cases,
        "quote": _quote(told.quote),
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


def _days(facts: Facts) -> list[tuple[date, Decimal]]:
    fewest = facts.organization.confidentiality_group
    return [(row.day, mean) for row in facts.days if (mean := row.index(fewest=fewest)) is not None]


def _weekly(days: Sequence[tuple[date, Decimal]], today: date) -> list[Decimal]:
    """Return the last known value of each of the last weeks; weeks before the first one are left out."""
    found = []
    for number in range(WEEKS - 1, -1, -1):
        known = [value for day, value in days if day <= today - number * WEEK]
        found += known[-1:]
    return found


def _movers(rows: Sequence[Any]) -> list[dict[str, Any]]:
    return [{"client": str(row.client_id), "name": row.name, "points": row.mood_change} for row in rows]


def _money(facts: Facts, told: Told, today: date) -> dict[str, Any]:
    found = money.revenue_at_risk(told.standings)
    return {
        "at_risk": int(found.total.amount),
        "known": int(found.known),
        "clients": found.total.clients,
        "before": insights.at_risk_before(facts.days, today - WEEK),
    }


def _decisions(rows: Sequence[Any]) -> list[dict[str, Any]]:
    """Return what waits for the reader's own word."""
    return [
        {
            "id": str(row.pk),
            "question": row.question,
            "details": row.details,
            "client": row.client.name if row.client else "",
            "score": row.mood,
            "money": None if row.amount is None else float(row.amount),
            "due_on": row.due_on.isoformat(),
            "choices": row.choices,
        }
        for row in rows
    ]


def _attention(lows: Mapping[uuid.UUID, Low], told: Told, *, sees_money: bool) -> dict[str, Any] | None:
    """Return the clients that need somebody; None where none does."""
    if not told.urgent.number:
        return None
    rows = [Attention(one, told.part.by_id[one.client_id], lows.get(one.client_id)) for one in told.urgent.rows]
    return {"rows": [_row(one, sees_money=sees_money) for one in rows], "more": told.urgent.number - len(rows)}


def _row(one: Attention, *, sees_money: bool) -> dict[str, Any]:
    """Return a client that needs somebody; its sentences stand in the reader's language of the day."""
    left = one.standing.renewal_in if one.standing.is_renewal_near else None
    facts = one.facts
    return {
        "client": str(facts.client_id),
        "name": facts.name,
        "score": facts.mood,
        "money": facts.revenue if sees_money else None,
        "reason": words.reason(one),
        "renewal": "" if left is None else words.renewal(left),
        "manager": facts.manager_name or "",
    }


def _quote(found: Words | None) -> dict[str, Any] | None:
    """Return the warmest words of the week, as far as everybody may read them."""
    if found is None:
        return None
    return {"words": found.words, "person": found.person, "role": found.role, "client": found.client}
