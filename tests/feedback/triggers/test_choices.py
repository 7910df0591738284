"""Whom shall we ask? A rule leaves it to the client's manager, who answers with one click, or it is as the rule says."""

from datetime import timedelta

import pytest

from accounts import clock
from accounts.audit.models import AuditEntry
from accounts.jobs import actions as jobs
from accounts.organizations.models import Organization
from accounts.organizations.roles import Role
from accounts.tenancy.context import tenant_context
from feedback.invitations.actions import ASKS
from feedback.invitations.models import PlannedAsk
from feedback.triggers import actions
from feedback.triggers.models import RuleChoice, TriggerRule
from journeys.playbooks.models import Task
from tests.cast import hire
from tests.feedback.triggers.conftest import DAY, TUESDAY
from tests.feedback.triggers.test_pages import alice, form

__all__ = ["alice", "form"]

OWNER = {"whom": {"roles": ["technical"], "first": "influential", "choice_days": 2}}
THURSDAY = TUESDAY + 2 * DAY


@pytest.fixture
def left_open(cast, house, switch_on, happen):
    """An order is late on Tuesday, and Alice is asked whom to ask until Thursday; return the choice."""
    with tenant_context(cast.north.pk):
        Organization.objects.update(is_demo=True, clock_offset=TUESDAY + timedelta(hours=1) - clock.real_now())
    switch_on(**OWNER)
    happen()
    jobs.drain(queue="events", now=lambda: TUESDAY)
    with tenant_context(cast.north.pk):
        return RuleChoice.objects.get()


def asked(cast):
    with tenant_context(cast.north.pk):
        rows = PlannedAsk.objects.order_by("contact__name").values_list("contact__name", "state", "reason")
        return list(rows)


def task_of(cast):
    with tenant_context(cast.north.pk):
        return Task.objects.get(origin__startswith="choice:")


def test_manager_is_asked_and_answers_with_one_click(left_open, alice, cast, house):
    url = cast.alice.url(f"rules/choices/{left_open.pk}/")
    day, page = alice.get(cast.alice.url("day/")).content.decode(), alice.get(url).content.decode()
    before = asked(cast)
    (other,) = {"Taras", "Petro"} - {before[0][0]}
    answer = {"contact": str(house[1][other].pk)}
    sent = [alice.post(url, answer, follow=True).content.decode() for _twice in range(2)]
    jobs.drain(queue="events", now=clock.real_now)
    jobs.drain(queue=ASKS, now=clock.real_now)

    assert "Whom shall we ask at Acme? The rule “Late orders” leaves it to you." in day
    assert f'href="{url}"' in day
    assert page.count('name="contact"') == 2
    assert "Olena" not in page
    assert [one[1:] for one in before] == [("planned", "later")]
    assert f"{cast.alice.employee.name} has chosen this person." in sent[0]
    assert "It is settled already whom to ask." in sent[1]
    assert dict(one[::2] for one in asked(cast)) == {before[0][0]: "unchosen", other: ""}
    with tenant_context(cast.north.pk):
        assert PlannedAsk.objects.get(state="sent").contact.name == other
        assert AuditEntry.objects.filter(action="rule.chosen").count() == 1
    assert task_of(cast).done_at


def test_suggested_person_is_asked_sooner_and_once(left_open, alice, cast, house):
    name = asked(cast)[0][0]
    alice.post(cast.alice.url(f"rules/choices/{left_open.pk}/"), {"contact": str(house[1][name].pk)})
    jobs.drain(queue=ASKS, now=clock.real_now)

    assert asked(cast) == [(name, "sent", "")]


def test_without_an_answer_it_is_as_the_rule_says_and_the_ledger_tells_it(left_open, alice, cast, house):
    name = asked(cast)[0][0]
    person = cast.alice.url(f"people/{house[1][name].pk}/asked/")
    waiting = alice.get(person).content.decode()
    for queue in (ASKS, actions.CHOICES, "events"):
        jobs.drain(queue=queue, now=lambda: clock.real_now() + 2 * DAY)
    with tenant_context(cast.north.pk):
        Organization.objects.update(clock_offset=THURSDAY + timedelta(hours=1) - clock.real_now())
    late = alice.post(
        cast.alice.url(f"rules/choices/{left_open.pk}/"), {"contact": str(house[1]["Taras"].pk)}, follow=True
    )

    assert "may choose somebody else until 19" in waiting
    assert asked(cast) == [(name, "sent", "")]
    assert "Nobody chose in time, so it is as the rule says." in alice.get(person).content.decode()
    assert "It is settled already whom to ask." in late.content.decode()
    assert task_of(cast).skipped_at
    with tenant_context(cast.north.pk):
        assert RuleChoice.objects.get().answered_by is None


def test_nobody_is_an_answer_and_an_empty_form_is_none(left_open, alice, cast):
    url = cast.alice.url(f"rules/choices/{left_open.pk}/")
    empty = alice.post(url)
    alice.post(url, {"nobody": "1"})

    assert empty.status_code == 422
    assert [one[1:] for one in asked(cast)] == [("refused", "unchosen")]


def test_only_people_of_the_roles_can_be_chosen_and_not_too_many(left_open, alice, cast, house):
    url, people = cast.alice.url(f"rules/choices/{left_open.pk}/"), house[1]
    before = asked(cast)
    for names in (["Olena"], ["Taras", "Petro"]):
        answer = alice.post(url, {"contact": [str(people[name].pk) for name in names]})
        assert answer.status_code == 422

    assert asked(cast) == before


def test_others_read_it_and_only_who_asks_people_or_was_asked_answers(left_open, cast, client_of, house):
    specialist = hire(cast.north, "Sam Sharp", role=Role.SPECIALIST, now=TUESDAY)
    url, answer = f"rules/choices/{left_open.pk}/", {"contact": str(house[1]["Taras"].pk)}
    reader = client_of(specialist)

    assert 'name="contact"' not in reader.get(specialist.url(url)).content.decode()
    assert reader.post(specialist.url(url), answer).status_code == 403
    with tenant_context(cast.north.pk):
        RuleChoice.objects.update(chooser=specialist.employee)
    assert reader.post(specialist.url(url), answer).status_code == 302
    assert client_of(cast.mallory).get(cast.mallory.url(url)).status_code == 404


def test_paused_rule_asks_nobody_and_leaves_no_choice(left_open, cast):
    with tenant_context(cast.north.pk):
        rule = left_open.firing.rule
        actions.pause(rule=rule, why="by_hand", by=cast.alice.employee, now=TUESDAY)
        with pytest.raises(actions.ChoiceOver):
            actions.choose(choice=left_open, contact_ids=[], by=cast.alice.employee, now=TUESDAY)

    assert [one[1:] for one in asked(cast)] == [("refused", "paused")]


def test_where_there_is_nobody_else_nobody_is_asked_whom_to_ask(cast, switch_on, happen):
    switch_on(whom={"roles": ["economic"], "choice_days": 2})
    happen()
    jobs.drain(queue=ASKS, now=lambda: TUESDAY)

    assert asked(cast) == [("Olena", "sent", "")]
    with tenant_context(cast.north.pk):
        assert not RuleChoice.objects.exists()


def test_choice_is_written_in_rows_and_told(alice, cast, form):
    owner = form | {"asked": "owner", "choice_days": "3", "fact_0": "", "fact_1": ""}
    url = cast.alice.url("rules/new/")
    wrong = [
        alice.post(url, owner | change).context["form"].errors
        for change in ({"choice_days": ""}, {"survey": "", "task": "Call"}, {"roles": []})
    ]
    alice.post(url, owner)
    with tenant_context(cast.north.pk):
        (rule,) = TriggerRule.objects.all()
    page = alice.get(cast.alice.url(f"rules/{rule.pk}/")).content.decode()
    edit = alice.get(cast.alice.url(f"rules/{rule.pk}/edit/")).context["form"]

    assert [next(iter(one)) for one in wrong] == ["choice_days", "choice_days", "roles"]
    assert "The client’s manager may choose other people of these roles within 3 working days" in page
    assert (edit["asked"].value(), edit["choice_days"].value()) == ("owner", 3)
