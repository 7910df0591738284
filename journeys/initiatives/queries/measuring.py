"""What a plan is measured by, before and after, from the same readings, stays and promises that the map counts from.

Before is the year up to the start, after is what came since. Of a mood a client counts once in each, with its mean; only what
was said openly counts. Of a stage the clients that entered it count (in time), or that have left it onward (days).
"""

import zoneinfo
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import connection

from accounts.organizations.models import Organization
from accounts.tenancy.context import current_organization_id
from feedback.interactions.models import Visibility
from journeys.initiatives.models import Figures, Initiative, Metric
from journeys.stages import queries as stages

WINDOW = timedelta(days=365)
AFTERWARDS = timedelta(days=180)  # for so long after its end an effect is looked for
USUAL_DAYS = 90  # of a stage for which the house allows no number of days
SCOPE = """
  AND (%(touchpoint)s::uuid IS NULL OR {place}.touchpoint_id = %(touchpoint)s::uuid)
  AND (%(department)s::uuid IS NULL OR {place}.department_id = %(department)s::uuid)
  AND (%(stage)s = '' OR {place}.stage = %(stage)s)
"""
MOOD = """
WITH said AS (
  SELECT reading.client_id, reading.happened_at >= %(start)s AS is_after, avg(reading.value) AS value
  FROM feedback_moodreading AS reading
  WHERE reading.organization_id = %(organization)s AND reading.replaced_at IS NULL AND reading.value IS NOT NULL
    AND NOT reading.confidential AND reading.happened_at >= %(since)s AND reading.happened_at < %(until)s
    AND (%(segment)s::uuid IS NULL OR reading.segment_id = %(segment)s::uuid) {scope}
  GROUP BY reading.client_id, is_after
)
SELECT is_after, count(*), sum(value), sum(value * value) FROM said GROUP BY is_after
"""
STAYS = """
WITH stay AS (
  SELECT visit.client_id, visit.stage, visit.entered_at, visit.left_at,
    lead(visit.stage) OVER (PARTITION BY visit.client_id ORDER BY visit.entered_at, visit.id) AS next_stage
  FROM journeys_stagevisit AS visit JOIN accounts_clientfacts AS facts
    ON facts.organization_id = visit.organization_id AND facts.client_id = visit.client_id
  WHERE visit.organization_id = %(organization)s AND visit.contact_id IS NULL AND facts.state <> 'merged'
    AND (%(segment)s::uuid IS NULL OR facts.segment_id = %(segment)s::uuid)
), counted AS (
  SELECT *, coalesce(next_stage = ANY (%(onward)s::text[]), false) AS is_onward, %(allowed)s * interval '1 day' AS allowed
  FROM stay WHERE stage = %(stage)s
)
"""
READY = """
SELECT entered_at >= %(start)s AS is_after, count(*), count(*) FILTER (WHERE is_onward AND left_at <= entered_at + allowed), 0
FROM counted WHERE entered_at >= %(since)s AND entered_at + allowed <= %(until)s GROUP BY is_after
"""
DAYS = """
SELECT is_after, count(*), sum(days), sum(days * days) FROM (
  SELECT left_at >= %(start)s AS is_after, extract(epoch FROM left_at - entered_at) / 86400 AS days
  FROM counted WHERE is_onward AND left_at >= %(since)s AND left_at < %(until)s
) AS left_onward GROUP BY is_after
"""
KEPT = """
SELECT promise.due_on >= (%(start)s AT TIME ZONE %(zone)s)::date AS is_after, count(*),
  count(*) FILTER (WHERE (promise.kept_at AT TIME ZONE %(zone)s)::date <= promise.due_on), 0
FROM feedback_promise AS promise
JOIN accounts_client AS client ON client.organization_id = promise.organization_id AND client.id = promise.client_id
LEFT JOIN feedback_interaction AS talk
  ON talk.organization_id = promise.organization_id AND talk.id = promise.interaction_id
WHERE promise.organization_id = %(organization)s AND promise.dropped_at IS NULL
  AND promise.due_on >= (%(since)s AT TIME ZONE %(zone)s)::date AND promise.due_on < (%(until)s AT TIME ZONE %(zone)s)::date
  AND coalesce(talk.visibility, '') <> %(sealed)s AND talk.removed_at IS NULL
  AND (%(segment)s::uuid IS NULL OR client.segment_id = %(segment)s::uuid) {scope}
GROUP BY is_after
"""
STATEMENTS: Mapping[str, str] = {
    Metric.MOOD: MOOD.format(scope=SCOPE.format(place="reading")),
    Metric.KEPT: KEPT.format(scope=SCOPE.format(place="talk")),
    Metric.READY: STAYS + READY,
    Metric.DAYS: STAYS + DAYS,
}


def measured(initiative: Initiative, *, now: datetime) -> tuple[Figures, Figures]:
    """Return what was before the plan began (before now, as long as it has not) and what came after, by two queries or three.

    Moods and days as their sums; of shares `total` counts the hits. Nothing is written.
    """
    start = initiative.started_at or now
    values: dict[str, Any] = {
        "organization": str(current_organization_id()),
        "start": start,
        "since": start - WINDOW,
        "until": now,
        "zone": str(zoneinfo.ZoneInfo(Organization.objects.values_list("time_zone", flat=True).get())),
        "sealed": Visibility.LEADERSHIP.value,
        "stage": initiative.stage,
        "allowed": _allowed_days(initiative, now) if initiative.stage else USUAL_DAYS,
        "onward": list(stages.ONWARD.get(initiative.stage, ())),
        **{name: _text(getattr(initiative, f"{name}_id")) for name in ("touchpoint", "department", "segment")},
    }
    with connection.cursor() as cursor:
        cursor.execute(STATEMENTS[initiative.metric], values)
        found = {is_after: Figures(n, total, squares) for is_after, n, total, squares in cursor.fetchall()}
    return found.get(False, Figures()), found.get(True, Figures())


def _allowed_days(initiative: Initiative, now: datetime) -> int:
    drawn = stages.stages_of(stages.in_force(at=now)).get(initiative.stage)
    return (drawn.allowed_days if drawn else None) or USUAL_DAYS


def _text(value: Any) -> str | None:
    return str(value) if value else None
