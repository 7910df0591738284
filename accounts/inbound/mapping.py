"""Which part of another system's body is what: paths as JSON Pointers (/customer/id), and the values that stand there."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, tzinfo
from itertools import islice
from typing import Any

from accounts.events.payload import FieldType
from accounts.inbound.faults import LONGEST_KEY
from accounts.inbound.told import Fault, Reference, Told

MOST_PATHS, DEEPEST = 200, 8
SHOWN = 60
MILLISECONDS = 10**11  # numbers beyond are no seconds of this century
WORDS = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}


@dataclass(frozen=True, slots=True)
class Plan:
    """Where everything stands: a path each, "" for nothing. A client and a person are known `by` one of their columns."""

    client_by: str = "external_id"
    client: str = ""
    contact_by: str = "email"
    contact: str = ""
    happened_at: str = ""
    key: str = ""
    payload: Mapping[str, str] = field(default_factory=dict)


def paths(body: Any) -> list[tuple[str, str]]:
    """Return every path of the body that leads to a single value, with a beginning of that value."""
    return [(path, _plain(str(value))[:SHOWN]) for path, value in islice(_walk(body, "", 0), MOST_PATHS)]


def value_at(body: Any, path: str) -> Any:
    """Return what stands at the path; None when there is nothing."""
    for part in path.split("/")[1:]:
        name = part.replace("~1", "/").replace("~0", "~")
        if isinstance(body, dict):
            body = body.get(name)
        elif isinstance(body, list) and name.isascii() and name.isdigit() and len(name) < 4 and int(name) < len(body):  # noqa: PLR2004
            body = body[int(name)]
        else:
            return None
    return body


def read(
    body: Any, plan: Plan, *, kind: str, fields: Mapping[str, FieldType], zone: tzinfo
) -> tuple[Told, list[Fault]]:
    """Return the event that the body tells by this plan, and what is wrong with it.

    A tool sends what it sends, so texts are taken for the numbers, moments and yes or no that they say. A time without a zone
    is in `zone`. Values that do not fit are left to the check of every event.
    """
    faults: list[Fault] = []
    if not plan.client and not plan.contact:
        faults.append(Fault("", "not_mapped"))
    told = Told(
        kind=kind,
        happened_at=_moment(body, plan.happened_at, zone, faults),
        client=_reference(body, "client", plan.client_by, plan.client, faults),
        contact=_reference(body, "contact", plan.contact_by, plan.contact, faults),
        payload={
            name: _fitting(value, fields[name], zone)
            for name, path in plan.payload.items()
            if path and name in fields and (value := value_at(body, path)) is not None
        },
        key=_key(value_at(body, plan.key)) if plan.key else "",
    )
    return told, faults


def _walk(body: Any, path: str, depth: int) -> Iterator[tuple[str, Any]]:
    if isinstance(body, dict) and depth < DEEPEST:
        for name, value in body.items():
            if not name.isprintable():  # nobody could choose it
                continue
            yield from _walk(value, f"{path}/{name.replace('~', '~0').replace('/', '~1')}", depth + 1)
    elif isinstance(body, list) and depth < DEEPEST:
        for number, value in enumerate(body[:3]):
            yield from _walk(value, f"{path}/{number}", depth + 1)
    elif path and not isinstance(body, dict | list) and body is not None:
        yield path, body


def _reference(body: Any, name: str, by: str, path: str, faults: list[Fault]) -> Reference | None:
    if not path:
        return None
    value = value_at(body, path)
    if isinstance(value, dict | list):
        faults.append(Fault(name, "not_one_value", path))
        return None
    text = "" if value is None else _plain(str(value)).strip()
    if not text:
        faults.append(Fault(name, "nothing_there", path))
        return None
    return Reference.of(by, text[:254])


def _moment(body: Any, path: str, zone: tzinfo, faults: list[Fault]) -> datetime | None:
    value = value_at(body, path) if path else None
    if value is None or value == "":
        return None
    found = _time(value, zone)
    if found is None:
        faults.append(Fault("happened_at", "not_a_moment", path))
    return found


def _time(value: Any, zone: tzinfo) -> datetime | None:
    """Return the moment of an ISO 8601 text, or of seconds or milliseconds since 1970."""
    if isinstance(value, str) and value.strip().isascii() and value.strip().isdigit():
        value = int(value) if len(value) < 20 else None  # noqa: PLR2004
    try:
        if isinstance(value, int | float) and not isinstance(value, bool):
            return datetime.fromtimestamp(value / 1000 if abs(value) >= MILLISECONDS else value, UTC)
        moment = datetime.fromisoformat(value.strip())
        return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=zone).astimezone(UTC)
    except (ValueError, TypeError, AttributeError, OverflowError, OSError):
        return None


def _key(value: Any) -> str:
    """Return the sender's key; one that is too long or no line of text by its digest, "" for none."""
    text = "" if value is None or isinstance(value, dict | list) else str(value).strip()
    if len(text) <= LONGEST_KEY and text.isprintable():
        return text
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()


def _fitting(value: Any, field_type: FieldType, zone: tzinfo) -> Any:
    if field_type == FieldType.TEXT and isinstance(value, int | float):
        return str(value).lower() if isinstance(value, bool) else str(value)
    if field_type == FieldType.NUMBER and isinstance(value, str):
        return _number(value)
    if field_type == FieldType.BOOLEAN and isinstance(value, str | int):
        return WORDS.get(str(value).strip().lower(), value)
    if field_type in {FieldType.DATE, FieldType.TIME} and (moment := _time(value, zone)):
        return moment.astimezone(zone).date().isoformat() if field_type == FieldType.DATE else moment.isoformat()
    return value


def _number(text: str) -> Any:
    try:
        return text if not text.isascii() else int(text) if text.strip().lstrip("-").isdigit() else float(text)
    except ValueError:
        return text


def _plain(text: str) -> str:
    return text.replace("\x00", "").encode("utf-8", "replace").decode()
