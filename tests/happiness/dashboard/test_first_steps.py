"""The way from an empty house to the first answer follows the facts, and what was left out is kept."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.audit.models import AuditEntry
from accounts.organizations.first_steps import FirstStep
from accounts.organizations.models import Organization
from accounts.tenancy.context import tenant_context
from feedback.invitations import letters
from feedback.surveys.runner import Person
from tests.factories.accounts import a_client, a_contact
from tests.factories.feedback import a_document, a_response, a_survey, a_version, an_invitation

pytestmark = pytest.mark.django_db
CARD = 'id="first-steps"'
STEP = re.compile(r"Step (\d) of 6")


def text_of(client_of, person, path=""):
    answer = client_of(person).get(person.url(path))
    assert answer.status_code == 200
    return answer.content.decode()


def page(client_of, person):
    return text_of(client_of, person, "first-steps/")


def tell(client_of, person, follow=True, **data):
    answer = client_of(person).post(person.url("first-steps/"), data, follow=follow)
    assert answer.status_code == 200
    return answer.content.decode()


def done(text):
    return re.findall(r'chip--good">([^<]+)<', text)


def current(text):
    found = STEP.search(text)
    return int(found[1]) if found else None


def test_facts_tick_the_steps_and_at_the_end_the_overview_is_free_of_them(client_of, cast, now) -> None:
    alice, by = cast.alice, cast.alice.employee
    assert done(page(client_of, alice)) == []
    assert current(text_of(client_of, alice)) == 1

    with tenant_context(cast.north.pk):
        client = a_client("Nordwerk", by=by, now=now)
    assert done(page(client_of, alice)) == ["1 client"]
    with tenant_context(cast.north.pk):
        position = a_contact("Olena", at=client, by=by, now=now, roles=["economic", "technical"])
    assert done(page(client_of, alice))[1:] == ["2 roles are known"]
    assert current(text_of(client_of, alice)) == 3

    with tenant_context(cast.north.pk):
        draft = a_survey("Draft", by=by, now=now)
    text = page(client_of, alice)
    assert alice.url(f"surveys/{draft.pk}/edit/") in text
    assert "Comes after “Publish a first survey”" in text
    with tenant_context(cast.north.pk):
        version = a_version(by=by, now=now)
        letters.send_sample(a_document(), Person(role="economic", language="en"), url="https://x/", to=by, now=now)
    text = page(client_of, alice)
    assert done(text)[2:] == ["1 survey is published", "1 letter to ourselves"]
    assert current(text_of(client_of, alice)) == 5

    with tenant_context(cast.north.pk):
        invitation, _token = an_invitation(to=position, version=version, by=by, now=now)
    assert done(page(client_of, alice))[4:] == ["1 person was asked"]
    with tenant_context(cast.north.pk):
        a_response({}, version=version, invitation=invitation, client=client, contact=position.contact, now=now)
    assert done(page(client_of, alice))[5:] == ["1 answer was heard"]
    assert CARD not in text_of(client_of, alice)
    assert done(page(client_of, cast.mallory)) == []
    assert current(text_of(client_of, cast.mallory)) == 1


def test_whoever_has_asked_needs_no_letter_to_themselves(client_of, cast, now) -> None:
    by = cast.alice.employee
    with tenant_context(cast.north.pk):
        position = a_contact("Olena", at=a_client("Nordwerk", by=by, now=now), by=by, now=now, roles=["technical"])
        an_invitation(to=position, version=a_version(by=by, now=now), by=by, now=now)

    assert "People were asked already" in done(page(client_of, cast.alice))


def test_what_is_left_out_stays_so_until_it_is_taken_up_again(client_of, cast) -> None:
    alice = cast.alice
    assert current(tell(client_of, alice, skip="clients")) == 2
    assert current(tell(client_of, alice, skip="clients")) == 2
    at_home = tell(client_of, alice, skip="roles", at_home="1")
    assert "Good" in at_home
    assert (
        tell(client_of, alice, again="roles").count("Paste or import") == 1
    )  # it comes first, and is not offered itself
    at_home = tell(client_of, alice, skip="roles", at_home="1")
    assert current(at_home) == 3
    assert current(tell(client_of, alice, skip="nonsense")) == 3
    assert current(page(client_of, cast.mallory)) == 1
    assert current(tell(client_of, alice, again="clients")) == 1
    with tenant_context(cast.north.pk):
        assert Organization.objects.get().first_steps_skipped == [FirstStep.ROLES]
        assert AuditEntry.objects.filter(action="organization.first_steps_changed").count() == 5


def test_closed_list_is_gone_from_the_overview_and_asks_nothing(client_of, cast) -> None:
    assert CARD not in tell(client_of, cast.alice, close="1")
    browser = client_of(cast.alice)
    browser.get(cast.alice.url())
    with CaptureQueriesContext(connection) as asked:
        browser.get(cast.alice.url())
    assert not [query for query in asked if "feedback_response" in query["sql"]]

    tell(client_of, cast.alice, again="survey")
    assert current(text_of(client_of, cast.alice)) == 3


def test_only_those_who_set_things_up_are_led(client_of, cast) -> None:
    assert CARD not in text_of(client_of, cast.carol)
    assert client_of(cast.carol).get(cast.carol.url("first-steps/")).status_code == 403
    assert client_of(cast.carol).post(cast.carol.url("first-steps/"), {"close": "1"}).status_code == 403
    assert client_of(cast.mallory).post(cast.alice.url("first-steps/"), {"close": "1"}).status_code == 404
    assert CARD in text_of(client_of, cast.alice)


def test_every_page_leads_back_while_a_step_is_open(client_of, cast) -> None:
    browser, link = client_of(cast.alice), f'<a href="{cast.alice.url("first-steps/")}">First steps</a>'
    for path, is_led in (("imports/new/", False), ("first-steps/", False), ("imports/new/", True)):
        assert (link in browser.get(cast.alice.url(path)).content.decode()) is is_led
    browser.post(cast.alice.url("first-steps/"), {"close": "1"}, follow=True)

    assert link not in browser.get(cast.alice.url("imports/new/")).content.decode()


def test_one_statement_tells_how_far_the_house_is(client_of, cast, now) -> None:
    browser, counts = client_of(cast.alice), []
    browser.get(cast.alice.url("first-steps/"))
    for _round in range(2):
        with CaptureQueriesContext(connection) as asked:
            browser.get(cast.alice.url("first-steps/"))
        counts.append(len(asked))
        assert sum("feedback_response" in query["sql"] for query in asked) == 1
        with tenant_context(cast.north.pk):
            for number in range(3):
                client = a_client(f"Client {number}", by=cast.alice.employee, now=now)
                a_contact(f"Person {number}", at=client, by=cast.alice.employee, now=now, roles=["economic"])

    assert counts[0] == counts[1]
    assert "6 clients" in page(client_of, cast.alice)
