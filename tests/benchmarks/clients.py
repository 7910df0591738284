"""What a page of the list of clients reads, at 1,000 and at 10,000 clients.

    make bench clients      make bench clients ARGS="--clients 20000"

In a database of its own, with both organizations among two hundred others in the same tables, as the restricted role: the
blocks of two pages, their tags and the alarm's number, for every filter and every order of the page. Fails above 1.5.
"""

import argparse
import sys

from tests.benchmarks.database import own_database

MOST = 1.5


def main() -> int:
    """Fill a database, read the list in every way, and print what it costs."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--clients", type=int, default=10_000)
    parser.add_argument("--others", type=int, default=200, help="organizations of 250 clients beside")
    options = parser.parse_args()

    with own_database():
        ratio = compare(clients=options.clients, others=options.others)
    print(f"\nworst ratio {ratio:.2f}, at most {MOST}: {'good' if ratio <= MOST else 'TOO MUCH'}")
    return 0 if ratio <= MOST else 1


def compare(*, clients: int, others: int) -> float:
    from accounts import clock
    from tests.accounts.clients import many

    now = clock.real_now()
    sizes = {"small": clients // 10, "large": clients} | {f"other-{number}": 250 for number in range(others)}
    houses = many.fill(sizes, now=now)[:2]
    print(f"\n| blocks of two pages | {clients // 10:,} clients | {clients:,} clients | ratio |\n|---|---|---|---|")
    worst = 0.0
    wishes = [many.wishes(house) for house in houses]
    for name in wishes[0]:
        small, large = (
            many.cost(house, wanted[name], now=now)[0] for house, wanted in zip(houses, wishes, strict=True)
        )
        print(f"| {name} | {small:,} | {large:,} | {large / small:.2f} |")
        worst = max(worst, large / small)
    return worst


if __name__ == "__main__":
    sys.exit(main())
