"""The overview over HTTP, in a house of ever more answers: `make bench overview`, in full size with ARGS="--readings 5000000".

In a database of its own, as the restricted role: a thousand clients and half a year of kept days; mood readings are a hundredth
of `--readings`, a tenth, and all of them, and the monthly sums are counted from them as the worker does. Measured each time:
the questions of the page (without the sign-in and the door, which every page has), and the blocks they read, as the database
explains them. Of its own tables of clients the page reads the same blocks however much is said; they are told apart. Fails
beyond a bar.
"""

import argparse
import sys
import time
import uuid
from datetime import timedelta

from tests.benchmarks.database import own_database
from tests.benchmarks.moods import CHUNK, MORE, bare

QUESTIONS, BLOCKS, WIDER = 12, 200, 1.3
DAYS = """
INSERT INTO feedback_houseday (id, organization_id, day, at, clients, confided, mood_sum, sealed_sum, is_stale)
SELECT gen_random_uuid(), %(house)s, %(now)s::date - n, %(now)s, 900, 0, 60000, 60000, false FROM generate_series(1, 182) AS n
"""


def measure(*, readings, clients, now):
    """Fill the house step by step; print what its page costs and return what is beyond a bar."""
    from django.db import connection

    from accounts.tenancy.context import tenant_context
    from tests.accounts.clients import many as registry
    from tests.happiness.dashboard import many

    (house,) = registry.fill({"large": clients}, now=now)
    with tenant_context(house), connection.cursor() as cursor:
        cursor.execute(DAYS, {"house": str(house), "now": now})
    browser, written, sizes, wrong = many.reader(house, now=now), 0, [], []
    browser.get("/o/large/")
    for wanted in (readings // 100, readings // 10, readings):
        bare()
        written = _say(house, written=written, wanted=wanted, clients=clients, now=now)
        _sum_up(house, now=now)
        visit = many.visit(browser, house, "/o/large/", besides=many.DOOR)
        own = visit.blocks - visit.blocks_of({"accounts_clientfacts", "accounts_client"})
        print(
            f"{written:>9,} answers: {visit.queries} questions, {visit.blocks} blocks, {own} besides the list of clients"
        )
        wrong += [f"{visit.queries} questions"] if visit.queries > QUESTIONS else []
        sizes.append(own)
    return wrong + ([] if sizes[2] <= min(BLOCKS, WIDER * sizes[1]) else [f"{sizes[2]} blocks, {sizes[1]} before"])


def _say(house, *, written, wanted, clients, now):
    from django.db import connection

    from accounts.tenancy.context import tenant_context

    while written < wanted:
        each = max(min(wanted - written, CHUNK) // clients, 1)
        with tenant_context(house), connection.cursor() as cursor:
            cursor.execute(MORE, {"house": str(house), "now": now, "each": each})
        written += each * clients
    return written


def _sum_up(house, *, now):
    """Count the months, and give the table of readings back the index that a client's last words are found by."""
    from django.db import connection

    from accounts.tenancy.context import tenant_context
    from accounts.tenancy.owner import as_owner
    from feedback.rollups import actions as rollups
    from feedback.sentiment.models import MoodReading

    started = time.monotonic()
    with tenant_context(house):
        rollups.mark(moments=[now - timedelta(days=days) for days in range(0, 390, 15)], now=now)
        rollups.rebuild([uuid.uuid4()], now)
    connection.close()
    with as_owner(), connection.cursor() as cursor:
        index = next(one for one in MoodReading._meta.indexes if one.name == "mood_reading_client")
        with connection.schema_editor(atomic=False) as editor:
            editor.add_index(MoodReading, index)
        for table in ("feedback_moodreading", "feedback_monthlymood", "accounts_clientfacts", "feedback_houseday"):
            cursor.execute(f"VACUUM ANALYZE {table}")
    connection.close()
    print(f"          summed up and indexed in {time.monotonic() - started:.0f} s")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--readings", type=int, default=50_000)
    parser.add_argument("--clients", type=int, default=1000)
    asked = parser.parse_args()
    with own_database():
        from accounts import clock

        wrong = measure(readings=asked.readings, clients=asked.clients, now=clock.real_now())
    print("\n".join(wrong) or "within the bars")
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main()
