"""What the house itself asks top management: about complaints, alerts and compensations, once for each subject."""

from datetime import timedelta
from decimal import Decimal

import pytest

from accounts import clock
from accounts.clients.models import Client, ClientFacts
from accounts.events import kinds
from accounts.jobs import actions as jobs
from accounts.tenancy.context import tenant_context
from feedback.alerts import actions as alerts
from feedback.alerts.actions.telling import told_by_event
from feedback.alerts.models import Alert, AlertAct, AlertRule, Ending, Kind
from feedback.interactions.models import Visibility
from journeys.cases import actions as cases
from journeys.cases.models import Case, CaseStep, Compensation, End
from journeys.decisions import actions, queries
from journeys.decisions.models import Decision
from journeys.initiatives import actions as plans
from journeys.initiatives.models import Initiative
from journeys.playbooks.models import Task
from tests.factories.accounts import a_client

pytestmark = pytest.mark.django_db


@pytest.fixture
def house(cast, now):
    """North with Acme, of Carol and of Bob's concern, and a way to let everything happen."""
    with tenant_context(cast.north.pk):
        client = a_client(
            "Acme", by=cast.alice.employee, now=now, manager=cast.carol.employee, sponsor=cast.bob.employee
        )
        ClientFacts.objects.filter(client=client).update(revenue=60_000)
    return client


def drain():
    jobs.drain(queue="events", now=lambda: clock.real_now() + timedelta(minutes=5))


def complaint(cast, client, now, topic="act", **more) -> Case:
    with tenant_context(cast.north.pk):
        heard = cases.Heard(origin=f"hand:{topic}", client=client, topic=topic, heard_at=now, **more)
        row = cases.hear(heard, by=None, now=now, title="The act is late", owner=cast.carol.employee)
    drain()
    return row


def decisions(cast) -> list[Decision]:
    with tenant_context(cast.north.pk):
        return list(Decision.objects.select_related("asked_of", "client", "organization").order_by("asked_at", "pk"))


def raised(cast, client, now, kind, **more) -> Alert:
    """Raise a serious alert, as its rules would."""
    with tenant_context(cast.north.pk):
        rule = AlertRule.objects.filter(kind=kind).first() or AlertRule.objects.create(
            name=kind, kind=kind, severity="serious", created_at=now
        )
        values = {"rule": rule, "client": client, "severity": rule.severity, "raised_at": now, "rung": 3, **more}
        number = Alert.objects.count() + 1
        row = Alert.objects.create(number=number, topic="low", **values)
        told_by_event(kinds.ALERT_RAISED, row, now=now)
    drain()
    return row


def test_complaint_of_a_client_with_much_revenue_is_offered_once_and_ends_with_the_case(cast, house, now, mailbox):
    case = complaint(cast, house, now)

    (row,) = decisions(cast)
    assert (row.asked_of, row.amount, row.question) == (cast.bob.employee, Decimal(60_000), "Acme: The act is late")
    assert [key for key, _words in row.choices] == ["call", "delegate", "discuss"]
    assert row.about == f"/o/north/signals/{case.label}/"
    assert mailbox.to("bob@north.example") == []  # it waits for whoever looks, and for the digest
    with tenant_context(cast.north.pk):
        assert not queries.needs_sign_in(row)
        cases.show_to_leaders(case=case, by=cast.carol.employee, now=now)
    drain()
    assert len(decisions(cast)) == 1

    with tenant_context(cast.north.pk):
        cases.end_without_client(case=case, end=End.DROPPED, text="A slip", by=cast.carol.employee, now=now)
    drain()

    assert decisions(cast)[0].withdrawn_at


@pytest.mark.parametrize("more", [{"visibility": Visibility.LEADERSHIP}, {"sort": "praise"}])
def test_what_is_confided_and_what_is_praise_is_offered_to_nobody(cast, house, now, more):
    case = complaint(cast, house, now, **more)
    with tenant_context(cast.north.pk):
        cases.show_to_leaders(case=case, by=cast.carol.employee, now=now)
    drain()

    assert decisions(cast) == []


def test_small_complaint_is_offered_when_it_is_shown_or_late(cast, house, now, mailbox):
    with tenant_context(cast.north.pk):
        ClientFacts.objects.update(revenue=50_000)
    case = complaint(cast, house, now)
    assert decisions(cast) == []
    with tenant_context(cast.north.pk):
        cases.show_to_leaders(case=case, by=cast.carol.employee, now=now)
    drain()
    (row,) = decisions(cast)
    assert "A colleague asks top management to look at it. Carol Cole carries the case." in row.details
    assert any("Your decision" in one["Subject"] for one in mailbox.to("bob@north.example"))
    second = complaint(cast, house, now, topic="night")
    with tenant_context(cast.north.pk):
        Case.objects.filter(pk=second.pk).update(due_at=now - timedelta(hours=1))
        cases.tell_overdue([], now)
    drain()
    assert [one.details.split(".")[0] for one in decisions(cast)] == [
        "A colleague asks top management to look at it", "A step of the case is late",
    ]  # fmt: skip


def test_second_alert_of_the_same_matter_asks_nothing_and_the_answer_takes_both_in_hand(cast, house, now):
    with tenant_context(cast.north.pk):
        ClientFacts.objects.update(revenue=None)
    first = raised(cast, house, now, Kind.LOW)
    second = raised(cast, house, now, Kind.DROP)
    (row,) = decisions(cast)
    assert row.amount is None

    with tenant_context(cast.north.pk):
        actions.answer(decision=row, choice="delegate", delegate=cast.dave.employee, way=Decision.Way.LINK, now=now)

        taken = AlertAct.objects.filter(what="acknowledged").values_list("alert", "by")
        assert set(taken) == {(first.pk, cast.bob.employee.pk), (second.pk, cast.bob.employee.pk)}
        assert CaseStep.objects.get(kind="noted").text == "I hand it over · Dave Dahl"
        assert Task.objects.get(origin=f"decision:{row.pk}").owner == cast.dave.employee
    raised(cast, house, now, Kind.LEAVING)
    assert len(decisions(cast)) == 1


def test_alert_without_a_case_is_a_question_of_its_own_and_ends_with_it(cast, house, now):
    quiet = raised(cast, house, now, Kind.SILENCE, severity="attention", rung=1)
    assert decisions(cast) == []
    trend = raised(cast, None, now, Kind.TREND)
    words = raised(cast, house, now, Kind.CONTRADICTION, wakes_top=False)
    (row,) = decisions(cast)
    assert row.client is None

    with tenant_context(cast.north.pk):
        for one in (quiet, trend, words):
            alerts.end(alert=one, ending=Ending.FALSE, by=cast.bob.employee, now=now)
    drain()

    assert decisions(cast)[0].withdrawn_at


def test_compensation_above_the_limit_is_approved_within_the_question_about_its_case(cast, house, now):
    case = complaint(cast, house, now)
    with tenant_context(cast.north.pk):
        values = {"what": "A month free", "currency": "EUR", "by": cast.carol.employee, "now": now}
        cases.offer_compensation(case=case, amount=Decimal(900), **values)
    drain()
    (row,) = decisions(cast)
    assert [key for key, _words in row.choices] == ["approve", "refuse", "call", "delegate", "discuss"]
    assert (row.amount, "A month free" in row.details) == (Decimal(900), True)

    with tenant_context(cast.north.pk):
        actions.answer(decision=row, choice="approve", way=Decision.Way.PAGE, now=now)

        offer = Compensation.objects.get()
        assert (offer.is_approved, offer.decided_by) == (True, cast.bob.employee)
        cases.offer_compensation(case=case, amount=Decimal(800), **values)
    drain()
    assert [one.origin.split(":")[0] for one in decisions(cast)] == ["case", "compensation"]
    with tenant_context(cast.north.pk):
        second = Compensation.objects.get(is_approved=None)
        cases.decide_compensation(offer=second, is_approved=False, by=cast.alice.employee, now=now)
    drain()
    assert decisions(cast)[1].withdrawn_at


def test_client_without_a_sponsor_is_the_executives_and_whoever_asks_decides_nothing(cast, house, now):
    with tenant_context(cast.north.pk):
        Client.objects.update(sponsor=None)
        client = Client.objects.get()
        assert queries.decider_of(client, now=now) == cast.bob.employee
        assert queries.decider_of(client, now=now, besides=cast.bob.employee) == cast.alice.employee


def test_plan_is_approved_or_refused_by_an_answer(cast, house, now, client_of, mailbox):
    with tenant_context(cast.north.pk):
        values = {"owner": cast.carol.employee, "goal_to": 80, "goal_on": now.date(), "expected": Decimal(5000)}
        rows = [
            plans.create(initiative=Initiative(name=name, **values), by=cast.alice.employee, now=now)
            for name in ("Faster acts", "A night shift")
        ]
    for row in rows:
        ask = f"/o/north/initiatives/{row.pk}/decision/"
        due = (now + timedelta(days=3)).date().isoformat()
        data = {"asked_of": cast.bob.employee.pk, "due_on": due}
        assert client_of(cast.carol).post(ask, {**data, "asked_of": cast.dave.employee.pk}).status_code == 422
        for _twice in range(2):
            assert client_of(cast.carol).post(ask, data).status_code == 302
        assert client_of(cast.erin).get(ask).status_code == 403
    found = decisions(cast)
    assert [(one.question, one.amount) for one in found] == [
        ("Approve the plan “Faster acts”?", Decimal(5000)), ("Approve the plan “A night shift”?", Decimal(5000)),
    ]  # fmt: skip

    with tenant_context(cast.north.pk):
        for one, choice in zip(found, ("approve", "refuse"), strict=True):
            actions.answer(
                decision=one, choice=choice, note="Too dear" if choice == "refuse" else "", way="page", now=now
            )

        states = Initiative.objects.order_by("created_at", "pk").values_list("state", "outcome")
        assert list(states) == [("approved", ""), ("stopped", "Too dear")]
