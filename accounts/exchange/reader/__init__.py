"""Reading tables of strangers: CSV in any usual encoding, XLSX, JSON, or text that was pasted. Plain Python, in a stream.

Whatever the bytes are, the answer is rows of text or a named fault, never another exception.
"""

import io
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import IO

from accounts.exchange.reader.delimited import open_lines, open_text
from accounts.exchange.reader.objects import looks_like_json, open_json, open_json_text
from accounts.exchange.reader.table import MOST_COLUMNS, MOST_ROWS, Fault, Row, Table, Unreadable
from accounts.exchange.reader.workbook import open_workbook

__all__ = ["MOST_COLUMNS", "MOST_ROWS", "Fault", "Row", "Table", "Unreadable", "open_file", "open_pasted"]

ZIP, OLD_OFFICE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# How files begin that people take for tables: pages saved as .xls, PDF, pictures, archives.
OTHERS = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"{\\rtf")
PAGES = (b"<!doctype", b"<html", b"<table", b"<?xml")


@contextmanager
def open_file(file: IO[bytes]) -> Iterator[Table]:
    """Open the table in a file that can be read from its start; what it is, its bytes tell, not its name.

    Raises Unreadable; reading on may raise it, too. The caller closes the file.
    """
    with ExitStack() as stack:
        yield _open(file, stack)


def _open(file: IO[bytes], stack: ExitStack) -> Table:
    file.seek(0)
    start = file.read(1024)
    file.seek(0)
    if not start.strip(b"\x00 \t\r\n\xef\xbb\xbf"):
        raise Unreadable(Fault.EMPTY)
    if start.startswith(ZIP):
        return open_workbook(file, stack)
    if start.startswith(OLD_OFFICE):
        raise Unreadable(Fault.OLD_EXCEL)
    if start.startswith(OTHERS) or start.lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith(PAGES):
        raise Unreadable(Fault.NOT_A_TABLE)
    if looks_like_json(_ascii(start)):
        return open_json(file, stack)
    return open_text(file, stack)


def _ascii(start: bytes) -> str:
    """Return the beginning of a text as far as its signs tell of JSON, in whatever width its characters are kept."""
    return start.lstrip(b"\xef\xbb\xbf\xff\xfe").replace(b"\x00", b"").decode("ascii", "replace")


def open_pasted(text: str) -> Table:
    """Return the table in text that was pasted: rows of a spreadsheet (tabs), CSV or JSON. Raises Unreadable."""
    if not text.strip():
        raise Unreadable(Fault.EMPTY)
    if looks_like_json(text):
        return open_json_text(io.StringIO(text, newline=""))
    return open_lines(io.StringIO(text, newline=""))
