"""A webhook's messages: the log, one message with its tries, a test, and once more."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts import clock
from accounts.organizations.access import OrganizationRequest, in_organization
from accounts.organizations.roles import Right
from accounts.web import pagination
from accounts.webhooks import actions, queries
from accounts.webhooks.http import Fault
from accounts.webhooks.models import TEST, WebhookDelivery
from accounts.webhooks.views.webhooks import FOLDER


@in_organization(Right.MANAGE_INTEGRATIONS)
@require_safe
def webhook(request: OrganizationRequest, webhook_id: uuid.UUID) -> HttpResponse:
    """How a webhook is doing, and its messages, newest first."""
    row = get_object_or_404(queries.webhooks(), pk=webhook_id)
    state = request.GET.get("state", "")
    state = state if state in WebhookDelivery.State.values else ""
    log = queries.deliveries(webhook_id=row.pk, state=state)
    page = pagination.page_of(log, order="-created_at", after=pagination.wanted_page(request))
    titles = _titles()
    context = {
        "webhook": row,
        "kinds": [titles.get(name, name) for name in row.kinds],
        "rows": [(row, titles.get(row.kind, row.kind), _fault(row)) for row in page.rows],
        "state": state,
        "states": WebhookDelivery.State.choices,
        **pagination.links(request, page),
    }
    return render(request, f"{FOLDER}/webhook.html", context)


@in_organization(Right.MANAGE_INTEGRATIONS)
@require_safe
def delivery(request: OrganizationRequest, webhook_id: uuid.UUID, delivery_id: uuid.UUID) -> HttpResponse:
    """One message: its state and every try."""
    row = _delivery(webhook_id, delivery_id)
    waiting = queries.waiting_job(delivery_id=row.pk)
    context = {
        "delivery": row,
        "title": _titles().get(row.kind, row.kind),
        "attempts": queries.attempts(delivery_id=row.pk),
        "next_try": waiting.run_at if waiting and row.state == row.State.PENDING else None,
    }
    return render(request, f"{FOLDER}/delivery.html", context)


@in_organization(Right.MANAGE_INTEGRATIONS)
@require_POST
def test(request: OrganizationRequest, webhook_id: uuid.UUID) -> HttpResponse:
    """Send a message that tells of nothing, and lead to what becomes of it."""
    row = get_object_or_404(queries.webhooks(), pk=webhook_id)
    try:
        sent = actions.send_test(webhook=row, by=request.employee, now=clock.real_now())
    except actions.SwitchedOff:
        messages.error(request, _("The webhook is off, so nothing is sent. Switch it on first."))
        return redirect("webhook", slug=request.seat.slug, webhook_id=row.pk)
    return redirect("webhook-delivery", slug=request.seat.slug, webhook_id=row.pk, delivery_id=sent.pk)


@in_organization(Right.MANAGE_INTEGRATIONS)
@require_POST
def replay(request: OrganizationRequest, webhook_id: uuid.UUID, delivery_id: uuid.UUID) -> HttpResponse:
    """Try a message again at once, whatever became of it."""
    row = _delivery(webhook_id, delivery_id)
    try:
        actions.replay(delivery=row, by=request.employee, now=clock.real_now())
    except actions.SwitchedOff:
        messages.error(request, _("The webhook is off, so nothing is sent. Switch it on first."))
    else:
        messages.success(request, _("It is tried again now, under the same id."))
    return redirect("webhook-delivery", slug=request.seat.slug, webhook_id=webhook_id, delivery_id=row.pk)


def _delivery(webhook_id: uuid.UUID, delivery_id: uuid.UUID) -> WebhookDelivery:
    row: WebhookDelivery = get_object_or_404(
        queries.deliveries(webhook_id=webhook_id).select_related("webhook"),
        pk=delivery_id,
        webhook__removed_at=None,
    )
    return row


def _fault(row: Any) -> str:
    return str(Fault(row.last_fault).label) if row.last_fault else ""


def _titles() -> dict[str, str]:
    return queries.kind_titles() | {TEST: _("Test")}
