"""The page of results, and the same as a list under the search field."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from accounts.events.registry import Reader
from accounts.organizations.access import OrganizationRequest, in_organization
from accounts.organizations.roles import Right
from accounts.search import queries
from accounts.web import htmx

FOLDER = "accounts/search"
ON_PAGE, IN_LIST = 50, 5
LONGEST_QUESTION = 200


@in_organization(Right.SEE_CLIENTS)
@require_safe
def search(request: OrganizationRequest) -> HttpResponse:
    """Clients, people and talks that have every word of the question."""
    question = request.GET.get("q", "").strip()[:LONGEST_QUESTION]
    terms = queries.asked(question)
    reader = Reader(employee_id=request.employee.pk, role=request.seat.role, slug=request.seat.slug)
    groups = queries.find(terms, reader=reader, limit=IN_LIST if htmx.is_partial(request) else ON_PAGE)
    context = {"question": question, "is_too_short": not terms, "groups": groups}
    return htmx.page(request, f"{FOLDER}/search.html", f"{FOLDER}/_list.html", context)
