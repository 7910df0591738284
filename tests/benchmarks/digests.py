"""The digests of few organizations and of many: `make bench digests`, with ARGS="--organizations 1000".

In a database of its own, as the restricted role, through the timetable's entry and the ledger, every organization on the same
Monday morning. An organization's digest must cost the same whether a tenth of them or all of them are due.
"""

import argparse
import sys
import time
from datetime import datetime, timedelta
from typing import Any

from tests.benchmarks.database import own_database

CLIENTS, MOST = 5, 1.2
WEEK = timedelta(days=7)


class Spent:
    """Processor time of this process and of the database's process that serves it, in seconds."""

    def __init__(self) -> None:
        import psutil
        from django.db import connection

        connection.ensure_connection()
        self.database = psutil.Process(connection.connection.get_backend_pid())

    def now(self) -> float:
        times = self.database.cpu_times()
        return time.process_time() + times.user + times.system


def found(first: int, last: int, *, user: Any, now: datetime) -> None:
    """Found organizations of one reader and a few clients each, as far as a digest reads them."""
    from accounts.clients.models import Client, ClientFacts
    from accounts.organizations.models import Employee, Membership, Organization
    from accounts.organizations.roles import Role
    from accounts.tenancy.context import tenant_context
    from accounts.tenancy.uuid7 import uuid7

    for number in range(first, last):
        with tenant_context(uuid7()) as pk:
            Organization.objects.create(
                id=pk, name=f"No. {number}", slug=f"n-{number}", time_zone="UTC", created_at=now
            )
            reader = Employee.objects.create(
                name="Reader", email=f"r{number}@x.example", time_zone="UTC", created_at=now
            )
            Membership.objects.create(employee=reader, user=user, role=Role.OWNER, created_at=now)
            rows = [
                Client(name=f"C {one}", sort_name=f"c {one}", manager=reader, created_at=now) for one in range(CLIENTS)
            ]
            Client.objects.bulk_create(rows)
            ClientFacts.objects.bulk_create(
                ClientFacts(client=row, mood=30 + 10 * n, revenue=n) for n, row in enumerate(rows)
            )


def compose(moment: datetime) -> tuple[float, int]:
    """Let the timetable ask and the ledger work; return the processor time that it took, and how many jobs were done."""
    from accounts.jobs import actions as jobs
    from happiness.digest import actions

    spent = Spent()
    before = spent.now()
    actions.request_digests(now=moment)
    done = jobs.drain(queue=actions.QUEUE, now=lambda: moment + timedelta(seconds=1))
    seconds = spent.now() - before
    assert done == written(moment)
    return seconds, done


def written(moment: datetime) -> int:
    """Return how many issues were kept at this moment: a digest that failed costs little."""
    from accounts.mail.models import LetterIssue
    from accounts.tenancy.context import tenant_context
    from accounts.tenancy.registry import active_organization_ids

    kept = 0
    for organization_id in active_organization_ids():
        with tenant_context(organization_id):
            kept += LetterIssue.objects.filter(created_at__range=(moment, moment + timedelta(minutes=1))).count()
    return kept


def compare(organizations: int, *, user: Any, now: datetime) -> tuple[float, float]:
    """Return the processor seconds for a tenth of the organizations, and for all of them."""
    monday = now.replace(hour=8, minute=0) + timedelta(days=14 - now.weekday())
    few = organizations // 10
    found(0, few, user=user, now=now)
    compose(monday)  # the first one pays for what is kept afterwards
    twice = [compose(monday + week * WEEK) for week in (1, 2)]
    found(few, organizations, user=user, now=now)
    spent, done = compose(monday + 3 * WEEK)
    assert ({done for _spent, done in twice}, done) == ({few}, organizations)
    return sum(seconds for seconds, _done in twice) / 2, spent


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--organizations", type=int, default=1000)
    options = parser.parse_args()

    with own_database():
        from accounts import clock
        from tests.cast import sign_in_for

        now = clock.real_now()
        few, many = compare(options.organizations, user=sign_in_for("reader@x.example", now=now), now=now)
    print("| organizations | processor seconds | ms of each |\n|---|---|---|")
    for count, seconds in ((options.organizations // 10, few), (options.organizations, many)):
        print(f"| {count:,} | {seconds:.2f} | {1000 * seconds / count:.1f} |")
    print(f"\nratio of each {many / few / 10:.2f}, at most {MOST}")
    return 0 if many <= MOST * 10 * few else 1


if __name__ == "__main__":
    sys.exit(main())
