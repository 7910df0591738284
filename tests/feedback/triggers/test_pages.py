"""Pages of rules: written in rows, switched on by one or by two, tried on history, and told in sentences."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts import clock
from accounts.jobs import actions as jobs
from accounts.organizations.models import Organization
from accounts.tenancy.context import tenant_context
from feedback.triggers import actions
from feedback.triggers.models import Backtest, TriggerRule
from tests.feedback.triggers.conftest import DAY, LATE, TUESDAY


@pytest.fixture
def alice(cast, client_of):
    return client_of(cast.alice)


@pytest.fixture
def form(house, cast):
    return {
        "name": "Late orders",
        "owner": str(cast.alice.employee.pk),
        "moment": "event",
        "kind": LATE,
        "join": "all",
        "fact_0": "event.days",
        "op_0": ">=",
        "value_0": "2",
        "fact_1": "client.stage",
        "op_1": "=",
        "value_1": "Onboarding",
        "asked": "roles",
        "roles": ["technical"],
        "most": "1",
        "first": "unheard",
        "survey": str(house[2].pk),
        "task": "",
        "delay_days": "2",
        "delay_hours": "0",
        "is_working": "on",
        "heads_up_days": "3",
        "repeat": "days",
        "repeat_days": "10",
        "person_days": "60",
        "most_asked": "40",
        "most_days": "7",
        "topic": "",
        "patience_days": "45",
    }


def the_rule(cast):
    with tenant_context(cast.north.pk):
        return TriggerRule.objects.get()


def test_rule_is_written_in_rows_and_told_in_sentences(alice, cast, form):
    sent = alice.post(cast.alice.url("rules/new/"), form)
    rule = the_rule(cast)
    page = alice.get(cast.alice.url(f"rules/{rule.pk}/")).content.decode()
    edit = alice.get(cast.alice.url(f"rules/{rule.pk}/edit/")).content.decode()

    assert sent.status_code == 302
    assert rule.content["where"] == {
        "all": [
            {"fact": "event.days", "op": ">=", "value": 2},
            {"fact": "client.stage", "op": "=", "value": "onboarding"},
        ]
    }
    for sentence in (
        "When this happens: Order late.",
        "Only if: Of the event: days is at least 2; Stage is Onboarding.",
        "The survey: Delivery.",
        "After 2 working days.",
        "A short letter announces the first question 3 working days before.",
        "Once in 10 days for each client.",
        "Each person at most once in 60 days.",
        "At most 40 people in 7 days.",
    ):
        assert sentence in page
    assert 'value="Onboarding"' in edit
    assert alice.post(cast.alice.url(f"rules/{rule.pk}/edit/"), form | {"name": "Later"}).status_code == 302
    assert the_rule(cast).name == "Later"


@pytest.mark.parametrize(
    ("change", "field", "says"),
    [
        ({"kind": ""}, "kind", "Fill this in."),
        ({"moment": "every", "roles": [], "every_days": "30", "fact_0": ""}, "roles", "Choose at least one role"),
        ({"moment": "before"}, "days_before", "Fill this in."),
        ({"survey": "", "task": ""}, "survey", "Choose one of them: a survey, a task, a letter or a playbook."),
        ({"task": "Call"}, "survey", "Choose one of them: a survey, a task, a letter or a playbook."),
        ({"value_1": "Somewhere"}, "value_1", "Choose one of: Preboarding, Onboarding"),
        ({"value_0": ""}, "value_0", "Fill this in."),
        ({"fact_0": "client.mood", "value_0": "high"}, "value_0", "Enter a number."),
        ({"kind": "contract.ended"}, "join", "does not bring what the condition asks for"),
        ({"repeat_days": ""}, "repeat_days", "too small or too large"),
        ({"name": ""}, "name", "This field is required"),
        ({"most": "0"}, "most", "greater than or equal to 1"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_is_lost(alice, cast, form, change, field, says):
    page = alice.post(cast.alice.url("rules/new/"), form | change)

    assert page.status_code == 422
    assert says in str(page.context["form"].errors[field])
    assert 'value="Late orders"' in page.content.decode() or field == "name"
    with tenant_context(cast.north.pk):
        assert not TriggerRule.objects.exists()


def test_name_is_taken_once(alice, cast, form):
    alice.post(cast.alice.url("rules/new/"), form)
    again = alice.post(cast.alice.url("rules/new/"), form | {"name": "late ORDERS"})

    assert again.status_code == 422
    assert "There is a rule of this name already" in again.content.decode()


def test_rule_is_switched_on_paused_and_put_away(alice, cast, form):
    alice.post(cast.alice.url("rules/new/"), form)
    rule, states = the_rule(cast), []
    for act in ("activation", "archiving", "pause", "archiving"):
        assert alice.post(cast.alice.url(f"rules/{rule.pk}/{act}/")).status_code == 302
        row = the_rule(cast)
        states.append((row.state, row.archived_at is not None))

    assert states == [("active", False), ("active", False), ("paused", False), ("paused", True)]


def test_rule_that_reaches_many_waits_for_somebody_else(alice, cast, form, client_of):
    form |= {"moment": "before", "days_before": "60", "fact_0": "", "fact_1": "", "repeat": "always", "repeat_days": ""}
    alice.post(cast.alice.url("rules/new/"), form)
    rule = the_rule(cast)
    with tenant_context(cast.north.pk):
        Organization.objects.update(blast_limit=0)
        TriggerRule.objects.update(state="waiting", asked_by=cast.alice.employee)
    url = cast.alice.url(f"rules/{rule.pk}/approval/")
    alice.post(url)
    own = the_rule(cast).state
    client_of(cast.dave).post(url)

    assert own == "waiting"
    assert (the_rule(cast).state, the_rule(cast).approved_by_id) == ("active", cast.dave.employee.pk)


def test_page_of_a_rule_tells_what_came_of_it_and_the_ledger_names_the_rule(alice, cast, switch_on, happen, house):
    rule = switch_on()
    happen()
    page = alice.get(cast.alice.url(f"rules/{rule.pk}/")).content.decode()
    ledger = alice.get(cast.alice.url(f"clients/{house[0].pk}/asked/")).content.decode()

    assert "People are asked, or the ledger says why not" in page
    assert "Acme" in page
    assert (
        f'<a href="{cast.alice.url(f"rules/{rule.pk}/")}">A rule: <span translate="no">Late orders</span></a>' in ledger
    )


def test_rule_runs_as_it_is_written_now_only_where_that_is_something_else(alice, cast, form):
    alice.post(cast.alice.url("rules/new/"), form)
    url = cast.alice.url(f"rules/{the_rule(cast).pk}/")
    alice.post(f"{url}activation/")
    same = alice.get(url).content.decode()
    alice.post(f"{url}edit/", form | {"delay_days": "3"})
    other = alice.get(url).content.decode()
    alice.post(f"{url}activation/")

    assert "Run as it is written now" not in same
    assert "Run as it is written now" in other
    assert "Version 1 runs." in other
    assert "Run as it is written now" not in alice.get(url).content.decode()


def test_history_is_tried_and_reported(alice, cast, switch_on, happen):
    with tenant_context(cast.north.pk):
        Organization.objects.update(is_demo=True, clock_offset=TUESDAY + 10 * DAY - clock.real_now())
    rule = switch_on()
    happen()
    begun = alice.post(cast.alice.url(f"rules/{rule.pk}/backtests/"), {"months": "3"})
    running = alice.get(begun.url).content.decode()
    jobs.drain(queue=actions.BACKTESTS, now=clock.real_now)
    done = alice.get(begun.url).content.decode()

    assert "History is being replayed" in running
    assert "History is being replayed" not in done
    assert "Letters that would have left on each day." in done
    assert "Technical buyer, where nobody in this role is heard now</dt><dd>asked at 1 of 1 client<" in done
    with tenant_context(cast.north.pk):
        assert Backtest.objects.get().result["reasons"] == {"sent": 1}


def test_list_costs_the_same_however_many_rules(alice, cast, switch_on):
    def cost():
        with CaptureQueriesContext(connection) as found:
            assert alice.get(cast.alice.url("rules/")).status_code == 200
        return len(found)

    switch_on()
    cost()
    one = cost()
    for number in range(3):
        switch_on(f"Rule {number}")

    assert cost() == one


def test_specialist_reads_rules_and_changes_none(cast, client_of, switch_on):
    rule = switch_on()
    carol = client_of(cast.carol)
    pages = {carol.get(cast.carol.url(path)).status_code for path in ("rules/new/", f"rules/{rule.pk}/edit/")}

    assert pages <= {403, 404}
    assert carol.post(cast.carol.url(f"rules/{rule.pk}/pause/")).status_code in {403, 404}
    assert the_rule(cast).state == "active"
