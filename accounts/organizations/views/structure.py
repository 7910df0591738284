"""Departments and touchpoints."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts import clock
from accounts.audit import actions as audit
from accounts.organizations import actions, queries
from accounts.organizations.access import OrganizationRequest, in_organization
from accounts.organizations.forms import DepartmentForm, TouchpointForm
from accounts.organizations.models import Department, Touchpoint
from accounts.organizations.roles import Right
from accounts.web import htmx
from accounts.web.once import once

FOLDER = "accounts/organizations/settings/structure"
FORM = f"{FOLDER}/_form.html"


@in_organization(Right.SEE_PEOPLE)
@require_safe
def departments(request: OrganizationRequest) -> HttpResponse:
    """The departments with their leads."""
    return render(request, f"{FOLDER}/departments.html", {"departments": queries.departments()})


@in_organization(Right.MANAGE_STRUCTURE)
@require_http_methods(["GET", "HEAD", "POST"])
@once
def new_department(request: OrganizationRequest) -> HttpResponse:
    """Add a department."""
    return _department(request, Department(), before=None)


@in_organization(Right.MANAGE_STRUCTURE)
@require_http_methods(["GET", "HEAD", "POST"])
def edit_department(request: OrganizationRequest, department_id: uuid.UUID) -> HttpResponse:
    """Rename a department, or give it another lead."""
    department = get_object_or_404(queries.departments(), pk=department_id)
    return _department(request, department, before=audit.snapshot(department))


def _department(request: OrganizationRequest, row: Department, *, before: dict[str, Any] | None) -> HttpResponse:
    list_url = reverse("departments", args=[request.seat.slug])
    data = request.POST if request.method == "POST" else None
    form = DepartmentForm(data, instance=row, people=queries.active_employees(besides=row.lead_id))
    if form.is_valid():
        try:
            actions.save_department(department=row, by=request.employee, now=clock.now(), before=before)
        except actions.NameTaken:
            form.add_error("name", _("There is a department of this name already."))
        else:
            messages.success(request, _("Saved."))
            return htmx.redirect(request, list_url)
    context = {
        "form": form,
        "row": row,
        "is_new": before is None,
        "name": before and before["name"],
        "list_url": list_url,
    }
    return htmx.page(request, f"{FOLDER}/department.html", FORM, context, status=422 if form.errors else 200)


@in_organization(Right.MANAGE_STRUCTURE)
@require_http_methods(["GET", "HEAD", "POST"])
def archive_department(request: OrganizationRequest, department_id: uuid.UUID) -> HttpResponse:
    """Ask, and take a department out of every list."""
    row = get_object_or_404(queries.departments(), pk=department_id)
    is_refused = False
    if request.method == "POST":
        try:
            actions.archive_department(department=row, by=request.employee, now=clock.now())
        except actions.StillInUse:
            is_refused = True
        else:
            messages.success(request, _("%(name)s is archived.") % {"name": row.name})
            return redirect("departments", slug=request.seat.slug)
    template = f"{FOLDER}/department_archive.html"
    return render(request, template, {"row": row, "is_refused": is_refused}, status=422 if is_refused else 200)


@in_organization(Right.SEE_PEOPLE)
@require_safe
def touchpoints(request: OrganizationRequest) -> HttpResponse:
    """The touchpoints by department; those without an owner are marked."""
    return render(request, f"{FOLDER}/touchpoints.html", {"touchpoints": queries.touchpoints()})


@in_organization(Right.MANAGE_STRUCTURE)
@require_http_methods(["GET", "HEAD", "POST"])
@once
def new_touchpoint(request: OrganizationRequest) -> HttpResponse:
    """Add a touchpoint."""
    return _touchpoint(request, Touchpoint(), before=None)


@in_organization(Right.MANAGE_STRUCTURE)
@require_http_methods(["GET", "HEAD", "POST"])
def edit_touchpoint(request: OrganizationRequest, touchpoint_id: uuid.UUID) -> HttpResponse:
    """Change a touchpoint."""
    touchpoint = get_object_or_404(queries.touchpoints(), pk=touchpoint_id)
    return _touchpoint(request, touchpoint, before=audit.snapshot(touchpoint))


def _touchpoint(request: OrganizationRequest, row: Touchpoint, *, before: dict[str, Any] | None) -> HttpResponse:
    list_url = reverse("touchpoints", args=[request.seat.slug])
    form = TouchpointForm(
        request.POST if request.method == "POST" else None,
        instance=row,
        departments=queries.department_choices(besides=row.department_id),
        people=queries.active_employees(besides=row.owner_id),
    )
    if form.is_valid():
        try:
            actions.save_touchpoint(touchpoint=row, by=request.employee, now=clock.now(), before=before)
        except actions.NameTaken:
            form.add_error("name", _("This department has a touchpoint of this name already."))
        else:
            messages.success(request, _("Saved."))
            return htmx.redirect(request, list_url)
    context = {
        "form": form,
        "row": row,
        "is_new": before is None,
        "name": before and before["name"],
        "list_url": list_url,
    }
    return htmx.page(request, f"{FOLDER}/touchpoint.html", FORM, context, status=422 if form.errors else 200)


@in_organization(Right.MANAGE_STRUCTURE)
@require_http_methods(["GET", "HEAD", "POST"])
def archive_touchpoint(request: OrganizationRequest, touchpoint_id: uuid.UUID) -> HttpResponse:
    """Ask, and take a touchpoint out of every list."""
    row = get_object_or_404(queries.touchpoints(), pk=touchpoint_id)
    if request.method != "POST":
        return render(request, f"{FOLDER}/touchpoint_archive.html", {"row": row})
    actions.archive_touchpoint(touchpoint=row, by=request.employee, now=clock.now())
    messages.success(request, _("%(name)s is archived.") % {"name": row.name})
    return redirect("touchpoints", slug=request.seat.slug)
