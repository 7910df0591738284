"""The calm limits as the house sets them."""

from datetime import time, timedelta

import pytest

from accounts import clock
from accounts.audit.models import AuditEntry
from accounts.jobs import actions as jobs
from accounts.tenancy.context import tenant_context
from feedback.invitations import actions
from feedback.invitations.models import CalmRule, PlannedAsk, Source
from tests.factories.accounts import a_client, a_contact
from tests.factories.feedback import a_version

TYPED = {
    "role": "",
    "segment": "",
    "country": "",
    "gap_days": "20",
    "relation_gap_days": "60",
    "relation_days": ["2", "4"],
    "relation_since": "22:00",
    "relation_until": "02:00",
    "event_days": ["1", "2", "3", "4", "5"],
    "event_since": "09:00",
    "event_until": "18:00",
    "reminders": "2",
    "reminder_days": "7",
}


@pytest.fixture
def alice(cast, client_of):
    return client_of(cast.alice)


@pytest.fixture
def new(cast):
    return cast.alice.url("settings/calm/new/")


def test_limits_are_set_read_changed_and_dropped(alice, cast, new):
    page = cast.alice.url("settings/calm/")
    usual = alice.get(page).content.decode()
    alice.post(new, TYPED)
    alice.post(new, TYPED | {"role": "economic", "gap_days": "45"})
    listed = alice.get(page).content.decode()
    with tenant_context(cast.north.pk):
        wide, narrow = CalmRule.objects.order_by("gap_days")
    alice.post(cast.alice.url(f"settings/calm/{wide.pk}/"), TYPED | {"gap_days": "25"})
    asked = alice.get(cast.alice.url(f"settings/calm/{narrow.pk}/removal/"))
    for _time in range(2):
        last = alice.post(cast.alice.url(f"settings/calm/{narrow.pk}/removal/"))

    assert "These hold until you set others" in usual
    assert "22:00–02:00" in listed
    assert "Economic buyer" in listed
    assert "45 days between two questions" in listed
    assert asked.status_code == 200
    assert last.status_code == 404
    with tenant_context(cast.north.pk):
        rule = CalmRule.objects.get()
        assert (rule.gap_days, rule.relation_days, rule.relation_since) == (25, "24", time(22))
        assert AuditEntry.objects.filter(action__startswith="calm_rule.").count() == 4
    with tenant_context(cast.south.pk):
        assert not CalmRule.objects.exists()


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"relation_gap_days": "10"}, "cannot come sooner"),
        ({"event_days": []}, "Choose at least one weekday"),
        ({"reminders": "3"}, "2"),
        ({"gap_days": "0"}, "1"),
        ({"event_since": "nine"}, "time"),
    ],
)
def test_limits_that_nobody_can_keep_are_refused_with_what_was_typed(alice, cast, new, wrong, says):
    answer = alice.post(new, TYPED | wrong)

    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert 'value="7"' in answer.content.decode()
    with tenant_context(cast.north.pk):
        assert not CalmRule.objects.exists()


def test_same_people_have_one_set_of_limits(alice, cast, new):
    alice.post(new, TYPED)

    assert "There are limits for these people already" in alice.post(new, TYPED | {"gap_days": "21"}).content.decode()
    with tenant_context(cast.north.pk):
        assert CalmRule.objects.count() == 1


def test_what_is_planned_finds_its_moment_anew(alice, cast, new, now):
    by, at = cast.alice.employee, clock.real_now()
    with tenant_context(cast.north.pk):
        client = a_client("Acme", by=by, now=now, manager=by)
        taras = a_contact("Taras", at=client, by=by, now=now, email="taras@acme.example", roles=["technical"])
        survey = a_version("Relation", by=by, now=now).survey
        wanted = actions.Wanted(
            contact_id=taras.contact_id, client_id=client.pk, survey_id=survey.pk, role="technical",
            occurrence="rule:1", source=Source.RULE, wanted_at=at + timedelta(days=1),
        )  # fmt: skip
        actions.plan([wanted], now=at)
    every_day = [str(day) for day in range(1, 8)]

    alice.post(new, TYPED | {"relation_days": every_day, "relation_since": "00:00", "relation_until": "00:00"})
    jobs.drain(queue=actions.CALM_CHANGES, now=clock.real_now)

    with tenant_context(cast.north.pk):
        ask = PlannedAsk.objects.get()
        assert ask.due_at == ask.wanted_at


def test_who_only_reads_surveys_sets_no_limits(cast, client_of):
    carol = client_of(cast.carol)

    assert carol.get(cast.carol.url("settings/calm/")).status_code == 403
    assert carol.post(cast.carol.url("settings/calm/new/"), TYPED).status_code == 403
