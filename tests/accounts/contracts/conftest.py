from datetime import UTC, date, datetime

import pytest
from django.urls import reverse

from accounts import clock
from accounts.contracts import actions
from accounts.contracts.actions import Rate
from accounts.contracts.models import Contract, RevenueEntry
from accounts.organizations.models import Organization
from accounts.tenancy.context import tenant_context
from tests.factories.accounts import a_client

MIDDLE_OF_THE_YEAR = datetime(2026, 6, 30, 12, 0, tzinfo=UTC)


@pytest.fixture
def now():
    """Noon of a day in the middle of a year: sums of a year do not depend on when the tests run."""
    return MIDDLE_OF_THE_YEAR


@pytest.fixture
def _half_of_the_year(cast, now):
    """Both organizations stand on that day, as demo organizations may."""
    for organization in (cast.north, cast.south):
        with tenant_context(organization.pk):
            Organization.objects.update(is_demo=True, clock_offset=now - clock.real_now())


@pytest.fixture
def nordwerk(cast, now):
    with tenant_context(cast.north.pk):
        return a_client("Nordwerk", by=cast.alice.employee, now=now)


@pytest.fixture
def page():
    """Return the address of a page of North by its name."""

    def address(name, query="", **rows):
        path = reverse(name, kwargs={"slug": "north", **{key: row.pk for key, row in rows.items()}})
        return f"{path}?{query}" if query else path

    return address


@pytest.fixture
def sign(cast, now):
    """Add a contract of a client of North: 12,000 euros every year since the beginning of 2025, unless told otherwise."""

    def signed(client, **values):
        fields = {
            "title": "Support",
            "amount": 12000,
            "currency": "EUR",
            "period": "year",
            "starts_on": date(2025, 1, 1),
        }
        with tenant_context(cast.north.pk):
            contract = Contract(client=client, **(fields | values))
            actions.add_contract(contract=contract, by=cast.alice.employee, now=now)
        return contract

    return signed


@pytest.fixture
def book(cast, now):
    """Book revenue of a client of North."""

    def booked(client, amount, day, currency="EUR", **values):
        with tenant_context(cast.north.pk):
            entry = RevenueEntry(client=client, amount=amount, day=day, currency=currency, **values)
            actions.add_entry(entry=entry, by=cast.alice.employee, now=now)
        return entry

    return booked


@pytest.fixture
def rate(cast, now):
    """Enter a rate into euros at North."""

    def entered(currency, day, value):
        with tenant_context(cast.north.pk):
            one = Rate(currency=currency, day=day, value=value)
            actions.save_rate(rate=one, base="EUR", by=cast.alice.employee, now=now)

    return entered
