"""Rules at work: an event comes, the right people are planned to be asked, once, and everything has a reason."""

import uuid
from datetime import timedelta

import pytest

from accounts import clock
from accounts.clients.models import ClientFacts, CustomField
from accounts.events import actions as events
from accounts.events.actions import Fact
from accounts.events.models import Event, Origin
from accounts.jobs import actions as jobs
from accounts.jobs.claims import BATCH
from accounts.jobs.models import Job
from accounts.mail import actions as mail
from accounts.mail.letters import Priority
from accounts.mail.models import OutgoingEmail
from accounts.organizations.models import Organization
from accounts.tenancy.context import tenant_context
from feedback.invitations.actions import ASKS
from feedback.invitations.models import PlannedAsk
from feedback.triggers import actions, queries
from feedback.triggers.models import RuleState, TriggerFiring, TriggerRule
from feedback.triggers.rules import BadRule
from journeys.playbooks.models import Task
from tests.factories.accounts import a_client
from tests.factories.feedback import an_invitation
from tests.feedback.triggers.conftest import DAY, LATE, TUESDAY


@pytest.fixture
def asks(cast):
    def told():
        with tenant_context(cast.north.pk):
            rows = PlannedAsk.objects.select_related("contact").order_by("created_at", "pk")
            return [(row.contact.name, row.role, row.state, row.reason) for row in rows]

    return told


@pytest.fixture
def firings(cast):
    def told():
        with tenant_context(cast.north.pk):
            return list(TriggerFiring.objects.order_by("fired_at", "pk").values_list("outcome", "people"))

    return told


def test_event_asks_one_person_of_the_role_and_the_letter_leaves(switch_on, happen, asks, firings, cast):
    switch_on()
    happen()
    jobs.drain(queue=ASKS, now=lambda: TUESDAY)

    assert [one[1:] for one in asks()] == [("technical", "sent", "")]
    assert firings() == [("asked", 1)]


def test_letter_does_not_stand_in_line_behind_those_of_another_house(switch_on, happen, cast, mailbox):
    switch_on()
    with tenant_context(cast.north.pk):
        Organization.objects.update(is_demo=True, clock_offset=TUESDAY - clock.real_now())
    with tenant_context(cast.south.pk):
        for number in range(5 * BATCH):
            context = {"organization_name": "South", "webhook_title": "Warehouse", "url": "https://south.example/"}
            to = f"reader{number}@client.example"
            mail.send("webhook_disabled", to=to, language="en", context=context, now=TUESDAY - DAY)
        Job.objects.filter(queue="mail").update(priority=Priority.BULK)
    happen()
    jobs.drain_all(now=clock.real_now, at_most=DAY)

    line = ["@acme.example" in letter["To"] for letter in mailbox.received]
    assert len(line) == 5 * BATCH + 1
    assert line.index(True) <= 2 * BATCH


@pytest.mark.parametrize(
    "other",
    [
        {"days": 1},
        {"origin": Origin.IMPORT},
        {"origin": Origin.HISTORY},
        {"client_id": None},
        {"happened_at": TUESDAY - 46 * DAY},
    ],
)
def test_rule_is_quiet_at_what_it_does_not_wait_for(switch_on, happen, asks, firings, other):
    switch_on()
    happen(**other)

    assert (asks(), firings()) == ([], [])


def test_event_that_is_told_twice_fires_once(switch_on, happen, asks, firings, cast):
    switch_on()
    event = happen()
    with tenant_context(cast.north.pk):
        actions.fire_for_event(event=Event.objects.get(pk=event.pk))

    assert (len(asks()), len(firings())) == (1, 1)


def test_draft_and_paused_rules_do_nothing(switch_on, happen, asks, cast):
    rule = switch_on()
    with tenant_context(cast.north.pk):
        assert actions.pause(rule=rule, why="by_hand", by=cast.alice.employee, now=TUESDAY)
        assert not actions.pause(rule=rule, why="by_hand", by=cast.alice.employee, now=TUESDAY)
    happen()

    assert asks() == []


def test_pausing_takes_back_what_was_planned(switch_on, happen, asks, cast):
    rule = switch_on(delay={"days": 2})
    happen()
    with tenant_context(cast.north.pk):
        actions.pause(rule=rule, why="by_hand", by=cast.alice.employee, now=TUESDAY + DAY)
    jobs.drain(queue=ASKS, now=lambda: TUESDAY + 5 * DAY)

    assert [one[2:] for one in asks()] == [("refused", "paused")]


def test_several_of_a_role_and_nobody_twice(switch_on, happen, asks):
    switch_on(whom={"roles": ["technical", "economic"], "most": 5})
    happen()

    assert sorted(one[:2] for one in asks()) == [
        ("Olena", "economic"), ("Petro", "technical"), ("Taras", "technical"),
    ]  # fmt: skip


def test_who_was_never_heard_comes_first(switch_on, happen, asks, house, cast):
    acme, people, _survey = house
    with tenant_context(cast.north.pk):
        fact = Fact(
            kind="interaction.logged", client_id=acme.pk, contact_id=people["Petro"].pk, happened_at=TUESDAY - DAY
        )
        events.publish(fact, now=TUESDAY - DAY)
    switch_on()
    happen()

    assert [one[0] for one in asks()] == ["Taras"]


def test_who_was_asked_longest_ago_comes_first(switch_on, happen, asks, house, cast):
    with tenant_context(cast.north.pk):
        version = house[2].versions.get()
        for name, ago in (("Taras", 200), ("Petro", 100)):
            an_invitation(
                to=house[1][name].positions.get(), version=version, by=cast.alice.employee, now=TUESDAY - ago * DAY
            )
    switch_on(whom={"roles": ["technical"], "first": "asked_long_ago"})
    happen()

    assert [one[0] for one in asks()] == ["Taras"]


def test_first_question_of_a_rule_is_announced_in_the_managers_name(switch_on, happen, asks, house, cast):
    rule = switch_on(delay={"heads_up_days": 2})
    event = happen()
    with tenant_context(cast.north.pk):
        read = queries.read_rule(rule.content)
        judged = actions.judge(read, [queries.happening_of(event)], last_at={})
        (tried,) = actions.decide_on(read, judged, now=TUESDAY)
        letters = OutgoingEmail.objects.order_by("created_at").values_list("letter", "sender_name")
    for moment in (TUESDAY, tried.decision.until):
        jobs.drain(queue=ASKS, now=lambda moment=moment: moment)
        with tenant_context(cast.north.pk):
            told = list(letters.all())

    assert (tried.decision.reason, tried.decision.until) == ("told", TUESDAY + 2 * DAY)
    assert told == [("survey_heads_up", "Alice Ahlberg, North"), ("survey_invitation", "Alice Ahlberg, North")]
    assert [one[1:] for one in asks()] == [("technical", "sent", "")]


def test_event_about_a_person_asks_that_person(switch_on, happen, asks, house):
    switch_on(whom={})
    happen(contact_id=house[1]["Olena"].pk)
    happen(TUESDAY + DAY)  # about nobody

    assert [one[:2] for one in asks()] == [("Olena", "economic")]


def test_client_without_the_role_is_told_in_the_rules_own_story(switch_on, happen, asks, firings):
    switch_on(whom={"roles": ["end_user"]})
    happen()

    assert (asks(), firings()) == ([], [("nobody", 0)])


def test_rule_asks_once_in_so_many_days(switch_on, happen, firings):
    switch_on(limits={"repeat": "days", "repeat_days": 10})
    for day in (0, 9, 10):
        happen(TUESDAY + day * DAY)

    assert [outcome for outcome, _people in firings()] == ["asked", "quiet", "asked"]


def test_several_events_of_one_topic_are_one_question(switch_on, happen, asks):
    switch_on(whom={}, limits={"topic": "delivery"})
    for hour in range(3):
        happen(TUESDAY + timedelta(hours=hour), contact_id=None)

    assert asks() == []


def test_rule_keeps_to_its_own_limits_and_says_so(switch_on, happen, asks, cast):
    rule = switch_on(whom={"roles": ["technical"], "most": 2}, limits={"person_days": 30, "most": 1, "most_days": 7})
    happen()
    event = happen(TUESDAY + 31 * DAY)
    with tenant_context(cast.north.pk):
        read = queries.read_rule(rule.content)
        judged = actions.judge(read, [queries.happening_of(event)], last_at={})
        tried = actions.decide_on(read, judged, now=TUESDAY + DAY, rule_id=rule.pk)

    first, second, *later = [one[2:] for one in asks()]
    assert (first, second) == (("planned", ""), ("refused", "limit"))
    assert later == [("refused", "limit")] * 2  # what is planned is about to be asked
    assert {one.decision.reason for one in tried} == {"limit"}


def test_task_goes_to_the_manager(switch_on, happen, firings, cast):
    switch_on(what={"task": "Call Acme"})
    happen()
    jobs.drain(queue="events", now=lambda: TUESDAY)

    assert firings() == [("task", 0)]
    with tenant_context(cast.north.pk):
        event = Event.objects.get(kind="task.wanted")
        assert event.payload["title"] == "Call Acme"
        task = Task.objects.get()
        assert (task.title, task.owner_id, task.client.name) == ("Call Acme", cast.alice.employee.pk, "Acme")


def test_more_people_at_once_than_one_person_may_decide_pauses_the_rule(switch_on, happen, asks, cast):
    rule = switch_on(whom={"roles": ["technical"], "most": 2})
    with tenant_context(cast.north.pk):
        Organization.objects.update(blast_limit=3)
    happen()
    happen(TUESDAY + timedelta(minutes=5))
    jobs.drain(queue="events", now=lambda: TUESDAY + timedelta(minutes=6))

    with tenant_context(cast.north.pk):
        row = TriggerRule.objects.get(pk=rule.pk)
        assert (row.state, row.pause) == (RuleState.PAUSED, "blast")
        assert Task.objects.get().title.startswith("The rule “Late orders” has paused itself. It would have reached")
    assert {one[2:] for one in asks()} == {("refused", "paused")}


def test_rehearsed_events_are_told_whom_they_would_ask(switch_on, house, asks, cast):
    switch_on(whom={"roles": ["technical"]}, limits={"repeat": "once"})
    with tenant_context(cast.north.pk):
        found = [
            Event(kind=LATE, client_id=house[0].pk, happened_at=TUESDAY, recorded_at=TUESDAY, payload={"days": days})
            for days in (1, 3, 4)
        ]
        told = {
            language: [line.replace("\xa0", " ") for line in actions.foretell(found, TUESDAY, language)]
            for language in ("en", "uk")
        }

    assert told["en"] == [
        "“Late orders” would ask 1 person on 17 March 2026.",
        "“Late orders” would ask nobody: It fired for this client not long ago.",
    ]
    assert told["uk"][0].startswith("«Late orders» запитало б 1 людину 17 березня 2026")
    assert asks() == []


def test_rule_of_another_house_does_not_fire(switch_on, happen, asks, cast):
    switch_on()
    with tenant_context(cast.south.pk):
        client = a_client("Acme", by=cast.mallory.employee, now=TUESDAY, manager=cast.mallory.employee)
        events.publish(Fact(kind="contract.ended", client_id=client.pk, happened_at=TUESDAY), now=TUESDAY)
    jobs.drain(queue="events", now=lambda: TUESDAY)

    assert asks() == []


def test_rule_that_no_longer_fits_is_quiet_and_holds_up_no_other(switch_on, happen, firings, cast):
    """A field that its condition asks for is archived: the other rule fires, and yet another can be switched on."""
    with tenant_context(cast.north.pk):
        field = CustomField.objects.create(subject="client", key="tier", label="Tier", kind="text", created_at=TUESDAY)
    switch_on("Gone", where={"fact": "client.own.tier", "op": "unanswered"})
    switch_on()
    with tenant_context(cast.north.pk):
        CustomField.objects.filter(pk=field.pk).update(archived_at=TUESDAY)
    happen()
    switch_on("Another")

    assert firings() == [("asked", 1)]


# --- Days ---


def test_cadence_asks_everybody_once_in_a_period_whoever_looks_how_often(switch_on, asks, cast):
    switch_on(when={"every_days": 90}, where=None, whom={"roles": ["technical", "economic"]})
    for day in range(89):
        for _time in range(2):
            with tenant_context(cast.north.pk):
                actions.look_at_day([cast.north.pk], TUESDAY + day * DAY)

    assert sorted(one[:2] for one in asks()) == [
        ("Olena", "economic"), ("Petro", "technical"), ("Taras", "technical"),
    ]  # fmt: skip


def test_day_before_a_renewal_asks_once_also_when_nobody_looked_for_some_days(switch_on, asks, cast, house):
    switch_on(when={"before": "renewal_on", "days": 60}, where=None)
    with tenant_context(cast.north.pk):
        ClientFacts.objects.filter(client=house[0].pk).update(renewal_on=(TUESDAY + 62 * DAY).date())
    planned = []
    for day in (0, 1, 5, 6):
        with tenant_context(cast.north.pk):
            actions.look_at_day([cast.north.pk], TUESDAY + day * DAY)
        planned.append(len(asks()))

    assert planned == [0, 0, 1, 1]


# --- What is no rule ---


@pytest.mark.parametrize(
    ("parts", "fault"),
    [
        ({"when": {}}, {"when": "no_moment"}),
        ({"when": {"kind": LATE, "every_days": 3}}, {"when": "several_moments"}),
        ({"when": {"kind": "survey.asked"}}, {"when.kind": "fires_itself"}),
        ({"when": {"kind": "custom.unknown"}, "where": None}, {"when.kind": "unknown_kind"}),
        ({"when": {"every_days": 0.5}, "where": None}, {"when.every_days": "out_of_range"}),
        ({"where": {"fact": "event.color", "op": "=", "value": 1}}, {"where": "unknown_fact"}),
        ({"where": {"all": "x"}}, {"where": "bad_condition"}),
        ({"whom": {"roles": ["boss"]}}, {"whom.roles": "unknown_role"}),
        ({"whom": {"roles": ["technical"], "most": 0}}, {"whom.most": "out_of_range"}),
        ({"what": {}}, {"what": "nothing_to_do"}),
        ({"what": {"survey": str(uuid.uuid4()), "task": "x"}}, {"what": "nothing_to_do"}),
        ({"delay": {"days": -1}}, {"delay.days": "out_of_range"}),
        ({"limits": {"repeat": "days"}}, {"limits.repeat_days": "out_of_range"}),
        ({"limits": {"repeat": "sometimes"}}, {"limits.repeat": "unknown"}),
        ({"colour": 1}, {"colour": "unknown"}),
    ],
)
def test_what_is_no_rule_is_refused_with_its_place(switch_on, parts, fault):
    with pytest.raises(BadRule) as refused:
        switch_on(**parts)

    assert refused.value.faults == fault


def test_condition_of_a_hundred_levels_is_refused(switch_on):
    deep = {"fact": "event.days", "op": "=", "value": 1}
    for _level in range(100):
        deep = {"not": deep}

    with pytest.raises(BadRule) as refused:
        switch_on(where=deep)

    assert refused.value.faults == {"where": "bad_condition"}
