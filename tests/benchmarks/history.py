"""Contracts, talks, outcomes and answers of the past in batches, against one by one: `make bench history`.

In a database of its own, as the restricted role, all in turn. Both ways go through the importer of the pages, with audit
entries, events and the clients' facts: 250 rows in a transaction, as an import does it, or each row in one of its own.
What counts is the ratio of the two rates of the same run.
"""

import argparse
import statistics
import sys
import time
from datetime import timedelta

from tests.benchmarks.database import own_database

BAR, CLIENTS = 5.0, 50


def texts(what: str, number: int, day: str) -> dict[str, str]:
    """Return the cells of one row, each new to the organization."""
    of = {"client.name": f"Client {number % CLIENTS}"}
    return {
        "contracts": of
        | {"contract.title": f"Support {number}", "contract.number": f"N-{number}", "contract.amount": "24000"}
        | {"contract.currency": "EUR", "contract.starts_on": day},
        "talks": of
        | {"talk.happened_at": f"{day} 10:30", "talk.channel": "Call", "talk.mood": "60"}
        | {"talk.notes": f"The plan, part {number}.", "talk.number": f"T-{number}"},
        "outcomes": of | {"outcome.kind": "Renewed", "outcome.day": day, "outcome.reason": "Price"},
        "answers": of
        | {"person.name": f"Person {number % CLIENTS}", "person.emails": f"p{number % CLIENTS}@client.example"}
        | {
            "answer.given_at": f"{day} 11:{number % 60:02}",
            "answer.nps": str(number % 11),
            "answer.survey": "Before",
        }
        | {"answer.number": f"A-{number}"},
    }[what]


def import_rows(what: str, rows: range, size: int, *, person, now) -> float:
    """Import these rows, so many in a transaction; return how many a second."""
    from accounts.exchange.registry import Setting, Source, importer_of
    from accounts.tenancy.context import tenant_context

    importer, setting = importer_of(what), Setting(by=person.employee, now=now)
    sources = [
        Source(number, texts(what, number, (now.date() - timedelta(days=1 + number // CLIENTS)).isoformat()))
        for number in rows
    ]
    started = time.perf_counter()
    for first in range(0, len(sources), size):
        with tenant_context(person.organization.pk):
            plans = importer.run(sources[first : first + size], setting)
        assert not [fault for plan in plans for fault in plan.faults], plans[0].faults
    return len(sources) / (time.perf_counter() - started)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=500, help="of a round, in batches")
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    few, worst = options.rows // 10, []
    with own_database():
        from accounts import clock
        from accounts.exchange.actions.running import BATCH
        from accounts.tenancy.context import tenant_context
        from tests.cast import found
        from tests.factories.accounts import a_client

        now = clock.real_now()
        person = found("north", "Alice Ahlberg", now=now - timedelta(days=5000))
        with tenant_context(person.organization.pk):
            for number in range(CLIENTS):
                a_client(f"Client {number}", by=person.employee, now=now - timedelta(days=5000))
        for what in ("contracts", "talks", "outcomes", "answers"):
            single, sets, start = [], [], 0
            for _round in range(options.rounds + 1):  # the first one pays for what is kept afterwards
                for rates, count, size in ((single, few, 1), (sets, options.rows, BATCH)):
                    rates.append(import_rows(what, range(start, start + count), size, person=person, now=now))
                    start += count
            ratio = statistics.median(many / one for one, many in zip(single[1:], sets[1:], strict=True))
            worst.append(ratio)
            print(
                f"{what:12} one by one {statistics.median(single[1:]):6,.0f}/s   "
                f"in batches {statistics.median(sets[1:]):6,.0f}/s   ratio {ratio:.1f}, at least {BAR}",
                flush=True,
            )
    return 0 if min(worst) >= BAR else 1


if __name__ == "__main__":
    sys.exit(main())
