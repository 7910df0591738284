"""Which clients decide soon whether they stay."""

from datetime import timedelta

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts import clock
from accounts.contracts import queries
from accounts.organizations.access import OrganizationRequest, in_organization
from accounts.organizations.roles import Right
from accounts.web import pagination

AHEAD = timedelta(days=90)


@in_organization(Right.SEE_MONEY)
@require_safe
def renewals(request: OrganizationRequest) -> HttpResponse:
    """The renewals of the next 90 days with the mood beside the money, the overdue first."""
    today = queries.house_day(request.organization, clock.now())
    rows = queries.renewals(until=today + AHEAD)
    page = pagination.page_of(rows, order="renewal_on", after=pagination.wanted_page(request))
    context = {"rows": page.rows, "today": today, **pagination.links(request, page)}
    return render(request, "accounts/contracts/renewals.html", context)
