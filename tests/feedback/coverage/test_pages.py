"""Who is heard, as pages show it."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.clients.models import ClientFacts
from accounts.tenancy.context import tenant_context
from feedback.coverage import queries
from tests.factories.accounts import a_client, a_contact

pytestmark = pytest.mark.django_db


def address(name="coverage", query="", **rows):
    return reverse(name, kwargs={"slug": "north", **{key: row.pk for key, row in rows.items()}}) + query


def page(browser, url):
    answer = browser.get(url)
    assert answer.status_code == 200, answer.content.decode()[:2000]
    return " ".join(answer.content.decode().split())


@pytest.fixture
def with_facts(cast, now):
    """Return a function that makes a client of North, and sets what lists know of it."""

    def make(name, *, revenue=None, days=None, **fields):
        with tenant_context(cast.north.pk):
            client = a_client(name, by=cast.alice.employee, now=now, **fields)
            heard_at = None if days is None else now - timedelta(days=days)
            ClientFacts.objects.filter(client=client).update(revenue=revenue, last_heard_at=heard_at)
            return client

    return make


def test_overview_says_who_is_heard_and_whom_to_ask_next(client_of, cast, nordwerk, hear) -> None:
    hear(nordwerk, "Taras Melnyk", days_ago=3)

    text = page(client_of(cast.alice), address("client", client_id=nordwerk))

    assert "one-sided" in text
    assert "nobody stands for it" in text
    assert "not heard yet" in text
    with tenant_context(cast.north.pk):
        olena = nordwerk.positions.get(contact__name="Olena Shevchenko").contact
    assert f"{address('interaction-new', client_id=nordwerk)}?contact={olena.pk}" in text
    assert "Economic buyer: never heard" in text


def test_button_of_the_next_person_preselects_them(client_of, cast, nordwerk) -> None:
    with tenant_context(cast.north.pk):
        olena = nordwerk.positions.get(contact__name="Olena Shevchenko").contact

    text = page(client_of(cast.carol), address("interaction-new", f"?contact={olena.pk}", client_id=nordwerk))

    assert text.count(" checked") >= 2  # the channel and the person
    assert text.index(f'value="{olena.pk}"') < text.index("checked", text.index(f'value="{olena.pk}"'))


def test_people_say_when_they_were_heard(client_of, cast, nordwerk, hear) -> None:
    hear(nordwerk, "Taras Melnyk", days_ago=3)

    text = page(client_of(cast.alice), address("client-people", client_id=nordwerk))

    assert text.count("last heard on") == 1
    assert text.count("never heard") == 1


def test_gaps_stand_by_money_then_by_silence(client_of, cast, with_facts) -> None:
    for name, revenue, days in (
        ("Poor", 10, 2),
        ("Rich", 900, 1),
        ("Silent", None, 300),
        ("Spoke", None, 20),
        ("Never B", None, None),
        ("Never A", None, None),
    ):
        with_facts(name, revenue=revenue, days=days)

    def names(person):
        answer = client_of(person).get(address())
        return [client.name for _facts, client, _coverage in answer.context["rows"]]

    assert names(cast.alice) == ["Rich", "Poor", "Never A", "Never B", "Silent", "Spoke"]
    # Whoever sees no money must not read it from the order either.
    assert names(cast.carol) == ["Never A", "Never B", "Silent", "Spoke", "Poor", "Rich"]
    assert client_of(cast.mallory).get(address()).status_code == 404


def test_pages_continue_behind_the_last_row_whatever_part_it_stands_in(cast, with_facts, now) -> None:
    for number in range(3):
        with_facts(f"Money {number}", revenue=100 - number, days=number)
        with_facts(f"Never {number}")
        with_facts(f"Heard {number}", days=50 - number)
    seen, after = [], None
    with tenant_context(cast.north.pk):
        while True:
            found = queries.gap_page(
                queries.ClientFilter(), after=after, by_money=True, now=now, today=now.date(), size=2
            )
            seen += [row.client.name for row in found.rows]
            after = found.after
            if after is None:
                break

    assert seen == [f"{part} {number}" for part in ("Money", "Never", "Heard") for number in range(3)]


def test_filters(client_of, cast, with_facts, now) -> None:
    mine = with_facts("Mine", manager=cast.alice.employee)
    with_facts("Nobody's")
    with tenant_context(cast.north.pk):
        ClientFacts.objects.filter(client=mine).update(lacks_economic=False, lacks_technical=False)
    browser = client_of(cast.alice)

    def names(query):
        return [client.name for _facts, client, _coverage in browser.get(address(query=query)).context["rows"]]

    assert names("?manager=me") == ["Mine"]
    assert names("?manager=nobody") == ["Nobody's"]
    assert names("?role=economic") == ["Nobody's"]
    assert names("?role=end_user") == ["Mine", "Nobody's"]
    assert "No gap fits" in page(browser, address(query="?role=one_sided"))
    assert browser.get(address(query="?role=director")).status_code == 422


def test_client_without_gaps_is_not_listed(client_of, cast, with_facts) -> None:
    client = with_facts("Fine")
    with tenant_context(cast.north.pk):
        ClientFacts.objects.filter(client=client).update(
            lacks_economic=False, lacks_technical=False, lacks_end_user=False
        )

    assert "Every role is heard at every client" in page(client_of(cast.alice), address())


def test_same_number_of_queries_for_one_row_and_for_three(client_of, cast, with_facts, now) -> None:
    browser = client_of(cast.alice)

    def fill(name):
        client = with_facts(name)
        with tenant_context(cast.north.pk):
            a_contact(f"Person of {name}", at=client, by=cast.alice.employee, now=now, roles=["economic"])

    fill("One")
    browser.get(address())
    with CaptureQueriesContext(connection) as one:
        browser.get(address())
    fill("Two")
    fill("Three")
    with CaptureQueriesContext(connection) as three:
        assert "Person of Three" in page(browser, address())
    assert len(one) == len(three)


def test_revenue_is_said_with_what_is_unknown_to_those_who_may_see_it(client_of, cast, with_facts) -> None:
    assert "Unknown: no client's revenue is entered yet." in page(client_of(cast.alice), address())
    with_facts("Heard", revenue=600, days=10)
    with_facts("Silent", revenue=400, days=100)
    with_facts("Unknown")

    text = page(client_of(cast.alice), address())
    assert "60%" in text
    assert "the goal is 80%" in text
    assert "The revenue of 1 client is unknown and counts neither way." in text
    assert "Revenue" not in page(client_of(cast.carol), address())
