"""Text files of columns: which separator they use, and their rows one by one."""

import csv
import io
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from itertools import islice
from typing import IO, TextIO

from accounts.exchange.reader import charsets
from accounts.exchange.reader.table import Fault, Table, Unreadable, limited

SEPARATORS = (",", ";", "\t", "|")
SAMPLE, SAMPLE_ROWS = 1 << 16, 50
STATED = "sep="  # how Excel's own first line names the separator


def open_text(file: IO[bytes], stack: ExitStack) -> Table:
    """Return the table of a text file; raise Unreadable for bytes that are no text in an encoding we know."""
    encoding = charsets.detect(file)
    if not encoding:
        raise Unreadable(Fault.UNKNOWN_ENCODING)
    text = io.TextIOWrapper(file, encoding=encoding, errors="replace", newline="")
    stack.callback(text.detach)  # or it would close the caller's file
    return open_lines(text, encoding=encoding.removesuffix("-sig"))


def open_lines(text: TextIO, *, encoding: str = "") -> Table:
    """Return the table of text that is decoded already: of a file, or pasted from a spreadsheet."""
    sample = text.read(SAMPLE)
    text.seek(0)
    first_line = sample.splitlines()[0] if sample.strip() else ""
    stated = first_line.strip().strip('"').lower()
    separator = separator_of(sample)
    if stated.startswith(STATED) and stated[len(STATED) :][:1]:
        separator = first_line.strip().strip('"')[len(STATED)]
        rows = _without_first(_rows(text, separator))
    else:
        rows = _rows(text, separator)
    return Table(format="csv", rows=limited(rows), encoding=encoding, separator=separator)


def separator_of(sample: str) -> str:
    """Return the separator that splits the sample's rows most evenly into the most columns; a comma when none does."""

    def evenness(separator: str) -> tuple[float, int]:
        try:
            found = islice(csv.reader(io.StringIO(sample, newline=""), delimiter=separator), SAMPLE_ROWS)
            widths = [len(row) for row in found if row]
        except csv.Error:
            return (0.0, 0)
        if len(widths) > 1 and len(sample) >= SAMPLE:
            widths.pop()  # the sample may end within it
        width, times = Counter(widths).most_common(1)[0] if widths else (0, 0)
        return (times / len(widths), width) if width > 1 else (0.0, 0)

    def rank(separator: str) -> tuple[float, int]:
        share, width = evenness(separator)
        return (round(share * min(width, 3), 2), width)

    best = max(SEPARATORS, key=rank)  # the first of equals
    return best if rank(best) > (0, 0) else ","


def _rows(text: TextIO, separator: str) -> Iterator[list[str]]:
    reader = csv.reader(text, delimiter=separator)
    number = 0
    while True:
        number += 1
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:  # only a field over the limit, as a quotation mark that nobody closes makes it
            raise Unreadable(Fault.CELL_TOO_LONG, number) from error
        yield row


def _without_first(rows: Iterator[list[str]]) -> Iterator[list[str]]:
    """Yield the rows with the first one emptied, so that the others keep their numbers."""
    for number, row in enumerate(rows):
        yield row if number else []
