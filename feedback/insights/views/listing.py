"""Pages of what was calculated, not read: a slice of a list behind the row that was shown last."""

import uuid
from collections.abc import Callable, Sequence
from typing import TypeVar

from accounts.web.pagination import SIZE, Page

Row = TypeVar("Row")


def slice_of(
    rows: Sequence[Row], *, after: uuid.UUID | None, key: Callable[[Row], uuid.UUID], size: int = SIZE
) -> Page:
    """Return the page behind the row of this id; one that is gone leads to the first page."""
    start = next((number + 1 for number, row in enumerate(rows) if key(row) == after), 0) if after else 0
    found = list(rows[start : start + size])
    has_more = len(rows) > start + size
    return Page(rows=found, after=key(found[-1]) if has_more else None, is_first=not start)
