"""How we count: the formula in plain words, with the organization's own numbers and a client to follow by hand."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts import clock
from accounts.organizations.access import OrganizationRequest, in_organization
from accounts.organizations.roles import LEADERSHIP, Right
from accounts.web.mood import BOUNDS, Mood
from feedback.happiness_index import queries
from feedback.sentiment.weights import GOOD_FROM

TEMPLATE = "feedback/happiness_index/formula/page.html"


@in_organization(Right.SEE_CLIENTS)
@require_safe
def how_we_count(request: OrganizationRequest) -> HttpResponse:
    """Everything that an index is made of, as it holds today."""
    now = clock.now()
    in_force = queries.weights_in_force()
    context = {
        "formula": queries.in_use(),
        "good_from": GOOD_FROM,
        "weights": queries.as_numbers(in_force.get(None)),
        "in_force": in_force.values(),
        "baselines": queries.baselines_of(now=now),
        "bands": _bands(),
        "example": queries.worked_example(now=now),
        "is_leadership": request.seat.role in LEADERSHIP,
    }
    return render(request, TEMPLATE, context)


def _bands() -> list[tuple[Mood, int, int]]:
    """Return every band with its first and last whole point."""
    firsts = [0, *(below for below, _mood in BOUNDS)]
    lasts = [*(below - 1 for below, _mood in BOUNDS), 100]
    return list(zip(Mood, firsts, lasts, strict=True))
