"""The list as a file: what fits the filter, in the reader's language, and nothing that a spreadsheet would run."""

import csv
import gc
import io
import tracemalloc
from datetime import UTC, datetime

import pytest
from openpyxl import load_workbook

from accounts.audit.models import AuditEntry
from accounts.clients.models import Client, ClientFacts, CustomField
from accounts.clients.views.export import AT_ONCE
from accounts.organizations.models import Employee
from accounts.tenancy.context import tenant_context

pytestmark = pytest.mark.django_db
BAD = ["=HYPERLINK(1)", "+1", "@SUM(A1)", "-2+3", "＝1", "'=1", '"=1"']


@pytest.fixture
def export(cast, client_of, page):
    def rows(kind="csv", query="", person=cast.alice):
        answer = client_of(person).get(page(f"clients-export-{kind}", query))
        assert answer.status_code == 200
        content = b"".join(answer.streaming_content)
        if kind == "csv":
            return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
        return [list(row) for row in load_workbook(io.BytesIO(content)).active.iter_rows(values_only=True)]

    return rows


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_file_holds_what_fits_the_filter_with_own_fields(cast, export, add, now, kind) -> None:
    with tenant_context(cast.north.pk):
        for key, holds in (("seats", "number"), ("partner", "boolean")):
            CustomField.objects.create(key=key, label=key.title(), subject="client", kind=holds, created_at=now)
    add("Nordwerk", country="UA", tags=["VIP"], mood=50, revenue=9000, custom={"seats": 12.5, "partner": True})
    add("Sudwerk", country="DE")

    head, *rows = export(kind, "country=UA")

    assert head[0] == "Name"
    assert head[-3:] == ["Revenue, a year", "Seats", "Partner"]
    (row,) = [dict(zip(head, row, strict=True)) for row in rows]
    assert (row["Name"], row["Country"], row["Tags"], row["Partner"]) == ("Nordwerk", "Ukraine", "VIP", "Yes")
    assert (float(row["Seats"]), int(row["Revenue, a year"]), int(row["Mood"])) == (12.5, 9000, 50)


def test_days_are_those_of_the_reader(export, add) -> None:
    add("Nordwerk", last_heard_at=datetime(2026, 5, 4, 22, 30, tzinfo=UTC))  # half past one in Kyiv

    head, row = export()

    assert row[head.index("Last heard")] == "2026-05-05"


def test_file_is_in_the_readers_language(cast, export, add) -> None:
    add("Nordwerk", country="UA")
    with tenant_context(cast.north.pk):
        Employee.objects.filter(pk=cast.alice.employee.pk).update(language="uk")

    head, row = export()

    assert head[0] == "Назва"
    assert "Україна" in row


@pytest.mark.parametrize("name", BAD)
def test_nothing_in_the_file_is_a_formula(export, add, name) -> None:
    add(name)

    assert export("csv")[1][0] == f"'{name}"
    assert export("xlsx")[1][0] == name


def test_a_formula_would_be_one_in_the_workbook_without_our_cells(cast, client_of, page, add) -> None:
    add("=1+1")

    content = b"".join(client_of(cast.alice).get(page("clients-export-xlsx")).streaming_content)

    assert load_workbook(io.BytesIO(content)).active["A2"].data_type == "s"


def test_export_is_audited_and_for_those_who_may(cast, client_of, page, export, add) -> None:
    add("Nordwerk")
    for person in (cast.bob, cast.carol, cast.erin):
        assert client_of(person).get(page("clients-export-csv")).status_code == 403
    with tenant_context(cast.north.pk):
        assert not AuditEntry.objects.filter(action="clients.exported").exists()

    export()

    with tenant_context(cast.north.pk):
        assert AuditEntry.objects.filter(action="clients.exported").count() == 1
    assert client_of(cast.alice).get(page("clients-export-csv", "mood=x")).status_code == 422
    assert "Nordwerk" not in str(client_of(cast.mallory).get(cast.mallory.url("clients/export.csv")).getvalue())


def test_parts_of_the_list_follow_each_other(cast, export, now) -> None:
    names = [f"Client {number:04}" for number in range(2 * AT_ONCE + 1)]
    with tenant_context(cast.north.pk):
        clients = Client.objects.bulk_create([Client(name=name, created_at=now) for name in names])
        ClientFacts.objects.bulk_create(
            [
                ClientFacts(client=client, mood=number % 101 if number % 2 else None)
                for number, client in enumerate(clients)
            ]
        )

    assert sorted(row[0] for row in export(query="sort=mood")[1:]) == names


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_ten_times_the_rows_take_no_more_memory(kind) -> None:
    from accounts.web import sheets

    def peak(number):
        """Return the least of several peaks: what else the process does meanwhile only adds to one."""
        peaks = []
        for _time in range(3):
            gc.collect()
            tracemalloc.start()
            rows = ([f"Client {n}", n, "text " * 20] for n in range(number))
            for _chunk in sheets.answer(rows, kind=kind, name="x"):
                pass
            peaks.append(tracemalloc.get_traced_memory()[1])
            tracemalloc.stop()
        return min(peaks)

    peak(100)

    assert peak(6_000) <= 1.3 * peak(600) + 200_000
