"""Events published and dispatched, few and many: `make bench events`, with ARGS="--events 100000" for more.

In a database of its own, as the restricted role, in turn for two organizations. An event must cost the same queries and the
same time whether a tenth of them or all of them wait: a backlog may not slow down what is done about it.
"""

import argparse
import statistics
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from tests.benchmarks.database import own_database

BATCH, MOST = 100, 1.5


@dataclass(frozen=True, slots=True)
class Cost:
    """Of one event: queries, and milliseconds."""

    publish_queries: float
    dispatch_queries: float
    publish_ms: float
    dispatch_ms: float


class Counter:
    def __init__(self) -> None:
        self.queries = 0

    def __call__(self, execute, sql, params, many, context):
        self.queries += 1
        return execute(sql, params, many, context)


def measure(events: int, organizations: Sequence[UUID]) -> Cost:
    """Publish so many events in batches, a batch of each organization in turn; then dispatch all of them."""
    from django.db import connection

    from accounts import clock
    from accounts.events.actions import QUEUE
    from accounts.jobs import actions as jobs

    spent = []
    for act in (lambda: publish(events, organizations), lambda: jobs.drain(queue=QUEUE, now=clock.real_now)):
        counter, started = Counter(), time.perf_counter()
        with connection.execute_wrapper(counter):
            done = act()
        assert done == events
        spent.append((counter.queries / events, 1000 * (time.perf_counter() - started) / events))
    (publish_queries, publish_ms), (dispatch_queries, dispatch_ms) = spent
    return Cost(publish_queries, dispatch_queries, publish_ms, dispatch_ms)


def publish(events: int, organizations: Sequence[UUID]) -> int:
    from accounts import clock
    from accounts.events.actions import Fact, publish_many
    from accounts.events.kinds import MAIL_REPLIED
    from accounts.tenancy.context import tenant_context

    for batch in range(events // BATCH):
        now = clock.real_now()
        facts = [Fact(kind=MAIL_REPLIED, happened_at=now, payload={"text": f"No. {one}"}) for one in range(BATCH)]
        with tenant_context(organizations[batch % len(organizations)]):
            publish_many(facts, now=now)
    return events


def compare(events: int, organizations: Sequence[UUID], rounds: int) -> tuple[Cost, Cost]:
    """Return the median cost of a tenth of the events and of all of them, measured in turn."""
    measure(events // 10, organizations)  # the first one pays for what is kept afterwards
    pairs = [(measure(events // 10, organizations), measure(events, organizations)) for _ in range(rounds)]
    few, many = (
        Cost(*(statistics.median(getattr(cost, name) for cost in costs) for name in Cost.__slots__))
        for costs in zip(*pairs, strict=True)
    )
    return few, many


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--events", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()

    with own_database():
        from accounts import clock
        from tests.cast import assemble

        cast = assemble(now=clock.real_now())
        few, many = compare(options.events, [cast.north.pk, cast.south.pk], options.rounds)
    ratio = (many.publish_ms + many.dispatch_ms) / (few.publish_ms + few.dispatch_ms)
    print("| of one event | queries, published | dispatched | ms, published | dispatched |\n|---|---|---|---|---|")
    for count, cost in ((options.events // 10, few), (options.events, many)):
        figures = (cost.publish_queries, cost.dispatch_queries, cost.publish_ms, cost.dispatch_ms)
        print(f"| of {count:,} | " + " | ".join(f"{figure:.2f}" for figure in figures) + " |")
    print(f"\nratio of time {ratio:.2f}, at most {MOST}")
    return 0 if ratio <= MOST else 1


if __name__ == "__main__":
    sys.exit(main())
