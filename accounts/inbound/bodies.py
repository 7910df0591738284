"""Bodies as they come: JSON or a form, in UTF-8."""

import json
from typing import Any
from urllib.parse import parse_qsl

LARGEST = 256 * 1024
LARGEST_SAMPLE = 64 * 1024
MOST_FIELDS, DEEPEST = 500, 100
FORM = "application/x-www-form-urlencoded"


def read_json(raw: bytes) -> Any:
    """Return what the JSON says; raise ValueError, also for a name that stands twice in an object, for numbers beyond all
    numbers, and for a bottomless body."""
    try:
        return json.loads(raw.decode(), object_pairs_hook=_object, parse_constant=_no_number)
    except RecursionError as error:
        raise ValueError("it goes too deep") from error


def read(raw: bytes, *, content_type: str) -> Any:
    """Return a body as values: of a form its fields, those with JSON in them read as well. Raises ValueError."""
    if content_type != FORM:
        return _bounded(read_json(raw))
    fields = dict(parse_qsl(raw.decode(), keep_blank_values=True, max_num_fields=MOST_FIELDS, errors="strict"))
    if not fields:
        raise ValueError("no field")
    return {
        name: _bounded(read_json(text.encode())) if text.startswith(("{", "[")) else text
        for name, text in fields.items()
    }


def _bounded(body: Any) -> Any:
    """Return the body; raise ValueError for a bare value, and for one so deep that nobody could write it down again."""
    if not isinstance(body, dict | list):
        raise ValueError("no object")  # noqa: TRY004 of the value that came, not of our types
    level = [body]
    for _depth in range(DEEPEST):
        level = [
            value
            for one in level
            for value in (one.values() if isinstance(one, dict) else one)
            if isinstance(value, dict | list)
        ]
    if level:
        raise ValueError("it goes too deep")
    return body


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a name stands twice in an object")
    return found


def _no_number(name: str) -> None:
    raise ValueError(f"{name} is no number")
