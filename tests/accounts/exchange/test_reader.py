"""Files of strangers: any bytes give rows or a named fault."""

import io
import random
import zipfile
from datetime import date, datetime

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from openpyxl import Workbook

from accounts.exchange import reader
from accounts.exchange.reader import MOST_ROWS, Fault, Unreadable, charsets
from accounts.exchange.reader.workbook import text_of
from tests.accounts.exchange.workbooks import repacked, saved, with_shared_texts, workbook_of

UKRAINIAN = "Клієнт;Ім’я;Пошта\r\nТОВ «Їжак»;Ґалаґан Євген;yevhen@yizhak.example\r\nПриватбанк;Ольга;o@p.example\r\n"
RUSSIAN = "Клиент,Имя,Почта\nООО Ёж,Щукина Ольга,o@ezh.example\nЗавод,Пётр,p@zavod.example\n"
GERMAN = "Kunde;Name;Mail\nMüller GmbH;Jürgen Groß;j@mueller.example\nBäckerei Öhl;Änne;a@oehl.example\n"


def rows_of(content: bytes) -> list[list[str]]:
    with reader.open_file(io.BytesIO(content)) as table:
        return [row.cells for row in table.rows]


@pytest.mark.parametrize("text", [UKRAINIAN, RUSSIAN], ids=["uk", "ru"])
@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1251", "koi8_u", "cp866"]
)
def test_encodings_of_cyrillic(text, encoding):
    if encoding == "cp866":  # has no Ukrainian і, and no typographic marks
        text = text.replace("’", "").replace("«", "").replace("»", "").translate(str.maketrans("іІґҐ", "иИгГ"))
    if encoding == "koi8_u":
        text = text.replace("’", "").replace("«", "").replace("»", "")

    found = rows_of(text.encode(encoding))

    separator = ";" if ";" in text else ","
    assert found == [line.split(separator) for line in text.splitlines()]


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252", "utf-16"])
def test_encodings_of_german(encoding):
    assert rows_of(GERMAN.encode(encoding)) == [line.split(";") for line in GERMAN.splitlines()]


def test_cyrillic_far_behind_the_beginning_is_found():
    content = ("name,mail\n" + "plain,a@b.example\n" * 30_000 + "Щукина,o@ezh.example\n").encode()

    with reader.open_file(io.BytesIO(content)) as table:
        assert table.encoding == "utf-8"
        assert list(table.rows)[-1].cells == ["Щукина", "o@ezh.example"]


def test_damaged_place_does_not_turn_utf8_into_noise():
    content = (UKRAINIAN * 20).encode().replace("Ольга".encode(), b"\xd0\x9e\xff", 1)

    found = rows_of(content)

    assert found[0] == ["Клієнт", "Ім’я", "Пошта"]
    assert found[2][1] == "О\ufffd"


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_separators_and_quoting(separator):
    rows = [["name", "note", "sum"], ["A, B; C", 'says "hi"', "1,5"], ["two\nlines", "tab\tand | bar", "2,5"]]
    line = separator.join
    content = "\n".join(line('"' + cell.replace('"', '""') + '"' for cell in row) for row in rows)

    with reader.open_file(io.BytesIO(content.encode())) as table:
        assert table.separator == separator
        assert [row.cells for row in table.rows] == rows


def test_decimal_commas_do_not_make_a_comma_the_separator():
    assert rows_of(b"a;b;c\n1,5;2,5;3,5\n4,5;5,5;6,5\n")[1] == ["1,5", "2,5", "3,5"]


def test_separator_that_excel_states():
    with reader.open_file(io.BytesIO(b"sep=;\nname;mail\nA;a@b.example\n")) as table:
        assert [(row.number, row.cells) for row in table.rows] == [(2, ["name", "mail"]), (3, ["A", "a@b.example"])]


def test_one_column_is_a_table():
    assert rows_of(b"mail\na@b.example\n") == [["mail"], ["a@b.example"]]


def test_rows_keep_their_numbers_and_lose_what_is_blank():
    with reader.open_file(io.BytesIO("name,mail\n\n  ,,\nA\u00a0,a@b.example,,\n".encode())) as table:
        assert [(row.number, row.cells) for row in table.rows] == [(1, ["name", "mail"]), (4, ["A", "a@b.example"])]


def test_pasted_rows_of_a_spreadsheet():
    table = reader.open_pasted('Клієнт\tІм\'я\r\nЇжак\t"Ґалаґан\nЄвген"\r\n')

    assert [row.cells for row in table.rows] == [["Клієнт", "Ім'я"], ["Їжак", "Ґалаґан\nЄвген"]]


def test_nul_and_half_surrogates_are_no_text():
    table = reader.open_pasted("name,mail\nA\x00B\ud800,a@b.example")

    assert list(table.rows)[1].cells == ["AB?", "a@b.example"]


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"", Fault.EMPTY),
        (b" \r\n\xef\xbb\xbf", Fault.EMPTY),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, Fault.OLD_EXCEL),
        (b"%PDF-1.7 and more", Fault.NOT_A_TABLE),
        (b"<html><table><tr><td>saved as xls", Fault.NOT_A_TABLE),
        (b"PK\x03\x04 and nothing of a zip", Fault.BROKEN_WORKBOOK),
        (bytes(random.Random(7).randbytes(4000)).replace(b"\x00", b"\x01"), Fault.UNKNOWN_ENCODING),
        (b'a,b\n"' + b"x" * 10_000_000, Fault.CELL_TOO_LONG),
        (b"a,b\n" + b"x" * 10_000_000 + b",y\n", Fault.CELL_TOO_LONG),
        (b",".join(b"c%d" % number for number in range(10_000)), Fault.TOO_MANY_COLUMNS),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_cannot_be_read_has_a_name(content, fault):
    with pytest.raises(Unreadable) as refusal:
        rows_of(content)

    assert refusal.value.fault == fault


def test_too_many_rows_are_refused_where_they_begin():
    most = b"n\n" + b"1\n" * MOST_ROWS
    assert len(rows_of(most)) == MOST_ROWS + 1

    with pytest.raises(Unreadable) as refusal:
        rows_of(most + b"1\n")

    assert (refusal.value.fault, refusal.value.row) == (Fault.TOO_MANY_ROWS, MOST_ROWS + 2)


# --- Workbooks ---


def test_workbook_cells_are_texts_as_typed():
    content = workbook_of(
        ["name", "day", "moment", "phone", "share", "yes", "formula", None],
        [
            "Їжак",
            date(1980, 2, 29),
            datetime(2026, 1, 2, 3, 4),  # noqa: DTZ001 a spreadsheet knows no zone
            380441234567.0,
            0.5,
            True,
            "=HYPERLINK(1)",
            None,
        ],
    )

    found = rows_of(content)

    assert found[1] == ["Їжак", "1980-02-29", "2026-01-02 03:04:00", "380441234567", "0.5", "TRUE"]


def test_shared_texts_of_a_workbook():
    rows = [["name", "mail"], ["Їжак & «Co» <x>", "a@b.example"], ["", "b@b.example"]]

    assert rows_of(with_shared_texts(*rows)) == rows


def test_shared_text_that_is_not_there():
    content = repacked(
        with_shared_texts(["name"], ["A"]), "xl/worksheets/sheet1.xml", lambda old: old.replace(b"<v>1<", b"<v>99<")
    )

    with pytest.raises(Unreadable) as refusal:
        rows_of(content)

    assert refusal.value.fault == Fault.BROKEN_WORKBOOK


def test_first_visible_sheet_with_content_is_taken():
    book = Workbook()
    book.active.title = "Empty"
    hidden = book.create_sheet("Hidden")
    hidden.append(["secret"])
    hidden.sheet_state = "hidden"
    book.create_sheet("People").append(["mail"])

    with reader.open_file(io.BytesIO(saved(book))) as table:
        assert (table.sheet, [row.cells for row in table.rows]) == ("People", [["mail"]])


def test_stray_cell_at_the_end_of_the_sheet_costs_nothing():
    book = Workbook()
    book.active.append(["mail"])
    book.active.cell(row=1_048_576, column=1, value="stray")

    assert rows_of(saved(book)) == [["mail"]]


def test_wide_row_of_a_workbook_is_refused():
    book = Workbook()
    book.active.cell(row=1, column=16_384, value="far away")

    with pytest.raises(Unreadable) as refusal:
        rows_of(saved(book))

    assert refusal.value.fault == Fault.TOO_MANY_COLUMNS


BOMB = (
    b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>&b;</t></si></sst>'
)


@pytest.mark.parametrize("part", ["xl/sharedStrings.xml", "xl/worksheets/sheet1.xml", "xl/workbook.xml"])
def test_entities_in_a_workbook_are_refused(part):
    content = repacked(with_shared_texts(["name"], ["A"]), part, lambda _old: BOMB)

    with pytest.raises(Unreadable) as refusal:
        rows_of(content)

    assert refusal.value.fault == Fault.BROKEN_WORKBOOK


def test_zip_bomb_is_refused_before_it_unfolds():
    content = repacked(
        workbook_of(["name"], ["A"]), "xl/worksheets/sheet1.xml", lambda _old: b"0" * (500 * 1024 * 1024)
    )
    assert len(content) < 1024 * 1024

    with pytest.raises(Unreadable) as refusal:
        rows_of(content)

    assert refusal.value.fault == Fault.UNFOLDS_TOO_LARGE


def test_workbook_cut_in_the_middle_is_refused():
    content = workbook_of(*([f"client {number}", number] for number in range(2000)))
    cut = repacked(content, "xl/worksheets/sheet1.xml", lambda old: old[: len(old) // 2])

    with pytest.raises(Unreadable) as refusal:
        rows_of(cut)

    assert refusal.value.fault == Fault.BROKEN_WORKBOOK


def test_zip_that_is_no_workbook():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("letter.txt", "hello")

    with pytest.raises(Unreadable) as refusal:
        rows_of(file.getvalue())

    assert refusal.value.fault == Fault.NOT_A_TABLE


@pytest.mark.parametrize(("value", "text"), [(1e300, "1e+300"), (-0.0, "0"), (float("nan"), "nan"), (None, "")])
def test_odd_numbers(value, text):
    assert text_of(value) == text


# --- Properties ---


def reads_or_names_a_fault(content: bytes) -> bool:
    """Tell that the content gave whole rows, or a fault that has a name; any other exception is the test's failure."""
    try:
        rows = rows_of(content)
    except Unreadable as refusal:
        return refusal.fault in Fault
    return all(row and not any("\x00" in cell for cell in row) for row in rows)


@given(st.binary(max_size=3000))
@example(b"\xff\xfe")
@example(b"\xfe\xff\x00")
@example(b"PK\x03\x04")
@example(b'sep="')
@example(b"sep=")
def test_any_bytes_give_rows_or_a_named_fault(content):
    assert reads_or_names_a_fault(content)


PARTS = ["[Content_Types].xml", "xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/styles.xml"]
WHOLE_BOOK = with_shared_texts(["name", "mail"], ["A", "a@b.example"])


@given(st.binary(max_size=40), st.sampled_from(PARTS), st.integers(0, 400))
def test_any_part_of_a_workbook_gives_rows_or_a_named_fault(noise, part, place):
    assert reads_or_names_a_fault(repacked(WHOLE_BOOK, part, lambda old: old[:place] + noise + old[place:]))


@given(st.text(max_size=300))
@example("\x00")
@example("\ufeff ")
def test_any_pasted_text_gives_rows_or_a_named_fault(text):
    try:
        found = list(reader.open_pasted(text).rows)
    except Unreadable:
        found = []
    assert all(row.cells for row in found)


@given(st.text(alphabet="абвгґдеєжзиіїйклмнопрстуфхцчшщьюя ", min_size=20, max_size=200))
def test_detection_reads_the_whole_file_and_goes_back(text):
    file = io.BytesIO(text.encode("cp1251"))

    charsets.detect(file)

    assert file.tell() == 0
