"""Two entries of one client or of one person become one: chosen, looked at, done, and taken back."""

import uuid
from typing import Any, NamedTuple

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import clock
from accounts.clients import actions, queries
from accounts.clients.actions import Obstacle
from accounts.clients.forms import MergeForm
from accounts.clients.models import Client, Contact
from accounts.organizations.access import OrganizationRequest, in_organization
from accounts.organizations.roles import Right
from accounts.web.text import as_id

FOLDER = "accounts/clients/merging"
NAMED = 10
OBSTACLES = {
    Obstacle.ITSELF: gettext_lazy("An entry cannot be merged with itself. Choose another one."),
    Obstacle.MERGED: gettext_lazy("One of the two was merged already. Look at the list again."),
    Obstacle.ARCHIVED: gettext_lazy("One of the two is in the archive. Bring it back first, then merge."),
    Obstacle.ERASED: gettext_lazy("The data of one of the two was erased. There is nothing left to merge."),
}


class Sort(NamedTuple):
    """What differs between clients and people: the model, the page of an entry, and what merges two."""

    model: Any
    page: str
    argument: str
    merge: Any


CLIENTS = Sort(Client, "client", "client_id", actions.merge_clients)
PEOPLE = Sort(Contact, "contact", "contact_id", actions.merge_people)


@in_organization(Right.MANAGE_CLIENTS)
@require_safe
def duplicates(request: OrganizationRequest) -> HttpResponse:
    """Entries that may be the same, and the merges that can still be taken back."""
    context = {
        "clients": queries.clients_alike(),
        "people": queries.people_alike(),
        "merges": queries.merges(now=clock.now()),
    }
    return render(request, f"{FOLDER}/duplicates.html", context)


@in_organization(Right.MANAGE_CLIENTS)
@require_http_methods(["GET", "HEAD", "POST"])
def merge_client(request: OrganizationRequest, client_id: uuid.UUID) -> HttpResponse:
    """Choose the other entry of the client, look at what becomes of both, and merge them."""
    return _merge(request, CLIENTS, get_object_or_404(_rows(Client), pk=client_id))


@in_organization(Right.MANAGE_CLIENTS)
@require_http_methods(["GET", "HEAD", "POST"])
def merge_person(request: OrganizationRequest, contact_id: uuid.UUID) -> HttpResponse:
    """Choose the other entry of the person, look at what becomes of both, and merge them."""
    return _merge(request, PEOPLE, get_object_or_404(_rows(Contact).filter(erased_at=None), pk=contact_id))


@in_organization(Right.MANAGE_CLIENTS)
@require_POST
def undo(request: OrganizationRequest, merge_id: uuid.UUID) -> HttpResponse:
    """Make two entries again, and say what somebody has changed since then."""
    kept = get_object_or_404(queries.known_merges(), pk=merge_id)
    try:
        done = actions.undo(kept=kept, by=request.employee, now=clock.now())
    except actions.TooLate:
        messages.error(request, _("A merge can be undone for thirty days. Add the second entry anew."))
    except actions.AlreadyUndone:
        messages.info(request, _("This was undone already."))
    else:
        if done.restored:
            messages.success(request, _("There are two entries again, each with what it had."))
        if done.left:
            names = ", ".join(done.left[:NAMED]) + ("…" if len(done.left) > NAMED else "")
            said = _("Changed since then, and left as it is: %(names)s. Look at both entries.")
            messages.warning(request, said % {"names": names})
    return redirect("duplicates", slug=request.seat.slug)


def _merge(request: OrganizationRequest, sort: Sort, this: Any) -> HttpResponse:
    if this.merged_into_id:
        return redirect(sort.page, slug=request.seat.slug, **{sort.argument: this.merged_into_id})
    data = request.POST if request.method == "POST" else request.GET
    other = _other(sort, data.get("with", ""))
    trouble = _trouble(this, other, data.get("with", ""))
    if other is None or trouble:
        return _choice(request, sort, this, trouble=trouble)
    differences = queries.differences(this, other)
    form = MergeForm(
        request.POST if request.method == "POST" else None, this=this, other=other, differences=differences
    )
    if form.is_valid():
        return _done(request, sort, this, other, form)
    context = {"form": form, "this": this, "other": other, "belongings": queries.belongings(this, other)}
    return render(request, f"{FOLDER}/preview.html", context, status=422 if form.errors else 200)


def _done(request: OrganizationRequest, sort: Sort, this: Any, other: Any, form: MergeForm) -> HttpResponse:
    values = queries.joined_values(this, other, chosen=form.chosen())
    into, source = (this, other) if form.cleaned_data["stays"] == queries.THIS else (other, this)
    title = _("%(source)s was merged into %(into)s") % {"source": source.name, "into": into.name}
    try:
        sort.merge(source=source, into=into, values=values, title=title, by=request.employee, now=clock.now())
    except actions.NotMergeable as refused:  # somebody was faster
        return _choice(request, sort, this, trouble=OBSTACLES[refused.obstacle])
    said = _("%(title)s. For thirty days you can undo it on the page of duplicates.")
    messages.success(request, said % {"title": title})
    return redirect(sort.page, slug=request.seat.slug, **{sort.argument: into.pk})


def _choice(request: OrganizationRequest, sort: Sort, this: Any, *, trouble: Any) -> HttpResponse:
    """Show the entries that may be the second one: those whose names begin as somebody has typed, or as this one's does."""
    typed = request.GET.get("text", "")
    found = queries.entries(sort.model, start=typed or this.name.split()[0], besides=this.pk)
    context = {"this": this, "found": found, "text": typed, "trouble": trouble, "page": sort.page}
    return render(request, f"{FOLDER}/choice.html", context, status=422 if trouble else 200)


def _rows(model: Any) -> Any:
    return model.objects.select_related("segment", "manager", "sponsor") if model is Client else model.objects.all()


def _other(sort: Sort, text: str) -> Any:
    return _rows(sort.model).filter(pk=as_id(text)).first()


def _trouble(this: Any, other: Any, text: str) -> Any:
    if other is None:
        return _("This entry was not found. Choose one from the list.") if text else ""
    found = actions.obstacle(other, this)
    return OBSTACLES[found] if found else ""
