"""Rules that begin a playbook, write a letter, or give a task."""

from datetime import date

import pytest

from accounts.events import actions as events
from accounts.events.actions import Fact
from accounts.events.models import CustomKind
from accounts.tenancy.context import tenant_context
from feedback.letters.models import PlannedLetter
from feedback.triggers import actions as triggers
from feedback.triggers import queries, words
from feedback.triggers.models import Backtest, TriggerFiring
from feedback.triggers.rules import BadRule
from journeys.playbooks import actions
from journeys.playbooks.models import PlaybookRun, Task
from tests.journeys.playbooks.conftest import CALL, DAY, TUESDAY

LATE = "custom.order_late"
WORDS = {"subject": {"en": "Your order"}, "text": {"en": "It is late, and the fault is ours."}}


@pytest.fixture
def switch_on(cast, house):
    def switched(**parts):
        by = cast.alice.employee
        with tenant_context(cast.north.pk):
            CustomKind.objects.get_or_create(name=LATE, defaults={"title": "Order late", "created_at": TUESDAY})
            content = {"when": {"kind": LATE}, "whom": {}, **parts}
            rule = triggers.create_rule(name="Late", owner=by, content=content, by=by, now=TUESDAY)
            return triggers.switch_on(rule=rule, by=by, now=TUESDAY)

    return switched


@pytest.fixture
def happen(cast, house, work):
    def happened(at=TUESDAY, **more):
        with tenant_context(cast.north.pk):
            events.publish(Fact(kind=LATE, client_id=house[0].pk, happened_at=at, **more), now=at)
        work(at)

    return happened


def test_rule_begins_a_playbook_of_its_client_after_its_delay_once_at_a_time(cast, publish, switch_on, happen, work):
    rescue = publish(CALL)
    rule = switch_on(what={"playbook": str(rescue.pk)}, delay={"days": 1})
    happen()
    happen()
    with tenant_context(cast.north.pk):
        run = PlaybookRun.objects.get()
        assert (run.cause, run.first_at - run.started_at, Task.objects.count()) == ("rule", DAY, 0)
        assert list(TriggerFiring.objects.values_list("outcome", flat=True)) == ["playbook", "playbook"]
        story = words.story(queries.read_rule(rule.content), queries.names())
    assert "The playbook: Rescue." in story

    work(TUESDAY + 2 * DAY)
    with tenant_context(cast.north.pk):
        assert Task.objects.count() == 1


def test_rule_begins_a_playbook_for_each_person_of_its_roles(cast, publish, switch_on, happen):
    rescue = publish(CALL, about="person")
    switch_on(what={"playbook": str(rescue.pk)}, whom={"roles": ["economic", "technical"]})
    happen()

    with tenant_context(cast.north.pk):
        assert set(PlaybookRun.objects.values_list("contact__name", flat=True)) == {"Olena", "Taras"}


def test_rule_writes_a_letter_once_and_takes_it_back_when_it_is_paused(cast, switch_on, happen, client_of, mailbox):
    rule = switch_on(what=WORDS, whom={"roles": ["technical"]})
    happen(dedupe_key="A-1")
    happen(dedupe_key="A-1")
    (letter,) = mailbox.to("taras@acme.example")
    assert letter["Subject"] == "Your order"
    page = client_of(cast.alice).get(f"/o/north/rules/{rule.pk}/").content.decode()
    assert "Letter: Your order." in page.replace("The letter", "Letter")
    assert "The letter left on" in page

    happen(TUESDAY + DAY / 2)  # at night it waits
    with tenant_context(cast.north.pk):
        triggers.pause(rule=rule, why="by_hand", by=cast.alice.employee, now=TUESDAY + DAY / 2)
        states = PlannedLetter.objects.order_by("created_at").values_list("state", "reason")
        assert list(states) == [("sent", ""), ("refused", "paused")]


def test_task_of_a_rule_has_its_own_days_after_the_delay(cast, switch_on, happen):
    switch_on(what={"task": "Call Acme", "task_days": 5}, delay={"days": 2})
    happen()

    with tenant_context(cast.north.pk):
        assert Task.objects.get().due_on == date(2026, 3, 24)


def test_playbook_rule_is_replayed_and_begins_nothing(cast, publish, switch_on, happen, work):
    rescue = publish(CALL)
    rule = switch_on(what={"playbook": str(rescue.pk)})
    happen()
    with tenant_context(cast.north.pk):
        triggers.begin_replay(
            rule=rule, since=TUESDAY - DAY, until=TUESDAY + DAY, by=cast.alice.employee, now=TUESDAY + DAY
        )
    work(TUESDAY + DAY)

    with tenant_context(cast.north.pk):
        assert Backtest.objects.get().result["firings"] == {"playbook": 1}
        assert PlaybookRun.objects.count() == 1


def test_rule_with_a_playbook_that_is_off_is_not_switched_on(cast, publish, switch_on):
    rescue = publish(CALL)
    with tenant_context(cast.north.pk):
        actions.pause_playbook(playbook=rescue, by=cast.alice.employee, now=TUESDAY)

    with pytest.raises(triggers.NotReady):
        switch_on(what={"playbook": str(rescue.pk)})


@pytest.mark.parametrize(
    ("what", "part"),
    [
        ({}, "what"),
        ({"task": "Call", **WORDS}, "what"),
        ({"subject": {"en": "Your order"}, "text": {"uk": "Запізнюється."}}, "what.text"),
        ({"playbook": "no id"}, "what.playbook"),
        ({"task": "Call", "task_days": -1}, "what.task_days"),
    ],
)
def test_what_a_rule_does_is_one_thing_and_whole(switch_on, what, part):
    with pytest.raises(BadRule) as caught:
        switch_on(what=what, whom={"roles": ["technical"]})

    assert list(caught.value.faults) == [part]


def test_rule_that_begins_its_own_playbook_again_and_again_is_refused(publish, switch_on):
    rescue = publish(CALL)
    with pytest.raises(triggers.Endless):
        switch_on(when={"kind": "playbook.ended"}, what={"playbook": str(rescue.pk)})
