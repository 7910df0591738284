"""Moments that the editor asks for by name, conditions in groups, and rules that would never end."""

import uuid
from dataclasses import replace

import pytest

from accounts.events import actions as events
from accounts.events.actions import Fact
from accounts.jobs import actions as jobs
from accounts.tenancy.context import tenant_context
from accounts.web.mood import mood_of
from feedback.invitations.models import PlannedAsk
from feedback.triggers import queries, rules
from feedback.triggers.models import TriggerRule
from feedback.triggers.rules import Happening, Rule, What, When, Whom
from journeys.playbooks.models import Task
from tests.feedback.triggers.conftest import LATE, TUESDAY
from tests.feedback.triggers.test_pages import alice, form, the_rule

__all__ = ["alice", "form"]

STAGE_ENDS = {"moment": "stage", "stage_act": "stage.left", "stage": "onboarding"}
MOOD = {"moment": "mood", "drop": "10", "band": "tense"}
SILENCE = {"moment": "silence", "silent_role": "technical"}
DEEP = {"all": [{"any": [{"not": {"all": [{"fact": "event.days", "op": ">", "value": 2}] * 2}}] * 2}]}


@pytest.fixture
def write(alice, cast, form):
    """Write a rule on the page without a condition; fields given by name replace the usual ones."""

    def written(**fields):
        return alice.post(cast.alice.url("rules/new/"), form | {"fact_0": "", "fact_1": ""} | fields)

    return written


@pytest.mark.parametrize(
    ("fields", "when", "sentence"),
    [
        (STAGE_ENDS, {"kind": "stage.left", "stage": "onboarding"}, "When the stage “Onboarding” ends."),
        ({"moment": "stage"}, {"kind": "stage.entered"}, "When a stage begins."),
        ({"moment": "task"}, {"kind": "task.done"}, "When a task at the client is done."),
        (
            MOOD,
            {"kind": "index.changed", "drop": 10, "band": "tense"},
            "When the mood drops by 10 points or more, down to “Tense”.",
        ),
        (
            {"moment": "mood", "band": "upset"},
            {"kind": "index.changed", "band": "upset"},
            "When the mood sinks to “Upset”.",
        ),
        (SILENCE, {"kind": "coverage.gap_opened", "role": "technical"}, "When a role falls silent: technical buyer."),
    ],
)
def test_moment_is_chosen_by_name_and_told_in_a_sentence(write, alice, cast, fields, when, sentence):
    assert write(**fields).status_code == 302
    rule = the_rule(cast)
    edit = alice.get(cast.alice.url(f"rules/{rule.pk}/edit/"))

    assert rule.content["when"] == when
    assert sentence in alice.get(cast.alice.url(f"rules/{rule.pk}/")).content.decode()
    assert edit.context["form"]["moment"].value() == fields["moment"]


@pytest.mark.parametrize(
    ("when", "before", "after", "fires"),
    [
        (When(drop=10), 70, 60, True),
        (When(drop=10), 70, 61, False),
        (When(drop=10), 60, 80, False),
        (When(drop=10), None, 20, False),
        (When(band="tense"), 60, 45, True),
        (When(band="tense"), 50, 45, False),  # it was there before
        (When(band="tense"), 20, 45, False),  # it rose
        (When(band="tense"), 60, 30, False),  # it sank past it
        (When(band="tense"), None, 45, True),
        (When(band="tense"), 60, None, False),
        (When(drop=20, band="tense"), 60, 45, False),
    ],
)
def test_mood_drops_by_points_or_into_a_band(when, before, after, fires):
    rule = Rule(when=replace(when, kind="index.changed"), whom=Whom(), what=What(task="Call"))
    payload = {"from": before, "to": after, "band": None if after is None else mood_of(after).name.lower()}
    happening = Happening(key="1", kind="index.changed", client_id=uuid.uuid4(), at=TUESDAY, payload=payload)
    (facts,) = queries.facts_of(rule, [happening])

    assert rules.fires(rule, facts) is fires


def test_only_the_sort_of_event_that_was_chosen_fires(write, alice, cast, house):
    """The end of another stage asks nobody; a role that fell silent asks somebody of that role; the manager calls."""
    silence = {**SILENCE, "silent_role": "", "roles": []}
    mood = {**MOOD, "survey": "", "task": "Call while it is fresh", "repeat": "always"}
    for name, fields in (("stage", STAGE_ENDS), ("silence", silence), ("mood", mood)):
        write(name=name, **fields)
    with tenant_context(cast.north.pk):
        rows = {row.name: row.pk for row in TriggerRule.objects.all()}
    for pk in rows.values():
        alice.post(cast.alice.url(f"rules/{pk}/activation/"))
    told = [
        ("index.changed", {"from": 60, "to": 50, "band": "tense", "points": -10}),
        ("index.changed", {"from": 50, "to": 45, "band": "tense", "points": -5}),
        ("stage.left", {"stage": "preboarding"}),
        ("coverage.gap_opened", {"role": "economic"}),
    ]
    with tenant_context(cast.north.pk):
        for kind, payload in told:
            events.publish(Fact(kind=kind, client_id=house[0].pk, happened_at=TUESDAY, payload=payload), now=TUESDAY)
    for _turn in range(2):  # what has happened, and what rules want of it
        jobs.drain(queue="events", now=lambda: TUESDAY)

    with tenant_context(cast.north.pk):
        assert list(Task.objects.values_list("title", "client__name")) == [("Call while it is fresh", "Acme")]
        asks = PlannedAsk.objects.values_list("contact__name", "source_id")
        assert list(asks) == [("Olena", rows["silence"])]


def test_rules_that_would_never_end_are_refused_by_name(switch_on, write, alice, cast, house):
    answered = {"when": {"kind": "response.submitted"}, "where": None, "limits": {"repeat": "once"}}
    switch_on("After an answer", **answered)
    write(name="Again", moment="task", survey="", task="Call them again", repeat="always")
    with tenant_context(cast.north.pk):
        again = TriggerRule.objects.get(name="Again")
    page = alice.post(cast.alice.url(f"rules/{again.pk}/activation/"), follow=True).content.decode()

    assert "The rule would set itself off again and again. Under “How often”, let it act once." in page
    with tenant_context(cast.north.pk):
        assert TriggerRule.objects.get(pk=again.pk).state == "draft"


def test_chain_goes_through_other_rules_and_a_limit_ends_it():
    task, answer = When(kind="task.done"), When(kind="response.submitted")
    asks = Rule(when=answer, whom=Whom(), what=What(survey_id=uuid.uuid4()))
    calls = Rule(when=task, whom=Whom(), what=What(task="Call"))
    late = Rule(when=When(kind=LATE), whom=Whom(), what=What(task="Call"))
    once = Rule(when=answer, whom=Whom(), what=asks.what, limits=rules.read(
        {"when": {"kind": LATE}, "what": {"task": "x"}, "limits": {"repeat": "once"}}, kinds={LATE: {}}, facts={}
    ).limits)  # fmt: skip
    from_answer_to_task = Rule(when=answer, whom=Whom(), what=What(task="Call"))
    from_task_to_answer = Rule(when=task, whom=Whom(), what=asks.what)

    assert rules.endless(asks, []) == []
    assert rules.endless(calls, [late]) == []
    assert rules.endless(late, [calls]) is None
    assert rules.endless(once, [asks]) is None
    assert rules.endless(from_answer_to_task, [late]) is None
    assert rules.endless(from_answer_to_task, [late, from_task_to_answer]) == [from_task_to_answer]


GROUP = {
    "g0_join": "none",
    "g0_fact_0": "client.stage",
    "g0_op_0": "=",
    "g0_value_0": "Onboarding",
    "g0_fact_1": "client.mood",
    "g0_op_1": "<",
    "g0_value_1": "40",
}


def test_group_of_conditions_is_written_shown_and_told(write, alice, cast):
    write(fact_0="event.days", op_0=">=", value_0="2", **GROUP)
    rule = the_rule(cast)
    edit = alice.get(cast.alice.url(f"rules/{rule.pk}/edit/"))
    shown = {name: edit.context["form"][name].value() for name in GROUP}
    page = alice.get(cast.alice.url(f"rules/{rule.pk}/")).content.decode()

    assert rule.content["where"] == {
        "all": [
            {"fact": "event.days", "op": ">=", "value": 2},
            {"not": {"any": [
                {"fact": "client.stage", "op": "=", "value": "onboarding"},
                {"fact": "client.mood", "op": "<", "value": 40},
            ]}},
        ]
    }  # fmt: skip
    assert shown == GROUP
    assert "Of the event: days is at least 2; None of these: Stage is Onboarding; Mood (0–100) is less than 40" in page


def test_more_rows_come_with_everything_that_was_typed_and_save_nothing(write, cast):
    page = write(fact_0="event.days", value_0="two", name="", more_rows="1")

    assert page.status_code == 200
    shown = page.context["form"]
    assert (shown["value_0"].value(), shown["roles"].value(), shown.errors) == ("two", ["technical"], {})
    with tenant_context(cast.north.pk):
        assert not TriggerRule.objects.exists()


def test_deeper_conditions_are_shown_and_kept_beside_the_rows_until_they_are_dropped(write, alice, cast):
    write()
    rule = the_rule(cast)
    with tenant_context(cast.north.pk):
        TriggerRule.objects.update(content=rule.content | {"where": DEEP})
    url = cast.alice.url(f"rules/{rule.pk}/edit/")
    page = alice.get(url)
    sent = {name: field.value() for name, field in ((one.name, one) for one in page.context["form"])}
    sent = {name: value for name, value in sent.items() if value is not None and value is not False}
    row = {"fact_0": "client.mood", "op_0": "<", "value_0": "40"}
    alice.post(url, sent | row)
    kept = the_rule(cast).content["where"]
    alice.post(url, sent | row | {"drop_kept": "on"})

    assert "At least one of these: (Not this:" in page.content.decode()
    assert kept == {"all": [{"fact": "client.mood", "op": "<", "value": 40}, *DEEP["all"]]}
    assert the_rule(cast).content["where"] == {"all": [{"fact": "client.mood", "op": "<", "value": 40}]}


@pytest.mark.parametrize(
    "kept", ["[" * 10_000 + "]" * 10_000, '{"not":' * 5_000 + "{}" + "}" * 5_000, "{", '"x"', "[3]"]
)
def test_conditions_that_no_page_has_sent_are_refused_at_their_place(write, cast, kept):
    page = write(kept=kept)

    assert page.status_code == 422
    assert "This condition cannot be read. Fill it in anew." in page.content.decode()
    with tenant_context(cast.north.pk):
        assert not TriggerRule.objects.exists()
