"""Whose turn it is, and a batch of theirs: the same few blocks however much waits, also before anybody ran ANALYZE."""

import json
import uuid
from datetime import timedelta

import pytest
from django.db import connection, transaction

from accounts.jobs import claims
from accounts.jobs.claims import Turn
from accounts.jobs.models import Job

FILL = """
INSERT INTO accounts_job (id, organization_id, queue, subject_id, priority, run_at, attempts, last_error)
SELECT gen_random_uuid(), %s, 'letters', gen_random_uuid(), %s, %s::timestamptz + number * interval '1 ms', 0, ''
FROM generate_series(1, %s) AS number
"""
FEW, MANY = 100, 20_000


@pytest.fixture
def fill(now):
    """Let so many jobs of an organization wait, since an hour or for an hour."""

    def filled(organization, count, *, priority=100, hours=-1):
        with connection.cursor() as cursor:
            cursor.execute(FILL, [organization.pk, priority, now + timedelta(hours=hours), count])

    return filled


def blocks(sql: str, values: dict[str, object]) -> tuple[int, list[str]]:
    """Return how many blocks a statement reads, and the steps of its plan; what it changes is taken back.

    Without that, what was claimed here would lie dead in the way of the next measurement: no transaction may clear it away.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"{claims.BY_INDEX}; EXPLAIN (ANALYZE, BUFFERS, TIMING OFF, FORMAT JSON) {sql}", values)
        ((answer,),) = cursor.fetchall()
        transaction.set_rollback(True)
    plan = (json.loads(answer) if isinstance(answer, str) else answer)[0]["Plan"]

    def kinds(step):
        return [step["Node Type"], *(kind for part in step.get("Plans", []) for kind in kinds(part))]

    return plan["Shared Hit Blocks"] + plan["Shared Read Blocks"], kinds(plan)


def measured(cast, now) -> tuple[dict[str, int], set[str]]:
    """Return the blocks that finding the turns and claiming a batch read, and the steps of both plans."""
    found, steps = {}, set[str]()
    turn = Turn(cast.north.pk, 100, is_abandoned=False)
    values = {"queue": "letters", "organization": turn.organization_id, "priority": 100, "now": now, "batch": 20}
    for name, sql in (("turns", claims.TURNS), ("claim", claims.WAITING)):
        found[name], kinds = blocks(sql, values | {"until": now + claims.LEASE})
        steps |= set(kinds)
    return found, steps


@pytest.mark.parametrize("is_known_as_empty", [False, True])
def test_cost_does_not_grow_with_what_waits(cast, now, fill, is_known_as_empty):
    if is_known_as_empty:  # as the ledger is for the planner after a quiet night
        fill(cast.north, 10 * FEW)
        Job.objects.all().delete()
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE accounts_job")
    for organization in (cast.north, cast.south):
        fill(organization, FEW)
    few, _steps = measured(cast, now)
    for organization in (cast.north, cast.south):
        fill(organization, MANY)
        fill(organization, MANY, priority=10, hours=1)  # more urgent, and not yet due

    many, steps = measured(cast, now)

    assert "Seq Scan" not in steps
    assert all(many[name] <= 2 * few[name] + 20 for name in few), (few, many)


def test_turns_are_told_in_the_order_of_urgency(cast, now, fill):
    fill(cast.south, 2)
    fill(cast.north, 2, priority=10)
    fill(cast.north, 2)
    fill(cast.north, 1, priority=5, hours=1)
    last = Job.objects.filter(priority=100, organization_id=cast.north.pk).latest("run_at")
    Job.objects.filter(pk=last.pk).update(leased_until=now - timedelta(seconds=1))

    due = claims.turns(queue="letters", now=now)

    north, south = cast.north.pk, cast.south.pk
    assert due[:2] == [Turn(north, 10, is_abandoned=False), Turn(north, 100, is_abandoned=True)]
    assert set(due[2:]) == {Turn(north, 100, is_abandoned=False), Turn(south, 100, is_abandoned=False)}
    assert claims.turns(queue="another", now=now) == []


def test_batch_is_of_one_priority_and_what_a_process_died_with_comes_alone(cast, now, fill):
    fill(cast.north, 30)
    fill(cast.north, 3, priority=60)
    taken = {
        turn: len(claims.claim(queue="letters", turn=turn, now=now)) for turn in claims.turns(queue="letters", now=now)
    }
    later = now + claims.LEASE + timedelta(seconds=1)
    abandoned = claims.claim(queue="letters", turn=Turn(cast.north.pk, 100, is_abandoned=True), now=later)

    assert list(taken.items()) == [
        (Turn(cast.north.pk, 60, is_abandoned=False), 3),
        (Turn(cast.north.pk, 100, is_abandoned=False), 20),
    ]
    assert len(abandoned) == 1


def turns_of(count, *, priority=100):
    return [Turn(uuid.UUID(int=number), priority, is_abandoned=False) for number in range(count)]


def test_turns_are_asked_for_once_for_a_hundredth_of_those_who_wait():
    served = set()
    few, many = turns_of(99), turns_of(1000)

    assert claims.next_turns(few, served) == few[:1]
    assert claims.next_turns(many, served) == many[:11]
    served |= {one.organization_id for one in many[:11]}
    assert claims.next_turns(many, served) == many[11:22]
    assert claims.next_turns(few, {one.organization_id for one in few}) == few[:1]  # a new round
    urgent = turns_of(1, priority=10)
    assert claims.next_turns([*urgent, *many], served) == urgent
