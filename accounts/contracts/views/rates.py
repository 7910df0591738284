"""Settings of money: in which currency all of it is counted, and what other currencies are worth in it."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from accounts import clock
from accounts.contracts import actions, queries
from accounts.contracts.forms import CurrencyForm, RateForm, RatesForm
from accounts.organizations.access import OrganizationRequest, in_organization
from accounts.organizations.roles import Right
from accounts.web import formats, pagination
from accounts.web.once import once


@in_organization(Right.MANAGE_MONEY)
@require_safe
def money(request: OrganizationRequest) -> HttpResponse:
    """The currency, the newest rates, and where both are changed."""
    return _page(request)


@in_organization(Right.MANAGE_ORGANIZATION)
@require_POST
def currency(request: OrganizationRequest) -> HttpResponse:
    """Count all money in another currency."""
    form = CurrencyForm(request.POST)
    if not form.is_valid():
        return _page(request, currency_form=form)
    actions.change_currency(currency=form.cleaned_data["currency"], by=request.employee, now=clock.now())
    messages.success(request, _("Saved. Revenue is counted anew within a minute."))
    return redirect("settings-money", slug=request.seat.slug)


@in_organization(Right.MANAGE_MONEY)
@require_POST
@once
def new_rate(request: OrganizationRequest) -> HttpResponse:
    """Enter one rate; that of the same day is replaced."""
    base = request.organization.currency
    form = RateForm(request.POST, base=base, auto_id="rate_%s")
    if not form.is_valid():
        return _page(request, rate_form=form)
    rate = form.found
    actions.save_rate(rate=rate, base=base, by=request.employee, now=clock.now())
    said = {"currency": rate.currency, "day": formats.day(rate.day)}
    messages.success(request, _("The rate of %(currency)s from %(day)s is kept.") % said)
    return redirect("settings-money", slug=request.seat.slug)


@in_organization(Right.MANAGE_MONEY)
@require_POST
@once
def rates_import(request: OrganizationRequest) -> HttpResponse:
    """Enter many rates that were pasted; one wrong line refuses all of them."""
    base = request.organization.currency
    form = RatesForm(request.POST, base=base)
    if not form.is_valid():
        return _page(request, rates_form=form)
    found = form.cleaned_data["lines"]
    actions.import_rates(rates=found, base=base, by=request.employee, now=clock.now())
    number = len(found)
    said = ngettext("%(number)s rate is kept.", "%(number)s rates are kept.", number)
    messages.success(request, said % {"number": number})
    return redirect("settings-money", slug=request.seat.slug)


@in_organization(Right.MANAGE_MONEY)
@require_POST
def rate_removal(request: OrganizationRequest, rate_id: uuid.UUID) -> HttpResponse:
    """Delete a rate that is wrong."""
    rate = get_object_or_404(queries.exchange_rates(base=request.organization.currency), pk=rate_id)
    actions.remove_rate(rate=rate, by=request.employee, now=clock.now())
    messages.success(request, _("The rate is removed. The one before it holds again."))
    return redirect("settings-money", slug=request.seat.slug)


def _page(request: OrganizationRequest, **forms: Any) -> HttpResponse:
    base = request.organization.currency
    rows = queries.exchange_rates(base=base)
    page = pagination.page_of(rows, order="-day", after=pagination.wanted_page(request))
    context = {
        "currency_form": CurrencyForm(initial={"currency": base}),
        "rate_form": RateForm(
            base=base, auto_id="rate_%s", initial={"day": queries.house_day(request.organization, clock.now())}
        ),
        "rates_form": RatesForm(base=base),
        **forms,
        "base": base,
        "rates": page.rows,
        **pagination.links(request, page),
    }
    return render(request, "accounts/contracts/settings.html", context, status=422 if forms else 200)
