"""Weights of roles that own outcomes speak for, beside the present ones; one click begins them as a version of the index."""

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from accounts import clock
from accounts.contracts import queries as contracts
from accounts.organizations.access import OrganizationRequest, in_organization
from accounts.organizations.roles import Right, has_right
from feedback.happiness_index import actions as indices
from feedback.happiness_index import queries as index
from feedback.happiness_index.models import IndexVersion
from feedback.insights import queries, words
from feedback.insights.validation import DAYS_BEFORE
from feedback.insights.weighting import FEWEST_EACH, PRIOR, SHOWN, TENTATIVE, Suggestion, suggest

BOUNDS = {"days": DAYS_BEFORE, "needed": TENTATIVE, "each": FEWEST_EACH, "prior": PRIOR, "shown": SHOWN}


@in_organization(Right.SEE_MONEY)
@require_http_methods(["GET", "HEAD", "POST"])
def weights(request: OrganizationRequest) -> HttpResponse:
    """What outcomes say of each role, which weights follow, and who would change band."""
    rows = queries.decided(today=contracts.house_day(request.organization, clock.now()))
    present = index.as_numbers(index.weights_in_force().get(None))
    found = suggest([one.judged for one in rows], present=present)
    if request.method == "POST" and found.roles:
        return _adopt(request, found)
    context: dict[str, Any] = {
        "tab": "validation",
        "found": found,
        "refusal": words.NO_WEIGHTS[found.refusal] if found.refusal else "",
        "bounds": BOUNDS,
    }
    if found.is_new:
        formula = replace(index.in_use(), weights=found.weights, is_own=True, in_force_at=None)
        context["foreseen"] = index.foresee_version(formula=formula, now=clock.now())
    return render(request, "feedback/insights/weights/page.html", context)


def _adopt(request: OrganizationRequest, found: Suggestion) -> HttpResponse:
    """Begin the suggested weights as a version, with the half-lives of the one in use."""
    if not has_right(request.seat.role, Right.MANAGE_CLIENTS):
        raise PermissionDenied
    lives = {f"{kind}_days": days for kind, days in index.in_use().half_lives.items()}
    title = ngettext("From %(number)s own outcome", "From %(number)s own outcomes", found.n) % {"number": found.n}
    version = IndexVersion(title=title, **found.weights, **lives)
    try:
        version = indices.begin_version(version=version, by=request.employee, now=clock.now())
    except indices.TrialUnderWay:
        messages.error(request, _("Another version is on trial. Switch over to it or give it up first."))
        return redirect("index-versions", slug=request.seat.slug)
    messages.success(request, _("The past is being counted. Nothing that is shown changes."))
    return redirect("index-version", slug=request.seat.slug, version_id=version.pk)
