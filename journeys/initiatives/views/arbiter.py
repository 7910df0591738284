"""What departments owe one another's clients, as whoever arbitrates between them sees it; and what was ruled."""

import uuid

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import clock
from accounts.organizations.access import OrganizationRequest, in_organization
from accounts.organizations.models import Department
from accounts.organizations.roles import Right
from accounts.web.once import once
from accounts.web.text import as_id
from feedback.interactions.models import Visibility
from journeys.cases import queries as cases
from journeys.cases.models import Case
from journeys.initiatives import actions, queries
from journeys.initiatives.forms import KeepForm, RulingForm
from journeys.initiatives.models import Ruling
from journeys.stages.actions import today

FOLDER = "journeys/initiatives/arbiter"
MOST = 50  # of what one department owes: the oldest


@in_organization(Right.SEE_CLIENTS)
@require_safe
def arbiter(request: OrganizationRequest) -> HttpResponse:
    """What each department owes at each touchpoint, and what was ruled and is not kept yet."""
    now = clock.now()
    context = {
        "found": queries.debts(now=now, today=today(now)),
        "rulings": queries.open_rulings()[:MOST],
        "today": today(now),
        "fewest": request.organization.confidentiality_group,
    }
    return render(request, f"{FOLDER}/arbiter.html", context)


@in_organization(Right.SEE_CLIENTS)
@require_safe
def department(request: OrganizationRequest, department_id: uuid.UUID) -> HttpResponse:
    """What one department owes: every complaint, promise and ruling behind the numbers."""
    row = get_object_or_404(Department.objects.select_related("lead"), pk=department_id)
    now = clock.now()
    ruled = queries.rulings().filter(department=row)[:MOST]
    context = {
        "department": row,
        "debts": queries.debts_of(row, now=now, today=today(now)),
        "cases": [(one, cases.heading(one)) for one in queries.cases_owed(row, now=now)[:MOST]],
        "promises": queries.promises_owed(row)[:MOST],
        "rulings": [(one, queries.may_keep(one, employee=request.employee, role=request.seat.role)) for one in ruled],
        "today": today(now),
        "now": now,
        "most": MOST,
    }
    return render(request, f"{FOLDER}/department.html", context)


@in_organization(Right.MANAGE_INITIATIVES)
@require_http_methods(["GET", "HEAD", "POST"])
@once
def rule(request: OrganizationRequest) -> HttpResponse:
    """Rule what a department owes, about a case or about what it owes as such."""
    now = clock.now()
    case = _case(request)
    about = request.GET.get("dept", ""), request.GET.get("touchpoint", "")
    initial = {"department": as_id(about[0]) or (case.department_id if case else None), "touchpoint": as_id(about[1])}
    data = request.POST if request.method == "POST" else None
    form = RulingForm(data, instance=Ruling(case=case), initial=initial, today=today(now))
    if form.is_valid():
        ruling = form.instance
        ruling.lead = ruling.department.lead
        actions.make(ruling=ruling, by=request.employee, now=now)
        messages.success(request, _("%(name)s is told by letter.") % {"name": ruling.lead.name})
        return _to_department(request, ruling)
    context = {"form": form, "case": case, "heading_of_case": cases.heading(case) if case else ""}
    return render(request, f"{FOLDER}/rule.html", context, status=422 if form.errors else 200)


def _case(request: OrganizationRequest) -> Case | None:
    """Return the case that the address names, where everybody may know of it: a ruling is told to a department."""
    label = request.GET.get("case", "")
    if not label:
        return None
    rows = cases.cases(role=request.seat.role, employee_id=request.employee.pk).filter(visibility=Visibility.TEAM)
    found: Case = get_object_or_404(cases.by_label(rows, label))
    return found


@in_organization(Right.LOG_CONTACTS)
@require_POST
def keep(request: OrganizationRequest, ruling_id: uuid.UUID) -> HttpResponse:
    """Note that the department has done what it owed."""
    row = get_object_or_404(queries.rulings(), pk=ruling_id)
    if not queries.may_keep(row, employee=request.employee, role=request.seat.role):
        raise Http404
    form = KeepForm(request.POST)
    try:
        if form.is_valid():
            actions.keep(ruling=row, note=form.cleaned_data["note"], by=request.employee, now=clock.now())
            messages.success(request, _("Kept."))
        else:
            messages.error(request, _("This is too long: 500 characters fit."))
    except actions.NotOwed:
        messages.info(request, _("The ruling was taken back: nothing was changed."))
    return _to_department(request, row)


@in_organization(Right.MANAGE_INITIATIVES)
@require_POST
def drop(request: OrganizationRequest, ruling_id: uuid.UUID) -> HttpResponse:
    """Take a ruling back."""
    row = get_object_or_404(queries.rulings(), pk=ruling_id)
    try:
        actions.drop(ruling=row, by=request.employee, now=clock.now())
        messages.success(request, _("Taken back."))
    except actions.NotOwed:
        messages.info(request, _("The ruling was kept already: nothing was changed."))
    return _to_department(request, row)


def _to_department(request: OrganizationRequest, ruling: Ruling) -> HttpResponse:
    return redirect("department-debts", slug=request.seat.slug, department_id=ruling.department_id)
