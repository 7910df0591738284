"""Counting what a year at each place comes to: unhappy clients, the money behind them, and how long promises took."""

from datetime import datetime, timedelta
from typing import Any

from django.db import connection

from accounts.clients.queries.listing import UNHAPPY_BELOW
from accounts.tenancy.context import current_organization_id
from feedback.interactions.models import Visibility
from journeys.stages.models import PartFigures

WINDOW = timedelta(days=365)
# The mean of every client at a place, as far as it was said openly; then who of them is unhappy.
UNHAPPY = """
WITH mood AS (
  SELECT stage, touchpoint_id, department_id, client_id, avg(value) AS mean
  FROM feedback_moodreading
  WHERE organization_id = %(organization)s AND touchpoint_id IS NOT NULL AND department_id IS NOT NULL AND stage <> ''
    AND replaced_at IS NULL AND value IS NOT NULL AND NOT confidential AND happened_at > %(since)s AND happened_at <= %(now)s
  GROUP BY stage, touchpoint_id, department_id, client_id
)
SELECT mood.stage, mood.touchpoint_id, mood.department_id, count(*) FILTER (WHERE mood.mean < %(unhappy)s),
  sum(facts.revenue) FILTER (WHERE mood.mean < %(unhappy)s),
  count(*) FILTER (WHERE mood.mean < %(unhappy)s AND facts.revenue IS NULL)
FROM mood JOIN accounts_clientfacts AS facts
  ON facts.organization_id = %(organization)s AND facts.client_id = mood.client_id
WHERE facts.state = 'current'
GROUP BY mood.stage, mood.touchpoint_id, mood.department_id
"""
WAITED = """
SELECT talk.stage, talk.touchpoint_id, talk.department_id, count(*),
  percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM promise.kept_at - promise.created_at) / 86400)
FROM feedback_promise AS promise JOIN feedback_interaction AS talk
  ON talk.organization_id = %(organization)s AND talk.id = promise.interaction_id
WHERE promise.organization_id = %(organization)s AND promise.kept_at > %(since)s AND promise.kept_at <= %(now)s
  AND talk.touchpoint_id IS NOT NULL AND talk.department_id IS NOT NULL AND talk.stage <> '' AND talk.removed_at IS NULL
  AND talk.visibility <> %(sealed)s
GROUP BY talk.stage, talk.touchpoint_id, talk.department_id
"""


def count_parts(*, now: datetime) -> None:
    """Count every place anew, by two statements however much was said."""
    values: dict[str, Any] = {
        "organization": str(current_organization_id()),
        "now": now,
        "since": now - WINDOW,
        "unhappy": UNHAPPY_BELOW,
        "sealed": Visibility.LEADERSHIP.value,
    }
    rows: dict[tuple[Any, ...], PartFigures] = {}
    with connection.cursor() as cursor:
        cursor.execute(UNHAPPY, values)
        for *place, unhappy, revenue, unknown in cursor.fetchall():
            row = _row(rows, place)
            row.unhappy, row.revenue, row.revenue_unknown = unhappy, revenue, unknown
        cursor.execute(WAITED, values)
        for *place, kept, median in cursor.fetchall():
            row = _row(rows, place)
            row.kept, row.median_days = kept, median
    PartFigures.objects.all().delete()
    PartFigures.objects.bulk_create(rows.values())


def _row(rows: dict[tuple[Any, ...], PartFigures], place: list[Any]) -> PartFigures:
    stage, touchpoint_id, department_id = place
    new = PartFigures(stage=stage, touchpoint_id=touchpoint_id, department_id=department_id)
    return rows.setdefault(tuple(place), new)
