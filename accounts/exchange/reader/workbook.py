"""XLSX files: openpyxl in its streaming mode, behind a guard against files that unfold to gigabytes.

Formulas are never run: their last result is read. Shared texts wait in a temporary file, so that memory does not grow with
the number of rows.
"""

import re
import tempfile
import warnings
import zipfile
from array import array
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import date, datetime, time, timedelta
from typing import IO, Any

from openpyxl import DEFUSEDXML
from openpyxl.cell.text import Text
from openpyxl.reader.excel import ExcelReader
from openpyxl.xml.constants import SHARED_STRINGS, SHEET_MAIN_NS
from openpyxl.xml.functions import iterparse

from accounts.exchange.reader.table import Fault, Table, Unreadable, limited

MOST_PARTS = 2000
MOST_UNFOLDED = 400 * 1024 * 1024
WHOLE = 10**15  # a spreadsheet keeps 15 digits
THREE_PLACES = re.compile(r"\.\d{3}\Z")
MIDNIGHT = time(0)

assert DEFUSEDXML, "workbooks of strangers are parsed by defusedxml only"


def open_workbook(file: IO[bytes], stack: ExitStack) -> Table:
    """Return the first visible sheet that holds something; raise Unreadable for whatever is wrong with the file.

    What must be closed afterwards goes onto the stack.
    """
    _guard(file)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl tells about styles and extensions, which nobody asked for
            reader = _Reader(file, read_only=True, data_only=True, keep_links=False)
            reader.spool = stack.enter_context(tempfile.TemporaryFile())  # noqa: SIM115 the stack closes it
            stack.callback(reader.archive.close)
            reader.read()
        sheets = [sheet for sheet in reader.wb.worksheets if sheet.sheet_state == "visible"]
        for sheet in sheets:
            sheet.reset_dimensions()  # the size that a file states may be anything
            if next(limited(_texts(sheet)), None):
                return Table(format="xlsx", rows=limited(_texts(sheet)), sheet=str(sheet.title)[:100])
    except Unreadable:
        raise
    except Exception as error:  # openpyxl raises whatever its parsers do
        raise Unreadable(Fault.BROKEN_WORKBOOK) from error
    raise Unreadable(Fault.EMPTY)


def _guard(file: IO[bytes]) -> None:
    try:
        with zipfile.ZipFile(file) as archive:
            parts = archive.infolist()
            names = set(archive.namelist())
    except Exception as error:
        raise Unreadable(Fault.BROKEN_WORKBOOK) from error
    if "[Content_Types].xml" not in names:
        raise Unreadable(Fault.NOT_A_TABLE)
    # zipfile unfolds no more of a part than the size that is stated here.
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNFOLDED:
        raise Unreadable(Fault.UNFOLDS_TOO_LARGE)


def _texts(sheet: Any) -> Iterator[list[str]]:
    rows = sheet.iter_rows(values_only=True)
    number = 0
    while True:
        number += 1
        try:
            row = next(rows)
        except StopIteration:
            return
        except Unreadable:
            raise
        except Exception as error:
            raise Unreadable(Fault.BROKEN_WORKBOOK, number) from error
        yield [text_of(value) for value in row]


def text_of(value: Any) -> str:
    """Return a cell's value as a person would type it: whole numbers without a fraction, days as 2026-11-22."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < WHOLE else _fraction(value)
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == MIDNIGHT else value.isoformat(" ", "seconds")
    if isinstance(value, (date, time)):
        return value.isoformat()
    if isinstance(value, timedelta):
        return str(value)
    return str(value)


def _fraction(value: float) -> str:
    """Return the 15 digits that a spreadsheet shows; three behind the point get a zero, or some would read thousands."""
    text = f"{value:.15g}"
    return f"{text}0" if THREE_PLACES.search(text) else text


class _Reader(ExcelReader):
    """openpyxl's reader, with the shared texts on disk instead of in a list."""

    spool: IO[bytes]

    def read_strings(self) -> None:
        part = self.package.find(SHARED_STRINGS)
        if part is not None:
            with self.archive.open(part.PartName[1:]) as source:
                self.shared_strings = _TextsOnDisk(source, self.spool)


class _TextsOnDisk:
    """A list of texts that takes eight bytes of memory for each of them."""

    def __init__(self, source: Any, file: IO[bytes]) -> None:
        self._file = file
        self._ends = array("Q", [0])
        for node in _items(source):
            text = Text.from_tree(node).content.replace("x005F_", "")
            self._ends.append(self._ends[-1] + self._file.write(text.encode("utf-8", "replace")))
            node.clear()

    def __getitem__(self, index: int) -> str:
        if not 0 <= index < len(self._ends) - 1:
            raise IndexError(index)
        start, end = self._ends[index], self._ends[index + 1]
        self._file.seek(start)
        return str(self._file.read(end - start), "utf-8")

    def __len__(self) -> int:
        return len(self._ends) - 1


def _items(source: Any) -> Iterator[Any]:
    """Yield each shared text's element, and let go of those before it."""
    parents: list[Any] = []
    for event, node in iterparse(source, events=("start", "end")):
        if event == "start":
            parents.append(node)
            continue
        parents.pop()
        if node.tag == f"{{{SHEET_MAIN_NS}}}si":
            yield node
            if parents:
                parents[-1].remove(node)
