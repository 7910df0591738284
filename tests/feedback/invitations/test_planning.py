"""Questions that are planned: each leaves at its moment, waits for a better one, or never comes; and the ledger says why."""

from datetime import UTC, datetime, time, timedelta

import pytest

from accounts.clients.models import Contact
from accounts.events import actions as events
from accounts.events import kinds
from accounts.events.actions import Fact
from accounts.jobs import actions as jobs
from accounts.mail.models import OutgoingEmail
from accounts.organizations.models import Organization
from accounts.tenancy.context import tenant_context
from accounts.tenancy.uuid7 import uuid7
from feedback.invitations import actions, queries
from feedback.invitations.models import CalmRule, Invitation, PlannedAsk, SendDecision, Source
from feedback.letters import actions as own_letters
from feedback.surveys import actions as surveys
from journeys.care.models import Gesture
from tests.factories.accounts import a_client, a_contact
from tests.feedback.invitations.conftest import DAY, TUESDAY


@pytest.fixture
def ledger(cast):
    """Return what became of a planned question, and every decision on the way."""

    def told(ask):
        with tenant_context(cast.north.pk):
            row = PlannedAsk.objects.get(pk=ask.pk)
            entries = SendDecision.objects.filter(ask=ask).order_by("decided_at", "pk")
            return row.state, row.reason, [(entry.verdict, entry.reason, entry.until) for entry in entries]

    return told


def drain(at, queue=actions.ASKS):
    """Do what is due in a queue at a time, as the ledger of work does."""
    return jobs.drain(queue=queue, now=lambda: at)


def letters(cast):
    with tenant_context(cast.north.pk):
        return list(OutgoingEmail.objects.order_by("created_at", "pk"))


def test_question_leaves_at_its_moment_and_once(plan, cast, ledger):
    ask = plan()
    again = plan()
    nothing_yet = letters(cast)
    for _time in range(2):
        drain(TUESDAY)

    assert again.pk == ask.pk
    assert nothing_yet == []
    assert [letter.letter for letter in letters(cast)] == ["survey_invitation"]
    assert ledger(ask) == ("sent", "", [("send", "", None)])
    with tenant_context(cast.north.pk):
        invitation = Invitation.objects.get()
        assert PlannedAsk.objects.get().invitation_id == invitation.pk
        assert (invitation.role, invitation.asked_by_id, invitation.sender_id) == (
            "technical", None, cast.alice.employee.pk,
        )  # fmt: skip


def test_question_waits_for_the_window_of_the_persons_own_clock(plan, cast, house, ledger):
    with tenant_context(cast.north.pk):
        Contact.objects.filter(pk=house[1].pk).update(time_zone="America/New_York")
    ask = plan()
    opens = datetime(2026, 3, 17, 13, tzinfo=UTC)

    drain(opens - timedelta(seconds=1))
    early = letters(cast)
    drain(opens)

    assert early == []
    assert ledger(ask) == ("sent", "", [("wait", "window", opens), ("send", "", None)])


def test_second_question_waits_until_the_first_one_is_forgotten(plan, cast, ledger):
    plan()
    drain(TUESDAY)
    second = plan("rule:2", now=TUESDAY + DAY)
    free = TUESDAY + 30 * DAY

    drain(free)

    assert ledger(second) == ("sent", "", [("wait", "fatigue", free), ("send", "", None)])
    assert len(letters(cast)) == 2


def test_two_questions_due_at_once_are_one_letter_now_and_one_later(plan, cast, ledger):
    first, second = plan(), plan("rule:2")

    drain(TUESDAY)

    assert len(letters(cast)) == 1
    assert ledger(first)[0] == "sent"
    assert ledger(second) == ("planned", "fatigue", [("wait", "fatigue", TUESDAY + 30 * DAY)])


@pytest.mark.parametrize("sort", ["letter", "greeting"])
def test_own_letter_keeps_questions_away_for_a_day_and_no_longer(plan, cast, house, ledger, sort):
    client, taras, _survey = house
    with tenant_context(cast.north.pk):
        if sort == "letter":
            values = {"contact_id": taras.pk, "client_id": client.pk, "sender_id": cast.alice.employee.pk}
            values |= {"source": Source.RULE, "source_id": uuid7(), "occurrence": "sorry", "wanted_at": TUESDAY}
            own_letters.plan([own_letters.Wanted(**values, subject={"en": "Sorry"}, text={"en": "Late."})], now=TUESDAY)
        else:
            values = {
                "client": client,
                "contact": taras,
                "kind": "birthday",
                "on": TUESDAY.date(),
                "created_at": TUESDAY,
            }
            Gesture.objects.create(**values, owner=cast.alice.employee, state="done", done_at=TUESDAY)
    drain(TUESDAY, queue=own_letters.LETTERS)
    soon, first = plan(now=TUESDAY + timedelta(hours=1)), TUESDAY + DAY
    drain(TUESDAY + timedelta(hours=2))
    before = ledger(soon)
    drain(first)

    assert before == ("planned", "fatigue", [("wait", "fatigue", first)])
    assert ledger(soon)[0] == "sent"
    assert plan("rule:2", now=first).due_at == first + 30 * DAY  # a question counts as before


def test_who_got_a_letter_was_not_asked_by_it(plan, cast, house, ledger):
    client, taras, _survey = house
    with tenant_context(cast.north.pk):
        values = {"client": client, "contact": taras, "kind": "birthday", "on": TUESDAY.date(), "created_at": TUESDAY}
        Gesture.objects.create(**values, owner=cast.alice.employee, state="done", done_at=TUESDAY - 2 * DAY)
    ask = plan(heads_up_days=1)
    drain(TUESDAY)

    assert ledger(ask)[:2] == ("planned", "told")


def test_what_would_come_too_late_does_not_come(plan, ledger):
    plan()
    drain(TUESDAY)

    late = plan("rule:2", now=TUESDAY + DAY, give_up_at=TUESDAY + 10 * DAY)

    assert ledger(late) == ("refused", "fatigue", [("refuse", "fatigue", TUESDAY + 30 * DAY)])


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"asking": "never"}, "never"),
        ({"asking": "phone"}, "phone_only"),
        ({"consent": "withdrawn"}, "withdrawn"),
    ],
)  # fmt: skip
def test_who_changes_their_mind_meanwhile_is_not_asked(plan, cast, house, ledger, change, reason):
    ask = plan(wanted_at=TUESDAY + DAY)
    with tenant_context(cast.north.pk):
        Contact.objects.filter(pk=house[1].pk).update(**change)

    drain(TUESDAY + DAY)

    assert letters(cast) == []
    assert ledger(ask) == ("refused", reason, [("wait", "later", TUESDAY + DAY), ("refuse", reason, None)])


def test_closed_survey_asks_nobody(plan, cast, house, ledger):
    ask = plan(wanted_at=TUESDAY + DAY)
    with tenant_context(cast.north.pk):
        surveys.close_survey(survey=house[2], by=cast.alice.employee, now=TUESDAY)

    drain(TUESDAY + DAY)

    assert ledger(ask)[:2] == ("refused", "closed")


def test_one_question_for_several_events_of_one_topic(plan, cast, ledger):
    first, second = plan(topic="delivery"), plan("rule:2", topic="delivery")
    drain(TUESDAY)
    third = plan("rule:3", now=TUESDAY + DAY, topic="delivery")
    other = plan("rule:4", now=TUESDAY + DAY, topic="papers")

    assert [ledger(ask)[:2] for ask in (first, second, third, other)] == [
        ("sent", ""), ("refused", "topic"), ("refused", "topic"), ("planned", "fatigue"),
    ]  # fmt: skip
    assert len(letters(cast)) == 1


def test_held_client_is_asked_when_released(plan, cast, house, ledger):
    client, _taras, _survey = house
    with tenant_context(cast.north.pk):
        actions.hold(client=client, cause="case:7", by=None, now=TUESDAY)
        actions.hold(client=client, cause="case:7", by=None, now=TUESDAY)
    ask = plan()
    drain(TUESDAY + DAY)
    held = letters(cast)
    with tenant_context(cast.north.pk):
        assert actions.release(cause="case:7", by=None, now=TUESDAY + DAY)
        assert not actions.release(cause="case:7", by=None, now=TUESDAY + DAY)
    drain(TUESDAY + DAY)

    assert held == []
    state, _reason, decisions = ledger(ask)
    assert state == "sent"
    assert [reason for _verdict, reason, _until in decisions] == ["hold", "hold", ""]


def test_manager_may_insist_but_not_within_a_day(plan, cast, ledger):
    plan()
    drain(TUESDAY)
    ask = plan("rule:2", now=TUESDAY + timedelta(hours=2))
    with tenant_context(cast.north.pk):
        actions.insist(ask=ask, by=cast.alice.employee, now=TUESDAY + timedelta(hours=3))

    drain(TUESDAY + timedelta(hours=23))
    early = len(letters(cast))
    drain(TUESDAY + DAY)

    assert (early, len(letters(cast))) == (1, 2)
    assert [reason for _verdict, reason, _until in ledger(ask)[2]] == ["fatigue", "just_asked", ""]
    with tenant_context(cast.north.pk):
        assert SendDecision.objects.get(reason="just_asked").by_id == cast.alice.employee.pk


def test_stopped_question_never_leaves(plan, cast, ledger):
    ask = plan(wanted_at=TUESDAY + DAY)
    with tenant_context(cast.north.pk):
        stopped = [actions.stop([ask], by=cast.alice.employee, now=TUESDAY) for _time in range(2)]

    drain(TUESDAY + DAY)

    assert stopped == [1, 0]
    assert letters(cast) == []
    assert ledger(ask)[:2] == ("refused", "stopped")


def test_narrowest_calm_rule_counts(plan, cast, ledger):
    with tenant_context(cast.north.pk):
        CalmRule.objects.create(gap_days=10)
        CalmRule.objects.create(
            role="technical", gap_days=20, event_since=time(0), event_until=time(0), event_days="1234567"
        )
        CalmRule.objects.create(role="economic", gap_days=99)
    plan()
    drain(TUESDAY)

    second = plan("rule:2", now=TUESDAY + DAY)

    assert ledger(second)[2] == [("wait", "fatigue", TUESDAY + 20 * DAY)]


def test_other_house_holds_and_limits_count_for_nothing(plan, cast, ledger):
    with tenant_context(cast.south.pk):
        client = a_client("Acme", by=cast.mallory.employee, now=TUESDAY, manager=cast.mallory.employee)
        actions.hold(client=client, cause="case:7", by=None, now=TUESDAY)
        CalmRule.objects.create(gap_days=300, event_days="7")
    ask = plan()

    drain(TUESDAY)

    assert ledger(ask)[0] == "sent"
    with tenant_context(cast.south.pk):
        assert PlannedAsk.objects.count() == 0


def test_stepped_clock_of_a_demo_is_the_one_that_counts(plan, cast, ledger):
    with tenant_context(cast.north.pk):
        Organization.objects.update(is_demo=True, clock_offset=-60 * DAY)
    ask = plan(now=TUESDAY - 60 * DAY, wanted_at=TUESDAY - 57 * DAY)

    drain(TUESDAY + 2 * DAY)
    early = ledger(ask)[0]
    drain(TUESDAY + 3 * DAY)

    assert (early, ledger(ask)[0]) == ("planned", "sent")


# --- Reminders ---


@pytest.fixture
def asked(plan):
    """Taras was asked on Tuesday."""
    plan()
    drain(TUESDAY)


def test_reminder_comes_after_five_days_within_the_window_once(asked, cast):
    saturday, sunday_evening = TUESDAY + 4 * DAY, TUESDAY + 5 * DAY + timedelta(hours=9)
    for at in (saturday, sunday_evening, TUESDAY + 6 * DAY):  # the window opens on Monday
        drain(at, actions.REMINDERS)
    monday = letters(cast)
    drain(TUESDAY + 20 * DAY, actions.REMINDERS)

    assert [letter.letter for letter in monday] == ["survey_invitation", "survey_reminder"]
    assert "Ваша думка" in monday[1].context["subject"]
    assert monday[1].context["url"] == monday[0].context["url"]
    assert len(letters(cast)) == 2


@pytest.mark.parametrize("how", ["answered", "replied", "withdrawn", "never"])
def test_nobody_is_reminded_who_has_spoken_or_wants_peace(asked, cast, house, how):
    with tenant_context(cast.north.pk):
        invitation = Invitation.objects.get()
        if how == "answered":
            Invitation.objects.update(answered_at=TUESDAY + DAY)
        elif how == "replied":
            fact = Fact(kind=kinds.MAIL_REPLIED, happened_at=TUESDAY, contact_id=house[1].pk, payload={})
            events.publish(fact, now=TUESDAY)
        elif how == "withdrawn":
            actions.withdraw(invitation=invitation, by=cast.alice.employee, now=TUESDAY + DAY)
        else:
            Contact.objects.filter(pk=house[1].pk).update(asking="never")
    drain(TUESDAY + DAY, "events")

    drain(TUESDAY + 7 * DAY, actions.REMINDERS)

    assert [letter.letter for letter in letters(cast)] == ["survey_invitation"]


def test_ledger_of_many_people_costs_as_much_as_of_one(plan, cast, house, django_assert_num_queries):
    client, taras, _survey = house
    with tenant_context(cast.north.pk):
        others = [
            a_contact(f"Person {number}", at=client, by=cast.alice.employee, now=TUESDAY - DAY).contact
            for number in range(3)
        ]
        with django_assert_num_queries(10):
            queries.known_of_many([(taras.pk, client.pk)], now=TUESDAY)
        with django_assert_num_queries(10):
            queries.known_of_many([(one.pk, client.pk) for one in (taras, *others)], now=TUESDAY)
