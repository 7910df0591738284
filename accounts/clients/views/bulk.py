"""One act on the clients that were chosen in the list, and taking it back."""

import uuid
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST

from accounts import clock
from accounts.clients import actions, queries
from accounts.clients.forms import BulkForm
from accounts.clients.models import ClientFacts, Undo
from accounts.clients.views.listing import filter_form, narrowing
from accounts.organizations import queries as house
from accounts.organizations.access import OrganizationRequest, in_organization
from accounts.organizations.roles import Right
from accounts.web.text import as_id

TEMPLATE = "accounts/clients/bulk.html"
ALL = "all"
NAMED = 10
TITLES = {
    "manager": gettext_lazy("Happiness manager"),
    "sponsor": gettext_lazy("Executive sponsor"),
    "segment": gettext_lazy("Segment"),
    "add_tag": gettext_lazy("Tag to add"),
    "remove_tag": gettext_lazy("Tag to remove"),
    "archive": gettext_lazy("Archive"),
}


@in_organization(Right.MANAGE_CLIENTS)
@require_http_methods(["GET", "HEAD", "POST"])
def bulk(request: OrganizationRequest) -> HttpResponse:
    """Ask what to do with the chosen clients, and do it."""
    data = request.POST if request.method == "POST" else request.GET
    ids = list(chosen_clients(request, data).order_by("sort_name").values_list("client_id", flat=True))
    if not ids:
        messages.error(request, _("No client is chosen. Tick some in the list first."))
        return _back(request, data)
    form = BulkForm(
        data if request.method == "POST" else None,
        people=house.active_employees(),
        segments=queries.segments(),
        tags=queries.tag_choices(),
    )
    if form.is_valid():
        if _act(form, ids, request) is None:
            messages.info(request, _("Nothing to change: the clients are like that already."))
        return _back(request, data)  # the list says what was done, and offers to undo it
    names = list(queries.client_names(ids[:NAMED]).values())
    context = {"form": form, "number": len(ids), "names": names, "others": len(ids) - len(names), "titles": TITLES}
    context |= {"which": data.get("which", ""), "rows": data.getlist("rows"), "query": data.get("query", "")}
    return render(request, TEMPLATE, context, status=422 if form.errors else 200)


@in_organization(Right.MANAGE_CLIENTS)
@require_POST
def undo(request: OrganizationRequest, undo_id: uuid.UUID) -> HttpResponse:
    """Take one's own act back, and say what somebody has changed since then."""
    kept = get_object_or_404(queries.own_undo(undo_id=undo_id, employee_id=request.employee.pk))
    try:
        done = actions.undo(kept=kept, by=request.employee, now=clock.now())
    except actions.TooLate:
        messages.error(request, _("This can be undone for ten minutes only. Change the clients themselves."))
    except actions.AlreadyUndone:
        messages.info(request, _("This was undone already."))
    else:
        said = ngettext("Undone for %(number)d client.", "Undone for %(number)d clients.", done.restored)
        messages.success(request, said % {"number": done.restored})
        if done.left:
            names = ", ".join(done.left[:NAMED]) + ("…" if len(done.left) > NAMED else "")
            said = ngettext(
                "%(number)d client was changed since then and stays as it is: %(names)s",
                "%(number)d clients were changed since then and stay as they are: %(names)s",
                len(done.left),
            )
            messages.warning(request, said % {"number": len(done.left), "names": names})
    return _back(request, request.POST)


def chosen_clients(request: OrganizationRequest, data: QueryDict) -> QuerySet[ClientFacts]:
    """Return the facts of the ticked clients, or of all that fit the filter the list had; nothing is read here."""
    if data.get("which") != ALL:
        return ClientFacts.objects.filter(client__in=list(filter(None, map(as_id, data.getlist("rows")))))
    form = filter_form(request, QueryDict(data.get("query", "")))
    if not form.is_valid():
        return ClientFacts.objects.none()
    now = clock.now()
    return queries.found_clients(form.wanted(), now=now, today=timezone.localdate(now))


def _act(form: BulkForm, ids: list[uuid.UUID], request: OrganizationRequest) -> Undo | None:
    act = form.cleaned_data["act"]
    value: Any = form.cleaned_data.get(act)

    def title(number: int) -> str:
        said = ngettext("%(title)s: %(number)d client changed.", "%(title)s: %(number)d clients changed.", number)
        return said % {"title": TITLES[act], "number": number}

    common: dict[str, Any] = {"client_ids": ids, "title": title, "by": request.employee, "now": clock.now()}
    if act == "add_tag":
        return actions.tag_many(name=value, **common)
    if act == "remove_tag":
        return actions.untag_many(tag=value, **common)
    if act == "archive":
        return actions.archive_many(**common)
    return actions.set_column(column=act, value=value.pk if value else None, **common)


def _back(request: OrganizationRequest, data: QueryDict) -> HttpResponse:
    query = narrowing(QueryDict(data.get("query", "")))
    url = reverse("clients", kwargs={"slug": request.seat.slug})
    return HttpResponseRedirect(f"{url}?{query}" if query else url)
