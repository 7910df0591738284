"""One person: where they work and as whom they are heard, how to talk to them, what happened with them."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts import clock
from accounts.audit import actions as audit
from accounts.clients import actions, queries, story
from accounts.clients.enums import Messenger
from accounts.clients.forms import ContactForm
from accounts.clients.models import CustomField
from accounts.events import queries as events
from accounts.organizations.access import OrganizationRequest, in_organization
from accounts.organizations.roles import Right

FOLDER = "accounts/clients/person"
GLANCE = 20  # events on the page


@in_organization(Right.SEE_CLIENTS)
@require_safe
def person(request: OrganizationRequest, contact_id: uuid.UUID) -> HttpResponse:
    """Everything we know about a person; one who was merged leads to the person they became."""
    contact = get_object_or_404(queries.known_contacts(), pk=contact_id)
    if contact.merged_into_id:
        return redirect("contact", slug=request.seat.slug, contact_id=contact.merged_into_id)
    latest = events.timeline(contact_id=contact.pk).order_by("-happened_at", "-id")[:GLANCE]
    messengers = [(Messenger(row["kind"]).label, row["handle"]) for row in contact.messengers]
    positions = queries.positions_of(contact_id=contact.pk)
    context = {
        "contact": contact,
        "positions": positions,
        "place": next((one for one in positions if not one.left_on and not one.client.archived_at), None),
        "emails": queries.addresses(contact_id=contact.pk),
        "messengers": messengers,
        "custom": queries.custom_values(contact),
        "line": queries.latest_line(contact_id=contact.pk),
        "items": story.items(request, list(latest), now=clock.now()),
    }
    return render(request, f"{FOLDER}/person.html", context)


@in_organization(Right.MANAGE_CLIENTS)
@require_http_methods(["GET", "HEAD", "POST"])
def edit_person(request: OrganizationRequest, contact_id: uuid.UUID) -> HttpResponse:
    """Change what holds for a person at every client."""
    contact = get_object_or_404(queries.contacts(), pk=contact_id)
    before, name = audit.snapshot(contact), contact.name
    addresses = [row.address for row in queries.addresses(contact_id=contact.pk)]
    data = request.POST if request.method == "POST" else None
    initial = {"addresses": addresses, "messengers": contact.messengers}
    own_fields = queries.custom_fields(CustomField.Subject.CONTACT)
    form = ContactForm(data, instance=contact, initial=initial, own_fields=own_fields)
    if form.is_valid():
        try:
            actions.save_person(
                contact=contact,
                addresses=form.cleaned_data["addresses"],
                by=request.employee,
                now=clock.now(),
                before=before,
            )
        except actions.AddressTaken as taken:
            said = _("%(address)s belongs to another person already. Merge the two, or leave it out here.")
            form.add_error("addresses", said % {"address": taken.args[0]})
        else:
            messages.success(request, _("Saved."))
            return redirect("contact", slug=request.seat.slug, contact_id=contact.pk)
    context = {"form": form, "contact": contact, "name": name}
    return render(request, f"{FOLDER}/edit.html", context, status=422 if form.errors else 200)
