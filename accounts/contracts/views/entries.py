"""Revenue that was booked, and how the relation went on."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts import clock
from accounts.clients import queries as registry
from accounts.clients.views.people import client_context
from accounts.contracts import actions, queries
from accounts.contracts.forms import EntryForm, OutcomeForm
from accounts.contracts.models import Outcome, RevenueEntry
from accounts.organizations.access import OrganizationRequest, in_organization
from accounts.organizations.roles import Right
from accounts.web import formats
from accounts.web.once import once

FOLDER = "accounts/contracts"


@in_organization(Right.MANAGE_MONEY)
@require_http_methods(["GET", "HEAD", "POST"])
@once
def new_entry(request: OrganizationRequest, client_id: uuid.UUID) -> HttpResponse:
    """Book revenue of a client."""
    client = get_object_or_404(registry.clients(), pk=client_id)
    today = queries.house_day(request.organization, clock.now())
    form = EntryForm(
        request.POST if request.method == "POST" else None,
        instance=RevenueEntry(client=client, currency=request.organization.currency),
        contracts=queries.contracts(client_id=client.pk),
        initial={"day": today},
    )
    if form.is_valid():
        try:
            actions.add_entry(entry=form.instance, by=request.employee, now=clock.now())
        except actions.DocumentTaken:
            form.add_error("external_id", _("A document with this number is booked already."))
        else:
            messages.success(request, _("Booked."))
            return redirect("client-deals", slug=request.seat.slug, client_id=client.pk)
    context = {**client_context(request, client, "deals"), "form": form, "title": _("Book revenue")}
    return render(request, f"{FOLDER}/form.html", context, status=422 if form.errors else 200)


@in_organization(Right.MANAGE_MONEY)
@require_http_methods(["GET", "HEAD", "POST"])
def entry_removal(request: OrganizationRequest, entry_id: uuid.UUID) -> HttpResponse:
    """Ask, and delete what was booked by mistake."""
    entry = get_object_or_404(queries.entries(), pk=entry_id)
    if request.method == "POST":
        actions.remove_entry(entry=entry, by=request.employee, now=clock.now())
        messages.success(request, _("Removed. It counts nowhere any more."))
        return redirect("client-deals", slug=request.seat.slug, client_id=entry.client_id)
    said = {"amount": formats.money(entry.amount, entry.currency), "day": formats.day(entry.day)}
    context = {
        **client_context(request, entry.client, "deals"),
        "title": _("Remove the document"),
        "text": _("%(amount)s of %(day)s leave every sum. The number of the document can be booked anew.") % said,
    }
    return render(request, f"{FOLDER}/removal.html", context)


@in_organization(Right.MANAGE_MONEY)
@require_http_methods(["GET", "HEAD", "POST"])
@once
def new_outcome(request: OrganizationRequest, client_id: uuid.UUID) -> HttpResponse:
    """Write down how it went on with a client, or with the contract that the address names."""
    client = get_object_or_404(registry.clients(), pk=client_id)
    running = queries.running_contracts().filter(client=client)
    form = OutcomeForm(
        request.POST if request.method == "POST" else None,
        instance=Outcome(client=client),
        contracts=running,
        chosen=next((one for one in running if str(one.pk) == request.GET.get("contract")), None),
        today=queries.house_day(request.organization, clock.now()),
    )
    if form.is_valid():
        try:
            actions.record_outcome(outcome=form.instance, by=request.employee, now=clock.now(), terms=form.terms)
        except actions.ContractOver:
            form.add_error(
                "contract", _("Somebody has just noted how this contract ended. Look at the client's deals.")
            )
        else:
            said = {"name": client.name, "outcome": form.instance.get_kind_display()}
            messages.success(request, _("%(name)s: %(outcome)s.") % said)
            return redirect("client-deals", slug=request.seat.slug, client_id=client.pk)
    context = {**client_context(request, client, "deals"), "form": form, "title": _("Write down an outcome")}
    return render(request, f"{FOLDER}/form.html", context, status=422 if form.errors else 200)


@in_organization(Right.MANAGE_MONEY)
@require_http_methods(["GET", "HEAD", "POST"])
def outcome_removal(request: OrganizationRequest, outcome_id: uuid.UUID) -> HttpResponse:
    """Ask, and take an outcome out of the story."""
    outcome = get_object_or_404(queries.outcomes(), pk=outcome_id)
    if request.method == "POST":
        actions.remove_outcome(outcome=outcome, by=request.employee, now=clock.now())
        messages.success(request, _("Removed. Contracts stay as they are: correct them if need be."))
        return redirect("client-deals", slug=request.seat.slug, client_id=outcome.client_id)
    said = {"outcome": outcome.get_kind_display(), "day": formats.day(outcome.day)}
    context = {
        **client_context(request, outcome.client, "deals"),
        "title": _("Remove the outcome"),
        "text": _("“%(outcome)s” of %(day)s leaves the story. Contracts that it has ended stay ended.") % said,
    }
    return render(request, f"{FOLDER}/removal.html", context)
