from django.http import HttpResponse
from django.shortcuts import render

from accounts import clock
from accounts.clients import queries as clients
from accounts.organizations import queries as organizations
from accounts.organizations.access import OrganizationRequest, in_organization
from accounts.organizations.roles import Right, has_right
from feedback.coverage import queries as coverage
from feedback.coverage.queries import FirstSteps


@in_organization(Right.OPEN)
def home(request: OrganizationRequest) -> HttpResponse:
    """The house as it stands: who works here, which departments and touchpoints exist, what is still missing."""
    context = {
        "members": organizations.current_memberships(now=clock.now()).count(),
        "employees": organizations.active_employees().count(),
        "departments": organizations.departments(),
        "touchpoints": organizations.touchpoints().count(),
        "ownerless": organizations.touchpoints().filter(owner=None),
        "ownerless_clients": clients.ownerless_count(),
        "most_counted": clients.MOST_COUNTED,
        "first": _first_steps(request),
    }
    return render(request, "happiness/dashboard/home.html", context)


def _first_steps(request: OrganizationRequest) -> FirstSteps | None:
    """Return what leads a new house to its first value; None when it is there, or for those who can do nothing about it."""
    if not has_right(request.seat.role, Right.MANAGE_CLIENTS):
        return None
    steps = coverage.first_steps()
    return None if steps.are_done else steps
