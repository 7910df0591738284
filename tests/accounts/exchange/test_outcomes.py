"""From a table to past outcomes: known clients, the days when it was so, and no trace in contracts."""

from datetime import date

import pytest

from accounts.audit.models import AuditEntry
from accounts.contracts import actions as contracts
from accounts.contracts.models import Contract, Outcome
from accounts.events.models import Event, Origin
from accounts.exchange.models import ImportJob
from accounts.exchange.outcomes.fields import ATTRIBUTES
from accounts.exchange.outcomes.samples import SAMPLES
from accounts.exchange.registry import importer_of
from accounts.tenancy.context import tenant_context
from tests.factories.accounts import a_client

HEAD = "Client\tOutcome\tDate\tReason\tCompetitor\tComment\n"


@pytest.fixture
def alice(alice):
    alice.what = "outcomes"
    return alice


@pytest.fixture
def acme(cast, now):
    with tenant_context(cast.north.pk):
        client = a_client("Acme", by=cast.alice.employee, now=now)
        contract = Contract(client=client, title="Support", amount=100, currency="EUR", starts_on=date(2020, 1, 1))
        contracts.add_contract(contract=contract, by=cast.alice.employee, now=now)
    return client


def held() -> list[tuple[object, ...]]:
    return list(Outcome.objects.order_by("day").values_list("kind", "day", "reason", "competitor", "text"))


def test_past_outcomes_are_told_on_their_days_and_end_no_contract(alice, acme, cast, inside):
    job = alice.run(
        HEAD + "acme\tчurn\t\t\t\t\nAcme\tRenewal\t2024-01-31\tЦіна\t\tThey\nAcme\tвтрата\t30.11.2024\t\tX\t\n"
    )

    assert alice.faults() == {2: [("choice", "Outcome")]}
    assert job.counts == {"failed": 1, "create": 2, "outcome.create": 2}
    assert held() == [
        ("renewed", date(2024, 1, 31), "price", "", "They"),
        ("lost", date(2024, 11, 30), "", "X", ""),
    ]
    told = Event.objects.filter(kind__startswith="outcome.").order_by("happened_at")
    assert [(one.kind, one.origin, one.happened_at.date()) for one in told] == [
        ("outcome.renewed", Origin.IMPORT, date(2024, 1, 31)),
        ("outcome.lost", Origin.IMPORT, date(2024, 11, 30)),
    ]
    assert Contract.objects.get().ended_with == ""
    assert AuditEntry.objects.filter(action="outcome.recorded").count() == 2
    with alice.outside(), tenant_context(cast.south.pk):
        assert not Outcome.objects.exists()


def test_same_outcome_again_is_an_update_or_nothing(alice, acme, inside):
    table = HEAD + "Acme\tlost\t2024-11-30\tPrice\t\t\n"
    alice.run(table)

    assert alice.run(table).counts == {"same": 1}
    job = alice.run(HEAD + "Acme\tlost\t2024-11-30\tA competitor\tCheapsoft\t\n")

    assert job.counts == {"update": 1, "outcome.update": 1}
    assert held() == [("lost", date(2024, 11, 30), "competitor", "Cheapsoft", "")]


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        ("Nobody\tlost\t2024-11-30\t\t\t", ("unknown_client", "Client")),
        ("Acme\t\t2024-11-30\t\t\t", ("no_outcome", "Outcome")),
        ("Acme\tlost\t\t\t\t", ("no_day", "Date")),
        ("Acme\tlost\t2099-01-01\t\t\t", ("day_to_come", "Date")),
        ("Acme\tlost\t31.04.2024\t\t\t", ("day", "Date")),
        ("Acme\tlost\t2024-11-30\tweather\t\t", ("choice", "Reason")),
        ("Acme\tlost\t2024-11-30\t\t" + "x" * 121 + "\t", ("too_long", "Competitor")),
    ],
)
def test_row_that_cannot_be_imported_names_column_and_remedy(alice, acme, inside, row, fault):
    alice.run(HEAD + row + "\n")

    assert alice.faults() == {2: [fault]}
    assert not Outcome.objects.exists()


def test_undo_leaves_nothing_and_restores_what_was_changed(alice, acme, inside):
    alice.run(HEAD + "Acme\tlost\t2024-11-30\tPrice\t\t\n")
    alice.run(HEAD + "Acme\tlost\t2024-11-30\tTrust in people\t\tmore\nAcme\treturned\t2025-02-01\t\t\t\n")

    job = alice.undo()

    assert (job.state, job.counts["undo.removed"], job.counts["undo.restored"]) == (ImportJob.State.UNDONE, 1, 1)
    assert held() == [("lost", date(2024, 11, 30), "price", "", "")]
    assert list(Event.objects.filter(kind__startswith="outcome.").values_list("kind", flat=True)) == ["outcome.lost"]


@pytest.mark.parametrize("language", ["uk", "ru", "en"])
def test_sample_of_each_language_can_be_imported_as_it_is(alice, language, cast, now, inside):
    for name in {row[0] for row in SAMPLES[language][1:]}:
        a_client(name, by=cast.alice.employee, now=now)
    answer = alice.get(cast.alice.url(f"imports/sample.csv?what=outcomes&in={language}"))

    job = alice.run(b"".join(answer.streaming_content))

    assert job.counts == {"create": 3, "outcome.create": 3}
    assert "" not in job.mapping


def test_every_field_is_recognized_by_its_own_name():
    labels = [str(one.label) for one in ATTRIBUTES.values()]

    assert importer_of("outcomes").guess(labels, []) == list(ATTRIBUTES)
