"""What every page of a case begins with, and who may do what."""

from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.organizations.access import OrganizationRequest, in_organization
from accounts.organizations.roles import Right
from accounts.web.once import once
from journeys.cases import queries
from journeys.cases.actions import NotOpen
from journeys.cases.models import Case

Act = Callable[[OrganizationRequest, Case], HttpResponse]


def case_of(request: OrganizationRequest, label: str) -> Case:
    """Return the case of this number, or answer 404 to whoever may not know of it as to whoever asks for none."""
    rows = queries.cases(role=request.seat.role, employee_id=request.employee.pk)
    row: Case = get_object_or_404(queries.by_label(rows, label))
    return row


def back(request: OrganizationRequest, case: Case) -> HttpResponse:
    """Lead to the page of the case."""
    return redirect("case", slug=request.seat.slug, case_label=case.label)


def act(view: Act) -> Callable[..., HttpResponseBase]:
    """Let a view do something with a case, for those who write things down; a case that was closed meanwhile says so."""

    @in_organization(Right.LOG_CONTACTS)
    @require_POST
    @once
    @wraps(view)
    def acted(request: OrganizationRequest, case_label: str) -> HttpResponse:
        case = case_of(request, case_label)
        try:
            return view(request, case)
        except NotOpen:
            return closed(request, case)

    return acted


def closed(request: OrganizationRequest, case: Case) -> HttpResponse:
    """Say that the case is closed, and show it."""
    messages.info(request, _("The case is closed: nothing was changed."))
    return back(request, case)
