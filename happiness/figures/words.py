"""Why a client needs somebody, in a sentence."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.templatetags.components import buyer_role
from accounts.web import formats
from accounts.web.mood import mood_of
from feedback.insights.money import Cause, Standing
from feedback.insights.queries import Low
from happiness.figures.house import Attention

LONGEST_QUOTE = 140
ROLES = ("economic", "technical", "end_user")


def renewal(days: int) -> str:
    """Return in how many days the client decides; below zero it should have."""
    if days < 0:
        return _("renewal is overdue")
    if not days:
        return _("renewal today")
    return ngettext("renewal in %(days)s day", "renewal in %(days)s days", days) % {"days": days}


def reason(one: Attention) -> str:
    """Return why this client needs somebody: the first cause, in the client's own words where they are known."""
    first = one.standing.causes[0]
    if first == Cause.UNHAPPY and one.low:
        return _said(one.low)
    if first == Cause.UNHAPPY and one.facts.mood is not None:
        return _("%(mood)s: %(score)s of 100.") % {"mood": mood_of(one.facts.mood).label, "score": one.facts.mood}
    if first == Cause.SILENT:
        return _silence(one.standing)
    if first == Cause.UNCOVERED:
        return _uncovered(one)
    return _("Decides soon, and nobody knows yet whether they are content.")


def shortened(text: str) -> str:
    """Return a quote of bearable length, cut between words."""
    return text if len(text) <= LONGEST_QUOTE else text[:LONGEST_QUOTE].rsplit(" ", 1)[0] + "…"


def _said(low: Low) -> str:
    """Return who complained and how. Who wished not to be named is their role, without the day, which would tell who it was."""
    who = low.person or (str(buyer_role(low.role)) if low.role else _("Somebody"))
    words = {
        "who": who,
        "score": low.score,
        "quote": shortened(low.words),
        "day": formats.day_and_month(low.at),
    }
    if low.score is not None and low.words:
        return _("%(who)s, mark %(score)s: “%(quote)s”") % words
    if low.words:
        return _("%(who)s: “%(quote)s”") % words
    if low.score is not None:
        return (_("%(who)s: mark %(score)s on %(day)s.") if low.person else _("%(who)s: mark %(score)s.")) % words
    return (_("%(who)s was unhappy on %(day)s.") if low.person else _("%(who)s was unhappy lately.")) % words


def _silence(standing: Standing) -> str:
    days = standing.silent_days or 0
    text = ngettext("Nobody has been heard for %(days)s day.", "Nobody has been heard for %(days)s days.", days)
    return text % {"days": days}


def _uncovered(one: Attention) -> str:
    if one.facts.last_heard_at is None:
        return _("Nobody here was ever heard.")
    roles = [role for role in ROLES if getattr(one.facts, f"lacks_{role}")]
    if len(roles) == len(ROLES):
        return _("Nobody was heard in any of the three roles.")
    names = ", ".join(str(buyer_role(role)).lower() for role in roles)
    return _("One role alone is heard. Silent: %(roles)s.") % {"roles": names}
