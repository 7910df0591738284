"""The next person is asked by one click, and money tells whose voice is missing."""

import re

import pytest
from django.urls import reverse

from accounts.clients.models import ClientFacts
from accounts.tenancy.context import tenant_context
from feedback.coverage import queries
from feedback.invitations.models import Invitation
from tests.factories.accounts import a_client, a_contact
from tests.factories.feedback import a_version

pytestmark = pytest.mark.django_db

FIELD = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]+)"')


def address(name, **rows):
    return reverse(name, kwargs={"slug": "north", **{key: row.pk for key, row in rows.items()}})


@pytest.fixture
def acme(cast, now):
    """A client where Taras, technical buyer, was never heard."""
    with tenant_context(cast.north.pk):
        client = a_client("Acme", by=cast.alice.employee, now=now, manager=cast.alice.employee)
        a_contact(
            "Taras Melnyk", at=client, by=cast.alice.employee, now=now, email="taras@acme.example", roles=["technical"]
        )
        return client


@pytest.fixture
def survey(cast, now):
    with tenant_context(cast.north.pk):
        return a_version("Relation", by=cast.alice.employee, now=now).survey


def click(browser, page):
    """Press "Ask" on the page as a browser without scripts does, and return the answer."""
    form = re.search(r'<form method="post" action="([^"]+/ask/)">(.*?)</form>', page, re.DOTALL)
    return browser.post(form[1], dict(FIELD.findall(form[2])))


@pytest.mark.parametrize("name", ["coverage", "client"])
def test_one_click_asks_the_next_person(client_of, cast, acme, survey, name) -> None:
    browser = client_of(cast.alice)
    page = browser.get(address(name, **({"client_id": acme} if name == "client" else {}))).content.decode()

    first, second = click(browser, page), click(browser, page)

    assert (first.status_code, second.status_code) == (302, 302)
    with tenant_context(cast.north.pk):
        asked = Invitation.objects.get()
        assert (asked.contact.name, asked.role, asked.version.survey_id) == ("Taras Melnyk", "technical", survey.pk)


def test_what_speaks_against_it_is_said_and_nobody_is_asked(client_of, cast, acme, survey) -> None:
    browser = client_of(cast.alice)
    page = browser.get(address("coverage")).content.decode()
    click(browser, page)

    again = click(browser, browser.get(address("coverage")).content.decode())

    assert again.status_code == 422
    assert "Relation" in again.content.decode()
    with tenant_context(cast.north.pk):
        assert Invitation.objects.count() == 1


def test_without_a_survey_the_button_leads_to_the_choice(client_of, cast, acme) -> None:
    page = client_of(cast.alice).get(address("coverage")).content.decode()

    with tenant_context(cast.north.pk):
        contact = acme.positions.get().contact_id
    assert f'href="/o/north/people/{contact}/ask/"' in page
    assert '<form method="post" action="/o/north/people/' not in page


def test_who_may_not_ask_sees_no_button(client_of, cast, acme, survey) -> None:
    page = client_of(cast.carol).get(address("coverage")).content.decode()

    assert "Taras Melnyk" in page
    assert "/ask/" not in page


def test_revenue_says_which_role_is_missing(cast, client_of, now) -> None:
    with tenant_context(cast.north.pk):
        for name, revenue, heard in (
            ("One", 300, ("economic", "technical")),
            ("Two", 100, ("technical",)),
            ("Three", None, ()),
        ):
            client = a_client(name, by=cast.alice.employee, now=now)
            told = {f"lacks_{role}": role not in heard for role in ("economic", "technical", "end_user")}
            ClientFacts.objects.filter(client=client).update(revenue=revenue, last_heard_at=now, **told)
        found = queries.revenue_heard(now=now)

    assert [(role, float(share)) for role, share in found.roles] == [
        ("economic", 0.75),
        ("technical", 1),
        ("end_user", 0),
    ]
    assert "heard at 75% of it" in client_of(cast.alice).get(address("coverage")).content.decode()


@pytest.mark.parametrize(
    ("roles", "is_marked"), [(["technical"], True), (["technical", "economic"], False), ([], False)]
)
def test_an_index_of_one_role_is_marked_in_the_list(client_of, cast, acme, roles, is_marked) -> None:
    with tenant_context(cast.north.pk):
        ClientFacts.objects.filter(client=acme).update(mood=70, mood_roles=roles)

    page = client_of(cast.alice).get(address("clients")).content.decode()

    assert ("one-sided</span>" in page) == is_marked
