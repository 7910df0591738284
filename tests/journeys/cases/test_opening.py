"""What opens a case, and what comes to one that is open."""

import re

import pytest
from django.db import IntegrityError, transaction

from accounts.events.models import Event
from accounts.tenancy.context import tenant_context
from feedback.alerts.models import Alert, AlertRule
from feedback.invitations.models import Hold
from journeys.cases import actions, queries
from journeys.cases.models import Case, CaseSignal, CaseStep

pytestmark = pytest.mark.django_db


def test_a_low_answer_opens_one_case_however_often_it_is_told(scene) -> None:
    response = scene.says(3)
    with tenant_context(scene.cast.north.pk):
        actions.hear_answer(response, now=scene.now)

    case = scene.case()
    with tenant_context(scene.cast.north.pk):
        assert (case.number, case.owner, case.state, case.mood_before) == (1, scene.cast.alice.employee, "heard", 22)
        assert queries.heading(case) == "Taras Melnyk: 3 of 10"
        assert case.due_at > scene.now
        assert queries.quote_of(case, CaseSignal.objects.get()) == ("The act is late again", "en")
        assert Hold.objects.get(released_at=None).contact == scene.taras.contact
        event = Event.objects.get(kind="case.opened")
        assert (event.client_id, event.payload["number"]) == (scene.taras.client_id, 1)
        assert queries.has_open([scene.taras.client_id]) == {scene.taras.client_id}


def test_what_the_person_says_next_comes_to_the_same_case(scene) -> None:
    scene.says(3)
    scene.says(2)

    with tenant_context(scene.cast.north.pk):
        kinds = list(CaseStep.objects.order_by("id").values_list("kind", flat=True))
    assert scene.case().number == 1
    assert kinds == ["heard", "heard_again"]


def test_a_content_answer_opens_nothing(scene) -> None:
    scene.says(8)

    with tenant_context(scene.cast.north.pk):
        assert not Case.objects.exists()
        assert queries.has_open([scene.taras.client_id]) == set()


def test_an_answer_under_the_role_alone_names_nobody(scene, client_of) -> None:
    scene.says(3, confidentiality="role")

    case = scene.case()
    assert case.contact is None
    page = client_of(scene.cast.alice).get("/o/north/signals/").content.decode()
    assert "Technical buyer: 3 of 10" in page
    assert "Taras" not in page


def test_praise_reaches_whom_it_names(scene, client_of) -> None:
    scene.says(10, "Carol Cole found the fault within an hour.")

    case = scene.case()
    assert (case.sort, case.owner) == ("praise", scene.cast.carol.employee)
    page = client_of(scene.cast.carol).get("/o/north/signals/?show=praise").content.decode()
    assert "Taras Melnyk: 10 of 10" in page
    client_of(scene.cast.carol).post("/o/north/signals/1/reference/", {"thank": "1"})
    assert scene.case().end == "thanked"


def test_the_database_keeps_two_open_cases_of_one_matter_apart(scene) -> None:
    scene.says(3)
    with tenant_context(scene.cast.north.pk):
        case = Case.objects.get()
        case.pk, case.number, case._state.adding = None, 2, True
        with pytest.raises(IntegrityError, match="case_one_open_of_topic"), transaction.atomic():
            case.save()


def test_a_case_by_hand_is_one_however_often_the_form_is_sent(scene, client_of) -> None:
    url = f"/o/north/signals/new/?client={scene.taras.client_id}"
    form = {"title": "The act is missing", "person": str(scene.taras.contact_id), "visibility": "team"}
    form |= {"quote": "We wait.", "form_key": "a" * 32}

    for _again in range(2):
        answer = client_of(scene.cast.carol).post(url, form)

    assert answer["Location"] == "/o/north/signals/1/"
    assert scene.case().title == "The act is missing"
    assert client_of(scene.cast.erin).post(url, form).status_code == 403


@pytest.mark.parametrize(("kind", "cases"), [("drop", 1), ("promise", 2)])
def test_an_index_that_falls_during_a_complaint_is_the_same_matter(scene, kind, cases) -> None:
    scene.says(3)
    with tenant_context(scene.cast.north.pk):
        rule = AlertRule.objects.get(kind=kind)
        alert = Alert.objects.create(
            number=99,
            rule=rule,
            client=scene.taras.client,
            topic=f"{kind}:1",
            severity=rule.severity,
            raised_at=scene.now,
        )
        heard = [actions.hear_alert(alert, now=scene.now) for _twice in range(2)]

        assert Case.objects.count() == cases
        assert len({case.pk for case in heard}) == 1


def test_navigation_says_how_many_signals_wait_for_one_of_us(scene, client_of) -> None:
    def shown(person) -> list[str]:
        html = client_of(person).get(person.url("clients/")).content.decode()
        return re.findall(r'count--urgent" aria-hidden="true">(\d+)<', html)

    bob, carol = scene.cast.bob, scene.cast.carol
    assert shown(bob) == []
    scene.says(3)
    assert shown(bob) == ["1", "1"]  # the sidebar, and the bar of phones
    scene.says(2, confidentiality="leadership")
    assert (shown(bob), shown(carol)) == (["2", "2"], ["1", "1"])
    scene.fixed(scene.case(visibility="team"))
    assert shown(carol) == []
