"""Answers of whoever comes: by a survey's open link, without a name."""

import re
from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.test import Client

from accounts.events.models import Event
from accounts.organizations import actions as organizations
from accounts.tenancy.context import tenant_context
from feedback.responses.models import Response
from feedback.surveys import actions
from feedback.surveys.models import Survey
from tests.factories.feedback import QUESTIONS, a_document, a_version

FORM = "application/x-www-form-urlencoded"


@pytest.fixture
def survey(cast, now):
    with tenant_context(cast.north.pk):
        return a_version(by=cast.alice.employee, now=now).survey


@pytest.fixture
def link(cast, survey, now):
    with tenant_context(cast.north.pk):
        return f"/s/open/{actions.open_to_all(survey=survey, role='end_user', until=None, by=cast.alice.employee, now=now)}/"


@pytest.fixture
def visitor():
    return Client()


def ticket_on(page) -> str:
    return re.search(r'name="_ticket" value="([^"]+)"', page.content.decode())[1]


def send(visitor, link, **typed):
    typed.setdefault("_ticket", ticket_on(visitor.get(link)))
    return visitor.post(link, urlencode(typed, doseq=True), content_type=FORM)


def test_whoever_comes_answers_without_a_name(visitor, link, cast):
    page = visitor.get(link).content.decode()
    answer = send(visitor, link, recommend="4", words="Slow")

    assert "_readers" not in page
    assert "/data/" not in page
    assert answer.status_code == 303
    assert "Thank you!" in visitor.get(answer["Location"]).content.decode()
    with tenant_context(cast.north.pk):
        response = Response.objects.get()
        assert (response.nps, response.role, response.source, response.contact_id) == (4, "end_user", "open", None)
        assert Event.objects.get(kind="response.submitted").contact_id is None


def test_same_form_twice_is_one_answer_and_the_next_person_another(visitor, link, cast):
    ticket = ticket_on(visitor.get(link))
    send(visitor, link, recommend="4", _ticket=ticket)
    send(visitor, link, recommend="4", _ticket=ticket)
    send(visitor, link, recommend="9")

    with tenant_context(cast.north.pk):
        assert sorted(Response.objects.values_list("nps", flat=True)) == [4, 9]


def test_what_is_missing_is_said_and_what_was_typed_stays(visitor, link, cast):
    page = send(visitor, link, words="Slow <b>lift</b>")

    assert page.status_code == 422
    assert "Slow &lt;b&gt;lift" in page.content.decode()
    with tenant_context(cast.north.pk):
        assert not Response.objects.exists()


def test_questions_that_answers_lead_to_are_shown_before_anything_is_kept(visitor, cast, now):
    why = {"id": "why", "type": "short_text", "title": {"uk": "Чому?", "ru": "Почему?", "en": "Why so low?"}}
    rule = {"act": "show", "question": "why", "when": {"answer": "recommend", "op": "<=", "value": 6}}
    with tenant_context(cast.north.pk):
        by, content = cast.alice.employee, a_document(QUESTIONS[0], why, rules=[rule])
        survey = a_version("Stepped", by=by, now=now, content=content).survey
        link = f"/s/open/{actions.open_to_all(survey=survey, role='', until=None, by=by, now=now)}/"

    first = send(visitor, link, recommend="2")
    second = send(visitor, link, recommend="2", why="The lift", _ticket=ticket_on(first))

    assert (first.status_code, second.status_code) == (200, 303)
    assert "Why so low?" in first.content.decode()
    with tenant_context(cast.north.pk):
        assert Response.objects.get().answers == {"recommend": 2, "why": "The lift"}


def test_kiosk_makes_room_for_the_next_person(visitor, link):
    done = visitor.get(f"{link}done/?kiosk=1")

    assert done["Refresh"] == f"10; url={link}?kiosk=1"
    assert "Refresh" not in visitor.get(f"{link}done/")


def test_opening_the_page_writes_nothing(visitor, link, cast):
    visitor.get(f"{link}?s=9")

    with tenant_context(cast.north.pk):
        assert not Response.objects.exists()


@pytest.mark.parametrize("change", [{"closed_at": True}, {"open_until": True}])
def test_closed_link_says_so(visitor, link, cast, now, change):
    with tenant_context(cast.north.pk):
        Survey.objects.update(**dict.fromkeys(change, now - timedelta(minutes=1)))

    assert visitor.get(link).status_code == 410
    assert visitor.post(link, "recommend=9", content_type=FORM).status_code == 410


def test_link_of_an_organization_that_is_switched_off_opens_again_later(visitor, link, cast, now):
    with tenant_context(cast.north.pk):
        organizations.switch_off(now=now)

    assert visitor.get(link).status_code == 403
    assert visitor.post(link, "recommend=9", content_type=FORM).status_code == 403

    with tenant_context(cast.north.pk):
        organizations.switch_on(now=now)
    assert visitor.get(link).status_code == 200


def test_link_taken_back_opens_nothing(visitor, link, cast, client_of, survey):
    client_of(cast.alice).post(cast.alice.url(f"surveys/{survey.pk}/open-link/removal/"))

    assert visitor.get(link).status_code == 404


def test_new_link_ends_the_former_one(visitor, link, cast, client_of, survey):
    alice, url = client_of(cast.alice), cast.alice.url(f"surveys/{survey.pk}/open-link/")
    alice.post(url, {"role": "", "until": ""})
    page = alice.get(url).content.decode()

    assert visitor.get(link).status_code == 404
    assert visitor.get(re.search(r"/s/open/[\w-]+/", page)[0]).status_code == 200


def test_flood_is_stopped(visitor, link, cast):
    statuses = [send(visitor, link, recommend="9").status_code for _ in range(31)]

    assert statuses == [303] * 30 + [429]


def test_token_opens_its_own_door_alone(visitor, link):
    assert visitor.get(link.replace("/open", "")).status_code == 404
