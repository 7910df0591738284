"""Whose turn it is, and taking a batch of theirs: what it costs does not grow with what waits.

Job's two partial indexes carry it. One holds what waits, in the order in which it is done, so that the first job of each
organization and priority is found by hopping over the rest; the other holds what is in somebody's hands.
"""

import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.conf import settings
from django.db import connection

from accounts.tenancy.statements import Statement, run

BATCH = 20
FEW = 100  # organizations of which one is served before it is asked again whose turn it is
URGENT = 50  # jobs below this priority do not wait for their organization's turn
LEASE = timedelta(seconds=settings.JOB_LEASE_SECONDS)

# Where the planner believes that little waits, it would read and sort all of it instead of following the index.
BY_INDEX = "SET LOCAL enable_bitmapscan = off; SET LOCAL enable_seqscan = off; SET LOCAL enable_sort = off"
# Jobs of processes that died come before others of their priority; else the most urgent, then the oldest due job. What belongs
# to an organization that is switched off waits until it is switched on.
TURNS = """
WITH RECURSIVE off AS (SELECT tenancy.switched_off_organization_ids() AS id), line AS (
  (SELECT organization_id, priority FROM accounts_job WHERE queue = %(queue)s AND leased_until IS NULL
   ORDER BY organization_id, priority LIMIT 1)
  UNION ALL
  SELECT following.* FROM line CROSS JOIN LATERAL (
    SELECT job.organization_id, job.priority FROM accounts_job AS job WHERE queue = %(queue)s AND leased_until IS NULL
      AND (job.organization_id, job.priority) > (line.organization_id, line.priority)
    ORDER BY job.organization_id, job.priority LIMIT 1) AS following)
SELECT organization_id, priority, FALSE AS is_abandoned, run_at FROM line CROSS JOIN LATERAL (
  SELECT run_at FROM accounts_job AS job WHERE queue = %(queue)s AND leased_until IS NULL
    AND job.organization_id = line.organization_id AND job.priority = line.priority AND run_at <= %(now)s
  ORDER BY run_at LIMIT 1) AS due
WHERE organization_id NOT IN (SELECT id FROM off)
UNION ALL
SELECT organization_id, priority, TRUE, min(run_at) FROM accounts_job
WHERE queue = %(queue)s AND leased_until < %(now)s AND run_at <= %(now)s AND organization_id NOT IN (SELECT id FROM off)
GROUP BY organization_id, priority
ORDER BY priority, is_abandoned DESC, run_at
"""
WAITING_QUEUES = """
WITH RECURSIVE line AS (
  (SELECT queue FROM accounts_job WHERE leased_until IS NULL ORDER BY queue LIMIT 1)
  UNION ALL
  SELECT (SELECT job.queue FROM accounts_job AS job WHERE leased_until IS NULL AND job.queue > line.queue
          ORDER BY job.queue LIMIT 1)
  FROM line WHERE line.queue IS NOT NULL)
SELECT queue FROM line WHERE queue IS NOT NULL
UNION SELECT queue FROM accounts_job WHERE leased_until IS NOT NULL
"""
FORWARD = """
UPDATE accounts_job AS job SET run_at = least(job.run_at, wanted.run_at), priority = least(job.priority, %(priority)s)
FROM unnest(%(subjects)s::uuid[], %(moments)s::timestamptz[]) AS wanted (id, run_at)
WHERE job.subject_id = wanted.id AND job.queue = %(queue)s AND job.organization_id = %(organization)s
  AND job.leased_until IS NULL AND job.attempts = 0
  AND (job.run_at > wanted.run_at OR job.priority > %(priority)s)
"""
# ARRAY(): run once. As `IN (SELECT …)` a nested loop may run it again and again, and claim more than the limit.
CLAIM = """
WITH claimed AS (
  UPDATE accounts_job SET leased_until = %(until)s, attempts = attempts + 1 WHERE id = ANY (ARRAY(
    SELECT id FROM accounts_job
    WHERE queue = %(queue)s AND organization_id = %(organization)s AND priority = %(priority)s AND run_at <= %(now)s
      AND {mine}
    ORDER BY run_at, id FOR UPDATE SKIP LOCKED LIMIT %(batch)s))
  RETURNING id, subject_id, run_at)
SELECT id, subject_id FROM claimed ORDER BY run_at, id
"""
WAITING, ABANDONED = CLAIM.format(mine="leased_until IS NULL"), CLAIM.format(mine="leased_until < %(now)s")


class Turn(NamedTuple):
    """Due jobs of one organization and priority; `is_abandoned`: their processes died with them in hand."""

    organization_id: uuid.UUID
    priority: int
    is_abandoned: bool


def bring_forward(*, queue: str, organization_id: uuid.UUID, due: Mapping[uuid.UUID, datetime], priority: int) -> None:
    """Let jobs that wait be done at these moments, or before, and with this priority at least; those that failed wait on."""
    if not due:
        return
    values: dict[str, Any] = {
        "queue": queue,
        "organization": organization_id,
        "priority": priority,
        "subjects": [str(one) for one in due],
        "moments": list(due.values()),
    }
    with connection.cursor() as cursor:
        cursor.execute(FORWARD, values)


def waiting_queues() -> set[str]:
    """Return the queues that hold anything, due or not: one statement, in which each queue is hopped over."""
    return {queue for (queue,) in run(None, Statement(WAITING_QUEUES, {}), planner=BY_INDEX)}


def turns(*, queue: str, now: datetime) -> list[Turn]:
    """Return what is due in the queue, in the order of urgency."""
    rows = run(None, Statement(TURNS, {"queue": queue, "now": now}), planner=BY_INDEX)
    return [Turn(*row[:3]) for row in rows]


def next_turns(due: Sequence[Turn], served: set[uuid.UUID]) -> list[Turn]:
    """Return something urgent, else the first of an organization that had no turn in this round, else the first.

    Where very many organizations wait, the next ones follow it, one of a hundred: asking anew for every one of them would make
    the work of each grow with their number. Something urgent that comes meanwhile waits for no more than these.
    """
    if due[0].priority < URGENT:
        return [due[0]]
    if all(turn.organization_id in served for turn in due):
        served.clear()
    waiting: dict[uuid.UUID, Turn] = {}
    for turn in due:
        if turn.organization_id not in served:
            waiting.setdefault(turn.organization_id, turn)
    return list(waiting.values())[: 1 + len(due) // FEW]


def claim(*, queue: str, turn: Turn, now: datetime) -> list[tuple[uuid.UUID, uuid.UUID]]:
    """Lease a batch of the turn and return (job, subject) pairs, none when another worker was faster.

    Of what a process died with a single one: it may have killed it, and must not take others along again.
    """
    values: dict[str, Any] = {
        "queue": queue,
        "organization": turn.organization_id,
        "priority": turn.priority,
        "now": now,
        "until": now + LEASE,
        "batch": 1 if turn.is_abandoned else BATCH,
    }
    found: list[tuple[uuid.UUID, uuid.UUID]] = run(
        None, Statement(ABANDONED if turn.is_abandoned else WAITING, values), planner=BY_INDEX
    )
    return found
