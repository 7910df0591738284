"""A letter's context as plain JSON: a letter is written now and rendered later, perhaps by another process."""

from datetime import date, datetime
from typing import Any

MOMENT, DAY = "$moment", "$day"


def plain(value: Any) -> Any:
    """Return the value as JSON can keep it; moments and days come back from `lively`. Raise TypeError for anything else.

    Lazy texts become the text of the present language, so give letters keys rather than translated words.
    """
    if isinstance(value, dict):
        return {str(key): plain(part) for key, part in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(part) for part in value]
    if isinstance(value, datetime):
        return {MOMENT: value.isoformat()}
    if isinstance(value, date):
        return {DAY: value.isoformat()}
    if value is None or isinstance(value, (bool, int, float)):
        return value
    if isinstance(value, str):
        return value.replace("\x00", "").encode("utf-8", "replace").decode()
    raise TypeError(f"a letter cannot keep a {type(value).__name__}")


def lively(value: Any) -> Any:
    """Return what `plain` was given, from what it has made."""
    if isinstance(value, dict):
        if value.keys() == {MOMENT}:
            return datetime.fromisoformat(value[MOMENT])
        if value.keys() == {DAY}:
            return date.fromisoformat(value[DAY])
        return {key: lively(part) for key, part in value.items()}
    if isinstance(value, list):
        return [lively(part) for part in value]
    return value
