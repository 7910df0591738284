"""Contracts, revenue and outcomes of a client, through its pages."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.audit.models import AuditEntry
from accounts.clients import actions as clients
from accounts.clients.models import ClientFacts
from accounts.contracts import actions, queries
from accounts.contracts.models import Contract, Outcome, RevenueEntry
from accounts.events.models import Event
from accounts.jobs import actions as jobs
from accounts.tenancy.context import tenant_context
from tests.factories.accounts import a_client, a_contact

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_half_of_the_year")]


def contract_form(**more):
    return {
        "title": "Support of the warehouse",
        "number": "17/2025",
        "amount": "12 000,50",
        "currency": "EUR",
        "period": "year",
        "starts_on": "2025-01-01",
        "renewal_on": "2026-12-31",
        "notice_days": "60",
    } | more


def outcome_form(**more):
    return {"kind": "renewed", "day": "2026-06-15", "reason": "care", "text": "They like the calls."} | more


@pytest.fixture
def facts(cast, nordwerk):
    def read(client=nordwerk):
        with tenant_context(cast.north.pk):
            row = ClientFacts.objects.get(client=client)
            return row.revenue, row.renewal_on

    return read


def told(cast, prefix):
    with tenant_context(cast.north.pk):
        return sorted(Event.objects.filter(kind__startswith=prefix).values_list("kind", flat=True))


def test_a_contract_is_added_and_stands_on_the_clients_pages(client_of, cast, nordwerk, page, facts, now) -> None:
    with tenant_context(cast.north.pk):
        olena = a_contact("Olena", at=nordwerk, by=cast.alice.employee, now=now).contact
    alice = client_of(cast.alice)

    answer = alice.post(page("contract-new", client_id=nordwerk), contract_form(signed_by=str(olena.pk)), follow=True)

    text = answer.content.decode().replace("\u00a0", " ")
    for said in ("The contract is added.", "Support of the warehouse", "€12,000.50", "signed by Olena", "17/2025"):
        assert said in text
    assert "to be renewed on 31 December 2026, notice until 1 November" in text
    assert facts() == (12000, date(2026, 12, 31))
    assert told(cast, "contract.") == ["contract.signed"]
    overview = alice.get(page("client", client_id=nordwerk)).content.decode()
    assert "€12,000<" in overview
    assert "Support of the warehouse, €12,000.50 every year" in overview


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"amount": "much"}, "“much” is no amount."),
        ({"amount": "-5"}, "A contract brings money."),
        ({"amount": "0.123"}, "has more decimals than EUR"),
        ({"amount": "1" + "0" * 30}, "This amount is too large."),
        ({"amount": "10,5", "currency": "JPY"}, "has more decimals than JPY"),
        ({"amount": ""}, "This field is required."),
        ({"currency": "XXX"}, "Select a valid choice"),
        ({"currency": "DEM"}, "Select a valid choice"),
        ({"ends_on": "2024-12-31"}, "This is before the first day."),
        ({"renewal_on": "2024-12-31"}, "This is before the first day."),
        ({"starts_on": "0201-01-01"}, "Look at the year"),
        ({"starts_on": "2025-02-30"}, "Enter a valid date."),
        ({"notice_days": "9999"}, "less than or equal to 730"),
        ({"period": "week"}, "Select a valid choice"),
        ({"signed_by": "00000000-0000-7000-8000-000000000000"}, "Select a valid choice"),
        ({"title": "two\nlines"}, "on one line"),
    ],
)
def test_a_slip_is_said_and_keeps_what_was_typed(client_of, cast, nordwerk, page, more, said) -> None:
    answer = client_of(cast.alice).post(page("contract-new", client_id=nordwerk), contract_form(**more))

    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert "17/2025" in answer.content.decode()
    with tenant_context(cast.north.pk):
        assert not Contract.objects.exists()


def test_the_same_number_and_day_are_one_contract(client_of, cast, nordwerk, page) -> None:
    alice = client_of(cast.alice)
    for expected in (302, 422):
        answer = alice.post(page("contract-new", client_id=nordwerk), contract_form())
        assert answer.status_code == expected
    assert "The client has a contract with this number" in answer.content.decode()


def test_a_correction_holds_for_the_past_and_is_told(client_of, cast, nordwerk, page, facts, sign) -> None:
    contract = sign(nordwerk)
    alice = client_of(cast.alice)
    address = page("contract", contract_id=contract)
    assert 'value="12000"' in alice.get(address).content.decode()

    alice.post(address, contract_form(amount="24000"))

    assert facts()[0] == 24000
    assert told(cast, "contract.") == ["contract.changed", "contract.signed"]
    with tenant_context(cast.north.pk):
        entry = AuditEntry.objects.get(action="contract.changed")
        assert "24000" not in str(entry.changes)
        assert "amount" in entry.changes


def test_a_removed_contract_counts_nowhere(client_of, cast, nordwerk, page, facts, sign) -> None:
    contract = sign(nordwerk)
    alice = client_of(cast.alice)
    address = page("contract-removal", contract_id=contract)
    assert "Support" in alice.get(address).content.decode()

    text = alice.post(address, follow=True).content.decode()

    assert "No contract yet" in text
    assert facts() == (None, None)
    assert alice.post(address).status_code == 404


def test_a_renewed_contract_goes_on_until_the_next_renewal(client_of, cast, nordwerk, page, facts, sign) -> None:
    contract = sign(nordwerk, renewal_on=date(2026, 6, 30), ends_on=date(2026, 12, 31))
    alice = client_of(cast.alice)
    query = f"contract={contract.pk}"
    blank = alice.get(page("outcome-new", query, client_id=nordwerk)).content.decode()
    assert 'value="2027-06-30"' in blank
    assert 'value="2027-12-31"' in blank

    form = outcome_form(contract=str(contract.pk), renewal_on="2027-06-30", ends_on="2027-12-31")
    text = alice.post(page("outcome-new", client_id=nordwerk), form, follow=True).content.decode()

    assert "Nordwerk: Renewed." in text
    assert "They like the calls." in text
    assert facts() == (12000, date(2027, 6, 30))
    assert told(cast, "outcome.") == ["outcome.renewed"]


@pytest.mark.parametrize(
    ("kind", "amount", "change", "event"),
    [("grew", "24 000", "+€12,000", "The client buys more"), ("shrank", "6000", "−€6,000", "The client buys less")],
)
def test_what_grows_or_shrinks_keeps_its_past(
    client_of, cast, nordwerk, page, facts, sign, kind, amount, change, event
) -> None:
    contract = sign(nordwerk)
    alice = client_of(cast.alice)
    form = outcome_form(kind=kind, contract=str(contract.pk), day="2026-01-01", new_amount=amount)

    text = alice.post(page("outcome-new", client_id=nordwerk), form, follow=True).content.decode()

    assert change in text
    assert event in alice.get(page("client", client_id=nordwerk)).content.decode()
    with tenant_context(cast.north.pk):
        before, after = Contract.objects.order_by("starts_on")
        assert (before.amount, before.ends_on, before.ended_with) == (12000, date(2025, 12, 31), kind)
        assert (after.starts_on, after.follows, after.ended_with) == (date(2026, 1, 1), before, "")
        change_in_row = Outcome.objects.get().amount_change
    assert change_in_row == after.amount - before.amount
    # 184 of 365 days at the old amount, 181 at the new one.
    assert facts()[0] == round((Decimal(12000) * 184 + after.amount * 181) / 365)


def test_a_lost_client_has_no_open_contract(client_of, cast, nordwerk, page, facts, sign) -> None:
    sign(nordwerk, renewal_on=date(2026, 12, 31))
    sign(nordwerk, title="Training", period="month", amount=100, starts_on=date(2027, 1, 1))
    alice = client_of(cast.alice)
    form = outcome_form(kind="lost", day="2026-06-29", reason="competitor", competitor="Southworks")

    text = alice.post(page("outcome-new", client_id=nordwerk), form, follow=True).content.decode()

    assert "Southworks" in text
    assert facts()[1] is None
    with tenant_context(cast.north.pk):
        assert not queries.running_contracts().exists()
    assert told(cast, "contract.ended") == ["contract.ended"] * 2


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"kind": "lost", "reason": ""}, "Say why"),
        ({"kind": "vanished"}, "Select a valid choice"),
        ({"day": "2025-01-01"}, "The contract has only begun then."),
        ({"kind": "grew", "new_amount": ""}, "Say the new amount."),
        ({"kind": "grew", "new_amount": "12000"}, "It is not more than before."),
        ({"kind": "shrank", "new_amount": "12 000"}, "It is not less than before."),
        ({"kind": "shrank", "new_amount": "0"}, "It is not less than before."),
        ({"kind": "grew", "new_amount": "lots"}, "is no amount"),
        ({"kind": "renewed", "new_amount": "13000"}, "With another amount it grew or shrank."),
        ({"kind": "renewed", "renewal_on": "2026-06-15"}, "on a later day"),
        ({"contract": "00000000-0000-7000-8000-000000000000"}, "Select a valid choice"),
    ],
)
def test_an_outcome_that_cannot_be_is_refused(client_of, cast, nordwerk, page, sign, more, said) -> None:
    contract = sign(nordwerk)
    form = outcome_form(contract=str(contract.pk)) | more

    answer = client_of(cast.alice).post(page("outcome-new", client_id=nordwerk), form)

    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert "They like the calls." in answer.content.decode()
    with tenant_context(cast.north.pk):
        assert not Outcome.objects.exists()
        assert Contract.objects.get().ended_with == ""


def test_a_contract_ends_once(cast, nordwerk, sign, now) -> None:
    contract = sign(nordwerk)
    lost = {"client": nordwerk, "contract": contract, "kind": "lost", "day": now.date(), "reason": "price"}
    with tenant_context(cast.north.pk):
        actions.record_outcome(outcome=Outcome(**lost), by=cast.alice.employee, now=now)

        with pytest.raises(actions.ContractOver):
            actions.record_outcome(outcome=Outcome(**lost), by=cast.alice.employee, now=now)
        assert Outcome.objects.count() == 1


def test_a_removed_outcome_leaves_the_story(client_of, cast, nordwerk, page) -> None:
    alice = client_of(cast.alice)
    alice.post(page("outcome-new", client_id=nordwerk), outcome_form(kind="referred"))
    with tenant_context(cast.north.pk):
        outcome = Outcome.objects.get()
    assert "The client recommended us" in alice.get(page("client", client_id=nordwerk)).content.decode()

    alice.post(page("outcome-removal", outcome_id=outcome))

    assert "The client recommended us" not in alice.get(page("client", client_id=nordwerk)).content.decode()


def test_what_is_booked_replaces_the_contracts_of_that_time(client_of, cast, nordwerk, page, facts, sign) -> None:
    sign(nordwerk)
    alice = client_of(cast.alice)
    entry = {"day": "2026-05-01", "amount": "1.234,50", "currency": "EUR", "external_id": "INV-7", "source": "invoice"}

    text = alice.post(page("revenue-new", client_id=nordwerk), entry, follow=True).content.decode()
    again = alice.post(page("revenue-new", client_id=nordwerk), entry)

    assert "€1,234.50" in text
    assert "The sum of what was booked." in text
    assert facts()[0] == 1234  # a half to the even neighbor
    assert again.status_code == 422
    assert "A document with this number is booked already." in again.content.decode()
    with tenant_context(cast.north.pk):
        row = RevenueEntry.objects.get()
    alice.post(page("revenue-removal", entry_id=row))
    assert facts()[0] == 12000


@pytest.mark.parametrize(
    ("more", "said"),
    [({"amount": "0"}, "Nothing was booked with zero."), ({"day": "1815-06-18"}, "Look at the year")],
)
def test_an_entry_that_cannot_be_is_refused(client_of, cast, nordwerk, page, more, said) -> None:
    entry = {"day": "2026-05-01", "amount": "100", "currency": "EUR"} | more

    answer = client_of(cast.alice).post(page("revenue-new", client_id=nordwerk), entry)

    assert answer.status_code == 422
    assert said in answer.content.decode()


def test_a_credit_note_is_negative(client_of, cast, nordwerk, page, facts) -> None:
    alice = client_of(cast.alice)
    for amount in ("1000", "-250"):
        alice.post(page("revenue-new", client_id=nordwerk), {"day": "2026-05-01", "amount": amount, "currency": "EUR"})

    assert facts()[0] == 750
    assert "−€250" in alice.get(page("client-revenue", client_id=nordwerk)).content.decode()


def test_money_is_for_those_who_may_see_it(client_of, cast, nordwerk, page, sign) -> None:
    contract = sign(nordwerk)
    alice, bob, carol = client_of(cast.alice), client_of(cast.bob), client_of(cast.carol)

    assert "€12,000" in bob.get(page("client-deals", client_id=nordwerk)).content.decode()
    assert "contract-new" not in bob.get(page("client-deals", client_id=nordwerk)).content.decode()
    assert bob.get(page("contract-new", client_id=nordwerk)).status_code == 403
    assert bob.post(page("contract-removal", contract_id=contract)).status_code == 403
    for name in ("client-deals", "client-revenue"):
        assert carol.get(page(name, client_id=nordwerk)).status_code == 403
    for address in (page("client", client_id=nordwerk), page("client-timeline", client_id=nordwerk)):
        assert "12,000" in alice.get(address).content.decode()
        text = carol.get(address).content.decode()
        assert "A contract was signed" in text
        assert "12,000" not in text
        assert "/deals/" not in text


def test_another_house_sees_and_changes_nothing(client_of, cast, nordwerk, sign) -> None:
    contract = sign(nordwerk)
    mallory = client_of(cast.mallory)

    for name, key, row in (("client-deals", "client_id", nordwerk), ("contract", "contract_id", contract)):
        for slug, status in (("south", 404), ("north", 404)):
            assert mallory.get(reverse(name, kwargs={"slug": slug, key: row.pk})).status_code == status
    removal = reverse("contract-removal", kwargs={"slug": "south", "contract_id": contract.pk})
    assert mallory.post(removal).status_code == 404


def test_deals_cost_the_same_for_one_row_and_for_three(client_of, cast, nordwerk, page, sign, book) -> None:
    alice = client_of(cast.alice)
    address = page("client-deals", client_id=nordwerk)
    counts = []
    for number in (1, 2, 3):
        contract = sign(nordwerk, title=f"Contract {number}")
        book(nordwerk, 100, date(2026, 1, number), contract=contract)
        alice.post(page("outcome-new", client_id=nordwerk), outcome_form(kind="referred"))
        alice.get(address)
        with CaptureQueriesContext(connection) as queries:
            text = alice.get(address).content.decode()
        counts.append(len(queries))

    assert "Contract 3" in text
    assert counts[0] == counts[2]


def test_money_follows_a_client_that_is_merged_and_its_undo(client_of, cast, nordwerk, page, sign, facts, now) -> None:
    def follow():
        jobs.drain(queue="events", now=lambda: now + timedelta(minutes=5))

    with tenant_context(cast.north.pk):
        twin = a_client("Nordwerk GmbH", by=cast.alice.employee, now=now)
    for one in (nordwerk, twin):
        sign(one, number="17", renewal_on=date(2026, 12, 31) if one is twin else None)
    sign(twin, title="Training", amount=1000)
    with tenant_context(cast.north.pk):
        by = cast.alice.employee
        kept = clients.merge_clients(source=twin, into=nordwerk, values={}, title="Nordwerk", by=by, now=now)
    follow()

    assert facts()[0] == 13000  # the contract with the same number was entered twice, and is one
    text = client_of(cast.alice).get(page("client-deals", client_id=nordwerk)).content.decode()
    assert "Training" in text

    sign(nordwerk, title="Rescue", amount=500)  # what is counted after the merge is no part of what it has noted
    with tenant_context(cast.north.pk):
        clients.undo(kept=kept, by=by, now=now)
    follow()

    assert facts() == (12500, None)
    assert facts(twin) == (13000, date(2026, 12, 31))
