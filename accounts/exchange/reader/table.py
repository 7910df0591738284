"""What a file is to the rest of the import: numbered rows of texts, or a named reason why it cannot be read."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

MOST_ROWS = 200_000
MOST_COLUMNS = 500
MOST_BLANK_ROWS = 10_000  # so many in one go end a table: a stray cell far below is no reason to walk there
LONGEST_CELL = 131_072  # characters; what csv allows, too


class Fault(StrEnum):
    """Why a file cannot be read at all."""

    EMPTY = "empty"
    NOT_A_TABLE = "not_a_table"
    OLD_EXCEL = "old_excel"
    BROKEN_WORKBOOK = "broken_workbook"
    UNFOLDS_TOO_LARGE = "unfolds_too_large"
    UNKNOWN_ENCODING = "unknown_encoding"
    BROKEN_JSON = "broken_json"
    CELL_TOO_LONG = "cell_too_long"
    TOO_MANY_COLUMNS = "too_many_columns"
    TOO_MANY_ROWS = "too_many_rows"


class Unreadable(ValueError):
    """The file cannot be read; `row` is where reading ended, 0 when it did not begin."""

    def __init__(self, fault: Fault, row: int = 0) -> None:
        super().__init__(f"{fault} at row {row}" if row else fault)
        self.fault, self.row = fault, row


@dataclass(frozen=True, slots=True)
class Row:
    """A row that is not blank, under the number that a spreadsheet shows; without the blank cells at its end."""

    number: int
    cells: list[str]


@dataclass(frozen=True, slots=True)
class Table:
    """An opened file: how it was understood, and its rows one by one."""

    format: str  # "csv", "xlsx" or "json"
    rows: Iterator[Row]
    encoding: str = ""
    separator: str = ""
    sheet: str = ""


def limited(rows: Iterator[list[str]]) -> Iterator[Row]:
    """Yield the rows that hold something, cleaned and numbered from 1; raise Unreadable beyond the limits."""
    found = blank = 0
    for number, cells in enumerate(rows, start=1):
        kept = [clean(cell) for cell in cells]
        while kept and not kept[-1]:
            kept.pop()
        if not kept:
            blank += 1
            if blank > MOST_BLANK_ROWS:
                return
            continue
        found, blank = found + 1, 0
        if len(kept) > MOST_COLUMNS:
            raise Unreadable(Fault.TOO_MANY_COLUMNS, number)
        if any(len(cell) > LONGEST_CELL for cell in kept):
            raise Unreadable(Fault.CELL_TOO_LONG, number)
        if found > MOST_ROWS + 1:  # one of them names the columns
            raise Unreadable(Fault.TOO_MANY_ROWS, number)
        yield Row(number, kept)


def clean(cell: str) -> str:
    """Return the cell's text as the database can hold it: no NUL, no half of a surrogate pair, nothing blank around it."""
    return cell.replace("\x00", "").encode("utf-8", "replace").decode().strip(" \t\r\n\ufeff\u00a0\u200b")
