"""Tables of any length as files: CSV and XLSX, row by row, of which a spreadsheet runs nothing."""

import tempfile
from collections.abc import Iterable, Iterator
from typing import Any

from django.http import StreamingHttpResponse
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from accounts.web import csv_safe

CSV, XLSX = "csv", "xlsx"
KINDS = {
    CSV: "text/csv; charset=utf-8",
    XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
CHUNK = 64 * 1024
LONGEST_CELL = 32_767  # what a cell of XLSX can hold


def answer(rows: Iterable[Iterable[Any]], *, kind: str, name: str) -> StreamingHttpResponse:
    """Return the rows as a file to download, made while it is sent. `kind` is CSV or XLSX, `name` has no ending."""
    content = csv_safe.lines(rows) if kind == CSV else _workbook(rows)
    response = StreamingHttpResponse(content, content_type=KINDS[kind])
    response["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    response["Cache-Control"] = "private, no-store"
    return response


def _workbook(rows: Iterable[Iterable[Any]]) -> Iterator[bytes]:
    """Yield a workbook piece by piece; its rows wait in a file on the disk, because XLSX ends with its table of contents."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    for row in rows:
        sheet.append([_cell(sheet, value) for value in row])
    with tempfile.TemporaryFile() as file:
        book.save(file)
        file.seek(0)
        while chunk := file.read(CHUNK):
            yield chunk


def _cell(sheet: Any, value: Any) -> Any:
    """Return text as a cell of text, also where it looks like a formula; numbers and dates stay what they are."""
    if not isinstance(value, str):
        return value
    cell = WriteOnlyCell(sheet, ILLEGAL_CHARACTERS_RE.sub("", value)[:LONGEST_CELL])
    cell.data_type = "s"
    return cell
