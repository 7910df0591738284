"""Settings: how often and when people are asked."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts import clock
from accounts.audit import actions as audit
from accounts.organizations.access import OrganizationRequest, in_organization
from accounts.organizations.roles import Right
from accounts.web.once import once
from feedback.invitations import actions, queries, words
from feedback.invitations.forms import CalmForm
from feedback.invitations.models import CalmRule

FOLDER = "feedback/invitations/calm"


@in_organization(Right.MANAGE_SURVEYS)
@require_safe
def limits(request: OrganizationRequest) -> HttpResponse:
    """The limits of everybody, then those of fewer people; and which of them count."""
    rules = queries.calm_rules()
    context = {
        "rules": [(rule, words.calm_of(rule)) for rule in rules],
        "usual": None if rules and rules[0].is_for_everybody else words.calm_of(CalmRule()),
        "organization": request.organization,
    }
    return render(request, f"{FOLDER}/list.html", context)


@in_organization(Right.MANAGE_SURVEYS)
@require_http_methods(["GET", "HEAD", "POST"])
@once
def new_limit(request: OrganizationRequest) -> HttpResponse:
    """Set limits of everybody, or of fewer people."""
    return _limit(request, CalmRule(), before=None)


@in_organization(Right.MANAGE_SURVEYS)
@require_http_methods(["GET", "HEAD", "POST"])
def edit_limit(request: OrganizationRequest, calm_id: uuid.UUID) -> HttpResponse:
    """Change limits."""
    rule = get_object_or_404(CalmRule.objects.select_related("segment"), pk=calm_id)
    return _limit(request, rule, before=audit.snapshot(rule))


def _limit(request: OrganizationRequest, rule: CalmRule, *, before: dict[str, Any] | None) -> HttpResponse:
    form = CalmForm(request.POST if request.method == "POST" else None, instance=rule)
    if form.is_valid():
        try:
            actions.save_calm(rule=rule, by=request.employee, now=clock.now(), before=before)
        except actions.CalmTwice:
            form.add_error(None, _("There are limits for these people already. Change those instead."))
        else:
            messages.success(request, _("Saved. What is planned finds its moment anew."))
            return redirect("calm-limits", slug=request.seat.slug)
    context = {"form": form, "rule": rule, "is_new": before is None}
    return render(request, f"{FOLDER}/form.html", context, status=422 if form.errors else 200)


@in_organization(Right.MANAGE_SURVEYS)
@require_http_methods(["GET", "HEAD", "POST"])
def drop_limit(request: OrganizationRequest, calm_id: uuid.UUID) -> HttpResponse:
    """Ask, and let wider limits count again."""
    rule = get_object_or_404(CalmRule.objects.select_related("segment"), pk=calm_id)
    if request.method != "POST":
        return render(request, f"{FOLDER}/removal.html", {"rule": rule, "calm": words.calm_of(rule)})
    actions.drop_calm(rule=rule, by=request.employee, now=clock.now())
    messages.success(request, _("Dropped. What is planned finds its moment anew."))
    return redirect("calm-limits", slug=request.seat.slug)
