"""The organization's own fields of clients and people."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import clock
from accounts.audit import actions as audit
from accounts.clients import actions, queries
from accounts.clients.forms import FieldForm
from accounts.clients.models import CustomField
from accounts.organizations.access import OrganizationRequest, in_organization
from accounts.organizations.roles import Right
from accounts.web.once import once

FOLDER = "accounts/clients/settings/fields"


@in_organization(Right.MANAGE_CLIENTS)
@require_safe
def fields(request: OrganizationRequest) -> HttpResponse:
    """The fields in their order, those of clients and those of people, and the archived ones."""
    subjects = [(subject, list(queries.custom_fields(subject))) for subject in CustomField.Subject]
    return render(request, f"{FOLDER}/list.html", {"subjects": subjects, "archived": queries.archived_fields()})


@in_organization(Right.MANAGE_CLIENTS)
@require_http_methods(["GET", "HEAD", "POST"])
@once
def new_field(request: OrganizationRequest) -> HttpResponse:
    """Add a field."""
    return _field(request, CustomField(), before=None)


@in_organization(Right.MANAGE_CLIENTS)
@require_http_methods(["GET", "HEAD", "POST"])
def edit_field(request: OrganizationRequest, field_id: uuid.UUID) -> HttpResponse:
    """Change the name of a field, or its choices."""
    field = _used(field_id)
    return _field(request, field, before=audit.snapshot(field))


def _field(request: OrganizationRequest, row: CustomField, *, before: dict[str, Any] | None) -> HttpResponse:
    form = FieldForm(request.POST if request.method == "POST" else None, instance=row)
    if form.is_valid():
        try:
            actions.save_custom_field(field=row, by=request.employee, now=clock.now(), before=before)
        except actions.TooMany:
            form.add_error(None, _("There are 40 fields already, archived ones included. Bring one of those back."))
        except actions.NameTaken:
            form.add_error("label", _("Somebody has added a field at the same moment. Send the form again."))
        else:
            messages.success(request, _("Saved."))
            return redirect("custom-fields", slug=request.seat.slug)
    context = {"form": form, "row": row, "is_new": before is None, "name": before and before["label"]}
    return render(request, f"{FOLDER}/form.html", context, status=422 if form.errors else 200)


@in_organization(Right.MANAGE_CLIENTS)
@require_POST
def move_field(request: OrganizationRequest, field_id: uuid.UUID) -> HttpResponse:
    """Move a field one place up or down."""
    is_up = request.POST.get("direction") == "up"
    actions.move_custom_field(field=_used(field_id), up=is_up, by=request.employee, now=clock.now())
    return redirect("custom-fields", slug=request.seat.slug)


@in_organization(Right.MANAGE_CLIENTS)
@require_POST
def archive_field(request: OrganizationRequest, field_id: uuid.UUID) -> HttpResponse:
    """Take a field out of the forms. It can be brought back on the same page, so nobody is asked first."""
    field = _used(field_id)
    actions.archive_custom_field(field=field, by=request.employee, now=clock.now())
    messages.success(request, _("%(name)s is archived.") % {"name": field.label})
    return redirect("custom-fields", slug=request.seat.slug)


@in_organization(Right.MANAGE_CLIENTS)
@require_POST
def restore_field(request: OrganizationRequest, field_id: uuid.UUID) -> HttpResponse:
    """Bring an archived field back."""
    field = get_object_or_404(CustomField, pk=field_id)  # twice is once
    actions.restore_custom_field(field=field, by=request.employee, now=clock.now())
    messages.success(request, _("%(name)s is back.") % {"name": field.label})
    return redirect("custom-fields", slug=request.seat.slug)


def _used(field_id: uuid.UUID) -> CustomField:
    row: CustomField = get_object_or_404(CustomField, pk=field_id, archived_at=None)
    return row
