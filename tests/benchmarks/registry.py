"""What the pages of the registry read: list, client, people, timeline, search, in every filter and order.

    make bench registry      make bench registry ARGS="--clients 20000 --events 2000000"

In a database of its own, as the restricted role: an organization of 10,000 clients, 50,000 people and 1,000,000 events, and
one of a tenth of each, among two hundred others in the same tables. For every page: its queries, the blocks they read, and what
their plans say. Fails when a page asks more in the large organization, reads a big table from end to end, or, but for what
`MORE_TO_FIND` explains, reads more than 1.5 times the blocks.
"""

import argparse
import importlib
import os
import sys
import time

import django

MOST = 1.5


def main() -> int:
    """Fill a database, open every page, and print what it costs."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--clients", type=int, default=10_000)
    parser.add_argument("--events", type=int, default=1_000_000)
    parser.add_argument("--others", type=int, default=200, help="organizations of 50 clients and 200 events beside")
    options = parser.parse_args()

    importlib.import_module("tests.servers")  # starts them, before Django reads its settings
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    django.setup()
    from django.db import connection
    from django.test.utils import setup_databases, setup_test_environment, teardown_databases

    from accounts.tenancy.owner import as_owner

    setup_test_environment()
    with as_owner():
        made = setup_databases(verbosity=0, interactive=False, aliases={"default"}, serialized_aliases=set())
    try:
        wrong = compare(clients=options.clients, events=options.events, others=options.others)
    finally:
        connection.close()
        with as_owner():
            teardown_databases(made, verbosity=0)
    print("\n" + ("\n".join(wrong) or "good"))
    return 1 if wrong else 0


def compare(*, clients: int, events: int, others: int) -> list[str]:
    from accounts import clock
    from tests.happiness.dashboard import many

    now, started = clock.real_now(), time.monotonic()
    sizes = {"small": (clients // 10, events // 10), "large": (clients, events)}
    houses = many.fill(sizes | {f"other-{number}": (50, 200) for number in range(others)}, now=now)
    print(f"filled in {time.monotonic() - started:.0f} s\n")
    print(
        f"| page | queries | blocks, {clients // 10:,} clients | blocks, {clients:,} clients | ratio |\n|---|---|---|---|---|"
    )
    wrong = []
    both = [(houses[slug], many.reader(houses[slug], now=now)) for slug in ("small", "large")]
    addresses = [many.pages(house) for house, _browser in both]
    for name in addresses[0]:
        small, large = (
            many.visit(browser, house, urls[name]) for (house, browser), urls in zip(both, addresses, strict=True)
        )
        ratio = large.blocks / small.blocks
        print(f"| {name} | {large.queries} | {small.blocks:,} | {large.blocks:,} | {ratio:.2f} |")
        wrong += [f"{name}: {said}" for said in many.faults(small, large, name=name, most=MOST)]
    return wrong


if __name__ == "__main__":
    sys.exit(main())
