"""Counting what stays come to: a few rows that pages read, however many clients there are."""

import uuid
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction

from accounts import clock
from accounts.clients.enums import Stage
from accounts.jobs import actions as jobs
from accounts.tenancy.context import current_organization_id, tenant_context
from accounts.tenancy.registry import active_organization_ids
from feedback.happiness_index import queries as indices
from feedback.happiness_index.queries import GroupIndex
from journeys.stages import queries
from journeys.stages.actions.measuring import WINDOW, count_parts
from journeys.stages.models import JourneyVersion, StageFigures

FIGURES = "journey_figures"  # the queue
SOON = timedelta(minutes=1)  # many moves within a minute are counted once
# Every stay of a client with what came after it, what it may take, and the mean of what was said openly in that time.
STAYS = """
WITH stay AS (
  SELECT visit.*, facts.state, facts.revenue, facts.pace,
    lead(visit.stage) OVER (PARTITION BY visit.client_id ORDER BY visit.entered_at, visit.id) AS next_stage
  FROM journeys_stagevisit AS visit
  JOIN accounts_clientfacts AS facts
    ON facts.organization_id = visit.organization_id AND facts.client_id = visit.client_id
  WHERE visit.organization_id = %(organization)s AND visit.contact_id IS NULL AND facts.state <> 'merged'
), counted AS (
  SELECT stay.*, yardstick.days * interval '1 day' AS allowed,
    coalesce(stay.stage || '>' || stay.next_stage = ANY (%(onward)s::text[]), false) AS is_onward
  FROM stay LEFT JOIN unnest(%(stages)s::text[], %(days)s::int[]) AS yardstick(stage, days) ON yardstick.stage = stay.stage
  WHERE {scope}
), mood AS (
  SELECT counted.id, avg(reading.value) AS value
  FROM counted JOIN feedback_moodreading AS reading
    ON reading.organization_id = %(organization)s AND reading.client_id = counted.client_id
    AND reading.happened_at >= counted.entered_at
    AND reading.happened_at < least(coalesce(counted.left_at, %(now)s), counted.entered_at + counted.allowed)
  WHERE reading.replaced_at IS NULL AND reading.value IS NOT NULL AND NOT reading.confidential
  GROUP BY counted.id
)
SELECT counted.stage,
  count(*) FILTER (WHERE left_at IS NULL AND state = 'current'),
  count(*) FILTER (WHERE left_at IS NULL AND state = 'current' AND pace = 'behind'),
  count(*) FILTER (WHERE left_at IS NULL AND state = 'current' AND pace = 'stuck'),
  sum(revenue) FILTER (WHERE left_at IS NULL AND state = 'current'),
  count(*) FILTER (WHERE left_at IS NULL AND state = 'current' AND revenue IS NULL),
  count(*) FILTER (WHERE {entered}),
  count(*) FILTER (WHERE {entered} AND is_onward),
  count(*) FILTER (WHERE {entered} AND left_at IS NULL AND state = 'archived'),
  percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM left_at - entered_at) / 86400)
    FILTER (WHERE {entered} AND is_onward),
  count(*) FILTER (WHERE {entered} AND entered_at + allowed <= %(now)s),
  count(*) FILTER (WHERE {entered} AND entered_at + allowed <= %(now)s AND is_onward AND left_at <= entered_at + allowed),
  count(mood.value) FILTER (WHERE {entered}), coalesce(sum(mood.value) FILTER (WHERE {entered}), 0),
  coalesce(sum(mood.value * mood.value) FILTER (WHERE {entered}), 0)
FROM counted LEFT JOIN mood ON mood.id = counted.id
GROUP BY counted.stage
"""
COLUMNS = (
    *(
        "stage",
        "present",
        "behind",
        "stuck",
        "revenue",
        "revenue_unknown",
        "entered",
        "moved_on",
        "lost",
        "median_days",
    ),
    *("timed", "in_time", "mood_n", "mood_sum", "mood_squares"),
)
# Of all clients: who stands where now, and what became of those who entered within the window.
OF_ALL = STAYS.format(scope="true", entered="counted.entered_at > %(since)s")
# Of a version: the stays that have followed it from their beginning.
OF_VERSION = STAYS.format(scope="stay.version_id = %(version)s AND NOT stay.is_mixed", entered="true")


def request_counts(*, now: datetime) -> None:
    """Let every active organization count its stays: the timetable's entry."""
    for organization_id in active_organization_ids():
        with tenant_context(organization_id):
            jobs.enqueue(queue=FIGURES, subject_id=organization_id, now=now)


def count_soon(*, now: datetime) -> None:
    """Let the stays be counted within a minute: once, however much happens meanwhile."""
    real = now - clock.offset()
    jobs.enqueue(queue=FIGURES, subject_id=current_organization_id(), now=real, run_at=real + SOON)


@transaction.atomic
def count(_subject_ids: list[uuid.UUID], now: datetime) -> None:
    """Count anew every place, and all stays: of the last year, of each version, and of the one before it by its yardstick.

    The statements grow with the versions, never with the clients. The ledger calls this; twice is once.
    """
    own = now + clock.offset()
    versions = list(queries.versions())
    latest = versions[0] if versions else None
    moods = indices.by_stage()
    rows = _of(None, latest, moods=moods, now=own)
    for number, version in enumerate(versions):
        for one in (version, *versions[number + 1 : number + 2]):
            rows += _of(one, version, moods={}, now=own)
    count_parts(now=own)
    StageFigures.objects.all().delete()
    StageFigures.objects.bulk_create(rows)


def _of(
    version: JourneyVersion | None,
    measured_by: JourneyVersion | None,
    *,
    moods: Mapping[str, GroupIndex],
    now: datetime,
) -> list[StageFigures]:
    allowed = {stage: row.allowed_days for stage, row in queries.stages_of(measured_by).items()}
    values: dict[str, Any] = {
        "organization": str(current_organization_id()),
        "stages": list(allowed),
        "days": list(allowed.values()),
        "now": now,
        "since": now - WINDOW,
        "version": str(version.pk) if version else None,
        "onward": [f"{stage}>{following}" for stage, found in queries.ONWARD.items() for following in found],
    }
    with connection.cursor() as cursor:
        cursor.execute(OF_VERSION if version else OF_ALL, values)
        found = {row[0]: dict(zip(COLUMNS, row, strict=True)) for row in cursor.fetchall()}
    rows = []
    for stage in Stage.values:
        mood = moods.get(stage)
        of_group = (
            {
                "mood": mood.by_client,
                "mood_by_revenue": mood.by_revenue,
                "mood_clients": mood.clients,
            }
            if mood
            else {}
        )
        sums = found.get(stage, {"stage": stage})
        rows.append(StageFigures(version=version, measured_by=measured_by, counted_at=now, **sums, **of_group))
    return rows
