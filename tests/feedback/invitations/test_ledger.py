"""Why somebody was asked, will be, or will not: the pages of a person and of a client, and what one of us decides there."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import localtime

from accounts import clock
from accounts.audit.models import AuditEntry
from accounts.clients.models import Contact
from accounts.jobs import actions as jobs
from accounts.tenancy.context import tenant_context
from feedback.invitations import actions
from feedback.invitations.models import Hold, Invitation, PlannedAsk, SendDecision, Source
from tests.factories.accounts import a_client, a_contact
from tests.factories.feedback import a_version

DAY = timedelta(days=1)


@pytest.fixture
def acme(cast, now):
    with tenant_context(cast.north.pk):
        return a_client("Acme", by=cast.alice.employee, now=now, manager=cast.alice.employee)


@pytest.fixture
def taras(cast, now, acme):
    with tenant_context(cast.north.pk):
        return a_contact(
            "Taras Melnyk", at=acme, by=cast.alice.employee, now=now, email="taras@acme.example", roles=["technical"],
            time_zone="America/New_York",
        )  # fmt: skip


@pytest.fixture
def survey(cast, now):
    with tenant_context(cast.north.pk):
        return a_version("Delivery", by=cast.alice.employee, now=now).survey


@pytest.fixture
def plan(cast, now, taras, survey):
    def planned(occurrence="rule:1", **fields):
        values = {
            "contact_id": taras.contact_id,
            "client_id": taras.client_id,
            "survey_id": survey.pk,
            "role": "technical",
            "occurrence": occurrence,
            "source": Source.RULE,
            "wanted_at": clock.real_now(),
        }
        with tenant_context(cast.north.pk):
            return actions.plan([actions.Wanted(**values | fields)], now=clock.real_now())[0]

    return planned


@pytest.fixture
def alice(cast, client_of):
    return client_of(cast.alice)


@pytest.fixture
def ledger(alice, cast, taras):
    """Return what the person's page says."""

    def page():
        return alice.get(cast.alice.url(f"people/{taras.contact_id}/asked/")).content.decode()

    return page


def of(cast, model):
    with tenant_context(cast.north.pk):
        return model.objects.get()


def test_every_question_is_a_sentence_with_its_reason(plan, ledger, alice, cast, taras):
    plan(wanted_at=clock.real_now() + 3 * DAY)
    with tenant_context(cast.north.pk):
        actions.hold(client=taras.client, cause="case:7", by=None, now=clock.real_now(), note="Case 7")
    plan("rule:2")
    stopped = plan("rule:3")
    with tenant_context(cast.north.pk):
        actions.stop([stopped], by=cast.alice.employee, now=clock.real_now(), note="Wrong person")
        closest = PlannedAsk.objects.get(occurrence="rule:1")

    page = ledger()
    of_client = alice.get(cast.alice.url(f"clients/{taras.client_id}/asked/")).content.decode()

    there = localtime(closest.due_at).astimezone(ZoneInfo("America/New_York"))
    assert f"at {there:%H:%M}, their time" in page
    for said in ("Will be asked once people here may be asked again.", "Is not asked: decided on", "One of you stopped it.",
                 "Wrong person", "A rule", "Case 7"):  # fmt: skip
        assert said in page
        assert said in of_client
    assert "Taras Melnyk" in of_client
    assert (
        "Nobody here is asked for now."
        in alice.get(cast.alice.url(f"clients/{taras.client_id}/people/")).content.decode()
    )


def test_one_of_us_insists_with_a_reason_that_stays(plan, alice, cast, ledger, taras):
    ask = plan(wanted_at=clock.real_now() + 3 * DAY)
    page = cast.alice.url(f"asked/{ask.pk}/insistence/")

    without = alice.post(page, {"note": ""})
    twice = [alice.post(page, {"note": "The board meets tomorrow"}) for _time in range(2)]
    jobs.drain(queue=actions.ASKS, now=clock.real_now)

    assert without.status_code == 422
    assert [answer.status_code for answer in twice] == [302, 302]
    assert of(cast, Invitation).asked_by_id == cast.alice.employee.pk
    assert "Was asked on" in ledger()
    assert "The board meets tomorrow" in ledger()
    with tenant_context(cast.north.pk):
        assert AuditEntry.objects.filter(action="survey.insisted").count() == 1
        assert SendDecision.objects.filter(note="The board meets tomorrow").count() == 1


def test_one_of_us_stops_a_question(plan, alice, cast, ledger):
    ask = plan(wanted_at=clock.real_now() + 3 * DAY)

    answer = alice.post(cast.alice.url(f"asked/{ask.pk}/stop/"), {"note": "He is on leave"}, follow=True)

    assert "One of you stopped it." in answer.content.decode()
    assert of(cast, PlannedAsk).state == "refused"
    assert "He is on leave" in ledger()


def test_own_will_of_a_person_is_no_matter_for_us(plan, cast, ledger, taras):
    with tenant_context(cast.north.pk):
        Contact.objects.filter(pk=taras.contact_id).update(asking="never")
    plan()

    assert "This person wants no questions." in ledger()
    assert "insistence" not in ledger()


def test_client_is_held_by_hand_and_ends_by_itself(alice, cast, taras, plan, now):
    page = cast.alice.url(f"clients/{taras.client_id}/hold/")
    until = (localtime(clock.real_now()) + 5 * DAY).date()
    wrong = alice.post(page, {"note": "Crisis", "until": "2020-01-01"})
    for _time in range(2):
        alice.post(page, {"note": "Crisis in the plant", "until": until.isoformat()})
    plan()

    hold = of(cast, Hold)
    assert wrong.status_code == 422
    assert "from tomorrow on" in wrong.content.decode()
    assert (hold.note, hold.held_by_id) == ("Crisis in the plant", cast.alice.employee.pk)
    assert of(cast, PlannedAsk).reason == "hold"
    jobs.drain(queue=actions.HOLD_ENDS, now=lambda: hold.until - timedelta(seconds=1))
    assert of(cast, Hold).released_at is None
    jobs.drain(queue=actions.HOLD_ENDS, now=lambda: hold.until)
    assert of(cast, Hold).released_at == hold.until
    assert of(cast, PlannedAsk).reason != "hold"


def test_person_is_held_and_released_by_hand_but_a_case_holds_on(alice, cast, taras):
    alice.post(cast.alice.url(f"people/{taras.contact_id}/hold/"), {"note": "On leave", "until": ""})
    hold = of(cast, Hold)
    with tenant_context(cast.north.pk):
        case = actions.hold(client=taras.client, cause="case:7", by=None, now=clock.real_now())

    for _time in range(2):
        answer = alice.post(cast.alice.url(f"holds/{hold.pk}/release/"))

    assert answer.status_code == 302
    assert hold.contact_id == taras.contact_id
    with tenant_context(cast.north.pk):
        assert Hold.objects.get(pk=hold.pk).released_at
    assert alice.post(cast.alice.url(f"holds/{case.pk}/release/")).status_code == 404


def test_question_is_planned_for_a_moment_on_the_persons_clock(alice, cast, taras, survey, ledger):
    day = (clock.real_now() + 20 * DAY).date()
    form = {"survey": str(survey.pk), "position": str(taras.pk), "role": "technical", "when": "at", "time": "07:30"}
    page = cast.alice.url(f"people/{taras.contact_id}/ask/")

    without = alice.post(page, form | {"day": ""})
    past = alice.post(page, form | {"day": "2020-01-01"})
    answer = alice.post(page, form | {"day": day.isoformat()}, follow=True)

    assert "Say the day and the time." in without.content.decode()
    assert "This moment is over." in past.content.decode()
    ask = of(cast, PlannedAsk)
    there = ask.wanted_at.astimezone(ZoneInfo("America/New_York"))
    assert (there.date(), f"{there:%H:%M}", ask.source) == (day, "07:30", "hand")
    assert ask.due_at >= ask.wanted_at
    assert "Taras Melnyk. Will be asked on" in answer.content.decode()


def test_specialist_reads_and_decides_nothing(plan, cast, client_of, taras):
    ask = plan(wanted_at=clock.real_now() + 3 * DAY)
    carol = client_of(cast.carol)

    page = carol.get(cast.carol.url(f"people/{taras.contact_id}/asked/"))

    assert page.status_code == 200
    assert "insistence" not in page.content.decode()
    for path in (f"asked/{ask.pk}/insistence/", f"asked/{ask.pk}/stop/", f"clients/{taras.client_id}/hold/"):
        assert carol.post(cast.carol.url(path), {"note": "x"}).status_code == 403
    assert of(cast, PlannedAsk).state == "planned"


def test_ledger_costs_the_same_for_one_row_and_for_three(plan, alice, cast, acme):
    url, counts = cast.alice.url(f"clients/{acme.pk}/asked/"), []
    plan()
    alice.get(url)
    for more in ([], ["rule:2", "rule:3"]):
        for occurrence in more:
            plan(occurrence)
        with CaptureQueriesContext(connection) as queries:
            alice.get(url)
        counts.append(len(queries))

    assert counts[0] == counts[1]
