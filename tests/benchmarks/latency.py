"""From an event to the letter in the mail server, behind 10,000 letters of another organization: `make bench latency`.

One process does all the work, as `manage.py drain --loop` does; a rule that is on waits for the event. Rounds with nothing in
front and with the other letters in front take turns; what counts is the ratio of the two 95th percentiles.
"""

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path

import django

from happiness.local import servers
from tests.benchmarks.dispatch import LETTER, Sink, context

BAR = 2.0
KIND = "custom.order_late"


def prepare(number):
    """Give an organization a rule and so many clients with a person each; return it and the clients' ids."""
    from accounts import clock
    from accounts.events.models import CustomKind
    from accounts.tenancy.context import tenant_context
    from feedback.invitations.models import CalmRule
    from feedback.triggers import actions
    from tests.cast import found
    from tests.factories.accounts import a_client, a_contact
    from tests.factories.feedback import a_version

    now = clock.real_now()
    person = found("north", "Alice Ahlberg", now=now)
    by = person.employee
    always = {
        f"{kind}_{name}": value
        for kind in ("relation", "event")
        for name, value in (("days", "1234567"), ("since", "00:00"), ("until", "00:00"))
    }
    with tenant_context(person.organization.pk):
        CalmRule.objects.create(**always)
        CustomKind.objects.create(name=KIND, title="Order late", fields={"days": "number"}, created_at=now)
        survey = a_version("Delivery", by=by, now=now).survey
        clients = [a_client(f"Client {one}", by=by, now=now, manager=by) for one in range(number)]
        for one, client in enumerate(clients):
            a_contact(f"P {one}", at=client, by=by, now=now, email=f"p{one}@north.example", roles=["technical"])
        content = {"when": {"kind": KIND}, "whom": {"roles": ["technical"]}, "what": {"survey": str(survey.pk)}}
        rule = actions.create_rule(name="Late orders", owner=by, content=content, by=by, now=now)
        actions.switch_on(rule=rule, by=by, now=now)
    return person.organization.pk, [client.pk for client in clients]


def line_up(organization_id, count):
    """Let so many letters of the other organization wait, since an hour."""
    from accounts import clock
    from accounts.jobs.models import Job
    from accounts.mail import actions as mail
    from accounts.mail.letters import Priority
    from accounts.tenancy.context import tenant_context

    now = clock.real_now()
    with tenant_context(organization_id):
        for number in range(count):
            mail.send(LETTER, to=f"reader{number}@south.example", language="uk", context=context(number), now=now)
        Job.objects.filter(queue="mail").update(run_at=now - timedelta(hours=1), priority=Priority.BULK)


def empty(organization_id):
    """Take away what still waits of the other organization."""
    from accounts.jobs.models import Job
    from accounts.mail.models import OutgoingEmail
    from accounts.tenancy.context import tenant_context

    with tenant_context(organization_id):
        Job.objects.filter(queue="mail").delete()
        OutgoingEmail.objects.filter(state="pending").delete()


def tell(organization_id, client_ids):
    """Publish an event for each of these clients, one after the other, and return seconds until each letter has left."""
    from accounts import clock
    from accounts.events import actions as events
    from accounts.events.actions import Fact
    from accounts.mail.models import OutgoingEmail
    from accounts.tenancy.context import tenant_context

    spent = []
    for client_id in client_ids:
        started, now = time.monotonic(), clock.real_now()
        with tenant_context(organization_id):
            before = OutgoingEmail.objects.filter(state="sent").count()
            events.publish(Fact(kind=KIND, client_id=client_id, happened_at=now, payload={"days": 3}), now=now)
        while True:
            with tenant_context(organization_id):
                if OutgoingEmail.objects.filter(state="sent").count() > before:
                    break
            assert time.monotonic() - started < 120, "the letter does not leave"
            time.sleep(0.02)
        spent.append(time.monotonic() - started)
    return spent


def compare(options):
    """Measure round by round, with nothing in front and behind the other letters; return both lists of seconds."""
    from accounts import clock
    from tests.cast import found

    north, clients = prepare(2 * options.rounds * options.events + 1)
    south = found("south", "Mallory Marsh", now=clock.real_now()).organization.pk
    worker = subprocess.Popen([sys.executable, "manage.py", "drain", "--loop"], stdout=subprocess.DEVNULL)
    alone, behind = [], []
    try:
        tell(north, [clients.pop()])  # a worker that starts runs the whole timetable first
        for _round in range(options.rounds):
            for spent, waits in ((alone, False), (behind, True)):
                mine, clients = clients[: options.events], clients[options.events :]
                if waits:
                    line_up(south, options.letters)
                spent.extend(tell(north, mine))
                empty(south)
    finally:
        worker.terminate()
        worker.wait()
    return alone, behind


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--letters", type=int, default=10_000)
    parser.add_argument("--events", type=int, default=10, help="of a round")
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    root = Path("/var/tmp") / f"happiness-latency-{os.getpid()}"
    root.mkdir()
    sink = Sink()
    try:
        os.environ |= servers.ensure(root, {"postgres"})
        os.environ |= {"EMAIL_URL": f"smtp://127.0.0.1:{sink.port}", "DJANGO_SETTINGS_MODULE": "happiness.settings"}
        subprocess.run([sys.executable, "manage.py", "migrate"], check=True, stdout=subprocess.DEVNULL)
        os.environ.pop("DATABASE_OWNER_URL")
        django.setup()
        alone, behind = compare(options)
    finally:
        sink.close()
        servers.release(root)
        shutil.rmtree(root, ignore_errors=True)
    late = [statistics.quantiles(one, n=20)[-1] for one in (alone, behind)]
    for name, one, p95 in zip(
        ("nothing in front", f"{options.letters:,} in front"), (alone, behind), late, strict=True
    ):
        print(f"{name:18} median {statistics.median(one):5.2f} s, p95 {p95:5.2f} s, {len(one)} letters")
    print(f"p95 {late[1] / late[0]:.2f} times (bar {BAR})")
    return 0 if late[1] <= BAR * late[0] else 1


if __name__ == "__main__":
    sys.exit(main())
