"""The pages of money: accessible in both themes at both sizes, and never wider than the narrowest phone."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from accounts.contracts import actions
from accounts.contracts.models import Contract, Outcome, RevenueEntry
from accounts.tenancy.context import tenant_context
from tests.factories.accounts import a_client


@pytest.fixture
def pages(live_product, now):
    """Give a client of North contracts, revenue, an outcome and a missing rate; return the pages that show them."""
    by, today = live_product.cast.alice.employee, now.date()
    with tenant_context(live_product.cast.north.pk):
        client = a_client("Nordwerk Maschinenbau und Anlagentechnik GmbH", by=by, now=now, manager=by)
        long_ago = today - timedelta(days=900)
        contract = Contract(
            client=client, title="Support", number="17/2025", amount=Decimal("12000.50"), currency="EUR"
        )
        contract.starts_on, contract.renewal_on, contract.notice_days = long_ago, today + timedelta(days=40), 14
        late = Contract(client=client, title="x" * 60, amount=9 * 10**12, currency="XOF", period="month")
        late.starts_on, late.renewal_on = today - timedelta(days=50), today - timedelta(days=3)
        for row in (contract, late):
            actions.add_contract(contract=row, by=by, now=now)
        entry = RevenueEntry(
            client=client, day=today - timedelta(days=400), amount=-1200, currency="EUR", external_id="x" * 50
        )
        actions.add_entry(entry=entry, by=by, now=now)
        outcome = Outcome(
            client=client, kind="referred", day=today, reason="care", text="They told Southworks about us."
        )
        actions.record_outcome(outcome=outcome, by=by, now=now)
        rate = actions.Rate(currency="USD", day=today, value=Decimal("0.9234"))
        actions.save_rate(rate=rate, base="EUR", by=by, now=now)
    of_client = ("client-deals", "client-revenue", "contract-new", "revenue-new", "outcome-new", "client")
    one = {
        "contract": {"contract_id": contract.pk},
        "contract-removal": {"contract_id": contract.pk},
        "revenue-removal": {"entry_id": entry.pk},
        "outcome-removal": {"outcome_id": outcome.pk},
    }
    return [
        *(reverse(name, kwargs={"slug": "north", "client_id": client.pk}) for name in of_client),
        *(reverse(name, kwargs={"slug": "north", **row}) for name, row in one.items()),
        *(reverse(name, kwargs={"slug": "north"}) for name in ("renewals", "settings-money")),
    ]


def test_pages_of_money_are_accessible_and_fit_a_phone(live_product, flaws, pages):
    page = live_product.sign_in(live_product.cast.alice)
    wrong = []

    for path in pages:
        assert page.goto(path).status == 200
        wrong += flaws(page)

    assert wrong == []
