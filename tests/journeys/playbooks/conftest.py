"""North with Acme, its people and a survey, and playbooks that are written in a few words."""

from datetime import UTC, datetime, timedelta

import pytest

from accounts import clock
from accounts.jobs import actions as jobs
from accounts.jobs.models import Job
from accounts.organizations.models import Organization
from accounts.tenancy.context import tenant_context
from feedback.surveys.models import Purpose, Survey
from journeys.playbooks import actions, script
from journeys.playbooks.models import PlaybookRun, RunStep
from tests.factories.accounts import a_client, a_contact
from tests.factories.feedback import a_version

TUESDAY = datetime(2026, 3, 17, 9, tzinfo=UTC)
DAY = timedelta(days=1)
CALL = {"sort": "task", "title": "Call them", "days": 2}
LETTER = {"sort": "letter", "to": "technical", "subject": {"en": "How it goes"}, "text": {"en": "First.\nSecond."}}


@pytest.fixture
def house(cast):
    """North with Acme, where Olena pays and Taras judges how it works."""
    by, before = cast.alice.employee, TUESDAY - DAY
    with tenant_context(cast.north.pk):
        acme = a_client("Acme", by=by, now=before, manager=by)
        people = {
            name: a_contact(
                name, at=acme, by=by, now=before, email=f"{name.lower()}@acme.example", roles=[role]
            ).contact
            for name, role in (("Olena", "economic"), ("Taras", "technical"))
        }
        survey = a_version("Delivery", by=by, now=before).survey
        Survey.objects.update(purpose=Purpose.EVENT)
    return acme, people, survey


@pytest.fixture
def publish(cast, house):
    """Publish a playbook of these steps."""

    def published(*steps, name="Rescue", scenario="retention", **parts):
        by = cast.alice.employee
        with tenant_context(cast.north.pk):
            content = script.read({"steps": list(steps), **parts})
            row = actions.create(name=name, scenario=scenario, owner=by, content=content, by=by, now=TUESDAY)
            return actions.publish(playbook=row, by=by, now=TUESDAY)

    return published


@pytest.fixture
def begin(cast, house):
    """Begin a playbook by hand."""

    def begun(playbook, contact=None, at=TUESDAY):
        with tenant_context(cast.north.pk):
            return actions.start_by_hand(
                playbook=playbook, client=house[0], contact=contact, by=cast.alice.employee, now=at
            )

    return begun


@pytest.fixture
def work(cast):
    """Let everything react, and do what is due at a moment of the house."""

    def worked(at=TUESDAY):
        with tenant_context(cast.north.pk):
            Organization.objects.update(is_demo=True, clock_offset=at - clock.real_now())
            Job.objects.filter(leased_until=None).update(run_at=clock.real_now())  # a beat too early changes nothing
        for _turn in range(4):
            jobs.drain_all(now=clock.real_now)

    return worked


@pytest.fixture
def told(cast):
    """Return (state, reason) of each step of the latest run, or of a given one."""

    def states(run=None):
        with tenant_context(cast.north.pk):
            row = run or PlaybookRun.objects.order_by("started_at", "pk").last()
            return list(RunStep.objects.filter(run=row).order_by("number").values_list("state", "reason"))

    return states
