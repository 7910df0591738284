"""Which stays a figure of the funnel, or of a comparison, is made of."""

from typing import Any

from django.http import Http404, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from accounts import clock
from accounts.clients.enums import Stage
from accounts.organizations.access import OrganizationRequest, in_organization
from accounts.organizations.roles import Right
from accounts.web import htmx, pagination
from journeys.stages import queries
from journeys.stages.queries import End

FOLDER = "journeys/stages/stays"
ENDS = {End.ALL: _("All who entered"), End.ONWARD: _("Moved on"), End.LOST: _("Lost"), End.OPEN: _("Still there")}


@in_organization(Right.SEE_CLIENTS)
@require_safe
def stays(request: OrganizationRequest) -> HttpResponse:
    """The stays of clients in a stage, within a year or of one version of the path, by how they ended."""
    stage, end = request.GET.get("stage", ""), request.GET.get("end", End.ALL)
    number = request.GET.get("version", "")
    version = queries.versions().filter(number=number).first() if number.isdecimal() and len(number) < 5 else None  # noqa: PLR2004 a number of a version
    if stage not in Stage.values or end not in ENDS or (number and version is None):
        raise Http404
    rows = queries.stays(stage=stage, end=End(end), version=version, now=clock.now())
    page = pagination.page_of(rows, order="-entered_at", after=pagination.wanted_page(request))
    query = request.GET.copy()
    query.pop(pagination.PARAMETER, None)
    context: dict[str, Any] = {
        "stage": Stage(stage),
        "version": version,
        "rows": queries.standing_of(page.rows, now=clock.now()),
        "ends": [
            {"label": label, "url": f"{request.path}?{_with(query, one)}", "is_current": one == end}
            for one, label in ENDS.items()
        ],
        **pagination.links(request, page),
    }
    return htmx.page(request, f"{FOLDER}/stays.html", f"{FOLDER}/_stays.html", context)


def _with(query: Any, end: str) -> str:
    changed = query.copy()
    changed["end"] = end
    return str(changed.urlencode())
