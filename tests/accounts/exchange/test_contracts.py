"""From a table to contracts: matching, amounts and currencies, faults, undo."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.audit.models import AuditEntry
from accounts.clients.models import Client, ClientFacts
from accounts.contracts import actions as contracts
from accounts.contracts.models import Contract, RevenueEntry
from accounts.events.models import Event, Origin
from accounts.exchange.cells import BadCell
from accounts.exchange.contracts.fields import ATTRIBUTES, amount, currency, notice, period
from accounts.exchange.contracts.samples import SAMPLES
from accounts.exchange.models import ImportJob, ImportRow
from accounts.exchange.registry import importer_of, importers
from accounts.organizations.roles import RIGHTS, Right
from accounts.tenancy.context import tenant_context
from accounts.web import formats
from tests.accounts.exchange.workbooks import workbook_of
from tests.factories.accounts import a_client, a_contact

HEAD = "Client\tNumber\tWhat it is about\tAmount\tCurrency\tPaid\tFirst day\tTo be renewed on\n"


@pytest.fixture
def alice(alice):
    alice.what = "contracts"
    return alice


@pytest.fixture
def acme(cast, now):
    with tenant_context(cast.north.pk):
        return a_client("Acme", by=cast.alice.employee, now=now, domain="acme.example", external_id="17")


@pytest.fixture
def sign(cast, now, acme):
    """Add a contract of Acme: 12,000 euros a year since 2025, unless told otherwise."""

    def signed(**values):
        usual = {"title": "Support", "number": "A-1", "amount": 12000, "currency": "EUR", "starts_on": date(2025, 1, 1)}
        with tenant_context(cast.north.pk):
            contract = Contract(client=acme, **(usual | values))
            contracts.add_contract(contract=contract, by=cast.alice.employee, now=now)
        return contract

    return signed


def held() -> list[tuple[object, ...]]:
    columns = ("client__name", "number", "title", "amount", "currency", "period", "starts_on", "renewal_on")
    return list(Contract.objects.order_by("starts_on", "number").values_list(*columns))


def test_contracts_of_known_clients(alice, acme, cast, now, inside):
    a_contact("Olha", at=acme, by=cast.alice.employee, now=now, email="olha@acme.example")
    job = alice.run(
        "Client\tNumber\tTitle\tAmount\tCurrency\tPaid\tStart\tRenewal\tNotice\tSigned by\n"
        "acme\tA-1\tSupport\t12 000,50\tEUR\tщороку\t01.01.2026\t2027-01-01\t60 days\tOlha\n"
        "ACME\tA-2\tTraining\t$1,500.00\t\tonce\t2026-03-01\t\t\t\n"
    )

    assert job.counts == {"create": 2, "contract.create": 2}
    assert held() == [
        ("Acme", "A-1", "Support", Decimal("12000.50"), "EUR", "year", date(2026, 1, 1), date(2027, 1, 1)),
        ("Acme", "A-2", "Training", Decimal(1500), "USD", "once", date(2026, 3, 1), None),
    ]
    first = Contract.objects.get(number="A-1")
    assert (first.notice_days, first.signed_by.name) == (60, "Olha")
    assert ClientFacts.objects.get(client=acme).renewal_on == date(2027, 1, 1)
    told = Event.objects.filter(kind="contract.signed")
    assert set(told.values_list("origin", "client_id", "actor_id")) == {
        (Origin.IMPORT, acme.pk, cast.alice.employee.pk)
    }
    acts = AuditEntry.objects.filter(action="contract.added")
    assert acts.count() == 2
    assert "12000" not in str(list(acts.values("changes")))  # the trail never says the amount
    with alice.outside(), tenant_context(cast.south.pk):
        assert not Contract.objects.exists()


@pytest.mark.parametrize("row", ["17\t", "\twww.acme.example"])
def test_client_is_known_by_its_number_or_its_domain(alice, acme, inside, row):
    alice.run(f"Client ID\tWebsite\tAmount\tStart\n{row}\t100\t2026-01-01\n")

    assert Contract.objects.get().client_id == acme.pk


def test_numbers_of_a_workbook_are_never_a_thousand_times_larger(alice, acme, inside):
    rows = [["Client", "Number", "Amount", "Start"], ["Acme", "A-1", 12.125, date(2026, 1, 1)]]
    rows += [["Acme", "A-2", 0.1 + 0.2, date(2026, 1, 1)], ["Acme", "A-3", 33.3 * 3, date(2026, 1, 1)]]

    alice.run(workbook_of(*rows))

    assert alice.faults() == {2: [("amount_decimals", "Amount")]}
    assert [row[3] for row in held()] == [Decimal("0.3"), Decimal("99.9")]


def test_known_number_and_first_day_is_an_update_and_blank_cells_erase_nothing(alice, sign, inside):
    sign(renewal_on=date(2026, 12, 31))

    job = alice.run(HEAD + "Acme\ta-1\t\t13000\t\t\t2025-01-01\t\n")

    assert job.counts == {"update": 1, "contract.update": 1}
    assert held() == [("Acme", "a-1", "Support", Decimal(13000), "EUR", "year", date(2025, 1, 1), date(2026, 12, 31))]
    assert Event.objects.filter(kind="contract.changed", origin=Origin.IMPORT).count() == 1


def test_same_table_again_changes_nothing(alice, acme, inside):
    table = HEAD + "Acme\t\t\t100\t\t\t2026-01-01\t\nAcme\t\tHosting\t50\t\tmonthly\t2026-02-01\t\n"
    alice.run(table)
    before = held()

    job = alice.run(table)

    assert job.counts == {"same": 2}
    assert held() == before


def test_preview_shows_old_and_new_and_whose_it_is(alice, sign):
    sign()

    alice.check(HEAD + "Acme\tA-1\tSupport\t13000\tEUR\t\t2025-01-01\t2027-01-01\n")

    page = alice.page()
    assert "Acme · Support" in page
    assert "<del>12,000</del>" in page
    assert "<ins>13,000</ins>" in page
    assert "0 new, 1 changed" in page


def test_same_number_from_another_day_is_another_term(alice, sign, inside):
    sign()

    alice.run(HEAD + "Acme\tA-1\tSupport\t14000\tEUR\tyear\t2027-01-01\t\n")

    assert [(row[1], row[3], row[6].year) for row in held()] == [("A-1", 12000, 2025), ("A-1", 14000, 2027)]


def test_number_without_a_day_means_the_term_of_today(alice, sign, inside):
    sign(ended_with="grew", ends_on=date(2025, 12, 31))
    sign(amount=15000, starts_on=date(2026, 1, 1))

    alice.run("Client\tNumber\tTo be renewed on\nAcme\tA-1\t2027-06-01\n")

    assert [row[7] for row in held()] == [None, date(2027, 6, 1)]


FAULTS = [
    ("Nobody\tA-1\tx\t100\tEUR\t\t2026-01-01\t", ("unknown_client", "Client")),
    ("Acme\tA-1\tx\t100\tEUR\t\t\t", ("no_first_day", "First day")),
    ("Acme\tA-1\tx\t\tEUR\t\t2026-01-01\t", ("no_amount", "Amount")),
    ("Acme\tA-1\tx\tfree\tEUR\t\t2026-01-01\t", ("amount", "Amount")),
    ("Acme\tA-1\tx\t1.2.3,4\tEUR\t\t2026-01-01\t", ("amount", "Amount")),
    ("Acme\tA-1\tx\t-100\tEUR\t\t2026-01-01\t", ("amount_negative", "Amount")),
    ("Acme\tA-1\tx\t100.0055\tEUR\t\t2026-01-01\t", ("amount_decimals", "Amount")),
    ("Acme\tA-1\tx\t100.5\tJPY\t\t2026-01-01\t", ("amount_decimals", "Amount")),
    ("Acme\tA-1\tx\t1234567890123456\tEUR\t\t2026-01-01\t", ("amount_too_large", "Amount")),
    ("Acme\tA-1\tx\t100\tshells\t\t2026-01-01\t", ("currency", "Currency")),
    ("Acme\tA-1\tx\t100 USD\tEUR\t\t2026-01-01\t", ("two_currencies", "Currency")),
    ("Acme\tA-1\tx\t100\tEUR\tsometimes\t2026-01-01\t", ("period", "Paid")),
    ("Acme\tA-1\tx\t100\tEUR\t\t31.04.2026\t", ("day", "First day")),
    ("Acme\tA-1\tx\t100\tEUR\t\t1969-12-31\t", ("day", "First day")),
    ("Acme\tA-1\tx\t100\tEUR\t\t2026-01-01\t2025-12-31", ("before_start", "To be renewed on")),
    ("Acme\tA-1\t" + "x" * 201 + "\t100\tEUR\t\t2026-01-01\t", ("too_long", "What it is about")),
    ("Acme\tA-1\t#REF!\t100\tEUR\t\t2026-01-01\t", ("spreadsheet_error", "What it is about")),
]


@pytest.mark.parametrize(("row", "fault"), FAULTS, ids=[fault[0] for _row, fault in FAULTS])
def test_row_that_cannot_be_imported_names_column_and_remedy(alice, acme, inside, row, fault):
    job = alice.run(HEAD + row + "\n" + "Acme\tA-9\tSound\t5\t\t\t2026-01-01\t\n")

    assert alice.faults() == {2: [fault]}
    assert job.counts == {"failed": 1, "create": 1, "contract.create": 1}
    assert list(Contract.objects.values_list("number", flat=True)) == ["A-9"]
    page = alice.page()
    assert f"<strong>{fault[1]}</strong>" in page


def test_archived_client_gets_no_contract(alice, acme, inside, now):
    Client.objects.update(archived_at=now)

    alice.run(HEAD + "Acme\tA-1\tx\t100\tEUR\t\t2026-01-01\t\n")

    assert alice.faults() == {2: [("archived_client", "Client")]}


def test_stranger_signs_nothing(alice, acme, inside):
    alice.run("Client\tAmount\tStart\tSigned by\nAcme\t100\t2026-01-01\tNobody\n")

    assert alice.faults() == {2: [("unknown_person", "Signed by")]}


def test_amount_is_never_taken_for_another_currency(alice, sign, inside):
    sign(currency="USD")

    alice.run(HEAD + "Acme\tA-1\t\t13000\t\t\t2025-01-01\t\nAcme\tA-1\t\t\tEUR\t\t2025-01-01\t\n")

    assert alice.faults() == {2: [("no_currency", "Amount")], 3: [("no_new_amount", "Currency")]}
    assert [(row[3], row[4]) for row in held()] == [(12000, "USD")]


def test_two_contracts_that_fit_are_a_question(alice, sign, inside):
    sign()
    sign(starts_on=date(2026, 1, 1))

    alice.run("Client\tNumber\tAmount\nAcme\tA-1\t1\n")

    assert alice.faults() == {2: [("ambiguous_contract", "Number")]}
    assert f"{formats.day(date(2025, 1, 1))}, {formats.day(date(2026, 1, 1))}" in alice.page()


# --- Undo ---


def test_undo_leaves_nothing_of_new_contracts(alice, acme, inside):
    alice.run(HEAD + "Acme\tA-1\tSupport\t12000,50\tEUR\t\t2026-01-01\t2027-01-01\n")

    job = alice.undo()

    assert job.state == ImportJob.State.UNDONE
    assert job.counts["undo.removed"] == 1
    assert not Contract.objects.exists()
    assert not Event.objects.filter(kind__startswith="contract").exists()
    facts = ClientFacts.objects.get(client=acme)
    assert (facts.renewal_on, facts.revenue) == (None, None)
    assert AuditEntry.objects.filter(action="contract.removed").count() == 1
    assert Client.objects.count() == 1


def test_undo_restores_what_was_changed(alice, sign, inside):
    sign(renewal_on=date(2026, 12, 31))
    alice.run(HEAD + "Acme\tA-1\tCare\t130,5\tUSD\tonce\t2025-01-01\t2027-01-01\n")
    assert [(row[2], row[3], row[4]) for row in held()] == [("Care", Decimal("130.5"), "USD")]

    job = alice.undo()

    assert job.counts["undo.restored"] == 1
    assert held() == [("Acme", "A-1", "Support", 12000, "EUR", "year", date(2025, 1, 1), date(2026, 12, 31))]


def test_undo_keeps_a_contract_on_which_revenue_was_booked(alice, acme, cast, now, inside):
    alice.run(HEAD + "Acme\tA-1\tSupport\t100\tEUR\t\t2026-01-01\t\n")
    entry = RevenueEntry(client=acme, contract=Contract.objects.get(), day=now.date(), amount=5, currency="EUR")
    contracts.add_entry(entry=entry, by=cast.alice.employee, now=now)

    alice.undo()

    assert Contract.objects.count() == 1
    assert "Support: Something else hangs on it by now." in alice.page()
    assert Event.objects.filter(kind="contract.signed").exists()


# --- Pages, words, cost ---


def test_page_of_the_import_offers_what_can_be_imported(alice, cast):
    page = alice.get(cast.alice.url("imports/new/?what=contracts")).content.decode()

    assert "One row for each contract" in page
    for one in importers():
        assert f'href="?what={one.what}"' in page
    assert '<a href="?what=contracts" aria-current="true"' in page
    assert "sample.csv?what=contracts" in page


def test_list_says_what_each_table_held(alice, acme, cast):
    alice.check(HEAD + "Acme\tA-1\tSupport\t100\tEUR\t\t2026-01-01\t\n")

    assert ">Contracts</span>" in alice.get(cast.alice.url("imports/")).content.decode()


@pytest.mark.parametrize("language", ["uk", "ru", "en"])
def test_sample_of_each_language_can_be_imported_as_it_is(alice, language, cast, now, inside):
    for name in {row[0] for row in SAMPLES[language][1:]}:
        client = a_client(name, by=cast.alice.employee, now=now)
        for signer in {row[-1] for row in SAMPLES[language][1:] if row[0] == name and row[-1]}:
            a_contact(signer, at=client, by=cast.alice.employee, now=now)
    answer = alice.get(cast.alice.url(f"imports/sample.csv?what=contracts&in={language}"))

    job = alice.run(b"".join(answer.streaming_content))

    assert job.counts == {"create": 3, "contract.create": 3}
    assert "" not in job.mapping


def test_every_field_is_recognized_by_its_own_name():
    labels = [str(one.label) for one in ATTRIBUTES.values()]

    assert importer_of("contracts").guess(labels, []) == list(ATTRIBUTES)


def test_batch_costs_the_same_statements_for_two_rows_and_for_two_hundred(alice, acme, cast):
    def asked(count: int, mark: str) -> int:
        alice.check(HEAD + "".join(f"Acme\t{mark}{n}\tSupport\t100\tEUR\t\t2026-01-01\t\n" for n in range(count)))
        alice.post(alice.url("run/"), {})
        with CaptureQueriesContext(connection) as queries:
            alice.work()
        return len(queries)

    few = asked(2, "a")
    assert asked(200, "b") == few


def test_erased_signer_stands_in_no_row(alice, acme, cast, now, inside):
    place = a_contact("Olha", at=acme, by=cast.alice.employee, now=now)
    alice.run("Client\tAmount\tStart\tSigned by\nAcme\t100\t2026-01-01\tOlha\n")

    assert ImportRow.objects.get(subject_id=place.contact_id).cells[-1] == "Olha"


def test_whoever_exchanges_data_may_do_what_importers_do():
    needed = {Right.MANAGE_CLIENTS, Right.MANAGE_MONEY, Right.SEE_MONEY, Right.LOG_CONTACTS}

    assert all(needed <= rights for rights in RIGHTS.values() if Right.EXCHANGE_DATA in rights)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1 200,00 грн.", ("1 200,00", "UAH")),
        ("€1,200.50", ("1,200.50", "EUR")),
        ("-$ 5", ("-5", "USD")),
        ("$-5", ("-5", "USD")),
        ("1’000 CHF", ("1’000", "CHF")),
        ("UAH 7", ("7", "UAH")),
        ("1200.-", ("1200", "")),
        (".5", (".5", "")),
        ("10000000", ("10000000", "")),
    ],
)
def test_amounts_with_their_currency(text, expected):
    assert amount(text) == expected


@pytest.mark.parametrize(
    ("read", "text"),
    [
        *((amount, text) for text in ("EUR", "(5)", "€5 USD", "5 apples")),
        *((currency, text) for text in ("RUX", "5")),
        (period, "weekly"),
        *((notice, text) for text in ("731", "soon", "-5")),
    ],
)
def test_what_is_no_amount_currency_period_or_notice(read, text):
    with pytest.raises(BadCell):
        read(text)
