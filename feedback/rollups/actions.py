"""Counting months anew whose sums no longer hold."""

import uuid
import zoneinfo
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db import connection, transaction

from accounts import clock
from accounts.jobs import actions as jobs
from accounts.organizations.models import Organization
from accounts.tenancy.context import current_organization_id
from feedback.rollups.models import DirtyMonth, MonthlyMood, MonthlyTouch

QUEUE = "monthly_sums"
BATCH = 1000
MONTHS = 3  # of one statement: years of five million answers would outlast its time

# Every reading once, with the scores of its answer; then by client, because the mean of a month is the mean of its clients.
CELLS = """
WITH reading AS (
  SELECT date_trunc('month', one.happened_at AT TIME ZONE %(zone)s)::date AS month, one.stage, one.role, one.confidential,
    one.client_id, one.value, answer.nps, answer.csat, answer.ces
  FROM feedback_moodreading AS one
  LEFT JOIN feedback_response AS answer
    ON answer.organization_id = one.organization_id AND answer.id = one.response_id
  WHERE one.organization_id = %(organization)s AND one.replaced_at IS NULL AND one.value IS NOT NULL
    AND one.happened_at >= %(since)s AND one.happened_at < %(until)s
), client AS (
  SELECT month, stage, role, confidential, client_id, count(*) AS readings, sum(value) AS value_sum, avg(value) AS mean,
    count(*) FILTER (WHERE value < 40) AS upset, count(*) FILTER (WHERE value >= 40 AND value < 55) AS tense,
    count(*) FILTER (WHERE value >= 55 AND value < 65) AS neutral,
    count(*) FILTER (WHERE value >= 65 AND value < 80) AS content, count(*) FILTER (WHERE value >= 80) AS delighted,
    count(*) FILTER (WHERE nps >= 9) AS promoters, count(*) FILTER (WHERE nps IN (7, 8)) AS passives,
    count(*) FILTER (WHERE nps <= 6) AS detractors, count(csat) AS csat_count,
    count(*) FILTER (WHERE csat >= 4) AS csat_satisfied, count(ces) AS ces_count, coalesce(sum(ces), 0) AS ces_sum
  FROM reading WHERE month = ANY (%(months)s) GROUP BY month, stage, role, confidential, client_id
)
SELECT month, stage, role, confidential, count(*), sum(readings), sum(value_sum), sum(mean), sum(upset), sum(tense),
  sum(neutral), sum(content), sum(delighted), sum(promoters), sum(passives), sum(detractors), sum(csat_count),
  sum(csat_satisfied), sum(ces_count), sum(ces_sum)
FROM client GROUP BY month, stage, role, confidential
"""
TOUCHES = """
WITH client AS (
  SELECT date_trunc('month', happened_at AT TIME ZONE %(zone)s)::date AS month, stage, department_id, touchpoint_id,
    client_id, count(*) AS readings, avg(value) AS mean, count(*) FILTER (WHERE value < 40) AS upset,
    count(*) FILTER (WHERE value >= 40 AND value < 55) AS tense,
    count(*) FILTER (WHERE value >= 55 AND value < 65) AS neutral,
    count(*) FILTER (WHERE value >= 65 AND value < 80) AS content, count(*) FILTER (WHERE value >= 80) AS delighted
  FROM feedback_moodreading
  WHERE organization_id = %(organization)s AND replaced_at IS NULL AND value IS NOT NULL AND NOT confidential
    AND (department_id IS NOT NULL OR touchpoint_id IS NOT NULL)
    AND happened_at >= %(since)s AND happened_at < %(until)s
  GROUP BY 1, stage, department_id, touchpoint_id, client_id
)
SELECT month, stage, department_id, touchpoint_id, count(*), (array_agg(client_id ORDER BY client_id))[1:%(group)s],
  sum(readings), sum(mean), sum(upset), sum(tense), sum(neutral), sum(content), sum(delighted)
FROM client WHERE month = ANY (%(months)s) GROUP BY month, stage, department_id, touchpoint_id
"""
LARGEST_GROUP = 50  # clients behind a figure, as far as an organization may ask for it
TOUCH_COLUMNS = (
    *("month", "stage", "department_id", "touchpoint_id", "clients", "some_clients", "readings", "mean_sum"),
    *("upset", "tense", "neutral", "content", "delighted"),
)
COLUMNS = (
    *("month", "stage", "role", "confidential", "clients", "readings", "value_sum", "mean_sum", "upset", "tense"),
    *("neutral", "content", "delighted", "promoters", "passives", "detractors", "csat_count", "csat_satisfied"),
    *("ces_count", "ces_sum"),
)


@transaction.atomic
def mark(*, moments: Iterable[datetime], now: datetime) -> None:
    """Remember that the months of these moments are to be counted anew, and ask for it: once, however often it is marked."""
    zone = _zone()
    months = {moment.astimezone(zone).date().replace(day=1) for moment in moments}
    if months:
        DirtyMonth.objects.bulk_create([DirtyMonth(month=one) for one in sorted(months)], ignore_conflicts=True)
        jobs.enqueue(queue=QUEUE, subject_id=current_organization_id(), now=now - clock.offset())


@transaction.atomic
def rebuild(subject_ids: list[uuid.UUID], now: datetime) -> None:
    """Count every marked month anew, in a few statements for every three months. The ledger calls this; twice is once."""
    # A mark that comes meanwhile is a new row, and the month is counted once more.
    marks = list(DirtyMonth.objects.select_for_update(skip_locked=True))
    if not marks:
        return
    months = sorted(row.month for row in marks)
    for start in range(0, len(months), MONTHS):
        _count(months[start : start + MONTHS])
    DirtyMonth.objects.filter(pk__in=[row.pk for row in marks]).delete()


def _count(months: list[date]) -> None:
    for model, columns, query in ((MonthlyMood, COLUMNS, CELLS), (MonthlyTouch, TOUCH_COLUMNS, TOUCHES)):
        rows = [model(**dict(zip(columns, row, strict=True))) for row in _sums(query, months)]
        model.objects.filter(month__in=months).delete()
        model.objects.bulk_create(rows, batch_size=BATCH)


def _sums(query: str, months: list[date]) -> list[tuple[Any, ...]]:
    zone = _zone()
    last = months[-1]
    following = date(last.year + last.month // 12, last.month % 12 + 1, 1)
    since, until = (datetime(day.year, day.month, 1, tzinfo=zone) for day in (months[0], following))
    values: dict[str, Any] = {"zone": str(zone), "organization": str(current_organization_id()), "months": months}
    values |= {"since": since, "until": until, "group": LARGEST_GROUP}
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        return list(cursor.fetchall())


def _zone() -> zoneinfo.ZoneInfo:
    return zoneinfo.ZoneInfo(Organization.objects.get().time_zone)
