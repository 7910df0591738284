"""Whom shall we ask? The client's manager chooses among the people of a rule's roles."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts import clock
from accounts.clients import queries as registry
from accounts.organizations.access import OrganizationRequest, RightMissing, in_organization
from accounts.organizations.roles import Right, has_right
from accounts.web.text import as_id
from feedback.invitations import words as ledger
from feedback.triggers import actions, queries, rules
from feedback.triggers.models import RuleChoice
from feedback.triggers.rules import BadRule

NOBODY = "nobody"


@in_organization(Right.SEE_SURVEYS)
@require_http_methods(["GET", "HEAD", "POST"])
def choose(request: OrganizationRequest, choice_id: uuid.UUID) -> HttpResponse:
    """Show among whom can be chosen, each with what would become of the question; and take the answer."""
    choice = get_object_or_404(queries.choices(), pk=choice_id)
    if request.method != "POST":
        return _page(request, choice)
    if not _may(request, choice):
        raise RightMissing(Right.MANAGE_SURVEYS)
    ids = {found for found in map(as_id, request.POST.getlist("contact")) if found}
    if not ids and NOBODY not in request.POST:
        return _page(request, choice, error=_("Tick somebody, or choose “Nobody”."))
    try:
        actions.choose(choice=choice, contact_ids=ids, by=request.employee, now=clock.now())
    except (actions.ChoiceOver, BadRule):
        messages.info(request, _("It is settled already whom to ask. The list says how."))
    except actions.NotChoosable:
        return _page(
            request,
            choice,
            error=_("Not everybody chosen can be asked here any more, or there are too many. Choose anew."),
        )
    else:
        for ask in queries.asks_of_choice(choice):
            messages.success(request, f"{ask.contact}. {ledger.told(ask, now=clock.now())}")
    return redirect("rule-choice", slug=request.seat.slug, choice_id=choice.pk)


def _may(request: OrganizationRequest, choice: RuleChoice) -> bool:
    return choice.chooser_id == request.employee.pk or has_right(request.seat.role, Right.MANAGE_SURVEYS)


def _page(request: OrganizationRequest, choice: RuleChoice, *, error: str = "") -> HttpResponse:
    now = clock.now()
    is_open = choice.ended_at is None and now < choice.until
    asks = [(ask, ledger.told(ask, now=now)) for ask in queries.asks_of_choice(choice)]
    context = {"choice": choice, "asks": asks, "is_open": is_open, "may": _may(request, choice), "error": error}
    context |= _candidates(choice) if is_open else {}
    return render(request, "feedback/triggers/choice.html", context, status=422 if error else 200)


def _candidates(choice: RuleChoice) -> dict[str, Any]:
    """Return among whom can be chosen, and how many at once; nobody where the rule no longer fits what is known here."""
    now = clock.now()
    try:
        asked = queries.choice_of(choice, now=now)
    except BadRule:
        return {"candidates": []}
    people = registry.people_named({one.contact_id for one in asked.candidates})
    foreseen = actions.foresee_choice(asked, now=now)
    planned = {ask.contact_id for ask in queries.asks_of_choice(choice)}
    rows = [
        {
            "contact_id": one.contact_id,
            "name": str(people[one.contact_id]),
            "role": one.role,
            "heard_at": one.heard_at,
            "sentence": ledger.foretold(foreseen[one.contact_id]),
            "is_planned": one.contact_id in planned,
        }
        for one in asked.candidates
    ]
    return {"candidates": rows, "most": rules.most_chosen(asked.rule)}
