"""What waits: alerts without a case, open cases by their hour, of everybody or one's own; those that are closed, and praise."""

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_safe

from accounts import clock
from accounts.organizations.access import OrganizationRequest, in_organization
from accounts.organizations.roles import Right, has_right
from accounts.web import htmx, pagination
from feedback.alerts import queries as alerts
from feedback.alerts import words
from journeys.cases import queries as cases
from journeys.cases.models import Sort
from journeys.cases.views.page import listed

FOLDER = "happiness/dashboard/signals"
ALERTS = 5  # that nobody has made a case of yet
SHOWN = {
    "open": pgettext_lazy("cases", "Open"),
    "mine": pgettext_lazy("cases", "Mine"),
    "praise": _("Praise"),
    "closed": pgettext_lazy("cases", "Closed"),
}


@in_organization(Right.SEE_CLIENTS)
@require_safe
def signals(request: OrganizationRequest) -> HttpResponse:
    """The queue, the most urgent first."""
    wanted = request.GET.get("show", "")
    wanted = wanted if wanted in SHOWN else "open"
    rows = cases.cases(role=request.seat.role, employee_id=request.employee.pk)
    after = pagination.wanted_page(request)
    if wanted == "closed":
        page = pagination.page_of(rows.filter(closed_at__isnull=False), order="-closed_at", after=after)
    elif wanted == "praise":
        page = pagination.page_of(rows.filter(sort=Sort.PRAISE, closed_at=None), order="-opened_at", after=after)
    else:
        mine = {"owner": request.employee} if wanted == "mine" else {"sort": Sort.COMPLAINT}
        page = cases.open_page(rows.filter(**mine), after=after)
    url = reverse("signals", args=[request.seat.slug])
    context = {
        "alerts": _alerts(request) if wanted == "open" and not after else [],
        "cases": listed(page.rows, now=clock.now()),
        "shown": wanted,
        "choices": [
            {"label": label, "url": f"{url}?show={key}", "is_current": key == wanted} for key, label in SHOWN.items()
        ],
        **pagination.links(request, page),
    }
    return htmx.page(request, f"{FOLDER}/list.html", f"{FOLDER}/_list.html", context)


def _alerts(request: OrganizationRequest) -> list[Any]:
    """Return the most urgent alerts of which nobody has made a case, as far as the reader may know of them."""
    if not has_right(request.seat.role, Right.SEE_ALERTS):
        return []
    return words.listed(list(alerts.open_alerts(role=request.seat.role).filter(case_id=None)[:ALERTS]))
