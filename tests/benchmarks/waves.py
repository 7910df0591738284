"""Asking many at once at 1,000 and at 10,000 people: `make bench waves`, with ARGS="--people 20000" for more.

In a database of its own, as the restricted role: a wave is prepared, looked at, launched, looked at and stopped, as the ledger
of work and the pages do it. Every third person is due at a moment of their own. What counts is that no step and no page asks
more of the database in the larger wave, and what a step and a page take there against the smaller one.
"""

import argparse
import statistics
import sys
import time

from tests.benchmarks.database import own_database

EACH, TIMES = 10, 10


def watched(act):
    """Return what the act costs: statements, and milliseconds."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    started = time.perf_counter()
    with CaptureQueriesContext(connection) as asked:
        act()
    return len(asked), 1000 * (time.perf_counter() - started)


def steps(wave):
    """Do every step of the wave that is due, each as the ledger does it; return what each has cost."""
    from accounts import clock
    from accounts.jobs.models import Job
    from accounts.tenancy.context import tenant_context
    from feedback.invitations import actions

    spent = []
    while Job.objects.filter(queue=actions.WAVES, subject_id=wave.pk).exists():
        Job.objects.filter(queue=actions.WAVES, subject_id=wave.pk).delete()  # it comes back where there is more to do

        def step():
            with tenant_context(wave.organization_id):
                actions.work_on_waves([wave.pk], clock.real_now())

        spent.append(watched(step))
    return spent


def run(person, people):
    """Take a wave to so many people through its life; return what each part has cost."""
    from django.test import Client

    from accounts import clock
    from accounts.clients.models import ClientFacts
    from accounts.tenancy.context import tenant_context
    from feedback.invitations import actions
    from feedback.surveys.models import Purpose, Survey
    from tests.factories.crowd import a_crowd
    from tests.factories.feedback import a_version

    by, now, browser = person.employee, clock.real_now(), Client()
    browser.force_login(person.user)
    with tenant_context(person.organization.pk):
        version = a_version("Delivery", by=by, now=now)
        Survey.objects.update(purpose=Purpose.EVENT)
        ids = [one.pk for one in a_crowd(people // EACH, each=EACH, by=by, now=now, version=version)]
        roles = ["technical", "economic", "end_user"]
        wave = actions.prepare_wave(
            survey=version.survey,
            clients=ClientFacts.objects.filter(client__in=ids),
            roles=roles,
            per_role=None,
            wanted_at=None,
            by=by,
            now=now,
        )

    def page(path=""):
        def opened():
            assert browser.get(person.url(f"surveys/{path}")).status_code == 200

        return min((watched(opened) for _time in range(3)), key=lambda cost: cost[1])

    def settled(act):
        with tenant_context(person.organization.pk):
            act(wave=wave, by=by, now=now)

    address, found = f"waves/{wave.pk}/", {"choosing": [page("waves/new/")]}
    found["progress"] = [page(address)]
    found["a step of preparing"] = steps(wave)
    found["preview"] = [page(address)]
    settled(actions.launch_wave)
    found["a step of launching"] = steps(wave)
    found["what became of it"] = [page(address)]
    settled(actions.stop_wave)
    found["a step of stopping"] = steps(wave)
    found["list of waves"] = [page("waves/")]
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--people", type=int, default=10_000, help="of the larger wave")
    options = parser.parse_args()
    with own_database():
        from django.test.utils import setup_test_environment

        from accounts import clock
        from accounts.organizations.models import Organization
        from accounts.tenancy.context import tenant_context
        from tests.cast import found

        setup_test_environment()
        costs = []
        for slug, people in (("small", options.people // TIMES), ("large", options.people)):
            person = found(slug, "Alice Ahlberg", now=clock.real_now())
            with tenant_context(person.organization.pk):
                Organization.objects.update(blast_limit=10 * options.people)
            costs.append(run(person, people))
    print("| | statements | the most in the larger wave | ms (median) | in the larger wave |\n|---|---|---|---|---|")
    grown = []
    for name, few in costs[0].items():
        many = costs[1][name]
        most = [max(statements for statements, _ms in one) for one in (few, many)]
        took = [statistics.median(ms for _statements, ms in one) for one in (few, many)]
        print(f"| {name} | {most[0]} | {most[1]} | {took[0]:.0f} | {took[1]:.0f} |")
        grown += [name] if most[1] > most[0] else []
    print(f"\nmore statements in the larger wave: {', '.join(grown) or 'nowhere'}")
    return 1 if grown else 0


if __name__ == "__main__":
    sys.exit(main())
