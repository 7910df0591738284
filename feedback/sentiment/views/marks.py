"""A mood set by hand: what one of us has felt, and taking it back."""

import uuid
from datetime import datetime

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts import clock
from accounts.clients import queries as registry
from accounts.clients.models import Client, Contact
from accounts.clients.views.people import client_context
from accounts.organizations.access import OrganizationRequest, RightMissing, in_organization
from accounts.organizations.roles import Right, has_right
from accounts.web.once import once
from feedback.interactions import queries as talks
from feedback.sentiment import actions, queries
from feedback.sentiment.forms import MarkForm

FOLDER = "feedback/sentiment"


@in_organization(Right.LOG_CONTACTS)
@require_http_methods(["GET", "HEAD", "POST"])
@once
def new_mark(request: OrganizationRequest, client_id: uuid.UUID) -> HttpResponse:
    """Set a mood by hand: it counts for two weeks when it is bad, for six when it is good, each time half."""
    client = get_object_or_404(registry.clients(), pk=client_id)
    positions = list(talks.people_at(client_id=client.pk))
    form = MarkForm(request.POST if request.method == "POST" else None, positions=positions)
    if form.is_valid():
        data, now = form.cleaned_data, clock.now()
        actions.record_by_hand(
            client=client,
            value=data["mood"],
            contact=form.person,
            role=data["role"] or _role_of(form.person, client, now=now),
            note=data["note"],
            by=request.employee,
            now=now,
        )
        messages.success(request, _("The mood is set. The number follows in a moment."))
        return redirect("client-mood", slug=request.seat.slug, client_id=client.pk)
    context = {**client_context(request, client, "mood"), "form": form}
    return render(request, f"{FOLDER}/mark.html", context, status=422 if form.errors else 200)


def _role_of(contact: Contact | None, client: Client, *, now: datetime) -> str:
    """Return the first role in which the person stands at the client; "" for nobody in particular."""
    if contact is None:
        return ""
    roles = talks.roles_at(contact_ids=[contact.pk], client_id=client.pk, on=client.local_date(now))
    return next(iter(roles.get(contact.pk, ())), "")


@in_organization(Right.LOG_CONTACTS)
@require_POST
def take_back(request: OrganizationRequest, reading_id: uuid.UUID) -> HttpResponse:
    """Let a mood that was set by hand count no more: whoever set it may, and who manages clients."""
    reading = get_object_or_404(queries.marks(), pk=reading_id)
    if reading.by_id != request.employee.pk and not has_right(request.seat.role, Right.MANAGE_CLIENTS):
        raise RightMissing(Right.MANAGE_CLIENTS)
    actions.take_back(reading=reading, by=request.employee, now=clock.now())
    messages.success(request, _("It counts no more. The number follows in a moment."))
    return redirect("client-mood", slug=request.seat.slug, client_id=reading.client_id)
