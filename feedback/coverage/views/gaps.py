"""The list of gaps over all clients."""

from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts import clock
from accounts.clients import queries as registry
from accounts.clients.enums import BuyerRole
from accounts.organizations import queries as house
from accounts.organizations.access import OrganizationRequest, in_organization
from accounts.organizations.roles import Right, has_right
from accounts.web import htmx, pagination
from feedback.coverage import queries
from feedback.coverage.forms import GapFilterForm

LIST = ("feedback/coverage/list.html", "feedback/coverage/_list.html")


@in_organization(Right.SEE_CLIENTS)
@require_safe
def gaps(request: OrganizationRequest) -> HttpResponse:
    """Clients with a role that is not heard, the most money first; whoever sees no money has the longest silence first."""
    now, sees_money = clock.now(), has_right(request.seat.role, Right.SEE_MONEY)
    people, segments = house.active_employees(), registry.segments()
    form = GapFilterForm(request.GET, me=request.employee.pk, people=people, segments=segments)
    context: dict[str, Any] = {"filter": form, "now": now, "buyer_roles": BuyerRole.choices}
    if sees_money and not htmx.is_partial(request):
        context |= {"revenue": queries.revenue_heard(now=now), "goal": request.organization.revenue_heard_goal / 100}
    if not form.is_valid():
        return htmx.page(request, *LIST, context, status=422)
    today = timezone.localdate(now)
    wanted, after = form.wanted(), pagination.wanted_page(request)
    page = queries.gap_page(wanted, after=after, by_money=sees_money, now=now, today=today)
    if has_right(request.seat.role, Right.MANAGE_SURVEYS):
        context["survey"] = queries.survey_to_ask()
    coverage = queries.coverage_of([row.client_id for row in page.rows], now=now)
    context |= {
        "rows": [(row, row.client, coverage[row.client_id]) for row in page.rows],
        "is_narrowed": any(form.cleaned_data.values()),
        "has_clients": bool(page.rows) or registry.clients().exists(),
        **pagination.links(request, page),
    }
    return htmx.page(request, *LIST, context)
