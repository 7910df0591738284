"""Pages by key: the next page starts behind the last row that was shown, however many rows came before it."""

import uuid
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest

SIZE = 50
PARAMETER = "after"


@dataclass(frozen=True, slots=True)
class Page:
    """The rows of one page; `after` is the last row's id when there are more, `is_first` tells whether none came before."""

    rows: list[Any]
    after: uuid.UUID | None
    is_first: bool


def page_of(rows: QuerySet[Any], *, order: str, after: uuid.UUID | None = None, size: int = SIZE) -> Page:
    """Return the page behind the row `after`, in the order of one column ("-" for descending) and then of the id.

    A row that is gone, or that belongs to another organization, leads to the first page.
    """
    column, is_descending = order.lstrip("-"), order.startswith("-")
    anchor = None
    if after:
        anchor = rows.model.objects.filter(pk=after).values_list(column, flat=True).first()
    if anchor is not None:
        beyond = "lt" if is_descending else "gt"
        # The first condition is implied by the second; it is what an index can start from.
        rows = rows.filter(
            Q(**{f"{column}__{beyond}e": anchor})
            & (Q(**{f"{column}__{beyond}": anchor}) | Q(**{f"id__{beyond}": after}))
        )
    found = list(rows.order_by(order, "-id" if is_descending else "id")[: size + 1])
    has_more = len(found) > size
    return Page(rows=found[:size], after=found[size - 1].pk if has_more else None, is_first=anchor is None)


def wanted_page(request: HttpRequest) -> uuid.UUID | None:
    """Return the id in `?after=`; anything that is no id means the first page."""
    try:
        return uuid.UUID(request.GET.get(PARAMETER, ""))
    except ValueError:
        return None


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
