"""What is worth an alert, tried on the house's own history; and how alerts are followed up."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts import clock
from accounts.audit import actions as audit
from accounts.clients import queries as clients
from accounts.organizations.access import OrganizationRequest, in_organization
from accounts.organizations.roles import Right
from accounts.web.once import once
from feedback.alerts import actions, queries
from feedback.alerts.forms import NUMBER_LABELS, NewRuleForm, RuleForm, SettingsForm
from feedback.alerts.models import AlertRule, Kind
from feedback.alerts.rules import NUMBERS

FOLDER = "feedback/alerts"
SPANS = (90, 180, 365)


@in_organization(Right.SEE_ALERTS)
@require_safe
def rules(request: OrganizationRequest) -> HttpResponse:
    """Every rule: what it watches for, and whether it is on."""
    return render(request, f"{FOLDER}/rules.html", {"rules": queries.rules()})


@in_organization(Right.SEE_ALERTS)
@require_safe
def rule(request: OrganizationRequest, alert_rule_id: uuid.UUID) -> HttpResponse:
    """One rule; and, when days are named, what it would have told in them and how often it would have been right."""
    row = get_object_or_404(queries.rules(), pk=alert_rule_id)
    wanted = request.GET.get("days", "")
    days = int(wanted) if wanted in map(str, SPANS) else 0
    found = queries.simulate(row, days=days, now=clock.now(), role=request.seat.role) if days else None
    numbers = [
        (NUMBER_LABELS[name], row.numbers.get(name, start))
        for name, (start, _least, _most) in NUMBERS[row.kind].items()
    ]
    context = {"rule": row, "numbers": numbers, "simulation": found, "spans": SPANS}
    return render(request, f"{FOLDER}/rule.html", context)


@in_organization(Right.MANAGE_ALERTS)
@require_http_methods(["GET", "HEAD", "POST"])
@once
def new_rule(request: OrganizationRequest) -> HttpResponse:
    """Choose what to watch for, then say how."""
    chosen = NewRuleForm(request.GET or None)
    if not (request.GET and chosen.is_valid()):
        status = 422 if request.GET else 200
        return render(request, f"{FOLDER}/new_rule.html", {"form": chosen}, status=status)
    kind = Kind(chosen.cleaned_data["kind"])
    return _edited(request, AlertRule(kind=kind, name=str(kind.label)), before=audit.NEW)


@in_organization(Right.MANAGE_ALERTS)
@require_http_methods(["GET", "HEAD", "POST"])
def edit_rule(request: OrganizationRequest, alert_rule_id: uuid.UUID) -> HttpResponse:
    """Change a rule, or switch it on or off."""
    row = get_object_or_404(AlertRule.objects.all(), pk=alert_rule_id)
    return _edited(request, row, before=audit.snapshot(row))


def _edited(request: OrganizationRequest, row: AlertRule, *, before: dict[str, object]) -> HttpResponse:
    data = request.POST if request.method == "POST" else None
    is_new, name = row._state.adding, row.name
    form = RuleForm(data, instance=row, segments=clients.segments(besides=row.segment_id))
    if form.is_valid():
        try:
            actions.save_rule(rule=row, by=request.employee, now=clock.now(), before=before)
        except actions.NameTaken:
            form.add_error("name", _("There is a rule of this name already."))
        else:
            messages.success(request, _("Saved."))
            return redirect("alert-rule", slug=request.seat.slug, alert_rule_id=row.pk)
    context = {"form": form, "name": name, "kind": Kind(row.kind).label, "is_new": is_new, "rule_id": row.pk}
    return render(request, f"{FOLDER}/edit_rule.html", context, status=422 if form.errors else 200)


@in_organization(Right.MANAGE_ALERTS)
@require_http_methods(["GET", "HEAD", "POST"])
def follow_up(request: OrganizationRequest) -> HttpResponse:
    """How fast alerts are followed up, and when letters wait."""
    row = queries.settings_of_alerts()
    kept = {name: getattr(row, name) for name in ("acknowledge_hours", "contact_hours", "quiet_windows")}
    form = SettingsForm(request.POST if request.method == "POST" else None, initial=kept)
    if form.is_valid():
        actions.save_settings(values=form.values(), by=request.employee, now=clock.now())
        messages.success(request, _("Saved."))
        return redirect("alert-settings", slug=request.seat.slug)
    return render(request, f"{FOLDER}/settings.html", {"form": form}, status=422 if form.errors else 200)
