"""Writing a rule in rows of plain fields."""

import uuid
from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts import clock
from accounts.organizations import queries as house
from accounts.organizations.access import OrganizationRequest, in_organization
from accounts.organizations.roles import Right
from accounts.web.once import once
from accounts.web.text import as_id
from feedback.triggers import actions, queries, starters
from feedback.triggers.forms import NAMED, RuleForm, initial_of, unshown
from feedback.triggers.models import TriggerRule
from feedback.triggers.rules import BadRule
from feedback.triggers.words import condition

FOLDER = "feedback/triggers"
MORE, FIND = "more_rows", "find_people"  # buttons that bring the form back with everything that was typed
MANY = ("roles", "contacts", "window_days")


@in_organization(Right.MANAGE_SURVEYS)
@require_http_methods(["GET", "HEAD", "POST"])
@once
def new_rule(request: OrganizationRequest) -> HttpResponse:
    """Write a rule down, from nothing or from one of those to start from; it does nothing yet."""
    like = next((one for one in starters.starters() if one.key == request.GET.get("like")), None)
    initial = like.initial | {"name": like.name} if like else {}
    form = _form(request, initial | {"owner": request.employee.pk})
    if form.is_valid():
        data = form.cleaned_data
        try:
            rule = actions.create_rule(
                name=data["name"], owner=data["owner"], content=form.content(), by=request.employee, now=clock.now()
            )
        except BadRule as error:
            form.add_faults(error.faults)
        except actions.NameTaken:
            form.add_error("name", _("There is a rule of this name already. Choose another one."))
        else:
            messages.success(request, _("The rule is written down. It does nothing until it is switched on."))
            return redirect("rule", slug=request.seat.slug, rule_id=rule.pk)
    return _page(request, form)


@in_organization(Right.MANAGE_SURVEYS)
@require_http_methods(["GET", "HEAD", "POST"])
@once
def edit_rule(request: OrganizationRequest, rule_id: uuid.UUID) -> HttpResponse:
    """Change a rule; what runs goes on as it is until the rule is switched on again."""
    row = get_object_or_404(queries.trigger_rules(), pk=rule_id)
    try:
        rule = queries.read_rule(row.content)
    except BadRule:
        rule = None
    names = queries.names(people=rule.whom.contacts if rule else ())
    initial = initial_of(rule, names) if rule else {}
    form = _form(request, initial | {"name": row.name, "owner": row.owner_id})
    if form.is_valid():
        data = form.cleaned_data
        try:
            actions.save_rule(
                rule=row, name=data["name"], owner=data["owner"], content=form.content(), by=request.employee,
                now=clock.now(),
            )  # fmt: skip
        except BadRule as error:
            form.add_faults(error.faults)
        except actions.NameTaken:
            form.add_error("name", _("There is a rule of this name already. Choose another one."))
        else:
            messages.success(request, _("The rule is saved. Switch it on to let it run like this."))
            return redirect("rule", slug=request.seat.slug, rule_id=row.pk)
    kept = [line for part in unshown(rule.where) for line in condition(part, names)] if rule else []
    return _page(request, form, rule=row, kept=kept)


def _form(request: OrganizationRequest, initial: dict[str, Any]) -> RuleForm:
    """Return the form; "add rows" and "find" send it as well, and it comes back with everything that was typed."""
    data = request.POST if request.method == "POST" else None
    found: dict[uuid.UUID, str] | None = None
    if data and (FIND in data or (data.get("seek") and data.get("asked") == NAMED)):  # in its field, Enter means "find"
        found = queries.found_people(data.get("seek", ""))
    if data and (MORE in data or found is not None):
        many = {name: request.POST.getlist(name) for name in MANY}
        data, initial = None, {**request.POST.dict(), **many, "seek": ""}
    chosen = data.getlist("contacts") if data else initial.get("contacts", [])
    names = queries.names(people=list(filter(None, map(as_id, chosen))))
    form = RuleForm(
        data,
        initial=initial,
        names=replace(names, people={**names.people, **(found or {})}),
        surveys=queries.askable_names(),
        owners=house.active_employees(),
        facts=queries.known_facts(),
        kinds=queries.known_kinds(),
        windows=queries.calm_windows(),
    )
    form.found_nobody = found == {}
    return form


def _page(request: OrganizationRequest, form: RuleForm, rule: TriggerRule | None = None, **more: Any) -> HttpResponse:
    context = {"form": form, "rule": rule, **more}
    return render(request, f"{FOLDER}/edit.html", context, status=422 if form.errors else 200)
