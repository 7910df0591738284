"""What will leave, by day; and forgetting what is over for two years."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import localtime

from accounts import clock
from accounts.jobs import actions as jobs
from accounts.tenancy.context import tenant_context
from feedback.invitations import actions
from feedback.invitations.actions import forgetting
from feedback.invitations.models import Invitation, PlannedAsk, SendDecision, Source
from tests.factories.accounts import a_client, a_contact
from tests.factories.feedback import a_version, an_invitation

DAY = timedelta(days=1)


@pytest.fixture
def plan(cast, now):
    """Plan questions to so many people of North, each for its day; return the day."""
    by, at = cast.alice.employee, clock.real_now()

    def planned(number, **fields):
        with tenant_context(cast.north.pk):
            client = a_client(f"Acme {number}", by=by, now=now, manager=by)
            people = [
                a_contact(f"Person {one}", at=client, by=by, now=now, email=f"p{one}.{number}@acme.example")
                for one in range(number)
            ]
            survey = a_version(f"Survey {number}", by=by, now=now).survey
            wanted = [
                actions.Wanted(
                    contact_id=one.contact_id, client_id=client.pk, survey_id=survey.pk, role="technical",
                    occurrence="rule:1", source=Source.RULE, wanted_at=at + 3 * DAY, **fields,
                )
                for one in people
            ]  # fmt: skip
            actions.plan(wanted, now=at)
            PlannedAsk.objects.update(due_at=at + 3 * DAY)
        return survey, people, localtime(at + 3 * DAY, ZoneInfo(by.time_zone)).date()

    return planned


@pytest.fixture
def alice(cast, client_of):
    return client_of(cast.alice)


def test_calendar_counts_questions_and_reminders_and_opens_a_day(plan, alice, cast):
    survey, people, day = plan(3)
    with tenant_context(cast.north.pk):
        by = cast.alice.employee
        an_invitation(to=people[0], version=survey.versions.get(), by=by, now=clock.real_now())
        Invitation.objects.update(reminder_at=clock.real_now() + 3 * DAY)
    url = cast.alice.url("surveys/planned/")

    month = alice.get(f"{url}?month={day:%Y-%m}").content.decode()
    opened = alice.get(f"{url}?day={day}").content.decode()
    only = alice.get(f"{url}?day={day}&cause=reminder").content.decode()
    by_hand = alice.get(f"{url}?day={day}&cause=hand").content.decode()

    assert "<strong>3" in month
    assert "+1" in month
    assert "Person 2" in opened
    assert "Will be asked on" in opened
    assert "Person 0" in only
    assert "Person 1" not in only
    assert "Nothing leaves on this day" in by_hand


def test_calendar_of_another_house_and_a_strange_address_show_nothing(plan, cast, client_of):
    _survey, _people, day = plan(1)
    mallory = client_of(cast.mallory)

    assert "Nothing leaves on this day" in mallory.get(cast.mallory.url(f"surveys/planned/?day={day}")).content.decode()
    assert mallory.get(cast.mallory.url("surveys/planned/?month=x&day=y&survey=z&cause=q")).status_code == 200


def test_calendar_costs_the_same_for_one_and_for_three(plan, alice, cast):
    counts = []
    for number in (1, 3):
        _survey, _people, day = plan(number)
        alice.get(cast.alice.url(f"surveys/planned/?day={day}"))
        with CaptureQueriesContext(connection) as queries:
            alice.get(cast.alice.url(f"surveys/planned/?day={day}"))
        counts.append(len(queries))

    assert counts[0] == counts[1]


def test_what_is_over_for_two_years_is_forgotten_in_batches(plan, cast, monkeypatch):
    monkeypatch.setattr(forgetting, "BATCH", 1)
    plan(3)
    with tenant_context(cast.north.pk):
        old, planned, young = PlannedAsk.objects.order_by("pk")
        PlannedAsk.objects.filter(pk=old.pk).update(state="refused", due_at=clock.real_now() - 731 * DAY)
        PlannedAsk.objects.filter(pk=planned.pk).update(due_at=clock.real_now() - 731 * DAY)
        PlannedAsk.objects.filter(pk=young.pk).update(state="refused", due_at=clock.real_now() - 700 * DAY)
        before = SendDecision.objects.count()

    for _time in range(2):
        actions.request_forgetting(now=clock.real_now())
        jobs.drain(queue=actions.OLD_ASKS, now=clock.real_now)

    with tenant_context(cast.north.pk):
        assert set(PlannedAsk.objects.values_list("pk", flat=True)) == {planned.pk, young.pk}
        assert SendDecision.objects.count() == before - 1
