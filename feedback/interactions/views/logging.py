"""Writing a talk down: choose the client, say who, how and what, send."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts import clock
from accounts.clients import queries as registry
from accounts.organizations.access import OrganizationRequest, in_organization
from accounts.organizations.roles import Right
from accounts.web import htmx
from accounts.web.once import once
from feedback.interactions import actions, queries
from feedback.interactions.forms import InteractionForm
from feedback.interactions.models import Channel, Interaction

FOLDER = "feedback/interactions"
FOUND = 20


@in_organization(Right.LOG_CONTACTS)
@require_safe
def choose_client(request: OrganizationRequest) -> HttpResponse:
    """Find the client of the talk: one's own ones at once (anybody's for who has none), others by the beginning of the name."""
    text = request.GET.get("q", "").strip()
    if text:
        rows = queries.clients_beginning(text)[:FOUND]
    else:
        rows = registry.clients().filter(manager=request.employee)[:FOUND] or registry.clients()[:FOUND]
    context = {"rows": rows, "text": text}
    return htmx.page(request, f"{FOLDER}/choose.html", f"{FOLDER}/_found.html", context)


@in_organization(Right.LOG_CONTACTS)
@require_http_methods(["GET", "HEAD", "POST"])
@once
def new_interaction(request: OrganizationRequest, client_id: uuid.UUID) -> HttpResponse:
    """Write down a talk with people of the client."""
    client = get_object_or_404(registry.clients(), pk=client_id)
    now = clock.now()
    wanted = request.GET.get("contact", "")
    form = InteractionForm(
        request.POST if request.method == "POST" else None,
        request.FILES or None,
        instance=Interaction(client=client, channel=Channel.CALL),
        positions=list(queries.people_at(client_id=client.pk)),
        initial={"happened_at": timezone.localtime(now), "people": [wanted], "mood": ""},
        now=now,
    )
    if form.is_valid():
        actions.log(
            interaction=form.instance,
            people=form.people_there,
            by=request.employee,
            now=now,
            said=form.said,
            files=form.cleaned_data["attachments"],
        )
        messages.success(request, _("The talk is in the story of %(name)s.") % {"name": client.name})
        return redirect("client", slug=request.seat.slug, client_id=client.pk)
    return render(request, f"{FOLDER}/new.html", {"form": form, "client": client}, status=422 if form.errors else 200)
