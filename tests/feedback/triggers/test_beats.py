"""The clock ticks twice at once, or not at all for two days: the same people are asked and reminded, each as often as once."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connections
from django.utils.module_loading import import_string

from accounts import clock
from accounts.clients.models import ClientFacts
from accounts.events import actions as events
from accounts.events.actions import Fact
from accounts.events.models import CustomKind
from accounts.jobs import actions as jobs
from accounts.mail import smtp
from accounts.organizations.models import Organization
from accounts.tenancy.context import tenant_context
from feedback.invitations import actions as invitations
from feedback.invitations.models import PlannedAsk
from feedback.surveys.models import Purpose, Survey
from feedback.triggers import actions
from feedback.triggers.models import TriggerFiring
from happiness import schedule
from tests.factories.accounts import a_client, a_contact
from tests.factories.feedback import a_version
from tests.feedback.triggers.conftest import DAY, LATE, TUESDAY

ENTRIES = [entry.action for entry in schedule.TIMETABLE if entry.action.startswith("feedback.")]
EVERY_DAY, PAUSES = tuple(range(12)), (0, 3, 4, 5, 6, 9, 10, 11)
ROLES = {"Olena": "economic", "Taras": "technical", "Ivan": "end_user"}


@pytest.fixture
def beginning(committed_cast):
    """A Tuesday in North on which each of four ways to ask somebody begins; return the real moment of it."""
    cast, real = committed_cast, clock.real_now()
    by, before = cast.alice.employee, TUESDAY - DAY
    with tenant_context(cast.north.pk):
        Organization.objects.update(is_demo=True, clock_offset=TUESDAY - real)
        acme, blue = (a_client(name, by=by, now=before, manager=by) for name in ("Acme", "Blue"))
        for name, role in ROLES.items():
            a_contact(name, at=acme, by=by, now=before, email=f"{name.lower()}@acme.example", roles=[role])
        a_contact("Yana", at=blue, by=by, now=before, email="yana@blue.example", roles=["technical"])
        survey = a_version("Delivery", by=by, now=before).survey
        Survey.objects.update(purpose=Purpose.EVENT)
        CustomKind.objects.create(name=LATE, title="Order late", fields={"days": "number"}, created_at=before)
        ClientFacts.objects.filter(client=acme.pk).update(renewal_on=(TUESDAY + 61 * DAY).date())
        moments = {
            "economic": {"every_days": 90},
            "technical": {"before": "renewal_on", "days": 60},
            "end_user": {"kind": LATE},
        }
        for role, when in moments.items():
            content = {"when": when, "whom": {"roles": [role]}, "what": {"survey": str(survey.pk)}}
            content |= {"delay": {"days": 1 if role == "end_user" else 0}}
            rule = actions.create_rule(name=role, owner=by, content=content, by=by, now=TUESDAY)
            actions.switch_on(rule=rule, by=by, now=TUESDAY)
        events.publish(Fact(kind=LATE, client_id=acme.pk, happened_at=TUESDAY, payload={"days": 3}), now=TUESDAY)
        wave = invitations.prepare_wave(
            survey=survey,
            clients=ClientFacts.objects.filter(client=blue.pk),
            roles=["technical"],
            per_role=None,
            wanted_at=None,
            by=by,
            now=TUESDAY,
        )
        invitations.work_on_waves([wave.pk], real)
        invitations.launch_wave(wave=wave, by=by, now=TUESDAY)
    return real


def beat(now, times: int) -> None:
    """Let so many clocks that know nothing of each other run the timetable and do what is due, all at once."""
    together = threading.Barrier(times)

    def one(_number):
        try:
            together.wait()
            for action in ENTRIES:
                import_string(action)(now=now)
            for _turn in range(3):
                jobs.drain_all(now=lambda: now)
        finally:
            connections.close_all()
            smtp.connection().close()

    with ThreadPoolExecutor(times) as threads:
        list(threads.map(one, range(times)))


@pytest.mark.parametrize(("days", "times"), [(EVERY_DAY, 1), (EVERY_DAY, 2), (PAUSES, 2)])
def test_each_is_asked_once_and_reminded_once(committed_cast, beginning, mailbox, days, times):
    for day in days:
        beat(beginning + day * DAY + timedelta(minutes=day), times)

    letters = sorted(letter["To"].partition("@")[0].rpartition("<")[2] for letter in mailbox.received)
    assert letters == sorted(2 * [name.lower() for name in (*ROLES, "Yana")])
    with tenant_context(committed_cast.north.pk):
        asks = PlannedAsk.objects.values_list("contact__name", "source", "state")
        assert sorted(asks) == [(name, "rule", "sent") for name in sorted(ROLES)] + [("Yana", "wave", "sent")]
        assert TriggerFiring.objects.count() == 3
