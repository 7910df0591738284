"""What an event's payload may hold: named fields of six types, checked in one place for our kinds and for customers' own."""

import math
import re
import uuid
from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import Any

TEXT_LIMIT = 2000
FIELD_LIMIT = 40
NAME = re.compile(r"[a-z][a-z0-9_]{0,39}\Z")
WHOLE_LIMIT = 2**53  # what JSON readers of other languages keep exactly


class FieldType(StrEnum):
    TEXT = "text"
    NUMBER = "number"
    BOOLEAN = "boolean"
    DATE = "date"
    TIME = "time"
    ID = "id"


class BadPayload(ValueError):
    """The payload does not fit its kind; `faults` maps a field's name to what is wrong with it."""

    def __init__(self, faults: dict[str, str]) -> None:
        super().__init__("; ".join(f"{name}: {fault}" for name, fault in faults.items()))
        self.faults = faults


def clean(payload: Mapping[str, Any], fields: Mapping[str, FieldType]) -> dict[str, Any]:
    """Return the payload as plain JSON values; raise BadPayload for unknown fields and for values of another type.

    A field may be missing or None. Texts lose NUL bytes and are cut to 2000 characters, because an event must not fail for
    the length of somebody's comment. Dates and times are ISO 8601; a time needs a zone.
    """
    faults = {str(name): "unknown field" for name in payload if name not in fields}
    values = {}
    for name, field_type in fields.items():
        value = payload.get(name)
        if value is None:
            continue
        try:
            values[name] = _CLEANERS[field_type](value)
        except (TypeError, ValueError, OverflowError) as error:
            faults[name] = str(error) or f"not a {field_type}"
    if faults:
        raise BadPayload(faults)
    return values


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError("not a text")
    return value.replace("\x00", "").encode("utf-8", "replace").decode()[:TEXT_LIMIT]


def _number(value: Any) -> int | float:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise TypeError("not a number")
    if not math.isfinite(value) or abs(value) > WHOLE_LIMIT:
        raise ValueError("out of range")
    return value


def _boolean(value: Any) -> bool:
    if not isinstance(value, bool):
        raise TypeError("not true or false")
    return value


def _date(value: Any) -> str:
    if isinstance(value, datetime) or not isinstance(value, (str, date)):
        raise TypeError("not a date")
    return (value if isinstance(value, date) else date.fromisoformat(value)).isoformat()


def _time(value: Any) -> str:
    if not isinstance(value, (str, datetime)):
        raise TypeError("not a time")
    moment = value if isinstance(value, datetime) else datetime.fromisoformat(value)
    if moment.tzinfo is None:
        raise ValueError("a time needs a zone")
    return moment.isoformat()


def _id(value: Any) -> str:
    if not isinstance(value, (str, uuid.UUID)):
        raise TypeError("not an id")
    return str(uuid.UUID(str(value)))


_CLEANERS = {
    FieldType.TEXT: _text,
    FieldType.NUMBER: _number,
    FieldType.BOOLEAN: _boolean,
    FieldType.DATE: _date,
    FieldType.TIME: _time,
    FieldType.ID: _id,
}
