"""One talk with everything about it, its files, and the ends of promises and needs."""

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import clock
from accounts.organizations.access import OrganizationRequest, RightMissing, in_organization
from accounts.organizations.roles import Right, has_right
from accounts.web.files import stored_file
from feedback.interactions import actions, queries
from feedback.interactions.models import Interaction

FOLDER = "feedback/interactions"


def _talk(request: OrganizationRequest, interaction_id: uuid.UUID) -> Interaction:
    rows = queries.interactions(role=request.seat.role, employee_id=request.employee.pk)
    row: Interaction = get_object_or_404(rows, pk=interaction_id)
    return row


@in_organization(Right.SEE_CLIENTS)
@require_safe
def interaction(request: OrganizationRequest, interaction_id: uuid.UUID) -> HttpResponse:
    """What was said, by whom, and what it leaves to do."""
    row = _talk(request, interaction_id)
    context = {
        "talk": row,
        "people": row.people.select_related("contact").order_by("contact__sort_name"),
        "needs": row.needs.order_by("created_at"),
        "promises": row.promises.select_related("owner").order_by("due_on"),
        "attachments": row.attachments.order_by("created_at", "id"),
        "may_remove": _may_remove(request, row),
    }
    return render(request, f"{FOLDER}/interaction.html", context)


def _may_remove(request: OrganizationRequest, row: Interaction) -> bool:
    return row.by_id == request.employee.pk or has_right(request.seat.role, Right.MANAGE_CLIENTS)


@in_organization(Right.LOG_CONTACTS)
@require_http_methods(["GET", "HEAD", "POST"])
def removal(request: OrganizationRequest, interaction_id: uuid.UUID) -> HttpResponse:
    """Ask, and take the talk out of the story: whoever wrote it down may, and who manages clients."""
    row = _talk(request, interaction_id)
    if not _may_remove(request, row):
        raise RightMissing(Right.MANAGE_CLIENTS)
    if request.method != "POST":
        return render(request, f"{FOLDER}/removal.html", {"talk": row})
    actions.remove(interaction=row, by=request.employee, now=clock.now())
    messages.success(request, _("The talk is removed. It counts nowhere any more."))
    return redirect("client", slug=request.seat.slug, client_id=row.client_id)


@in_organization(Right.SEE_CLIENTS)
@require_safe
def attachment(request: OrganizationRequest, interaction_id: uuid.UUID, attachment_id: uuid.UUID) -> HttpResponseBase:
    """A file of a talk, for those who may read the talk: always to download, under the name it came with."""
    row: Any = get_object_or_404(_talk(request, interaction_id).attachments, pk=attachment_id)
    return stored_file(row.file.name, name=row.name)


@in_organization(Right.LOG_CONTACTS)
@require_POST
def promise_kept(request: OrganizationRequest, promise_id: uuid.UUID) -> HttpResponse:
    """Note that the promise was kept."""
    return _end(request, queries.promises_of_reader, actions.keep_promise, promise_id, _("Kept. Well done."))


@in_organization(Right.LOG_CONTACTS)
@require_POST
def promise_dropped(request: OrganizationRequest, promise_id: uuid.UUID) -> HttpResponse:
    """Note that the promise no longer holds."""
    said = _("The promise no longer holds. Tell the client, if they do not know yet.")
    return _end(request, queries.promises_of_reader, actions.drop_promise, promise_id, said)


@in_organization(Right.LOG_CONTACTS)
@require_POST
def need_met(request: OrganizationRequest, need_id: uuid.UUID) -> HttpResponse:
    """Note that the client has what was needed."""
    return _end(request, queries.needs_of_reader, actions.meet_need, need_id, _("Noted: the client has it."))


@in_organization(Right.LOG_CONTACTS)
@require_POST
def need_dropped(request: OrganizationRequest, need_id: uuid.UUID) -> HttpResponse:
    """Note that the client no longer needs it."""
    return _end(request, queries.needs_of_reader, actions.drop_need, need_id, _("Noted: it is no longer needed."))


def _end(request: OrganizationRequest, rows: Callable, act: Callable, row_id: uuid.UUID, said: str) -> HttpResponse:
    row: Any = get_object_or_404(rows(role=request.seat.role, employee_id=request.employee.pk), pk=row_id)
    name = row._meta.model_name
    act(**{name: row}, by=request.employee, now=clock.now())
    messages.success(request, said)
    return redirect("client", slug=request.seat.slug, client_id=row.client_id)
