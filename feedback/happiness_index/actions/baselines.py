"""The mean mood of every segment and of the house at the beginning of a month, counted once."""

import json
import uuid
from collections.abc import Collection
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from django.db import connection

from accounts.tenancy.context import current_organization_id
from feedback.happiness_index.formula import Formula
from feedback.happiness_index.models import IndexBaseline
from feedback.happiness_index.queries import Calendar

# The mean of every client by its fresh weights, then of the clients: whoever says more counts no more.
MEANS = """
WITH month AS (SELECT * FROM unnest(%(days)s::date[], %(moments)s::timestamptz[]) AS one(day, at)),
mood AS (
  SELECT month.day, client.segment_id, sum(reading.value * fresh.weight) / sum(fresh.weight) AS mean
  FROM month
  JOIN feedback_moodreading AS reading ON reading.organization_id = %(organization)s
    AND reading.happened_at <= month.at AND reading.happened_at > month.at - %(window)s * interval '1 day'
    AND reading.value IS NOT NULL AND reading.replaced_at IS NULL AND NOT reading.confidential
  JOIN accounts_client AS client
    ON client.organization_id = reading.organization_id AND client.id = reading.client_id
  CROSS JOIN LATERAL (SELECT reading.weight * power(
    0.5::double precision, extract(epoch FROM month.at - reading.happened_at)::double precision / 86400 / coalesce(
      (%(half_lives)s::jsonb ->> (reading.source || ':' || reading.half_life_days))::integer, reading.half_life_days
    )
  ) AS weight) AS fresh
  GROUP BY month.day, client.id, client.segment_id
)
SELECT day, segment_id, grouping(segment_id) = 1 AS is_house, avg(mean), count(*)
FROM mood GROUP BY GROUPING SETS ((day), (day, segment_id))
"""


def ensure(*, months: Collection[date], calendar: Calendar, formula: Formula) -> None:
    """Count the baselines of the months that have none, all in one statement.

    Those of a month that rest on too few clients to be used are counted again: an import may have brought more.
    """
    known = IndexBaseline.objects.filter(version=formula.version, segment=None, clients__gte=formula.fewest_clients)
    missing = sorted({*months} - {*known.filter(month__in=months).values_list("month", flat=True)})
    if not missing:
        return
    moments = [datetime.combine(month, time(), calendar.zone) for month in missing]
    values: dict[str, Any] = {"days": missing, "moments": moments, "window": formula.window_days}
    values["organization"] = str(current_organization_id())
    values["half_lives"] = json.dumps(formula.days_by_place)
    with connection.cursor() as cursor:
        cursor.execute(MEANS, values)
        found = cursor.fetchall()
    rows = [
        _row(month, None, mean, clients, formula) for month, _segment, is_house, mean, clients in found if is_house
    ] + [
        _row(month, segment, mean, clients, formula)
        for month, segment, is_house, mean, clients in found
        if segment and not is_house
    ]
    of_house = {row.month for row in rows if row.segment_id is None}
    rows += [_row(month, None, formula.start, 0, formula) for month in missing if month not in of_house]
    IndexBaseline.objects.filter(version=formula.version, month__in=missing).delete()
    IndexBaseline.objects.bulk_create(rows, ignore_conflicts=True)


def _row(month: date, segment_id: uuid.UUID | None, mean: float, clients: int, formula: Formula) -> IndexBaseline:
    value = round(Decimal(str(mean)), 1)
    return IndexBaseline(month=month, segment_id=segment_id, value=value, clients=clients, version=formula.version)
