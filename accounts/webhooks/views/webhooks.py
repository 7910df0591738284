"""The webhooks: list, new, details, change, removal, and the page that shows a secret once."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import clock
from accounts.audit import actions as audit
from accounts.organizations.access import OrganizationRequest, in_organization
from accounts.organizations.roles import Right
from accounts.web.once import once
from accounts.webhooks import actions, queries
from accounts.webhooks.forms import WebhookForm
from accounts.webhooks.models import Webhook

FOLDER = "accounts/webhooks"


@in_organization(Right.MANAGE_INTEGRATIONS)
@require_safe
def webhooks(request: OrganizationRequest) -> HttpResponse:
    """Every webhook and how it is doing."""
    return render(request, f"{FOLDER}/list.html", {"webhooks": queries.webhooks()})


@in_organization(Right.MANAGE_INTEGRATIONS)
@require_http_methods(["GET", "HEAD", "POST"])
@once
def new_webhook(request: OrganizationRequest) -> HttpResponse:
    """Add a webhook, and show its secret."""
    form = _form(request, Webhook())
    if form.is_valid():
        try:
            secret = actions.add_webhook(webhook=form.instance, by=request.employee, now=clock.real_now())
        except actions.TitleTaken:
            form.add_error("title", _("There is a webhook of this name already."))
        except actions.TooMany:
            form.add_error(None, _("There are 20 webhooks already. Remove one that is no longer used."))
        else:
            return secret_page(request, form.instance, secret)
    return render(request, f"{FOLDER}/form.html", {"form": form}, status=422 if form.errors else 200)


@in_organization(Right.MANAGE_INTEGRATIONS)
@require_http_methods(["GET", "HEAD", "POST"])
def edit_webhook(request: OrganizationRequest, webhook_id: uuid.UUID) -> HttpResponse:
    """Change name, address and events of a webhook."""
    webhook = get_object_or_404(queries.webhooks(), pk=webhook_id)
    before = audit.snapshot(webhook)
    form = _form(request, webhook)
    if form.is_valid():
        try:
            actions.save_webhook(webhook=webhook, by=request.employee, now=clock.real_now(), before=before)
        except actions.TitleTaken:
            form.add_error("title", _("There is a webhook of this name already."))
        else:
            messages.success(request, _("Saved."))
            return redirect("webhook", slug=request.seat.slug, webhook_id=webhook.pk)
    context = {"form": form, "webhook_id": webhook.pk, "title": before["title"]}
    return render(request, f"{FOLDER}/form.html", context, status=422 if form.errors else 200)


def _form(request: OrganizationRequest, webhook: Webhook) -> WebhookForm:
    data = request.POST if request.method == "POST" else None
    return WebhookForm(data, instance=webhook, titles=queries.kind_titles())


@in_organization(Right.MANAGE_INTEGRATIONS)
@require_http_methods(["GET", "HEAD", "POST"])
def remove_webhook(request: OrganizationRequest, webhook_id: uuid.UUID) -> HttpResponse:
    """Ask, and send nothing there any more."""
    webhook = get_object_or_404(queries.webhooks(), pk=webhook_id)
    if request.method != "POST":
        return render(request, f"{FOLDER}/removal.html", {"webhook": webhook})
    actions.remove_webhook(webhook=webhook, by=request.employee, now=clock.real_now())
    messages.success(request, _("%(name)s is removed.") % {"name": webhook.title})
    return redirect("webhooks", slug=request.seat.slug)


@in_organization(Right.MANAGE_INTEGRATIONS)
@require_http_methods(["GET", "HEAD", "POST"])
def rotate_secret(request: OrganizationRequest, webhook_id: uuid.UUID) -> HttpResponse:
    """Ask, change the secret and show the new one."""
    webhook = get_object_or_404(queries.webhooks(), pk=webhook_id)
    now = clock.real_now()
    if request.method != "POST":
        overlap = webhook.previous_until if webhook.previous_until and webhook.previous_until > now else None
        return render(request, f"{FOLDER}/rotation.html", {"webhook": webhook, "overlap": overlap})
    number = webhook.secret_number
    seen = number if request.POST.get("number") == str(number) else 0
    try:
        secret = actions.rotate_secret(webhook=webhook, number=seen, by=request.employee, now=now)
    except actions.AlreadyRotated:
        messages.error(request, _("The secret was changed already, and the new one was shown then."))
        return redirect("webhook", slug=request.seat.slug, webhook_id=webhook.pk)
    return secret_page(request, webhook, secret)


@never_cache
def secret_page(request: OrganizationRequest, webhook: Webhook, secret: str) -> HttpResponse:
    """Show a secret: the answer to the act itself, because it is kept nowhere from which a second page could read it.

    When the browser sends the act again, it is led to the webhook, or the secret has another number.
    """
    page = render(request, f"{FOLDER}/secret.html", {"webhook": webhook, "secret": secret})
    page["Content-Location"] = reverse("webhook", args=[request.seat.slug, webhook.pk])
    return page


@in_organization(Right.MANAGE_INTEGRATIONS)
@require_POST
def switch_on(request: OrganizationRequest, webhook_id: uuid.UUID) -> HttpResponse:
    """Send events there again."""
    webhook = get_object_or_404(queries.webhooks(), pk=webhook_id)
    actions.switch_on(webhook=webhook, by=request.employee, now=clock.real_now())
    return _switched(request, webhook, _("%(name)s is on: new events are sent again."))


@in_organization(Right.MANAGE_INTEGRATIONS)
@require_POST
def switch_off(request: OrganizationRequest, webhook_id: uuid.UUID) -> HttpResponse:
    """Send nothing there for a while."""
    webhook = get_object_or_404(queries.webhooks(), pk=webhook_id)
    reason = Webhook.Reason.BY_HAND
    actions.switch_off(webhook=webhook, reason=reason, by=request.employee, now=clock.real_now())
    return _switched(request, webhook, _("%(name)s is off: nothing is sent until somebody switches it on."))


def _switched(request: OrganizationRequest, webhook: Webhook, said: str) -> HttpResponse:
    names: dict[str, Any] = {"name": webhook.title}
    messages.success(request, said % names)
    return redirect("webhook", slug=request.seat.slug, webhook_id=webhook.pk)
