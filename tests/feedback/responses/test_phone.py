"""Answers heard by phone, and the copy by which the person confirms them."""

import re
from urllib.parse import urlencode

import pytest
from django.test import Client

from accounts import clock
from accounts.jobs import actions as jobs
from accounts.tenancy.context import tenant_context
from feedback.invitations.models import Invitation
from feedback.responses.models import Response
from feedback.surveys.document import Type
from tests.factories.accounts import a_client, a_contact
from tests.factories.feedback import a_document, a_version


def said(text: str) -> dict[str, str]:
    return {"uk": text, "ru": text, "en": text}


CHOICES = [{"id": "a", "text": said("Papers")}, {"id": "b", "text": said("Speed")}]
EVERY_TYPE = [
    {"id": str(one), "type": str(one), "title": said(f"Question {one}"), "choices": CHOICES, "has_other": True}
    | ({"rows": [{"id": "r", "text": said("Row")}]} if one == Type.MATRIX else {})
    for one in Type
]


@pytest.fixture
def taras(cast, now):
    with tenant_context(cast.north.pk):
        client = a_client("Acme", by=cast.carol.employee, now=now)
        return a_contact(
            "Taras Melnyk", at=client, by=cast.carol.employee, now=now, email="taras@acme.example", language="uk",
            roles=["technical"], salutation="Тарасе", asking="phone",
        )  # fmt: skip


@pytest.fixture
def carol(cast, client_of):
    return client_of(cast.carol)


@pytest.fixture
def called(carol, cast, taras, now):
    """Return the page on which the specialist writes down what is said, for a survey of these questions."""

    def call(*questions):
        with tenant_context(cast.north.pk):
            version = a_version(by=cast.alice.employee, now=now, content=a_document(*questions))
        form = {"survey": str(version.survey_id), "position": str(taras.pk), "role": "technical"}
        answer = carol.post(cast.carol.url(f"people/{taras.contact_id}/call/"), form)
        assert answer.status_code == 302
        return answer["Location"]

    return call


def test_what_was_said_is_marked_as_heard(called, carol, cast, mailbox):
    page = called()

    answer = carol.post(page, {"recommend": "3", "reason": ["papers"], "words": "Акти запізнюються"})

    assert answer.status_code == 302
    with tenant_context(cast.north.pk):
        response = Response.objects.get()
        assert (response.nps, response.source, response.proxy_by_id) == (3, "phone", cast.carol.employee.pk)
        assert response.proxy_confirmed_at is None
        assert Invitation.objects.get().answered_at


def test_no_letter_asks_who_is_asked_by_phone_and_the_ledger_tells_of_the_call(called, mailbox, carol, cast, taras):
    called()
    jobs.drain_all(now=clock.real_now)

    assert mailbox.to("taras@acme.example") == []
    assert "Was asked by phone on" in carol.get(cast.carol.url(f"people/{taras.contact_id}/asked/")).content.decode()


def test_person_confirms_the_copy_by_sending_it(called, carol, cast, mailbox):
    carol.post(called(), {"recommend": "3", "words": "Акти запізнюються"})
    jobs.drain_all(now=clock.real_now)
    text = mailbox.to("taras@acme.example")[0].get_body(("plain",)).get_content()

    assert "Добрий день, Тарасе!" in text
    assert "Акти запізнюються" in text
    link = re.search(r"/s/[\w-]+/", text)[0]
    page = Client().get(link).content.decode()
    ticket = re.search(r'name="_ticket" value="([^"]+)"', page)[1]
    form = urlencode({"_ticket": ticket, "recommend": "3", "words": "Акти запізнюються"})
    sent = Client().post(link, form, content_type="application/x-www-form-urlencoded")
    assert sent.status_code == 303

    with tenant_context(cast.north.pk):
        response = Response.objects.get()
        assert response.proxy_confirmed_at
        assert (response.nps, response.revision) == (3, 1)


def test_every_type_of_question_can_be_written_down(called, carol, cast):
    page = called(*EVERY_TYPE)
    typed = {
        "nps": "9", "csat": "4", "ces": "7", "rating": "5", "single": "other", "single.other": "The lift",
        "multiple": ["a", "other"], "yes_no": "no", "number": "12,5", "date": "2026-03-12", "short_text": "short",
        "long_text": "long", "consent": "yes", "matrix.r": "b", "ranking.a": "2", "ranking.b": "1",
    }  # fmt: skip

    answer = carol.post(page, typed)

    assert answer.status_code == 302, re.findall(r'class="error[^>]*>([^<]+)', answer.content.decode())
    with tenant_context(cast.north.pk):
        found = Response.objects.get().answers
    assert found == {
        "nps": 9, "csat": 4, "ces": 7, "rating": 5, "single": "other", "single.other": "The lift",
        "multiple": ["a", "other"], "yes_no": False, "number": 12.5, "date": "2026-03-12", "short_text": "short",
        "long_text": "long", "consent": True, "matrix": {"r": "b"}, "ranking": ["b", "a"],
    }  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "says"),
    [({}, "the answer is needed"), ({"words": "so"}, "the answer is needed"), ({"recommend": "11"}, "from 0 to 10")],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(called, carol, cast, typed, says):
    page = carol.post(called(), typed)

    assert page.status_code == 422
    assert says in page.content.decode()
    assert typed.get("words", "") in page.content.decode()
    with tenant_context(cast.north.pk):
        assert not Response.objects.exists()


def test_twice_is_once(called, carol, cast):
    page = called()
    carol.post(page, {"recommend": "3"})
    carol.post(page, {"recommend": "9"})

    with tenant_context(cast.north.pk):
        assert [one.nps for one in Response.objects.all()] == [3]


def test_people_of_another_organization_stay_unheard(called, cast, client_of, taras):
    page = called()
    mallory = client_of(cast.mallory)

    assert mallory.get(page.replace("/north/", "/south/")).status_code == 404
    assert mallory.get(cast.mallory.url(f"people/{taras.contact_id}/call/")).status_code == 404
