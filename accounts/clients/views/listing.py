"""The list of clients."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse, QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from accounts import clock
from accounts.clients import queries
from accounts.clients.forms import ClientFilterForm
from accounts.clients.queries.listing import ORDERS
from accounts.organizations import queries as house
from accounts.organizations.access import OrganizationRequest, in_organization
from accounts.organizations.roles import Right, has_right
from accounts.web import htmx, pagination

LIST = ("accounts/clients/list.html", "accounts/clients/_list.html")
# The address of each view that everybody has, and its name.
BUILT_IN = {
    "": _("All"),
    "manager=me": _("Mine"),
    "manager=nobody": _("Without a manager"),
    "mood=unhappy": _("Unhappy"),
    "gap=one_sided": _("One-sided"),
    "renewal=90": _("Renewal soon"),
    "silence=90": _("Silent"),
}
OWNERLESS = "manager=nobody"
DOWNWARDS_FIRST = {"revenue"}


@in_organization(Right.SEE_CLIENTS)
@require_safe
def clients(request: OrganizationRequest) -> HttpResponse:
    """The clients that fit the filter in the address, a page at a time."""
    form = filter_form(request, request.GET)
    ownerless = queries.ownerless_count()
    query = narrowing(request.GET)
    context: dict[str, Any] = {"filter": form, "views": _views(request, query, ownerless), "query": query}
    context |= {"ownerless": ownerless, "most_counted": queries.MOST_COUNTED, "now": clock.now()}
    context["undo"] = queries.last_undo(employee_id=request.employee.pk, prefix="clients.", now=clock.now())
    if not form.is_valid():
        return htmx.page(request, *LIST, context, status=422)
    wanted = form.wanted()
    after = pagination.wanted_page(request)
    page = queries.client_page(wanted, after=after, now=clock.now(), today=timezone.localdate(clock.now()))
    tags = queries.tags_by_client([row.client_id for row in page.rows])
    context |= {
        "rows": [(row, row.client, tags.get(row.client_id, [])) for row in page.rows],
        "is_narrowed": form.is_narrowed,
        "has_more_filters": any(
            form.cleaned_data[name] for name in ("pace", "gap", "renewal", "silence", "segment", "tag")
        )
        or bool(wanted.country or wanted.is_archived),
        "headings": _headings(request, wanted.own_order),
        **pagination.links(request, page),
    }
    return htmx.page(request, *LIST, context)


def filter_form(request: OrganizationRequest, data: Mapping[str, Any]) -> ClientFilterForm:
    """Return the list's filter, filled from an address."""
    return ClientFilterForm(
        data,
        me=request.employee.pk,
        people=house.active_employees(),
        segments=queries.segments(),
        tags=queries.tag_choices(),
        sees_money=has_right(request.seat.role, Right.SEE_MONEY),
    )


def narrowing(data: QueryDict) -> str:
    """Return what narrows and orders the list as an address says it, always in one order and without what is empty."""
    chosen = [(name, str(value)) for name, value in data.items() if name in ClientFilterForm.base_fields and value]
    query = QueryDict(mutable=True)
    query.update(dict(sorted(chosen)))
    return query.urlencode()


def _views(request: OrganizationRequest, query: str, ownerless: int) -> list[dict[str, Any]]:
    url = reverse("clients", kwargs={"slug": request.seat.slug})
    saved = [(view.query, view.name) for view in queries.saved_views(employee_id=request.employee.pk)]
    tabs = []
    for address, label in [*BUILT_IN.items(), *saved]:
        count = ownerless if address == OWNERLESS and ownerless else None
        shown = f"{queries.MOST_COUNTED - 1}+" if count == queries.MOST_COUNTED else count
        tabs.append({"label": label, "url": f"{url}?{address}" if address else url, "count": shown})
        tabs[-1]["is_current"] = address == query
    return tabs


def _headings(request: OrganizationRequest, order: str) -> dict[str, dict[str, str]]:
    """Return for each order where its heading leads, and how the list is sorted by it now."""
    found = {}
    for key in ORDERS:
        query = request.GET.copy()
        query.pop(pagination.PARAMETER, None)
        is_down = order == key or (order != f"-{key}" and key in DOWNWARDS_FIRST)
        query["sort"] = f"-{key}" if is_down else key
        sorted_now = {key: "ascending", f"-{key}": "descending"}.get(order, "")
        found[key] = {"url": f"{request.path}?{query.urlencode()}", "sort": sorted_now}
    return found
