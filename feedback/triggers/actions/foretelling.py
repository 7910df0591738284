"""Telling whoever rehearses events which rules would act on them, in sentences. It asks nobody."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from django.utils import translation
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext, ngettext

from accounts.events.models import Event, Origin
from feedback.invitations import words as ledger
from feedback.invitations.rules import Verdict
from feedback.triggers import queries
from feedback.triggers.actions.carrying import Fired
from feedback.triggers.actions.firing import judge, last_fired
from feedback.triggers.actions.trying import decide_on
from feedback.triggers.models import Outcome, TriggerRule
from feedback.triggers.rules import Rule


def foretell(events: Sequence[Event], now: datetime, language: str) -> list[str]:
    """Return what the rules would do at these events: whom they would ask on which day, and why not others."""
    live = [event for event in events if event.client_id and event.origin == Origin.LIVE]
    with translation.override(language):
        return [
            line
            for kind in sorted({event.kind for event in live})
            for row, rule in queries.active_rules(kind=kind)
            for line in _lines(row, rule, [event for event in live if event.kind == kind], now=now)
        ]


def _lines(row: TriggerRule, rule: Rule, events: Sequence[Event], *, now: datetime) -> list[str]:
    happenings = [queries.happening_of(event) for event in events]
    judged = judge(rule, happenings, last_at=last_fired(row, rule, happenings))
    outcomes = Counter(fired.outcome for fired in judged)
    lines = _asked(row, rule, judged, now=now)
    if tasks := outcomes[Outcome.TASK]:
        words = {"rule": row.name, "count": tasks}
        lines.append(
            ngettext("“%(rule)s” would give %(count)d task.", "“%(rule)s” would give %(count)d tasks.", tasks) % words
        )
    if letters := sum(len(fired.people) for fired in judged if fired.outcome == Outcome.LETTER):
        words = {"rule": row.name, "count": letters}
        lines.append(
            ngettext("“%(rule)s” would write %(count)d letter.", "“%(rule)s” would write %(count)d letters.", letters)
            % words
        )
    if outcomes[Outcome.PLAYBOOK]:
        lines.append(gettext("“%(rule)s” would begin a playbook.") % {"rule": row.name})
    silent = [outcome for outcome in (Outcome.NOBODY, Outcome.QUIET) if outcomes[outcome]]
    why = gettext("“%(rule)s” would ask nobody: %(why)s.")
    return [*lines, *(why % {"rule": row.name, "why": outcome.label} for outcome in silent)]


def _asked(row: TriggerRule, rule: Rule, judged: Sequence[Fired], *, now: datetime) -> list[str]:
    """Say how many would be asked on which day, and how many not, for which reason."""
    days: Counter[str] = Counter()
    reasons: Counter[str] = Counter()
    for one in decide_on(rule, judged, now=now, rule_id=row.pk):
        if one.decision.verdict == Verdict.REFUSE:
            reasons[str(ledger.REFUSALS.get(one.decision.reason or "", ""))] += 1
        else:
            days[date_format(localtime(one.decision.until or now), "DATE_FORMAT")] += 1
    asked = [
        ngettext(
            "“%(rule)s” would ask %(count)d person on %(day)s.", "“%(rule)s” would ask %(count)d people on %(day)s.", n
        )
        % {"rule": row.name, "count": n, "day": day}
        for day, n in days.items()
    ]
    refused = [
        ngettext(
            "“%(rule)s” would not ask %(count)d person. %(why)s",
            "“%(rule)s” would not ask %(count)d people. %(why)s",
            n,
        )
        % {"rule": row.name, "count": n, "why": why}
        for why, n in reasons.items()
    ]
    return asked + refused
