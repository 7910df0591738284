"""A contract: new, corrected, removed."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from accounts import clock
from accounts.audit import actions as audit
from accounts.clients import queries as registry
from accounts.clients.views.people import client_context
from accounts.contracts import actions, queries
from accounts.contracts.forms import ContractForm
from accounts.contracts.models import Contract
from accounts.organizations.access import OrganizationRequest, in_organization
from accounts.organizations.roles import Right
from accounts.web.once import once

FOLDER = "accounts/contracts"
TAKEN = gettext_lazy(
    "The client has a contract with this number and this first day already. Look it up, or write another number."
)


@in_organization(Right.MANAGE_MONEY)
@require_http_methods(["GET", "HEAD", "POST"])
@once
def new_contract(request: OrganizationRequest, client_id: uuid.UUID) -> HttpResponse:
    """Add a contract of a client."""
    client = get_object_or_404(registry.clients(), pk=client_id)
    blank = Contract(client=client, currency=request.organization.currency)
    data = request.POST if request.method == "POST" else None
    form = ContractForm(data, instance=blank, positions=list(queries.signers(client_id=client.pk)))
    if form.is_valid():
        try:
            actions.add_contract(contract=form.instance, by=request.employee, now=clock.now())
        except actions.NumberTaken:
            form.add_error("number", TAKEN)
        else:
            messages.success(request, _("The contract is added."))
            return redirect("client-deals", slug=request.seat.slug, client_id=client.pk)
    context = {**client_context(request, client, "deals"), "form": form, "title": _("Add a contract")}
    return render(request, f"{FOLDER}/form.html", context, status=422 if form.errors else 200)


@in_organization(Right.MANAGE_MONEY)
@require_http_methods(["GET", "HEAD", "POST"])
def edit_contract(request: OrganizationRequest, contract_id: uuid.UUID) -> HttpResponse:
    """Correct a contract, its past included."""
    contract = get_object_or_404(queries.contracts(), pk=contract_id)
    before = audit.snapshot(contract)
    data = request.POST if request.method == "POST" else None
    form = ContractForm(data, instance=contract, positions=list(queries.signers(client_id=contract.client_id)))
    if form.is_valid():
        try:
            actions.save_contract(contract=contract, by=request.employee, now=clock.now(), before=before)
        except actions.NumberTaken:
            form.add_error("number", TAKEN)
        else:
            messages.success(request, _("Saved."))
            return redirect("client-deals", slug=request.seat.slug, client_id=contract.client_id)
    context = {**client_context(request, contract.client, "deals"), "form": form, "contract": contract}
    return render(request, f"{FOLDER}/contract.html", context, status=422 if form.errors else 200)


@in_organization(Right.MANAGE_MONEY)
@require_http_methods(["GET", "HEAD", "POST"])
def contract_removal(request: OrganizationRequest, contract_id: uuid.UUID) -> HttpResponse:
    """Ask, and take a contract out of every list and sum."""
    contract = get_object_or_404(queries.contracts(), pk=contract_id)
    if request.method == "POST":
        actions.remove_contract(contract=contract, by=request.employee, now=clock.now())
        messages.success(request, _("The contract is removed. It counts nowhere any more."))
        return redirect("client-deals", slug=request.seat.slug, client_id=contract.client_id)
    text = _(
        "“%(title)s” leaves every list and sum. What was booked stays. Do this only for a contract that was entered by mistake."
    )
    context = {
        **client_context(request, contract.client, "deals"),
        "title": _("Remove the contract"),
        "text": text % {"title": contract.title},
    }
    return render(request, f"{FOLDER}/removal.html", context)
