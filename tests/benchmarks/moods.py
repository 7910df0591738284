"""The happiness index of a whole year, counted as live: `make bench moods`, in full size with ARGS="--clients 1000
--readings 5000000".

In a database of its own, as the restricted role. Every month each client's people answer; some answers come late, some are
amended, confided, removed or erased; then all clients are counted at the end of the month, as the worker does. Measured: that
every kept day, counted again from its readings as they were known then, is the same number with the same reasons; the rate of
counting all clients against one after the other; the statements for a hundred clients of whom something new is known; and the
blocks that the sums of an overview read in a house of a tenth of `--readings`, and of all of them, among a thousand houses.
Fails beyond a bar.
"""

import argparse
import random
import sys
import time
import uuid
from datetime import timedelta

from tests.benchmarks.database import own_database

FASTER, WIDER, BLOCKS, STATEMENTS = 3, 1.3, 200, 50
ROLES = ("economic", "technical", "end_user")
MORE = """
INSERT INTO feedback_moodreading (id, organization_id, client_id, role, stage, source, note, value, weight, half_life_days,
  confidential, happened_at, known_at, root, number, origin, reasons)
SELECT gen_random_uuid(), %(house)s, client_id, (ARRAY['economic', 'technical', 'end_user'])[1 + floor(random() * 3)::int],
  (ARRAY['preboarding', 'onboarding', 'long_term', 'reboarding'])[1 + floor(random() * 4)::int], 'mark', '',
  floor(random() * 101), 1, 90, false, at, at, gen_random_uuid()::text, 1, 'import', '{}'
FROM (SELECT client_id, %(now)s::timestamptz - random() * interval '360 days' AS at
      FROM accounts_clientfacts CROSS JOIN generate_series(1, %(each)s)
      WHERE organization_id = %(house)s) AS one
"""
CHUNK = 100_000  # rows of one statement
KEYS = "SELECT conname FROM pg_constraint WHERE conrelid = 'feedback_moodreading'::regclass AND contype = 'f'"
INDEXES = """
SELECT relname FROM pg_index JOIN pg_class ON oid = indexrelid
WHERE indrelid = 'feedback_moodreading'::regclass AND NOT indisunique
"""
OTHERS = {
    "accounts_organization": """
INSERT INTO accounts_organization
SELECT (jsonb_populate_record(one, jsonb_build_object('id', gen_random_uuid(), 'slug', 'house-' || number))).*
FROM accounts_organization AS one CROSS JOIN generate_series(1, 999) AS number WHERE one.id = %(house)s
""",
    "feedback_monthlymood": """
INSERT INTO feedback_monthlymood
SELECT (jsonb_populate_record(cell, jsonb_build_object('id', gen_random_uuid(), 'organization_id', other.id))).*
FROM feedback_monthlymood AS cell CROSS JOIN accounts_organization AS other
WHERE cell.organization_id = %(house)s AND other.slug LIKE 'house-%%'
""",
}


def live_through(clients, version, *, now, chance):
    """Let a year pass, month by month; return how often each thing happened."""
    from feedback import pipeline
    from feedback.responses import actions as responses
    from feedback.responses.models import Response
    from tests.factories.feedback import a_response

    told, counts = [], {"said": 0, "late": 0, "amended": 0, "confided": 0, "removed": 0}
    for month in range(12):
        at = now - timedelta(days=30 * (11 - month) + 1)
        for client in clients:
            for role in chance.sample(ROLES, 2):
                late = chance.random() < 0.1
                said = at - timedelta(days=chance.randint(31, 60) if late else chance.randint(1, 29))
                row = a_response(
                    {"recommend": chance.randint(0, 10)},
                    version=version,
                    now=at,
                    client=client,
                    role=role,
                    happened_at=said,
                )
                told.append(row)
                counts["said"] += 1
                counts["late"] += late
        for row in chance.sample(told, len(told) // 20):
            fate = chance.choice(("amended", "confided", "removed"))
            counts[fate] += 1
            if fate == "removed":
                Response.objects.filter(pk=row.pk).update(removed_at=at)
                continue
            responses.amend(
                response_id=row.pk,
                answers={"recommend": chance.randint(0, 10)},
                confidentiality="leadership" if fate == "confided" else "named",
                language="en",
                now=at,
            )
        for start in range(0, len(clients), pipeline.BATCH):
            pipeline.process(client_ids=[one.pk for one in clients[start : start + pipeline.BATCH]], now=at)
    return counts


def recounted(ids):
    """Return how many days are kept, and which are other numbers when they are counted again."""
    from feedback.happiness_index import queries
    from feedback.happiness_index.models import IndexSnapshot

    inputs, wrong, number = queries.inputs_of(ids), [], 0
    for row in IndexSnapshot.objects.iterator():
        again, number = queries.replay(row, inputs), number + 1
        points = [[str(one.reading_id), int(one.points * 10)] for one in again.contributions]
        if (again.value, again.low, again.high, points) != (row.value, row.low, row.high, row.contributions):
            wrong.append(f"{row.client_id} on {row.day}: {row.value} kept, {again.value} counted again")
    return number, wrong


def blocks_of(read):
    """Return the blocks that the queries of the function read, by their plans."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as asked:
        read()
    total = 0
    with connection.cursor() as cursor:
        for one in [query["sql"] for query in asked if query["sql"].startswith("SELECT")]:
            cursor.execute("EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) " + one)
            plan = cursor.fetchone()[0][0]["Plan"]
            total += plan["Shared Hit Blocks"] + plan["Shared Read Blocks"]
    return total


def overview(now):
    from feedback.happiness_index import queries as index
    from feedback.rollups import queries as rollups

    rollups.monthly(since=(now - timedelta(days=365)).date(), until=now.date(), fewest=5)
    index.of_house()


def measure(person, *, clients, readings, now):  # one run, told from beginning to end
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from accounts.tenancy.context import tenant_context
    from feedback import pipeline
    from feedback.happiness_index import actions
    from tests.factories.accounts import a_client
    from tests.factories.feedback import a_response, a_version

    wrong, by, chance = [], person.employee, random.Random(7)
    before = now - timedelta(days=400)
    with tenant_context(person.organization.pk):
        version = a_version(by=by, now=before)
        rows = [a_client(f"Client {number}", by=by, now=before) for number in range(clients)]
        ids = [row.pk for row in rows]
        started = time.monotonic()
        counts = live_through(rows, version, now=now, chance=chance)
        print(f"{clients:,} clients, a year in {time.monotonic() - started:.0f} s: {counts}")
        days, other = recounted(ids)
        print(f"{days:,} kept days counted again: {len(other)} differ")
        wrong += other[:5]

        started = time.process_time()
        for start in range(0, clients, pipeline.BATCH):
            actions.recalculate(client_ids=ids[start : start + pipeline.BATCH], now=now)
        together = (time.process_time() - started) / clients
        some = ids[: min(clients, 200)]
        begun = time.monotonic(), time.process_time()
        for one in some:
            actions.recalculate(client_ids=[one], now=now)
        alone, wall = (time.process_time() - begun[1]) / len(some), (time.monotonic() - begun[0]) / len(some)
        one_by_one = f"{alone * 1000:.2f} (wall {wall * 1000:.1f})"
        print(f"counted: together {together * 1000:.2f} ms of Python a client, one by one {one_by_one}")
        wrong += [] if alone >= FASTER * together else [f"only {alone / together:.1f} times faster than one by one"]

        for client in rows[:100]:
            a_response({"recommend": 1}, version=version, now=now, client=client, role="economic")
        with CaptureQueriesContext(connection) as asked:
            pipeline.process(client_ids=ids[:100], now=now)
        print(f"100 clients of whom something new is known: {len(asked)} statements")
        wrong += [f"{len(asked)} statements for 100 clients"] if len(asked) > STATEMENTS else []
    return wrong + widths(person, readings=readings, now=now)


def widths(person, *, readings, now):
    """Return what an overview reads beyond its bar, in the house and in one of ten times the readings, among a thousand."""
    from django.db import connection

    from accounts.clients.models import ClientFacts
    from accounts.tenancy.context import tenant_context
    from accounts.tenancy.owner import as_owner
    from feedback.rollups import actions as rollups
    from feedback.rollups.models import MonthlyMood

    house, sizes, written = person.organization.pk, [], 0
    with tenant_context(house):
        clients = ClientFacts.objects.count()
    bare()
    for wanted in (readings // 10, readings):
        while written < wanted:
            each = max(min(wanted - written, CHUNK) // clients, 1)
            with tenant_context(house), connection.cursor() as cursor:
                cursor.execute(MORE, {"house": str(house), "now": now, "each": each})
            written += each * clients
        started = time.monotonic()
        with tenant_context(house):
            rollups.mark(moments=[now - timedelta(days=days) for days in range(0, 390, 15)], now=now)
            rollups.rebuild([uuid.uuid4()], now)
            rows = MonthlyMood.objects.count()
        print(f"{written:,} readings: 13 months summed up in {time.monotonic() - started:.1f} s, {rows} cells")
        connection.close()
        if not sizes:
            accompany(house)
        with (
            as_owner(),
            connection.cursor() as cursor,
        ):  # a year in one transaction leaves rows that autovacuum would take
            cursor.execute("VACUUM FULL ANALYZE accounts_clientfacts")
            cursor.execute("VACUUM FULL ANALYZE feedback_monthlymood")
        connection.close()
        with tenant_context(house):
            sizes.append(blocks_of(lambda: overview(now)))
    print(f"blocks of an overview: {sizes[0]:,} with {readings // 10:,} readings, {sizes[1]:,} with {readings:,}")
    return [] if sizes[1] <= min(BLOCKS, WIDER * sizes[0]) else [f"{sizes[1]} blocks"]


def bare():
    """Let millions of readings be written in minutes: without the indexes and keys that the sums of an overview never read."""
    from django.db import connection

    from accounts.tenancy.owner import as_owner

    with as_owner(), connection.cursor() as cursor:
        for query, statement in (
            (KEYS, "ALTER TABLE feedback_moodreading DROP CONSTRAINT {}"),
            (INDEXES, "DROP INDEX {}"),
        ):
            cursor.execute(query)
            for (name,) in cursor.fetchall():
                cursor.execute(statement.format(connection.ops.quote_name(name)))
    connection.close()


def accompany(house):
    """Let a thousand other houses have the same monthly sums."""
    from django.db import connection

    from accounts.tenancy.owner import as_owner

    with as_owner(), connection.cursor() as cursor:
        for (
            table,
            statement,
        ) in OTHERS.items():  # the owner writes for all of them, in this database of the benchmark's own
            cursor.execute(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY")
            cursor.execute(statement, {"house": str(house)})
            cursor.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
    connection.close()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--clients", type=int, default=200)
    parser.add_argument("--readings", type=int, default=48_000)
    options = parser.parse_args()
    with own_database():
        from accounts import clock
        from tests.cast import found

        now = clock.real_now()
        alice = found("north", "Alice Ahlberg", now=now - timedelta(days=731))
        wrong = measure(alice, clients=options.clients, readings=options.readings, now=now)
    print("\n".join(wrong) or "good")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
