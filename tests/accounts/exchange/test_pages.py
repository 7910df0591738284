"""The pages of an import: who may open them, what they say, how they go on."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.clients.actions.people_data import request_erasure
from accounts.clients.models import Client
from accounts.exchange import work
from accounts.exchange.actions.running import BATCH
from accounts.exchange.models import ImportJob, ImportRow
from accounts.exchange.views import wizard
from accounts.organizations.models import Organization
from accounts.tenancy.context import tenant_context
from tests.accounts.exchange.workbooks import workbook_of
from tests.factories.accounts import a_client, a_contact

HTMX = {"HX-Request": "true", "HX-Target": "progress"}
TABLE = "Client\tName\tEmail\nAcme\tOlha\tolha@acme.example\n"
ROWS = wizard.FEW + 1
# So large that pages leave it to the worker, in bytes and in rows.
SHADE = "blue" * (wizard.SMALL // ROWS // 4)
LARGE = "Client\tShade\n" + "".join(f"Client {number}\t{SHADE}\n" for number in range(ROWS))


def test_way_of_a_large_table_goes_over_the_worker(alice):
    answer = alice.paste(LARGE)

    assert answer.headers["Location"] == alice.url()
    page = alice.page()
    assert "The table is being read" in page
    assert "<progress" in page
    assert '<noscript><meta http-equiv="refresh" content="3"></noscript>' in page
    alice.work()
    assert alice.get(alice.url()).headers["Location"] == alice.url("columns/")
    alice.choose()
    assert "nothing is imported yet" in alice.page()
    alice.work()
    assert "What would happen" in alice.page()
    alice.post(alice.url("run/"), {})
    assert "The rows are being imported" in alice.page()
    alice.work()
    assert "<h1>Imported</h1>" in alice.page()


def test_progress_asks_for_itself_and_is_led_on(alice):
    alice.paste(LARGE)

    part = alice.browser.get(alice.url(), headers=HTMX)
    assert part.content.decode().lstrip().startswith('<div id="progress"')
    assert "HX-Redirect" not in part.headers
    alice.work()
    assert alice.browser.get(alice.url(), headers=HTMX).headers["HX-Redirect"] == alice.url()


@pytest.mark.parametrize("path", ["imports/", "imports/new/", "imports/sample.csv"])
@pytest.mark.parametrize("who", ["bob", "carol", "erin"])
def test_pages_are_for_those_who_may_exchange_data(cast, client_of, who, path):
    person = getattr(cast, who)

    assert client_of(person).get(person.url(path)).status_code == 403


@pytest.mark.parametrize(
    ("content", "name", "says"),
    [
        (b"", "empty.csv", "There is nothing in it"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "old.xls", "old or an encrypted Excel file"),
        (b"PK\x03\x04broken", "broken.xlsx", "This workbook is damaged"),
        (b"%PDF-1.4", "clients.csv", "This is no table"),
        (b",".join(b"c%d" % number for number in range(10_000)), "wide.csv", "more than 500 columns"),
        (b'a,b\n"' + b"x" * 9_000_000, "long.csv", "A quotation mark"),
    ],
)
def test_file_that_cannot_be_read_is_refused_with_a_remedy(alice, content, name, says):
    answer = alice.upload(content, name)

    if answer.status_code == 422:
        assert says in answer.content.decode()
    else:  # the fault stands behind the first rows
        alice.work()
        assert says in alice.page()


def test_neither_file_nor_rows_is_a_question(alice):
    answer = alice.paste("")

    assert answer.status_code == 422
    assert "one of the two" in answer.content.decode()


def test_header_without_rows_is_refused(alice):
    alice.paste("Client\tEmail\n")

    assert "no rows below them" in alice.page()


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1251"])
def test_files_in_three_encodings(alice, cast, encoding, inside):
    alice.run("Клієнт;Ім’я;Ел. пошта;Роль\nТОВ «Їжак»;Ґалаґан Євген;yevhen@yizhak.example;ЛПР\n".encode(encoding))

    assert Client.objects.get().name == "ТОВ «Їжак»"


def test_workbook(alice, inside):
    alice.run(workbook_of(["Клієнт", "Ім’я", "Телефон"], ["Їжак", "Євген", 380441234567]))

    assert Client.objects.get().positions.get().contact.phone == "380441234567"


@pytest.mark.parametrize("language", ["uk", "ru", "en"])
def test_sample_of_each_language_can_be_imported_as_it_is(alice, language, cast):
    sample = b"".join(alice.get(cast.alice.url(f"imports/sample.csv?in={language}")).streaming_content)

    job = alice.run(sample)

    assert job.counts == {"create": 4, "client.create": 2, "person.create": 4}


def test_discarded_import_has_written_nothing(alice, cast, inside):
    alice.check(TABLE)

    alice.post(alice.url("stop/"), {})

    assert alice.newest().state == ImportJob.State.CANCELLED
    assert not Client.objects.exists()
    alice.post(alice.url("run/"), {})
    alice.work()
    assert not Client.objects.exists()


def test_stopped_import_keeps_whole_rows_and_can_be_undone(alice, inside):
    alice.check(LARGE)
    alice.post(alice.url("run/"), {})
    with alice.outside():
        job = alice.newest()
        work.advance(organization_id=job.organization_id, import_id=job.pk, ends=0.0, now=job.created_at)
    assert Client.objects.count() == BATCH

    alice.post(alice.url("stop/"), {})
    alice.work()

    assert Client.objects.count() == BATCH
    assert f"Stopped after {BATCH} of {ROWS} rows" in alice.page()
    alice.undo()
    assert not Client.objects.exists()


def test_house_a_week_ahead_imports_at_once_and_by_its_own_clock(alice, inside):
    Organization.objects.update(is_demo=True, clock_offset=timedelta(days=7))

    job = alice.run(LARGE)

    assert job.state == ImportJob.State.DONE
    assert Client.objects.filter(created_at__gte=job.created_at).count() == ROWS
    assert "Undo the import" in alice.page()
    assert alice.undo().state == ImportJob.State.UNDONE


def test_import_runs_once_however_often_it_is_told(alice, cast, inside):
    alice.check(TABLE)
    alice.post(alice.url("run/"), {})
    alice.work()

    alice.post(alice.url("run/"), {})
    alice.work()

    assert Client.objects.count() == 1
    assert "This import was started, stopped or changed already" in alice.page()


def test_list_asks_the_same_questions_for_one_and_for_three(alice, cast):
    def asked() -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert alice.get(cast.alice.url("imports/")).status_code == 200
        return len(queries)

    alice.paste(TABLE)
    asked()
    one = asked()
    alice.paste(TABLE)
    alice.paste(TABLE)

    assert asked() == one


def test_preview_asks_the_same_questions_for_one_row_and_for_twenty(alice):
    def asked(count: int) -> int:
        alice.check(
            "Client\tName\tEmail\tTags\tSegment\n"
            + "".join(f"C{n}\tP{n}\tp{n}@c.example\tt{n}\ts\n" for n in range(count))
        )
        alice.page()
        with CaptureQueriesContext(connection) as queries:
            alice.page()
        return len(queries)

    assert asked(1) == asked(20)


def test_batch_costs_the_same_statements_for_ten_rows_and_for_two_hundred(alice, cast):
    def asked(count: int, mark: str) -> int:
        alice.check(
            "Client\tName\tEmail\tRole\n"
            + "".join(f"{mark}{n // 3}\tP{n}\t{mark}{n}@c.example\tuser\n" for n in range(count))
        )
        alice.post(alice.url("run/"), {})
        with CaptureQueriesContext(connection) as queries:
            alice.work()
        return len(queries)

    few = asked(10, "a")
    assert asked(200, "b") == few


def test_row_that_the_database_refuses_takes_no_other_along(alice, cast, inside, now):
    by = cast.alice.employee
    gone = a_contact("Gone", at=a_client("Blue", by=by, now=now), by=by, now=now, email="x@acme.example").contact
    request_erasure(contact=gone, by=by, now=now)  # the address goes in a moment; until then it is nobody else's

    job = alice.run("Client\tName\tEmail\nAcme\tA\ta@acme.example\nAcme\tX\tx@acme.example\nAcme\tB\tb@acme.example\n")

    assert (job.counts["create"], job.counts["failed"]) == (2, 1)
    assert "This row could not be saved" in alice.page()


def test_fault_of_ours_ends_the_import_with_words(alice, inside, caplog):
    alice.paste(LARGE)
    alice.work()
    alice.choose()
    ImportRow.objects.update(cells={})  # a row that we have spoiled

    alice.work()

    assert alice.newest().state == ImportJob.State.REFUSED
    assert "import failed" in caplog.text
    assert "The fault is on our side" in alice.page()


def test_pages_speak_the_readers_language(alice, cast):
    with tenant_context(cast.north.pk):
        cast.alice.employee.language = "uk"
        cast.alice.employee.save(update_fields=["language"])
    alice.check("Клієнт\tЕл. пошта\tІм’я\nЇжак\tщось\tЄвген\n")

    page = alice.page()

    assert "Це не електронна адреса" in page
    assert "1 рядок не можна імпортувати" in page
