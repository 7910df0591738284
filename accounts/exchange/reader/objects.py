"""JSON files: a list of objects, an object that begins with such a list, or an object on each line, read in a stream.

The names of all their fields are the first row, so the file is read twice; memory holds one object at a time. Numbers stay as
they are written: what "1e1" or 5.50 means, the importer decides.
"""

import io
import json
import re
from collections.abc import Iterator
from contextlib import ExitStack
from itertools import chain
from typing import IO, Any, TextIO

from accounts.exchange.reader import charsets
from accounts.exchange.reader.table import MOST_COLUMNS, Fault, Table, Unreadable, limited

LOOKS_LIKE_JSON = re.compile(r'\s*(?:\[\s*[{\]]|\{\s*["}])')
LIST_WITHIN = re.compile(r'\{\s*"[^"\\]{0,200}"\s*:\s*\[')
CHUNK, LONGEST = 1 << 16, 1 << 20  # characters read at once, and of one object at most
BLANK = " \t\r\n\ufeff"
DECODER = json.JSONDecoder(parse_int=str, parse_float=str, parse_constant=str)


def looks_like_json(start: str) -> bool:
    """Tell whether a text that begins so holds objects, and no table whose first name stands in brackets."""
    return bool(LOOKS_LIKE_JSON.match(start.lstrip(BLANK)))


def open_json(file: IO[bytes], stack: ExitStack) -> Table:
    """Return the objects of a file as a table; raise Unreadable for bytes that are no text, or no such JSON."""
    encoding = charsets.detect(file)
    if not encoding:
        raise Unreadable(Fault.UNKNOWN_ENCODING)
    text = io.TextIOWrapper(file, encoding=encoding, errors="replace", newline="")
    stack.callback(text.detach)  # or it would close the caller's file
    return open_json_text(text, encoding=encoding.removesuffix("-sig"))


def open_json_text(text: TextIO, *, encoding: str = "") -> Table:
    """Return the objects of a text that is decoded already as a table."""
    names: dict[str, None] = {}
    for one in _objects(text):
        names.update(dict.fromkeys(one))
        if len(names) > MOST_COLUMNS:
            raise Unreadable(Fault.TOO_MANY_COLUMNS, 1)
    if not names:
        raise Unreadable(Fault.EMPTY)
    text.seek(0)
    cells = ([one.get(name, "") for name in names] for one in _objects(text))
    return Table(format="json", rows=limited(chain([list(names)], cells)), encoding=encoding)


def _objects(text: TextIO) -> Iterator[dict[str, str]]:
    """Yield the texts of each object by name; raise Unreadable where one is broken, with its row in the table."""
    stream = _Stream(text)
    is_list = stream.peek(BLANK) == "["
    if is_list:
        stream.skip(1)
    elif found := stream.match(LIST_WITHIN):
        is_list = True
        stream.skip(found)
    between = BLANK + "," * is_list
    row = 1  # the names
    while (sign := stream.peek(between)) == "{":
        row += 1
        yield stream.take(row)
    if sign != ("]" if is_list else ""):
        raise Unreadable(Fault.BROKEN_JSON, row + 1)


class _Stream:
    """Text with a place in it, of which as much is in memory as one object needs."""

    def __init__(self, text: TextIO) -> None:
        self.text, self.buffer, self.at = text, "", 0

    def peek(self, skipped: str) -> str:
        """Return the next character that is none of `skipped`, "" at the end."""
        while True:
            while self.at < len(self.buffer) and self.buffer[self.at] in skipped:
                self.at += 1
            if self.at < len(self.buffer):
                return self.buffer[self.at]
            if not self._fill():
                return ""

    def skip(self, count: int) -> None:
        self.at += count

    def match(self, pattern: re.Pattern[str]) -> int:
        """Return how many of the next characters the pattern matches."""
        found = pattern.match(self.buffer, self.at)
        return found.end() - self.at if found else 0

    def take(self, row: int) -> dict[str, str]:
        """Return the texts of the object that begins here."""
        while True:
            try:
                value, end = DECODER.raw_decode(self.buffer, self.at)
                found = _flat(value)
            except (ValueError, RecursionError) as error:
                if len(self.buffer) - self.at > LONGEST or not self._fill():
                    raise Unreadable(Fault.BROKEN_JSON, row) from error
            else:
                self.at = end
                return found

    def _fill(self) -> bool:
        more = self.text.read(CHUNK)
        self.buffer, self.at = self.buffer[self.at :] + more, 0
        return bool(more)


def _flat(value: dict[str, Any], before: str = "") -> dict[str, str]:
    """Return the texts of an object by name; those of an object within it are called "person.email"."""
    found: dict[str, str] = {}
    for name, one in value.items():
        if isinstance(one, dict):
            found |= _flat(one, f"{before}{name}.")
        else:
            found[before + name] = _text(one)
    return found


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, list):
        is_plain = not any(isinstance(one, dict | list) for one in value)
        return ", ".join(map(_text, value)) if is_plain else json.dumps(value, ensure_ascii=False)
    return str(value)
