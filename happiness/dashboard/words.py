"""Why a client needs somebody, in a sentence, and the one thing to do about it."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.clients.enums import Stage
from accounts.organizations.access import OrganizationRequest
from accounts.organizations.roles import Right, has_right
from accounts.templatetags.components import buyer_role
from accounts.web import formats
from accounts.web.mood import mood_of
from feedback.insights.money import Cause, Standing
from feedback.insights.queries import Low
from happiness.figures.house import Attention

LONGEST_QUOTE = 140
ROLES = ("economic", "technical", "end_user")


def attention(request: OrganizationRequest, one: Attention) -> dict[str, Any]:
    """Return what the row of a client says."""
    slug, role, facts = request.seat.slug, request.seat.role, one.facts
    revenue = facts.revenue if has_right(role, Right.SEE_MONEY) else None
    return {
        "score": facts.mood,
        "title": facts.client.name,
        "url": reverse("client", args=[slug, facts.client_id]),
        "chips": _chips(one),
        "reason": _reason(one),
        "money": "" if revenue is None else formats.money_short(revenue, request.organization.currency),
        "change": facts.mood_change,
        **_verb(request, one),
    }


def _chips(one: Attention) -> list[dict[str, str]]:
    chips = []
    left = one.standing.renewal_in
    if one.standing.is_renewal_near and left is not None:
        tone = "urgent" if left <= 30 else "care"  # noqa: PLR2004 a month
        chips.append({"label": _renewal(left), "tone": tone, "symbol": "clock"})
    if one.facts.stage:
        chips.append({"label": str(Stage(one.facts.stage).label), "tone": "", "symbol": ""})
    return chips


def _renewal(days: int) -> str:
    if days < 0:
        return _("renewal is overdue")
    if not days:
        return _("renewal today")
    return ngettext("renewal in %(days)s day", "renewal in %(days)s days", days) % {"days": days}


def _reason(one: Attention) -> str:
    first = one.standing.causes[0]
    if first == Cause.UNHAPPY and one.low:
        return _said(one.low)
    if first == Cause.UNHAPPY and one.facts.mood is not None:
        words = {"mood": mood_of(one.facts.mood).label, "score": one.facts.mood}
        return _("%(mood)s: %(score)s of 100.") % words
    if first == Cause.SILENT:
        return _silence(one.standing)
    if first == Cause.UNCOVERED:
        return _uncovered(one)
    return _("Decides soon, and nobody knows yet whether they are content.")


def _said(low: Low) -> str:
    """Return who complained and how. Who wished not to be named is their role, without the day, which would tell who it was."""
    who = low.person or (str(buyer_role(low.role)) if low.role else _("Somebody"))
    quote = low.words if len(low.words) <= LONGEST_QUOTE else low.words[:LONGEST_QUOTE].rsplit(" ", 1)[0] + "…"
    words = {"who": who, "score": low.score, "quote": quote, "day": formats.day_and_month(low.at)}
    if low.score is not None and quote:
        return _("%(who)s, mark %(score)s: “%(quote)s”") % words
    if quote:
        return _("%(who)s: “%(quote)s”") % words
    if low.score is not None:
        return (_("%(who)s: mark %(score)s on %(day)s.") if low.person else _("%(who)s: mark %(score)s.")) % words
    return (_("%(who)s was unhappy on %(day)s.") if low.person else _("%(who)s was unhappy lately.")) % words


def _silence(standing: Standing) -> str:
    days = standing.silent_days or 0
    return ngettext("Nobody has been heard for %(days)s day.", "Nobody has been heard for %(days)s days.", days) % {
        "days": days
    }


def _uncovered(one: Attention) -> str:
    if one.facts.last_heard_at is None:
        return _("Nobody here was ever heard.")
    roles = [role for role in ROLES if getattr(one.facts, f"lacks_{role}")]
    if len(roles) == len(ROLES):
        return _("Nobody was heard in any of the three roles.")
    names = ", ".join(str(buyer_role(role)).lower() for role in roles)
    return _("One role alone is heard. Silent: %(roles)s.") % {"roles": names}


def _verb(request: OrganizationRequest, one: Attention) -> dict[str, str]:
    """Return the one thing to do: ask the next person where somebody is silent, else talk to the client."""
    slug, role, facts = request.seat.slug, request.seat.role, one.facts
    if one.next and one.standing.causes[0] != Cause.UNHAPPY and has_right(role, Right.MANAGE_SURVEYS):
        label = _("Ask %(name)s") % {"name": one.next.person.name.split(" ")[0]}
        return {"act_label": label, "act_url": reverse("ask", args=[slug, one.next.person.contact_id])}
    if has_right(role, Right.LOG_CONTACTS):
        return {"act_label": _("Log a talk"), "act_url": reverse("interaction-new", args=[slug, facts.client_id])}
    return {"act_label": _("Look"), "act_url": reverse("client", args=[slug, facts.client_id])}
