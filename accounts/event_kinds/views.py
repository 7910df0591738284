"""The settings pages of kinds. Events of other systems come in real time: no demo organization's clock moves them."""

import json
import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import clock
from accounts.audit import actions as audit
from accounts.event_kinds import actions, queries
from accounts.event_kinds.forms import TYPES, FieldRows, KindForm, PayloadForm, rearranged
from accounts.events.models import CustomKind
from accounts.events.payload import FieldType, example
from accounts.organizations.access import OrganizationRequest, in_organization
from accounts.organizations.roles import Right
from accounts.web.once import once

FOLDER = "accounts/event_kinds"
TOO_MANY = gettext_lazy("There are 100 kinds already. Archive one that is no longer used.")


@in_organization(Right.MANAGE_INTEGRATIONS)
@require_safe
def kinds(request: OrganizationRequest) -> HttpResponse:
    """Every kind, and when its newest event happened."""
    return render(request, f"{FOLDER}/list.html", {"kinds": queries.kinds()})


@in_organization(Right.MANAGE_INTEGRATIONS)
@require_http_methods(["GET", "HEAD", "POST"])
def kind(request: OrganizationRequest, kind_id: uuid.UUID) -> HttpResponse:
    """One kind: its fields, an example, a payload to try (a POST changes nothing), and its newest events."""
    row = get_object_or_404(queries.kinds(), pk=kind_id)
    fields = {name: FieldType(field_type) for name, field_type in row.fields.items()}
    sample = _json(example(fields))
    is_sent = request.method == "POST"
    form = PayloadForm(request.POST if is_sent else None, fields=fields, initial={"payload": sample})
    context = {
        "kind": row,
        "fields": [(name, field_type.value, TYPES[field_type]) for name, field_type in fields.items()],
        "example": sample,
        "form": form,
        "fits": form.is_valid(),
        "events": [(event, _json(event.payload)) for event in queries.newest_events(kind=row)],
    }
    return render(request, f"{FOLDER}/kind.html", context, status=422 if form.errors else 200)


@in_organization(Right.MANAGE_INTEGRATIONS)
@require_http_methods(["GET", "HEAD", "POST"])
@once
def new_kind(request: OrganizationRequest) -> HttpResponse:
    """Define a kind."""
    form, rows = _forms(request, CustomKind(), fixed={})
    if _are_valid(form, rows):
        form.instance.fields = rows.chosen()
        try:
            actions.add_kind(kind=form.instance, by=request.employee, now=clock.real_now())
        except actions.KeyTaken:
            form.add_error("key", _("There is a kind with this key already."))
        except actions.TooMany:
            form.add_error(None, TOO_MANY)
        else:
            messages.success(
                request, _("%(name)s is defined: its events are taken from now on.") % _named(form.instance)
            )
            return redirect("event-kind", slug=request.seat.slug, kind_id=form.instance.pk)
    return _form_page(request, form, rows, {})


@in_organization(Right.MANAGE_INTEGRATIONS)
@require_http_methods(["GET", "HEAD", "POST"])
@once
def edit_kind(request: OrganizationRequest, kind_id: uuid.UUID) -> HttpResponse:
    """Change a kind; once events have come, fields are only added."""
    row = get_object_or_404(queries.kinds(), pk=kind_id, archived_at=None)
    before = audit.snapshot(row)
    form, rows = _forms(request, row, fixed=row.fields if queries.has_events(kind=row) else {})
    if _are_valid(form, rows):
        row.fields = rows.chosen()
        try:
            actions.save_kind(kind=row, by=request.employee, now=clock.real_now(), before=before)
        except actions.FieldsInUse:
            form.add_error(None, _("Events of this kind have come meanwhile, so its fields stay. Open the page again."))
        else:
            messages.success(request, _("Saved."))
            return redirect("event-kind", slug=request.seat.slug, kind_id=row.pk)
    return _form_page(request, form, rows, {"kind_id": row.pk, "title": before["title"], "key": row.name})


@in_organization(Right.MANAGE_INTEGRATIONS)
@require_http_methods(["GET", "HEAD", "POST"])
def archive(request: OrganizationRequest, kind_id: uuid.UUID) -> HttpResponse:
    """Ask, and take no more events of the kind."""
    row = get_object_or_404(queries.kinds(), pk=kind_id)
    if request.method != "POST":
        return render(request, f"{FOLDER}/archive.html", {"kind": row})
    actions.archive_kind(kind=row, by=request.employee, now=clock.real_now())
    messages.success(request, _("%(name)s is archived: its events are refused from now on.") % _named(row))
    return redirect("event-kinds", slug=request.seat.slug)


@in_organization(Right.MANAGE_INTEGRATIONS)
@require_POST
def restore(request: OrganizationRequest, kind_id: uuid.UUID) -> HttpResponse:
    """Take events of the kind again."""
    row = get_object_or_404(queries.kinds(), pk=kind_id)
    try:
        actions.restore_kind(kind=row, by=request.employee, now=clock.real_now())
    except actions.TooMany:
        messages.error(request, TOO_MANY)
    else:
        messages.success(request, _("%(name)s is back: its events are taken again.") % _named(row))
    return redirect("event-kind", slug=request.seat.slug, kind_id=row.pk)


def _forms(request: OrganizationRequest, row: CustomKind, *, fixed: dict[str, str]) -> tuple[KindForm, Any]:
    """Return the form and its rows: filled by the request, or as typed when a button of the rows was pressed."""
    if request.method != "POST":
        own = [{"name": name, "type": kept} for name, kept in row.fields.items() if name not in fixed]
        return KindForm(instance=row), FieldRows(fixed=fixed, initial=own or [{}])
    typed = rearranged(request.POST)
    if typed is not None:
        return KindForm(instance=row, initial=request.POST.dict()), FieldRows(fixed=fixed, initial=typed)
    return KindForm(request.POST, instance=row), FieldRows(request.POST, fixed=fixed)


def _are_valid(form: KindForm, rows: Any) -> bool:
    are_valid = [part.is_valid() for part in (form, rows)]  # both, so that every error is shown at once
    return all(are_valid)


def _form_page(request: OrganizationRequest, form: KindForm, rows: Any, context: dict[str, Any]) -> HttpResponse:
    is_wrong = form.errors or (rows.is_bound and not rows.is_valid())
    fixed = [(name, TYPES[FieldType(kept)]) for name, kept in rows.fixed.items()]
    context |= {"form": form, "rows": rows, "fixed": fixed}
    return render(request, f"{FOLDER}/form.html", context, status=422 if is_wrong else 200)


def _named(row: CustomKind) -> dict[str, str]:
    return {"name": row.title}


def _json(payload: dict[str, Any]) -> str:
    return json.dumps(payload, ensure_ascii=False, indent=2)
