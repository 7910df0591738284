from django.http import HttpResponse
from django.shortcuts import render

from accounts import clock
from accounts.organizations import queries as organizations
from accounts.organizations.access import OrganizationRequest, in_organization
from accounts.organizations.roles import Right


@in_organization(Right.OPEN)
def home(request: OrganizationRequest) -> HttpResponse:
    """The house as it stands: who works here, which departments and touchpoints exist, what is still missing."""
    context = {
        "members": organizations.current_memberships(now=clock.now()).count(),
        "employees": organizations.active_employees().count(),
        "departments": organizations.departments(),
        "touchpoints": organizations.touchpoints().count(),
        "ownerless": organizations.touchpoints().filter(owner=None),
    }
    return render(request, "happiness/dashboard/home.html", context)
