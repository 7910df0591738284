"""Whom a rule reaches, how long after, and at what hours, in words."""

import uuid
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from accounts.clients.enums import BuyerRole
from feedback.invitations import words as ledger
from feedback.triggers.rules import SILENCE, First, Rule

FIRSTS: Mapping[First, Any] = {
    First.UNHEARD: _("Who was never heard, then who was heard longest ago"),
    First.INFLUENTIAL: _("The most influential"),
    First.ASKED_LONG_AGO: _("Who was asked longest ago"),
}


def reached(rule: Rule, people: Mapping[uuid.UUID, str]) -> list[str]:
    """Say whom what the rule does comes to, how long after, and at what hours; `people` are the names of those it names."""
    if not rule.what.reaches_people and not rule.what.playbook_id:
        return [delay(rule)]
    if rule.what.survey_id:
        said = [_asked(rule, people), *_choice(rule), delay(rule)]
    else:
        whom, wait = _others(rule, people), rule.delay
        said = [*([whom] if whom else []), *([delay(rule)] if wait.days or wait.hours else [])]
    return [*said, *_hours(rule)]


def _asked(rule: Rule, people: Mapping[uuid.UUID, str]) -> str:
    """Say whom the rule asks."""
    if rule.whom.contacts:
        return gettext("It asks by name, at their own client: %(people)s.") % {"people": _named(rule, people)}
    if rule.when.kind == SILENCE:
        said = ngettext(
            "It asks %(count)d person of this role. First: %(first)s.",
            "It asks up to %(count)d people of this role. First: %(first)s.",
            rule.whom.most,
        )
        return said % _words(rule)
    if not rule.whom.roles:
        return gettext("It asks the person whom the event is about.")
    if rule.when.every_days:
        return gettext("It asks everybody of: %(roles)s.") % _words(rule)
    said = ngettext(
        "It asks %(count)d person each of: %(roles)s. First: %(first)s.",
        "It asks up to %(count)d people each of: %(roles)s. First: %(first)s.",
        rule.whom.most,
    )
    return said % _words(rule)


def _choice(rule: Rule) -> list[str]:
    """Say that the client's manager may choose somebody else, where the rule leaves that to them."""
    if not (days := rule.whom.choice_days):
        return []
    said = ngettext(
        "The client’s manager may choose other people of these roles within %(days)d working day; until then nobody is asked.",
        "The client’s manager may choose other people of these roles within %(days)d working days; until then nobody is asked.",
        days,
    )
    return [said % {"days": days}]


def _others(rule: Rule, people: Mapping[uuid.UUID, str]) -> str:
    """Say whom a letter goes to, or for whom a playbook begins; "" for a playbook that is about the client."""
    if rule.whom.contacts:
        return gettext("By name, at their own client: %(people)s.") % {"people": _named(rule, people)}
    if not rule.whom.roles:
        return gettext("For the person whom the event is about.") if rule.what.text else ""
    said = ngettext(
        "For %(count)d person each of: %(roles)s. First: %(first)s.",
        "For up to %(count)d people each of: %(roles)s. First: %(first)s.",
        rule.whom.most,
    )
    return said % _words(rule)


def delay(rule: Rule) -> str:
    """Say how long the rule waits."""
    wait = rule.delay
    if not wait.days and not wait.hours:
        return gettext("At once, in the person's suitable hours.")
    if not wait.days:
        return ngettext("After %(count)d hour.", "After %(count)d hours.", wait.hours) % {"count": wait.hours}
    if wait.is_working:
        return ngettext("After %(count)d working day.", "After %(count)d working days.", wait.days) % {
            "count": wait.days
        }
    return ngettext("After %(count)d day.", "After %(count)d days.", wait.days) % {"count": wait.days}


def _hours(rule: Rule) -> list[str]:
    """Say at what hours it leaves, where the rule has its own."""
    if not rule.window:
        return []
    days = "".join(str(day) for day in sorted(rule.window.days))
    hours = ledger.hours(days, rule.window.since, rule.window.until)
    return [gettext("Only at these hours of the person’s own clock: %(hours)s.") % {"hours": hours}]


def _words(rule: Rule) -> dict[str, Any]:
    roles = ", ".join(str(BuyerRole(role).label).lower() for role in rule.whom.roles)
    return {"count": rule.whom.most, "roles": roles, "first": str(FIRSTS[rule.whom.first]).lower()}


def _named(rule: Rule, people: Mapping[uuid.UUID, str]) -> str:
    return ", ".join(people.get(one, "…") for one in rule.whom.contacts)
