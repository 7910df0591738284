"""A rule replayed on ten times the history: `make bench replay`, with ARGS="--events 100000" for a million in the larger run.

In a database of its own, as the restricted role. Both histories lie in the same two years of the same 200 clients with 1,000
people, so that only the number of events differs. Each is replayed in a process of its own, part by part, as the ledger of
work does it. What counts is the rate, and the ratio of the two peaks of memory.
"""

import argparse
import multiprocessing
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from datetime import timedelta
from pathlib import Path

from tests.benchmarks.database import own_database

BAR, TIMES, PART = 1.3, 10, 20_000
CLIENTS, PEOPLE, KIND = 200, 5, "custom.order_late"
FILL = """
INSERT INTO accounts_event
  (id, organization_id, kind, client_id, happened_at, recorded_at, origin, payload, dedupe_key)
SELECT gen_random_uuid(), %(house)s, %(kind)s, (%(clients)s::uuid[])[1 + floor(random() * %(most)s)],
  at, at, 'history', jsonb_build_object('days', floor(random() * 10)), gen_random_uuid()::text
FROM (SELECT %(since)s::timestamptz + number * (%(span)s::interval / %(count)s) AS at
      FROM generate_series(%(first)s, least(%(first)s + %(part)s, %(count)s) - 1) AS number) AS moments
"""


def prepare(person, *, now):
    """Give the organization clients with people, a kind and a rule; return the rule's id and the clients'."""
    from accounts.events.models import CustomKind
    from accounts.tenancy.context import tenant_context
    from feedback.triggers import actions
    from tests.factories.accounts import a_client, a_contact
    from tests.factories.feedback import a_version

    by, before = person.employee, now - timedelta(days=731)
    with tenant_context(person.organization.pk):
        CustomKind.objects.create(name=KIND, title="Order late", fields={"days": "number"}, created_at=before)
        survey = a_version("Delivery", by=by, now=before).survey
        clients = []
        for number in range(CLIENTS):
            client = a_client(f"Client {number}", by=by, now=before, manager=by)
            clients.append(client.pk)
            for one in range(PEOPLE):
                role = ("technical", "economic", "end_user")[one % 3]
                a_contact(
                    f"Person {number}-{one}",
                    at=client,
                    by=by,
                    now=before,
                    email=f"p{number}-{one}@x.example",
                    roles=[role],
                )
        content = {
            "when": {"kind": KIND},
            "where": {"fact": "event.days", "op": ">=", "value": 3},
            "whom": {"roles": ["technical", "end_user"]},
            "what": {"survey": str(survey.pk)},
        }
        rule = actions.create_rule(name="Late orders", owner=by, content=content, by=by, now=before)
    return rule.pk, clients


def replay(database, organization_id, rule_id, employee_id, now):
    """Replay the rule in this process; return seconds, peak in MB and what was found."""
    import django

    django.setup()
    from django.db import connection

    connection.settings_dict["NAME"] = database
    from accounts import clock
    from accounts.jobs import actions as jobs
    from accounts.organizations.models import Employee
    from accounts.tenancy.context import tenant_context
    from feedback.triggers import actions
    from feedback.triggers.models import Backtest, TriggerRule

    with tenant_context(organization_id):
        rule, by = TriggerRule.objects.get(pk=rule_id), Employee.objects.get(pk=employee_id)
        test = actions.begin_replay(rule=rule, since=now - timedelta(days=730), until=now, by=by, now=now)
    started = time.monotonic()
    while jobs.drain(queue=actions.BACKTESTS, now=clock.real_now):
        pass
    spent = time.monotonic() - started
    with tenant_context(organization_id):
        found = Backtest.objects.get(pk=test.pk)
    connection.close()
    assert found.state == "done", found.state
    # Not ru_maxrss: that of a process which was spawned begins with its parent's.
    status = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text().splitlines())
    peak = int(status["VmHWM"].split()[0]) / 1024
    return spent, peak, found.total, found.result["reasons"].get("sent", 0), found.result["wanted"]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--events", type=int, default=20_000, help="of the smaller history")
    options = parser.parse_args()
    peaks = []
    with own_database():
        from django.db import connection

        from accounts import clock
        from accounts.tenancy.context import tenant_context
        from tests.cast import found

        now = clock.real_now()
        alice = found("north", "Alice Ahlberg", now=now - timedelta(days=731))
        house = alice.organization.pk
        rule_id, clients = prepare(alice, now=now)
        have = 0
        for count in (options.events, TIMES * options.events):
            values = {
                "house": house,
                "kind": KIND,
                "clients": [str(one) for one in clients],
                "most": CLIENTS,
                "since": now - timedelta(days=730),
                "span": "729 days",
                "count": count - have,
            }
            for first in range(0, values["count"], PART):  # no statement may take long
                with tenant_context(house), connection.cursor() as cursor:
                    cursor.execute(FILL, values | {"first": first, "part": PART})
            have = count
            connection.close()
            given = (str(connection.settings_dict["NAME"]), house, rule_id, alice.employee.pk, now)
            with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
                spent, peak, total, sent, wanted = pool.submit(replay, *given).result()
            peaks.append(peak)
            print(
                f"{total:9,} events: {spent:6.1f} s, {total / spent:7,.0f}/s, peak {peak:4.0f} MB, "
                f"{wanted:,} wanted, {sent:,} would have left"
            )
        ratio = peaks[1] / peaks[0]
        print(f"peak at ten times the events {ratio:.2f} times (bar {BAR})")
    return 0 if ratio <= BAR else 1


if __name__ == "__main__":
    sys.exit(main())
