"""Pages by key: the next page starts behind the last row that was shown, however many rows came before it."""

import uuid
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Q, QuerySet
from django.http import HttpRequest

from accounts.web.text import as_id

SIZE = 50
PARAMETER = "after"


@dataclass(frozen=True, slots=True)
class Page:
    """The rows of one page; `after` is the last row's id when there are more, `is_first` tells whether none came before."""

    rows: list[Any]
    after: uuid.UUID | None
    is_first: bool


def page_of(
    rows: QuerySet[Any],
    *,
    order: str,
    after: uuid.UUID | None = None,
    size: int = SIZE,
    blanks: QuerySet[Any] | None = None,
    copied: str = "",
) -> Page:
    """Return the page behind the row `after`, in the order of one column ("-" for descending) and then of the id.

    Where the column may be empty, `rows` are those where it is not, and `blanks` the others: they come last in either
    direction. A row that is gone, or that belongs to another organization, leads to the first page. `copied` is the row's own
    column where `order` is that of a copy of it in another table.
    """
    column = order.lstrip("-")
    own = {column: F(copied)} if copied else {}
    anchor = rows.model.objects.filter(pk=after).annotate(**own).values(column, "id").first() if after else None
    found: list[Any] = []
    if anchor is None or anchor[column] is not None:
        found = list(_behind(rows, order, anchor)[: size + 1])
        anchor_of_blanks = None
    else:
        anchor_of_blanks = anchor
    if blanks is not None and len(found) <= size:
        found += _behind(blanks, order, anchor_of_blanks)[: size + 1 - len(found)]
    has_more = len(found) > size
    return Page(rows=found[:size], after=found[size - 1].pk if has_more else None, is_first=anchor is None)


def _behind(rows: QuerySet[Any], order: str, anchor: dict[str, Any] | None) -> QuerySet[Any]:
    column, is_descending = order.lstrip("-"), order.startswith("-")
    if anchor:
        beyond = "lt" if is_descending else "gt"
        behind = Q(**{f"id__{beyond}": anchor["id"]})
        if anchor[column] is not None:
            # The first condition is implied by the second; it is what an index can start from.
            behind |= Q(**{f"{column}__{beyond}": anchor[column]})
            rows = rows.filter(**{f"{column}__{beyond}e": anchor[column]})
        rows = rows.filter(behind)
    return rows.order_by(order, "-id" if is_descending else "id")


def wanted_page(request: HttpRequest) -> uuid.UUID | None:
    """Return the id in `?after=`; anything that is no id means the first page."""
    return as_id(request.GET.get(PARAMETER, ""))


def links(request: HttpRequest, page: Page) -> dict[str, str]:
    """Return `next_url` and `first_url` for components/pagination.html, each empty where there is no such page.

    Filters in the query string stay.
    """
    query = request.GET.copy()
    query.pop(PARAMETER, None)
    first_url = "" if page.is_first else f"{request.path}?{query.urlencode()}"
    if page.after is None:
        return {"next_url": "", "first_url": first_url}
    query[PARAMETER] = str(page.after)
    return {"next_url": f"{request.path}?{query.urlencode()}", "first_url": first_url}
