"""Switching a rule on and off, and agreeing to one that reaches many people."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts import clock
from accounts.organizations.access import OrganizationRequest, in_organization
from accounts.organizations.roles import Right
from feedback.triggers import actions, words
from feedback.triggers.models import Pause, RuleState, TriggerRule
from feedback.triggers.rules import BadRule


@in_organization(Right.MANAGE_SURVEYS)
@require_POST
def switch_on(request: OrganizationRequest, rule_id: uuid.UUID) -> HttpResponse:
    """Let the rule run as it is written now."""
    rule = get_object_or_404(TriggerRule, pk=rule_id, archived_at=None)
    try:
        row = actions.switch_on(rule=rule, by=request.employee, now=clock.now())
    except BadRule:
        messages.error(request, _("The rule no longer fits what is known here. Edit it, then switch it on."))
    except actions.Endless as error:
        messages.error(request, words.endless(error.names))
    except actions.NotReady:
        messages.error(
            request, _("Nobody answers its survey. Launch the survey or choose another one, then try again.")
        )
    else:
        if row.state == RuleState.WAITING:
            messages.info(request, _("It would reach many people at once: a second person has to agree."))
        else:
            messages.success(request, _("The rule is on."))
    return redirect("rule", slug=request.seat.slug, rule_id=rule.pk)


@in_organization(Right.MANAGE_SURVEYS)
@require_POST
def approve(request: OrganizationRequest, rule_id: uuid.UUID) -> HttpResponse:
    """Agree, as a second person, to a rule that reaches many people."""
    rule = get_object_or_404(TriggerRule, pk=rule_id, archived_at=None)
    try:
        actions.approve(rule=rule, by=request.employee, now=clock.now())
    except actions.SamePerson:
        messages.error(request, _("Somebody else has to agree: you have asked for it."))
    except BadRule:
        messages.error(request, _("The rule no longer fits what is known here. Edit it, then switch it on."))
    except actions.Endless as error:
        messages.error(request, words.endless(error.names))
    else:
        messages.success(request, _("The rule is on."))
    return redirect("rule", slug=request.seat.slug, rule_id=rule.pk)


@in_organization(Right.MANAGE_SURVEYS)
@require_POST
def pause(request: OrganizationRequest, rule_id: uuid.UUID) -> HttpResponse:
    """Switch the rule off: what it had planned is not asked."""
    rule = get_object_or_404(TriggerRule, pk=rule_id)
    if actions.pause(rule=rule, why=Pause.BY_HAND, by=request.employee, now=clock.now()):
        messages.success(request, _("The rule is paused. What it had planned will not be asked."))
    return redirect("rule", slug=request.seat.slug, rule_id=rule.pk)


@in_organization(Right.MANAGE_SURVEYS)
@require_POST
def archive(request: OrganizationRequest, rule_id: uuid.UUID) -> HttpResponse:
    """Put a rule away that does not run."""
    rule = get_object_or_404(TriggerRule, pk=rule_id)
    try:
        actions.archive(rule=rule, by=request.employee, now=clock.now())
    except actions.StillRunning:
        messages.error(request, _("Pause the rule first."))
        return redirect("rule", slug=request.seat.slug, rule_id=rule.pk)
    messages.success(request, _("The rule is archived."))
    return redirect("rules", slug=request.seat.slug)
