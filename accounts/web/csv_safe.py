"""CSV that opens in a spreadsheet as text and never as a formula (RELIABILITY rule 18)."""

import csv
from collections.abc import Iterable, Iterator
from typing import Any

BOM = "\ufeff"  # without it Excel reads UTF-8 as the local code page
STARTS_FORMULA = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20")  # the last four are full-width
SKIPPED = "\"'` \u00a0\ufeff\u200b"  # what programs drop before they look for a formula
BREAKS_CELL = ("\t", "\r", "\n")


class _Echo:
    """A file that hands back what is written to it."""

    def write(self, text: str) -> str:
        return text


def cell(value: Any) -> Any:
    """Return the value as a cell: text that a spreadsheet could run gets a leading apostrophe, numbers stay numbers."""
    if value is None:
        return ""
    if isinstance(value, (int, float)):
        return value
    text = str(value)
    is_formula = text.startswith(BREAKS_CELL) or text.strip().lstrip(SKIPPED).lstrip().startswith(STARTS_FORMULA)
    return f"'{text}" if is_formula else text


def lines(rows: Iterable[Iterable[Any]]) -> Iterator[str]:
    """Yield the rows as lines of a CSV file, one by one, so that a file of any length takes no memory."""
    writer = csv.writer(_Echo())
    yield BOM
    for row in rows:
        yield writer.writerow([cell(value) for value in row])
