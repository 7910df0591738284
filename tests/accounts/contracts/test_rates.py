"""Exchange rates, the organization's currency, and the copy of money that lists use."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts import clock
from accounts.clients.models import ClientFacts
from accounts.contracts import actions
from accounts.contracts.models import ExchangeRate
from accounts.jobs import actions as jobs
from accounts.organizations.models import Organization
from accounts.organizations.roles import Role
from accounts.tenancy.context import tenant_context
from tests.accounts.contracts.conftest import MIDDLE_OF_THE_YEAR
from tests.cast import hire
from tests.factories.accounts import a_client

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_half_of_the_year")]


def revenue_of(cast, client):
    with tenant_context(cast.north.pk):
        return ClientFacts.objects.get(client=client).revenue


def recount(now):
    """Work as workers do, by the real clock, when it is `now` in the house of these tests."""
    real = clock.real_now() + (now - MIDDLE_OF_THE_YEAR)
    jobs.drain(queue=actions.QUEUE, now=lambda: real + timedelta(minutes=5))


def known(cast):
    with tenant_context(cast.north.pk):
        return list(ExchangeRate.objects.order_by("currency", "day").values_list("currency", "day", "rate"))


def test_a_missing_rate_is_said_and_never_counted_as_zero(client_of, cast, nordwerk, page, sign, rate, now) -> None:
    sign(nordwerk, title="In euros")
    sign(nordwerk, title="In dollars", currency="USD", amount=1000, starts_on=date(2026, 5, 1))
    address = page("client-deals", client_id=nordwerk)
    text = client_of(cast.alice).get(address).content.decode().replace("\u00a0", " ")
    assert "these exchange rates are missing: USD, 1 May 2026." in text
    assert "2026: Unknown" in text
    assert revenue_of(cast, nordwerk) is None

    rate("USD", date(2026, 4, 1), Decimal("0.9"))
    recount(now)

    text = client_of(cast.alice).get(address).content.decode()
    assert "missing" not in text
    assert revenue_of(cast, nordwerk) == round(12000 + Decimal(1000) * 61 / 365 * Decimal("0.9"))


def test_a_rate_is_entered_corrected_and_removed(client_of, cast, nordwerk, page, sign, now) -> None:
    sign(nordwerk, currency="USD")
    alice = client_of(cast.alice)
    for typed in ("0,9", "0.95"):
        alice.post(page("rate-new"), {"currency": "USD", "day": "2025-01-01", "rate": typed})
    text = alice.get(page("settings-money")).content.decode()
    assert "0.95" in text
    assert known(cast) == [("USD", date(2025, 1, 1), Decimal("0.95"))]
    recount(now)
    assert revenue_of(cast, nordwerk) == 11400

    with tenant_context(cast.north.pk):
        row = ExchangeRate.objects.get()
    alice.post(page("rate-removal", rate_id=row))
    recount(now)
    assert revenue_of(cast, nordwerk) is None


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"rate": "0"}, "more than zero"),
        ({"rate": "-1"}, "more than zero"),
        ({"rate": "1" + "0" * 12}, "less than a billion"),
        ({"rate": "1" + "0" * 30}, "is no rate"),
        ({"rate": "one"}, "“one” is no rate."),
        ({"rate": "0.12345678901"}, "at most ten decimals"),
        ({"currency": "EUR"}, "the organization’s own currency"),
        ({"currency": "ABC"}, "Select a valid choice"),
        ({"day": "1066-10-14"}, "Look at the year"),
    ],
)
def test_a_rate_that_cannot_be_is_refused(client_of, cast, page, more, said) -> None:
    answer = client_of(cast.alice).post(
        page("rate-new"), {"currency": "USD", "day": "2026-05-01", "rate": "0.9"} | more
    )

    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert known(cast) == []


def test_many_rates_are_pasted_at_once_and_again(client_of, cast, page) -> None:
    lines = '2026-05-01;USD;0,9234\n01.05.2026\tuah\t0.0215\n\n"2026-05-01";"CZK";"1 234,5"\n2026-05-01;USD;0.93\n'
    alice = client_of(cast.alice)

    for _again in range(2):
        text = alice.post(page("rates-import"), {"lines": lines}, follow=True).content.decode()

    day = date(2026, 5, 1)
    assert "3 rates are kept." in text
    assert known(cast) == [
        ("CZK", day, Decimal("1234.5")),
        ("UAH", day, Decimal("0.0215")),
        ("USD", day, Decimal("0.93")),
    ]


def test_one_wrong_line_refuses_all_and_each_is_named(client_of, cast, page) -> None:
    wrong = "2026-05-01;USD;0.9\n05/01/2026;USD;0.9\n2026-02-30;USD;0.9\n2026-05-01;XXX;1\n"
    wrong += "2026-05-01;EUR;1\nUSD 0.9\n2026-05-01;USD;-1"

    answer = client_of(cast.alice).post(page("rates-import"), {"lines": wrong})

    text = answer.content.decode()
    assert answer.status_code == 422
    for said in (
        "Line 2: “05/01/2026” is no day. Write it like 2026-05-01.",
        "Line 3: “2026-02-30” is no day.",
        "Line 4: “XXX” is no currency in use.",
        "Line 5: EUR is the organization’s own currency.",
        "Line 6: “USD 0.9” has not three parts.",
        "Line 7: A rate is more than zero",
        "2026-05-01;USD;0.9",
    ):
        assert said in text
    assert "Line 1:" not in text
    assert known(cast) == []


def test_a_flood_of_lines_is_refused_with_a_few_errors(client_of, cast, page) -> None:
    alice = client_of(cast.alice)

    few = alice.post(page("rates-import"), {"lines": "x\n" * 100}).content.decode()
    many = alice.post(page("rates-import"), {"lines": "x\n" * 5001}).content.decode()

    assert few.count("has not three parts") == 20
    assert "And more lines like these." in few
    assert "more than 5,000 lines" in many


def test_another_currency_makes_sums_unknown_until_its_rates_come(
    client_of, cast, nordwerk, page, sign, rate, now
) -> None:
    sign(nordwerk)
    rate("USD", date(2025, 1, 1), Decimal("0.9"))
    alice, maria = client_of(cast.alice), hire(cast.north, "Maria", role=Role.HAPPINESS_MANAGER, now=now)
    assert client_of(maria).post(page("settings-currency"), {"currency": "USD"}).status_code == 403
    assert alice.post(page("settings-currency"), {"currency": "DEM"}).status_code == 422

    alice.post(page("settings-currency"), {"currency": "USD"})
    recount(now)
    assert revenue_of(cast, nordwerk) is None

    alice.post(page("rate-new"), {"currency": "EUR", "day": "2025-01-01", "rate": "1.1"})
    recount(now)
    assert revenue_of(cast, nordwerk) == 13200
    assert "$13,200" in alice.get(page("client-deals", client_id=nordwerk)).content.decode()


def test_rates_are_for_those_who_manage_money_here(client_of, cast, page, rate) -> None:
    rate("USD", date(2026, 5, 1), Decimal("0.777"))
    with tenant_context(cast.north.pk):
        row = ExchangeRate.objects.get()

    assert client_of(cast.bob).get(page("settings-money")).status_code == 403
    assert client_of(cast.bob).post(page("rate-removal", rate_id=row)).status_code == 403
    mallory = client_of(cast.mallory)
    removal = reverse("rate-removal", kwargs={"slug": "south", "rate_id": row.pk})
    assert mallory.post(removal).status_code == 404
    assert "0.777" not in mallory.get(reverse("settings-money", kwargs={"slug": "south"})).content.decode()
    assert len(known(cast)) == 1


def test_a_rate_beyond_all_measure_leaves_revenue_unknown(cast, nordwerk, sign, rate, now) -> None:
    sign(nordwerk, amount=10**14, currency="USD")
    rate("USD", date(2025, 1, 1), Decimal(10**8))

    recount(now)

    assert revenue_of(cast, nordwerk) is None


def test_all_clients_are_counted_anew_with_the_same_number_of_queries(cast, nordwerk, sign, book, rate, now) -> None:
    counts = []
    for number in range(3):
        with tenant_context(cast.north.pk):
            client = a_client(f"Client {number}", by=cast.alice.employee, now=now)
        sign(client, currency="USD", renewal_on=date(2026, 9, 1))
        book(client, 100 + number, date(2026, 1, 1), "USD")
        with tenant_context(cast.north.pk):
            ClientFacts.objects.update(revenue=None, renewal_on=None)
            ExchangeRate.objects.get_or_create(
                base="EUR", currency="USD", day=date(2025, 1, 1), defaults={"rate": 2, "created_at": now}
            )
            with CaptureQueriesContext(connection) as queries:
                actions.recount_all([cast.north.pk], now)
        counts.append(len(queries))

    assert counts[0] == counts[2]
    with tenant_context(cast.north.pk):
        rows = ClientFacts.objects.filter(client__name__startswith="Client").order_by("client__name")
        assert list(rows.values_list("revenue", "renewal_on")) == [(n, date(2026, 9, 1)) for n in (200, 202, 204)]


def test_a_day_that_passes_takes_old_money_out(cast, nordwerk, book, now) -> None:
    book(nordwerk, 500, date(2025, 7, 1))
    assert revenue_of(cast, nordwerk) == 500

    later = now + timedelta(days=2)
    actions.request_recounts(now=later)
    recount(later)

    assert revenue_of(cast, nordwerk) is None
    with tenant_context(cast.north.pk):
        assert Organization.objects.get().currency == "EUR"
