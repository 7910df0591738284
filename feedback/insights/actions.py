"""Keeping how the house stands, day by day."""

import uuid
import zoneinfo
from collections.abc import Collection
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import Case, Count, Min, Sum, When
from django.db.models.functions import Coalesce

from accounts import clock
from accounts.clients.enums import BuyerRole
from accounts.clients.models import ClientFacts, ClientState
from accounts.contracts import queries as contracts
from accounts.jobs import actions as jobs
from accounts.organizations.models import Organization
from accounts.tenancy.context import current_organization_id, tenant_context
from accounts.tenancy.registry import active_organization_ids
from feedback.happiness_index.models import IndexSnapshot
from feedback.insights import money, queries
from feedback.insights.models import HouseDay

QUEUE = "house_days"
YEARS = timedelta(days=731)  # how far back weeks are counted
WEEK = timedelta(days=7)
MOOD = ("at", "clients", "confided", "mood_sum", "sealed_sum", "is_stale")
# Of every client the last day that was kept before the end of the day; whole points, as lists show them.
PAST = """
SELECT one.day, count(*), count(*) FILTER (WHERE kept.sealed IS NOT NULL), coalesce(sum(floor(kept.value)), 0),
  coalesce(sum(floor(coalesce(kept.sealed, kept.value))), 0)
FROM unnest(%(days)s::date[], %(ends)s::timestamptz[]) AS one (day, ends)
JOIN accounts_client AS client ON client.organization_id = %(organization)s AND client.merged_into_id IS NULL
  AND (client.archived_at IS NULL OR client.archived_at >= one.ends)
JOIN LATERAL (
  SELECT snapshot.value, snapshot.sealed_value AS sealed FROM feedback_indexsnapshot AS snapshot
  WHERE snapshot.organization_id = %(organization)s AND snapshot.client_id = client.id AND snapshot.day <= one.day
    AND snapshot.shown
  ORDER BY snapshot.day DESC, snapshot.at DESC LIMIT 1
) AS kept ON kept.value IS NOT NULL
GROUP BY one.day
"""


def request_days(*, now: datetime) -> None:
    """Ask every active organization to keep how it stands: the timetable's entry."""
    for organization_id in active_organization_ids():
        with tenant_context(organization_id):
            jobs.enqueue(queue=QUEUE, subject_id=organization_id, now=now)


def work_off(_subject_ids: list[uuid.UUID], now: datetime) -> None:
    """Keep the organization's day, at its own time. The ledger calls this; twice is once."""
    keep_day(now=now + clock.offset())


@transaction.atomic
def keep_day(*, now: datetime) -> None:
    """Keep how the house stands at `now` as its day, and count the weeks of the past that are missing or no longer hold.

    A constant number of statements, however many clients and weeks.
    """
    organization = Organization.objects.get()
    today = contracts.house_day(organization, now)
    _keep_past(today, zoneinfo.ZoneInfo(organization.time_zone))
    at_risk = money.revenue_at_risk(queries.standings(now=now, today=today))
    values = {
        **_moods(),
        "at": now,
        "revenue": int(at_risk.known),
        "at_risk": int(at_risk.total.amount),
        "at_risk_clients": at_risk.total.clients,
    }
    HouseDay.objects.update_or_create(day=today, defaults=values)


def mark_days(*, moments: Collection[datetime]) -> None:
    """Remember that days since the first of these moments no longer hold: an answer of that time came, changed or went.

    The next time that a day is kept, they are counted again.
    """
    HouseDay.objects.filter(at__gte=min(moments), is_stale=False).update(is_stale=True)


def _moods() -> dict[str, Any]:
    sums = {
        "clients": Count("mood"),
        "everybody": Count("pk"),
        "confided": Count("sealed_mood"),
        "mood_sum": Coalesce(Sum("mood"), 0),
        "sealed_sum": Coalesce(Sum(Coalesce("sealed_mood", "mood")), 0),
        **{f"lack_{role}": Count(Case(When(**{f"lacks_{role}": True}, then=1))) for role in BuyerRole.values},
    }
    found: dict[str, Any] = ClientFacts.objects.filter(state=ClientState.CURRENT).aggregate(**sums)
    unknown = found.pop("everybody") - found["clients"]
    return {**found, "unknown": unknown, "is_stale": False}


def _keep_past(today: date, zone: zoneinfo.ZoneInfo) -> None:
    first = IndexSnapshot.objects.filter(day__gte=today - YEARS, shown=True).aggregate(day=Min("day"))["day"]
    kept = dict(HouseDay.objects.filter(day__gte=today - YEARS, day__lt=today).values_list("day", "is_stale"))
    due = [day for day, is_stale in kept.items() if is_stale]
    if first:
        monday = first - timedelta(days=first.weekday()) + WEEK
        weeks = (monday + WEEK * number for number in range((today - monday).days // 7 + 1))
        due += [day for day in weeks if day < today and day not in kept]
    if due:
        rows = _past(sorted(due), zone)
        HouseDay.objects.bulk_create(
            rows, update_conflicts=True, unique_fields=["organization", "day"], update_fields=MOOD, batch_size=500
        )


def _past(days: list[date], zone: zoneinfo.ZoneInfo) -> list[HouseDay]:
    ends = [datetime.combine(day + timedelta(days=1), time(0), zone) for day in days]
    values: dict[str, Any] = {
        "days": days,
        "ends": ends,
        "organization": str(current_organization_id()),
    }
    with connection.cursor() as cursor:
        cursor.execute(PAST, values)
        found: dict[date, Any] = {row[0]: row[1:] for row in cursor.fetchall()}
    rows = []
    for day, end in zip(days, ends, strict=True):
        clients, confided, mood_sum, sealed_sum = found.get(day, (0, 0, 0, 0))
        moods = {"clients": clients, "confided": confided, "mood_sum": int(mood_sum), "sealed_sum": int(sealed_sum)}
        rows.append(HouseDay(day=day, at=end, **moods))
    return rows
