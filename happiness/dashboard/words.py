"""What the rows of the overview say, and the one thing to do in each."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.clients.enums import Stage
from accounts.organizations.access import OrganizationRequest
from accounts.organizations.roles import Right, has_right
from accounts.web import formats
from feedback.insights.money import Cause
from happiness.figures import words
from happiness.figures.house import Attention

MONTH = 30  # days: a renewal within them is urgent


def attention(request: OrganizationRequest, one: Attention) -> dict[str, Any]:
    """Return what the row of a client says."""
    slug, role, facts = request.seat.slug, request.seat.role, one.facts
    revenue = facts.revenue if has_right(role, Right.SEE_MONEY) else None
    return {
        "score": facts.mood,
        "title": facts.client.name,
        "url": reverse("client", args=[slug, facts.client_id]),
        "chips": _chips(one),
        "reason": words.reason(one),
        "money": "" if revenue is None else formats.money_short(revenue, request.organization.currency),
        "change": facts.mood_change,
        **_verb(request, one),
    }


def _chips(one: Attention) -> list[dict[str, str]]:
    chips = []
    left = one.standing.renewal_in
    if one.standing.is_renewal_near and left is not None:
        chips.append({"label": words.renewal(left), "tone": "urgent" if left <= MONTH else "care", "symbol": "clock"})
    if one.facts.stage:
        chips.append({"label": str(Stage(one.facts.stage).label), "tone": "", "symbol": ""})
    return chips


def _verb(request: OrganizationRequest, one: Attention) -> dict[str, str]:
    """Return the one thing to do: ask the next person where somebody is silent, else talk to the client."""
    slug, role, facts = request.seat.slug, request.seat.role, one.facts
    if facts.next_name and one.standing.causes[0] != Cause.UNHAPPY and has_right(role, Right.MANAGE_SURVEYS):
        label = _("Ask %(name)s") % {"name": facts.next_name.split(" ")[0]}
        return {"act_label": label, "act_url": reverse("ask", args=[slug, facts.next_contact_id])}
    if has_right(role, Right.LOG_CONTACTS):
        return {"act_label": _("Log a talk"), "act_url": reverse("interaction-new", args=[slug, facts.client_id])}
    return {"act_label": _("Look"), "act_url": reverse("client", args=[slug, facts.client_id])}
