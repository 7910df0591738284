"""How often a rule acts, in words."""

from django.utils.translation import gettext, ngettext

from feedback.triggers.rules import Repeat, Rule


def limits(rule: Rule) -> list[str]:
    """Say what keeps the rule from asking too often or too late."""
    found = []
    if rule.limits.repeat == Repeat.ONCE:
        found.append(gettext("Once for each client."))
    elif rule.limits.repeat == Repeat.DAYS:
        found.append(
            ngettext(
                "Once in %(days)d day for each client.",
                "Once in %(days)d days for each client.",
                rule.limits.repeat_days,
            )
            % {"days": rule.limits.repeat_days}
        )
    if days := rule.limits.person_days:
        once = ngettext("Each person at most once in %(days)d day.", "Each person at most once in %(days)d days.", days)
        found.append(once % {"days": days})
    if rule.limits.most:
        people = ngettext("%(count)d person", "%(count)d people", rule.limits.most) % {"count": rule.limits.most}
        most = ngettext(
            "At most %(people)s in %(days)d day.", "At most %(people)s in %(days)d days.", rule.limits.most_days
        )
        found.append(most % {"people": people, "days": rule.limits.most_days})
    if rule.limits.topic:
        found.append(
            gettext("One question about several events of the topic “%(topic)s”.") % {"topic": rule.limits.topic}
        )
    days = rule.limits.patience_days
    found.append(
        ngettext("After %(days)d day it is too late to ask.", "After %(days)d days it is too late to ask.", days)
        % {"days": days}
    )
    return found
