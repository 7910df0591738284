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
# What webhooks tell beside the payload's own fields.
RESERVED = frozenset({"client_id", "contact_id", "event_id", "occurred_at", "organization", "recorded_at"})


class FieldType(StrEnum):
    TEXT = "text"
    NUMBER = "number"
    BOOLEAN = "boolean"
    DATE = "date"
    TIME = "time"
    ID = "id"


EXAMPLES = {
    FieldType.TEXT: "some text",
    FieldType.NUMBER: 42,
    FieldType.BOOLEAN: True,
    FieldType.DATE: "2026-03-01",
    FieldType.TIME: "2026-03-01T09:30:00+02:00",
    FieldType.ID: "019cad3e-5c00-7a00-8000-000000000000",
}


class Fault(StrEnum):
    """What can be wrong with a field, in words for a log; pages say it in their own language."""

    UNKNOWN = "unknown field"
    NOT_TEXT = "not a text"
    NOT_NUMBER = "not a number"
    TOO_LARGE = "out of range"
    NOT_BOOLEAN = "not true or false"
    NOT_DATE = "not a date"
    NOT_TIME = "not a time"
    NO_ZONE = "a time needs a zone"
    NOT_ID = "not an id"


class BadPayload(ValueError):
    """The payload does not fit its kind; `faults` maps a field's name to what is wrong with it."""

    def __init__(self, faults: dict[str, Fault]) -> None:
        super().__init__("; ".join(f"{name}: {fault}" for name, fault in faults.items()))
        self.faults = faults


def clean(payload: Mapping[str, Any], fields: Mapping[str, FieldType]) -> dict[str, Any]:
    """Return the payload as plain JSON values; raise BadPayload for unknown fields and for values of another type.

    A field may be missing or None. Texts lose NUL bytes and are cut to 2000 characters, because an event must not fail for
    the length of somebody's comment. Dates and times are ISO 8601; a time needs a zone.
    """
    faults = {str(name): Fault.UNKNOWN for name in payload if name not in fields}
    values = {}
    for name, field_type in fields.items():
        value = payload.get(name)
        if value is None:
            continue
        try:
            values[name] = _CLEANERS[field_type](value)
        except _Wrong as wrong:
            faults[name] = wrong.fault
    if faults:
        raise BadPayload(faults)
    return values


def example(fields: Mapping[str, FieldType]) -> dict[str, Any]:
    """Return a payload that fits: a value of each field's type."""
    return {name: EXAMPLES[field_type] for name, field_type in fields.items()}


class _Wrong(ValueError):
    def __init__(self, fault: Fault) -> None:
        super().__init__(fault)
        self.fault = fault


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise _Wrong(Fault.NOT_TEXT)
    return value.replace("\x00", "").encode("utf-8", "replace").decode()[:TEXT_LIMIT]


def _number(value: Any) -> int | float:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise _Wrong(Fault.NOT_NUMBER)
    if abs(value) > WHOLE_LIMIT or not math.isfinite(value):
        raise _Wrong(Fault.TOO_LARGE)
    return value


def _boolean(value: Any) -> bool:
    if not isinstance(value, bool):
        raise _Wrong(Fault.NOT_BOOLEAN)
    return value


def _date(value: Any) -> str:
    if isinstance(value, date) and not isinstance(value, datetime):
        return value.isoformat()
    try:
        return date.fromisoformat(value).isoformat()
    except (TypeError, ValueError) as error:
        raise _Wrong(Fault.NOT_DATE) from error


def _time(value: Any) -> str:
    try:
        moment = value if isinstance(value, datetime) else datetime.fromisoformat(value)
    except (TypeError, ValueError) as error:
        raise _Wrong(Fault.NOT_TIME) from error
    if moment.tzinfo is None:
        raise _Wrong(Fault.NO_ZONE)
    return moment.isoformat()


def _id(value: Any) -> str:
    if isinstance(value, uuid.UUID):
        return str(value)
    if not isinstance(value, str):
        raise _Wrong(Fault.NOT_ID)
    try:
        return str(uuid.UUID(value))
    except ValueError as error:
        raise _Wrong(Fault.NOT_ID) from error


_CLEANERS = {
    FieldType.TEXT: _text,
    FieldType.NUMBER: _number,
    FieldType.BOOLEAN: _boolean,
    FieldType.DATE: _date,
    FieldType.TIME: _time,
    FieldType.ID: _id,
}
