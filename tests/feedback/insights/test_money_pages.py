"""Money and validation, as pages show them."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.clients.models import Client, ClientFacts
from accounts.contracts.models import Contract, Outcome
from accounts.tenancy.context import tenant_context
from feedback.happiness_index.models import IndexSnapshot, IndexVersion
from feedback.insights.queries.endings import change_of
from feedback.sentiment.models import MoodReading
from tests.factories.accounts import a_client

pytestmark = pytest.mark.django_db

MONEY, CLIENTS, VALIDATION = "insights-money", "insights-money-clients", "insights-validation"


@pytest.fixture
def read(client_of, cast):
    """Return a function that reads the words of a page of North."""

    def read(name, query="", person=cast.alice):
        answer = client_of(person).get(reverse(name, kwargs={"slug": "north"}) + query)
        assert answer.status_code == 200, answer.content.decode()[:2000]
        return " ".join(answer.content.decode().split())

    return read


@pytest.fixture
def stands(cast, now):
    """Return a function that makes a client that stands so, as lists know it: heard yesterday by two roles."""

    def stands(name, *, person=cast.alice, days=1, **facts):
        with tenant_context(person.organization.pk):
            client = a_client(name, by=person.employee, now=now)
            heard_at = None if days is None else now - timedelta(days=days)
            fields = {"lacks_economic": False, "lacks_technical": False, "last_heard_at": heard_at, **facts}
            ClientFacts.objects.filter(client=client).update(**fields)
            return client

    return stands


@pytest.fixture
def ended(cast, now):
    """Return a function that ends (or renews) a relation so many days ago, with the index that stood 90 days before."""

    def ended(client, kind, *, index=None, days=10, person=cast.alice):
        with tenant_context(person.organization.pk):
            at = now - timedelta(days=days)
            Outcome.objects.create(client=client, kind=kind, day=at.date(), by=person.employee, created_at=at)
            if index is not None:
                then = at - timedelta(days=95)
                IndexSnapshot.objects.update_or_create(
                    client=client,
                    day=then.date(),
                    version=1,
                    defaults={"at": then, "known_at": then, "value": index, "low": 0, "high": 100, "baseline": 60},
                )

    return ended


def test_money_at_risk_is_split_by_cause_and_leads_to_the_clients(read, stands, now) -> None:
    stands("Upset", mood=30, revenue=40_000, renewal_on=(now + timedelta(days=30)).date())
    stands("Hushed", mood=80, revenue=20_000, days=120)
    stands("Stranger", revenue=5_000, days=None, lacks_economic=True, lacks_technical=True)
    stands("Content", mood=80, revenue=35_000)

    text = read(MONEY)

    assert "€65,000" in text
    assert "of €100,000 a year" in text
    assert f'"{reverse(CLIENTS, kwargs={"slug": "north"})}?cause=unhappy">1' in text
    assert "Too early for percentages: 0 of 20 own outcomes are known." in text
    assert [name in read(CLIENTS) for name in ("Upset", "Hushed", "Stranger", "Content")] == [True, True, True, False]
    assert [name in read(CLIENTS, "?cause=silent") for name in ("Upset", "Hushed")] == [False, True]
    assert [name in read(CLIENTS, "?level=high") for name in ("Upset", "Hushed")] == [True, False]


def test_lost_and_archived_clients_are_at_no_risk(read, stands, ended, cast, now) -> None:
    ended(stands("Gone", mood=20, revenue=70_000), "lost")
    ended(stands("Back", mood=20, revenue=11_000), "lost", days=30)
    with tenant_context(cast.north.pk):
        back = Outcome.objects.get(client__name="Back")
        day = now.date() - timedelta(days=5)
        Outcome.objects.create(client=back.client, kind="returned", day=day, by=cast.alice.employee, created_at=now)
    stands("Archived", mood=20, revenue=9_000)
    with tenant_context(cast.north.pk):
        Client.objects.filter(name="Archived").update(archived_at=now)

    assert "of €11,000 a year" in read(MONEY)


def test_chances_and_the_worth_of_a_point_are_learned_from_own_outcomes(read, stands, ended) -> None:
    stands("Upset", mood=30, revenue=100_000)
    for number in range(10):
        ended(stands(f"Lost {number}"), "lost", index=30 + number)
        ended(stands(f"Kept {number}"), "renewed", index=75 + number)

    text = read(MONEY)

    assert "Learned from 20 own outcomes" in text
    assert "may be lost" in text
    assert "By 20 own outcomes" in text
    assert "Too early" not in text


def test_unknown_money_is_told_and_adds_nothing(read, stands) -> None:
    stands("Poor", mood=30, revenue=None)

    assert "unknown at 1 client" in read(MONEY)


def test_without_money_the_page_says_what_to_do(read) -> None:
    assert "No money is at risk, and none is known" in read(MONEY)
    assert "No client is at risk here" in read(CLIENTS)
    assert "No outcomes yet" in read(VALIDATION)


def test_validation_tells_precision_and_recall_with_the_outcomes_behind_them(read, stands, ended) -> None:
    for number, index in enumerate((34, 41, 50, 72)):
        ended(stands(f"Bad {number}"), "lost", index=index)
    for number, index in enumerate((48, 58, 61, 66, 70, 74, 81, 88)):
        ended(stands(f"Good {number}"), "renewed", index=index)
    ended(stands("Nameless"), "renewed")

    text = read(VALIDATION)

    assert text.count("75%") == 2
    assert "81%" in text
    assert "1 outcome has no index before it" in text
    assert [name in read(VALIDATION, "?cell=missed_bad") for name in ("Bad 3", "Bad 0", "Good 0")] == [
        True,
        False,
        False,
    ]
    assert "Nameless" in read(VALIDATION, "?cell=unknown")


def test_validation_refuses_too_few_and_says_why(read, stands, ended) -> None:
    for number in range(10):
        ended(stands(f"Good {number}"), "renewed", index=70)

    text = read(VALIDATION)

    assert "Too few of them went badly" in text
    assert "Known so far: 10 of 10 outcomes; 0 went badly and 10 went well" in text
    assert "%" not in text.split('id="foretold"')[1].split("</table>")[0]


def test_index_of_a_later_day_does_not_count(read, stands, ended, cast, now) -> None:
    client = stands("Late")
    ended(client, "lost", days=10)
    with tenant_context(cast.north.pk):
        at = now - timedelta(days=99)
        IndexSnapshot.objects.create(
            client=client, day=at.date(), version=1, at=at, known_at=at, value=30, low=0, high=100, baseline=60
        )

    assert "1 outcome has no index before it" in read(VALIDATION)


@pytest.mark.parametrize("name", [MONEY, CLIENTS, VALIDATION])
def test_pages_of_money_are_for_those_who_see_money(client_of, cast, name) -> None:
    assert client_of(cast.carol).get(reverse(name, kwargs={"slug": "north"})).status_code == 403


@pytest.mark.parametrize("name", [MONEY, CLIENTS, VALIDATION])
def test_pages_of_money_show_no_other_organization(client_of, cast, stands, ended, name) -> None:
    theirs = stands("Theirs", person=cast.mallory, mood=20, revenue=777_000)
    ended(theirs, "lost", index=30, person=cast.mallory)
    stands("Ours", mood=20, revenue=1_000)

    answer = client_of(cast.alice).get(reverse(name, kwargs={"slug": "north"}))

    assert "Theirs" not in answer.content.decode()
    assert "€777" not in answer.content.decode()
    assert client_of(cast.mallory).get(reverse(name, kwargs={"slug": "north"})).status_code == 404


@pytest.mark.parametrize("name", [MONEY, CLIENTS, VALIDATION])
def test_queries_do_not_grow_with_clients(client_of, cast, stands, ended, name) -> None:
    browser, url = client_of(cast.alice), reverse(name, kwargs={"slug": "north"})
    counts = []
    for number in range(3):
        ended(stands(f"Client {number}", mood=20, revenue=1), "shrank", index=30)
        browser.get(url)
        with CaptureQueriesContext(connection) as queries:
            browser.get(url)
        counts.append(len(queries))

    assert counts[0] == counts[2]


def test_change_of_a_resized_contract_is_a_part_of_it(cast, stands, now) -> None:
    with tenant_context(cast.north.pk):
        contract = Contract(client=stands("Any"), amount=Decimal(200), currency="EUR")
        changes = [(Decimal(50), 0.25), (Decimal(-40), -0.2), (Decimal(900), 1.0), (None, None)]
        for amount, expected in changes:
            assert change_of(Outcome(kind="grew", contract=contract, amount_change=amount)) == expected
        assert change_of(Outcome(kind="lost")) == -1
        assert change_of(Outcome(kind="renewed")) == 0


def test_habits_of_countries_stand_beside_the_scores(read, stands, ended, cast, now) -> None:
    ended(stands("Any"), "renewed", index=70)
    assert "two countries with 20 answers each are needed" in read(VALIDATION)
    with tenant_context(cast.north.pk):
        for country, values in (("DE", (50, 60)), ("UA", (80, 90)), ("LT", (10,))):
            client = a_client(country, by=cast.alice.employee, now=now, country=country)
            rows = [
                MoodReading(
                    client=client, source="answer", value=values[number % len(values)], weight=1, half_life_days=90,
                    happened_at=now, known_at=now, root=f"{country} {number}",
                )
                for number in range(20 if len(values) > 1 else 19)
            ]  # fmt: skip
            MoodReading.objects.bulk_create(rows)

    text = read(VALIDATION).split('id="habits"')[1]

    assert text.index("Ukraine") < text.index("Germany")
    assert "Lithuania" not in text
    assert "A 70 reads as" in text


def test_one_click_begins_a_version_with_the_weights_that_outcomes_speak_for(
    read, client_of, cast, stands, ended
) -> None:
    assert "No weights are suggested" in read("insights-weights")
    assert "Known: 0, of these bad: 0. Needed: 20, 5 of either sort." in read("insights-weights")
    for number in range(12):
        ended(stands(f"Lost {number}"), "lost", index=30 + number)
        ended(stands(f"Kept {number}"), "renewed", index=75 + number)
    with tenant_context(cast.north.pk):
        for row in IndexSnapshot.objects.all():
            row.roles = {"economic": str(row.value), "technical": "50.0"}
            row.save()
    assert "+1.00" in read("insights-weights")
    page, browser = reverse("insights-weights", kwargs={"slug": "north"}), client_of(cast.alice)
    assert client_of(cast.carol).get(page).status_code == 403

    assert "The past is being counted" in browser.post(page, follow=True).content.decode()

    with tenant_context(cast.north.pk):
        version = IndexVersion.objects.get()
        weights = (version.economic, version.technical, version.end_user)
        assert (version.title, version.state, weights) == ("From 24 own outcomes", "counting", (56, 19, 25))
    assert "Another version is on trial" in browser.post(page, follow=True).content.decode()
