"""What we do with a case: its steps, its clock, departments, causes, compensations, apologies."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.events.models import Event
from accounts.jobs import actions as jobs
from accounts.tenancy.context import tenant_context
from journeys.cases import actions, praise
from journeys.cases.models import Case, CaseStep, Compensation, RootCause, UnitRequest
from tests.journeys.cases.conftest import address

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(scene) -> Case:
    scene.says(3)
    return scene.case()


def test_steps_go_on_one_after_the_other_and_twice_is_once(scene, case, client_of) -> None:
    alice = client_of(scene.cast.alice)
    for _again in range(2):
        alice.post(address("case-acceptance"), {})
    alice.post(address("case-note"), {"text": "Called, the act comes on Friday", "contacted": "1"})
    alice.post(address("case-note"), {"text": "Only for Bob", "is_quiet": "on"})

    assert scene.case().state == "contacted"
    with tenant_context(scene.cast.north.pk):
        told = Event.objects.filter(kind__startswith="case.").values_list("kind", flat=True)
        assert sorted(told) == ["case.accepted", "case.contacted", "case.opened"]
    assert "Only for Bob" in client_of(scene.cast.bob).get(address("case")).content.decode()
    page = client_of(scene.cast.carol).get(address("case")).content.decode()
    assert "the act comes on Friday" in page
    assert "Only for Bob" not in page
    assert alice.post(address("case-note"), {"text": ""}).status_code == 422
    assert client_of(scene.cast.erin).post(address("case-acceptance"), {}).status_code == 403
    assert client_of(scene.cast.mallory).get(address("case")).status_code == 404


def test_what_is_late_is_told_once_and_a_pause_stops_the_clock(scene, case, client_of) -> None:
    client_of(scene.cast.alice).post(address("case-pause"), {"why": "client"})
    late = scene.now + timedelta(days=10)

    def look() -> int:
        actions.request_overdue(now=late)
        jobs.drain(queue=actions.DUE, now=lambda: late)
        with tenant_context(scene.cast.north.pk):
            return Event.objects.filter(kind="case.overdue").count()

    assert look() == 0
    client_of(scene.cast.alice).post(address("case-resumption"), {})
    assert [look(), look()] == [1, 1]
    assert scene.case().is_overdue


def test_accounting_answers_behind_its_link_and_owns_the_cause(scene, case, client_of, stranger, mailbox) -> None:
    alice = client_of(scene.cast.alice)
    form = {"unit-department": str(scene.accounting.pk), "unit-question": "Where is the act?"}
    alice.post(address("case-department"), form)
    letter = mailbox.to(scene.cast.carol.employee.email)[-1].get_body(("plain",)).get_content()
    link = next(word for word in letter.split() if "/c/unit/" in word).partition("://")[2].partition("/")[2]
    day = (scene.now + timedelta(days=9)).date()
    assert "Where is the act?" in stranger.get(f"/{link}").content.decode()
    assert stranger.post(f"/{link}", {"answer": ""}).status_code == 422
    for text in ("It waits for a signature", "Again"):  # a double press, or a forwarded letter
        stranger.post(f"/{link}", {"answer": text, "ready_on": day.isoformat()})

    with tenant_context(scene.cast.north.pk):
        assert UnitRequest.objects.get().answer == "It waits for a signature"
        assert CaseStep.objects.filter(kind="unit_answered", by=scene.cast.carol.employee).count() == 1
        cause = RootCause(name="Papers come late", department=scene.accounting)
        actions.save_cause(cause=cause, by=scene.cast.alice.employee, now=scene.now)
    solution = {"cause": str(cause.pk), "department": "", "whys": "Nobody signs\nThe lead is away"}
    too_soon = alice.post(address("case-solution"), solution | {"promised_on": (day - timedelta(days=2)).isoformat()})
    assert too_soon.status_code == 422
    assert "Accounting can do it from" in too_soon.content.decode()
    alice.post(address("case-solution"), solution | {"promised_on": day.isoformat()})
    assert scene.case().department == scene.accounting
    assert "1" in client_of(scene.cast.bob).get("/o/north/settings/causes/").content.decode()


def test_a_cause_that_comes_back_rings_once(scene, case, mailbox) -> None:
    with tenant_context(scene.cast.north.pk):
        by = scene.cast.alice.employee
        cause = RootCause(name="Papers come late", department=scene.accounting)
        actions.save_cause(cause=cause, by=by, now=scene.now)
        values = {"cause": cause, "department": None, "promised_on": None, "whys": "", "by": by, "now": scene.now}
        for number in range(3):
            heard = actions.Heard(origin=f"hand:{number}", client=case.client, topic=f"t{number}", heard_at=scene.now)
            for _again in range(2):
                actions.name_cause(case=actions.hear(heard, by=by, now=scene.now), **values)

        assert Event.objects.filter(kind="case.recurred").count() == 1
    assert len(mailbox.to(scene.cast.carol.employee.email)) == 1


def test_a_compensation_above_the_limit_is_decided_by_somebody_else_of_top_management(scene, case, client_of) -> None:
    alice, bob = client_of(scene.cast.alice), client_of(scene.cast.bob)
    alice.post(address("case-compensation"), {"what": "A month of support", "amount": "400"})
    alice.post(address("case-compensation"), {"what": "A discount", "amount": "400"})
    with tenant_context(scene.cast.north.pk):
        small, large = Compensation.objects.order_by("id")
    assert (small.is_approved, large.is_approved) == (True, None)
    url = f"/o/north/compensations/{large.pk}/decision/"

    for person in (scene.cast.alice, scene.cast.carol):  # who asked, and who is nobody of top management
        client_of(person).post(url, {"approve": "1"})
    with tenant_context(scene.cast.north.pk):
        assert Compensation.objects.get(pk=large.pk).is_approved is None
    bob.post(url, {"approve": "1"})
    bob.post(url, {"refuse": "1"})

    with tenant_context(scene.cast.north.pk):
        row = Compensation.objects.get(pk=large.pk)
        assert (row.is_approved, row.decided_by) == (True, scene.cast.bob.employee)


def test_an_apology_is_sent_in_our_own_words_once(scene, case, client_of, mailbox) -> None:
    alice = client_of(scene.cast.alice)
    page = alice.get(address("case-apology") + "?manner=precise").content.decode()
    assert "Тарасе" in page
    form = {"subject": "Вибачте", "text": "Перше.\nДруге.", "form_key": "a" * 32}
    for _again in range(2):
        alice.post(address("case-apology"), form)

    (letter,) = mailbox.to("taras@nordwerk.example")
    assert letter["Subject"] == "Вибачте"
    assert "Друге." in letter.get_body(("plain",)).get_content()


def test_the_queue_costs_the_same_for_one_case_and_for_many(scene, case, client_of) -> None:
    alice = client_of(scene.cast.alice)
    alice.get("/o/north/signals/")
    with CaptureQueriesContext(connection) as one:
        alice.get("/o/north/signals/")
    with tenant_context(scene.cast.north.pk):
        for number in range(3):
            values = {"client": case.client, "topic": f"t{number}", "heard_at": scene.now}
            actions.hear(actions.Heard(origin=f"hand:{number}", **values), by=None, now=scene.now)

    with CaptureQueriesContext(connection) as many:
        alice.get("/o/north/signals/")

    assert len(many) == len(one)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Дякую Марині за швидкість", ["Марина Коваль"]),
        ("Олег Бондар допоміг", ["Олег Бондар"]),
        ("Олег допоміг", []),  # two of them work here, and neither for the client
        ("Марна річ", []),
        ("The whole team", []),
    ],
)
def test_whom_praise_names(scene, text, names) -> None:
    with tenant_context(scene.cast.north.pk):
        from accounts.organizations.models import Employee

        near = {"Марина Коваль": True, "Олег Бондар": False, "Олег Ткач": False}
        people = {}
        for name, is_near in near.items():
            person = Employee(name=name)
            people[person.pk] = (person, is_near)

    assert [one.name for one in praise.named(text, people)] == names
