"""Events sent through the API one by one and in batches: `make bench ingest`, with ARGS="--rounds 20" for more.

In a database of its own, as the restricted role, through every middleware of the product. Each round sends single events and a
batch of 100, in turn; an event names its client by number and its person by address, and has a key.
"""

import argparse
import json
import statistics
import sys
import time
from itertools import count

from tests.benchmarks.database import own_database

BATCH, LEAST = 100, 5
KIND = "custom.order_late"
NUMBERS = count()


def prepare(person, *, now) -> None:
    """Give the person's organization a kind, a client and somebody there."""
    from accounts.event_kinds import actions as kinds
    from accounts.events.models import CustomKind
    from accounts.tenancy.context import tenant_context
    from tests.factories.accounts import a_client, a_contact

    by = person.employee
    with tenant_context(person.organization.pk):
        fields = {"order": "text", "days": "number"}
        kinds.add_kind(
            kind=CustomKind(name=KIND, title="An order is late", fields=fields, created_at=now), by=by, now=now
        )
        client = a_client("Nordwerk", by=by, now=now, external_id="C-7")
        a_contact("Taras", at=client, by=by, now=now, email="taras@nordwerk.example")


def told() -> dict:
    number = next(NUMBERS)
    return {
        "kind": KIND,
        "key": f"A-{number}",
        "client": {"external_id": "C-7"},
        "contact": {"email": "taras@nordwerk.example"},
        "payload": {"order": f"A-{number}", "days": number % 30},
    }


def measure(token: str, *, rounds: int, singles: int) -> tuple[float, float]:
    """Return milliseconds of an event sent alone, and of one in a batch: medians of rounds that take turns."""
    from django.test import Client

    browser = Client(SERVER_NAME="localhost", headers={"Authorization": f"Bearer {token}"})

    def post(path, data):
        answer = browser.post(f"/api/v1/{path}", json.dumps(data), content_type="application/json")
        assert answer.status_code in {200, 201}, answer.content
        return answer.json()

    def alone() -> int:
        for _number in range(singles):
            post("events/", told())
        return singles

    def together() -> int:
        return post("events/batch/", [told() for _number in range(BATCH)])["created"]

    spent = {alone: [], together: []}
    alone(), together()  # the first ones pay for what is kept afterwards
    for _round in range(rounds):
        for act, times in spent.items():
            started = time.perf_counter()
            done = act()
            times.append(1000 * (time.perf_counter() - started) / done)
    return statistics.median(spent[alone]), statistics.median(spent[together])


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=10)
    options = parser.parse_args()

    with own_database():
        from accounts import clock
        from tests.cast import assemble
        from tests.happiness.api.conftest import System

        now = clock.real_now()
        cast = assemble(now=now)
        prepare(cast.alice, now=now)
        token = System(cast.alice, now=now).token
        single, batch = measure(token, rounds=options.rounds, singles=20)
    print("| of one event | ms |\n|---|---|")
    print(f"| sent alone | {single:.2f} |\n| in a batch of {BATCH} | {batch:.2f} |")
    print(f"\nratio {single / batch:.1f}, at least {LEAST}")
    return 0 if single / batch >= LEAST else 1


if __name__ == "__main__":
    sys.exit(main())
