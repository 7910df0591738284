"""Reading what is left to us: whom a rule asks at one occurrence, and among whom we may choose."""

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import QuerySet

from feedback.invitations.models import PlannedAsk
from feedback.triggers import rules
from feedback.triggers.models import RuleChoice, RuleVersion
from feedback.triggers.queries.facts import people_of
from feedback.triggers.queries.running import read_rule
from feedback.triggers.rules import Candidate, Happening, Rule


@dataclass(frozen=True, slots=True)
class Choice:
    """What is to be chosen: the rule as it ran, what happened, and the people who stand in its roles now."""

    rule: Rule
    happening: Happening
    candidates: Sequence[Candidate]


def choices() -> QuerySet[RuleChoice]:
    """Return every choice with what it is about."""
    return RuleChoice.objects.select_related("firing__rule", "firing__client", "chooser", "answered_by")


def choice_names(ids: Collection[uuid.UUID]) -> dict[uuid.UUID, str]:
    """Return the rules of these choices, for the audit trail."""
    return dict(RuleChoice.objects.filter(pk__in=ids).values_list("pk", "firing__rule__name"))


def asks_of_choice(choice: RuleChoice) -> QuerySet[PlannedAsk]:
    """Return whom the rule asks at the occurrence, and whom it was to ask before somebody chose."""
    firing = choice.firing
    rows = PlannedAsk.objects.filter(source_id=firing.rule_id, occurrence=f"rule:{firing.rule_id}:{firing.occurrence}")
    return rows.select_related("contact", "asked_by").order_by("pk")


def choice_of(choice: RuleChoice, *, now: datetime) -> Choice:
    """Return what is to be chosen; raise BadRule where the rule no longer fits what is known."""
    firing = choice.firing
    content = RuleVersion.objects.values_list("content", flat=True).get(rule=firing.rule_id, number=firing.version)
    rule, ask = read_rule(content), asks_of_choice(choice).first()
    happening = Happening(
        key=firing.occurrence,
        kind=rule.when.kind,
        client_id=firing.client_id,
        at=firing.fired_at,
        payload=ask.facts if ask else {},
    )
    (people,) = people_of([replace(happening, at=now)], with_heard=True)
    return Choice(rule, happening, rules.choosable(rule, happening, people))
