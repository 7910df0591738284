"""What the relation with one client is worth: contracts, revenue by year, how it went on."""

import uuid
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts import clock
from accounts.clients import queries as registry
from accounts.clients.models import Client
from accounts.clients.views.people import client_context
from accounts.contracts import queries
from accounts.contracts.revenue import Revenue, Source, last_year, revenue, years
from accounts.contracts.said import missing_rates
from accounts.organizations.access import OrganizationRequest, in_organization
from accounts.organizations.roles import Right
from accounts.web import charts, formats, pagination

FOLDER = "accounts/contracts"
GLANCE = 8  # documents on the page


@in_organization(Right.SEE_MONEY)
@require_safe
def deals(request: OrganizationRequest, client_id: uuid.UUID) -> HttpResponse:
    """Contracts, revenue and outcomes of a client."""
    client = get_object_or_404(registry.known_clients(), pk=client_id)
    context = {
        **client_context(request, client, "deals"),
        **_brought(request, client),
        "contracts": queries.contracts(client_id=client.pk),
        "outcomes": queries.outcomes(client_id=client.pk),
        "entries": queries.entries(client_id=client.pk)[:GLANCE],
        "today": queries.house_day(request.organization, clock.now()),
    }
    return render(request, f"{FOLDER}/deals.html", context)


@in_organization(Right.SEE_MONEY)
@require_safe
def booked(request: OrganizationRequest, client_id: uuid.UUID) -> HttpResponse:
    """Everything that was booked for a client, newest first."""
    client = get_object_or_404(registry.known_clients(), pk=client_id)
    rows = queries.entries(client_id=client.pk)
    page = pagination.page_of(rows, order="-day", after=pagination.wanted_page(request))
    context = {**client_context(request, client, "deals"), "entries": page.rows, **pagination.links(request, page)}
    return render(request, f"{FOLDER}/booked.html", context)


def _brought(request: OrganizationRequest, client: Client) -> dict[str, Any]:
    """Return the revenue of the last twelve months and of each year, with a chart of the years that are known."""
    currency, today = request.organization.currency, queries.house_day(request.organization, clock.now())
    rates = queries.rates(base=currency)
    entries, terms = queries.booked([client.pk])[client.pk], queries.terms([client.pk])[client.pk]
    since, until = last_year(today)
    of_years = years(entries, terms, rates=rates, today=today)
    found = revenue(entries, terms, rates=rates, since=since, until=until)
    return {
        "brought": found.rounded(0),
        "why": _why(found),
        "figure": _figure(of_years, currency=currency, this_year=today.year) if entries or terms else None,
        "unknown": [(year, missing_rates(one.missing)) for year, one in of_years if one.missing],
    }


def _why(found: Revenue) -> str:
    if found.missing:
        return missing_rates(found.missing)
    if found.source is None:
        return _("Unknown: neither contracts nor documents are on record for this time.")
    if found.source == Source.ENTRIES:
        return _("The sum of what was booked.")
    return _("From the contracts, day by day: nothing was booked in this time.")


def _figure(of_years: list[tuple[int, Revenue]], *, currency: str, this_year: int) -> charts.Figure:
    known = [(year, amount) for year, one in of_years if (amount := one.rounded(0)) is not None]
    rows = [
        charts.Bar(_("%(year)s so far") % {"year": year} if year == this_year else str(year), amount)
        for year, amount in known
    ]
    best = max((amount for _year, amount in known), default=0)
    sentence = _("Revenue by calendar year, at most %(amount)s.") % {"amount": formats.money(best, currency)}
    return charts.bars(sentence=sentence, rows=rows, say=lambda value: formats.money(value, currency))  # type: ignore[arg-type]
