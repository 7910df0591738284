"""Reading rules: those that run, and what they are made of."""

import uuid
from collections.abc import Callable, Collection, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q, QuerySet

from accounts.clients import queries as clients
from accounts.events import kinds
from accounts.events.models import CustomKind
from accounts.organizations.models import Organization
from accounts.tenancy.context import current_organization_id, scope_notes
from accounts.worktime import Place, Window
from feedback.invitations import queries as invitations
from feedback.invitations.fatigue import Calm
from feedback.invitations.models import AskState, PlannedAsk
from feedback.triggers import rules
from feedback.triggers.models import RuleState, RuleVersion, TriggerRule
from feedback.triggers.queries.facts import known_facts
from feedback.triggers.rules import Limits, Pair, Rule


def trigger_rules() -> QuerySet[TriggerRule]:
    """Return the rules that are not archived, by name."""
    return TriggerRule.objects.filter(archived_at=None).select_related("owner").order_by("name", "pk")


def rule_names(ids: Collection[uuid.UUID]) -> dict[uuid.UUID, str]:
    """Return the names of these rules, for the audit trail."""
    return dict(TriggerRule.objects.filter(pk__in=ids).values_list("pk", "name"))


def waited_kinds() -> frozenset[str]:
    """Return the kinds of events that some running rule waits for, read once in a scope."""
    notes = scope_notes()
    if "waited_kinds" not in notes:
        running = TriggerRule.objects.filter(state=RuleState.ACTIVE, archived_at=None).exclude(kind="")
        notes["waited_kinds"] = frozenset(running.values_list("kind", flat=True))
    return notes["waited_kinds"]


def house_place() -> Place:
    """Return whose clock counts for what we have to do ourselves, read once in a scope."""
    notes = scope_notes()
    if "house_place" not in notes:
        zone = Organization.objects.values_list("time_zone", flat=True).get(pk=current_organization_id())
        notes["house_place"] = Place(zone)
    place: Place = notes["house_place"]
    return place


def calm_windows() -> list[Window]:
    """Return the hours in which the calm limits let somebody be asked."""
    limits = [rule.calm() for rule in invitations.calm_rules()] or [Calm()]
    return [window for calm in limits for window in (calm.relation_window, calm.event_window)]


def running_rules() -> list[tuple[TriggerRule, Rule]]:
    """Return every rule that runs, each with what it does."""
    return _running(TriggerRule.objects.filter(state=RuleState.ACTIVE, archived_at=None))


def active_rules(*, kind: str) -> list[tuple[TriggerRule, Rule]]:
    """Return the rules that wait for events of the kind, each with what it does."""
    return _running(TriggerRule.objects.filter(state=RuleState.ACTIVE, kind=kind, archived_at=None))


def calendar_rules() -> list[tuple[TriggerRule, Rule]]:
    """Return the rules that wait for a day, each with what it does."""
    return _running(TriggerRule.objects.filter(state=RuleState.ACTIVE, is_calendar=True, archived_at=None))


def asked_lately(rule_id: uuid.UUID, limits: Limits, *, pairs: Collection[Pair], at: datetime) -> tuple[set[Pair], int]:
    """Return whom of these people a rule has asked within its own limit, or is about to; and how many people in all.

    No query where the rule has no such limit.
    """
    asks, planned = PlannedAsk.objects.filter(source_id=rule_id), Q(state=AskState.PLANNED)
    lately, number = set[Pair](), 0
    if limits.person_days and pairs:
        since = Q(state=AskState.SENT, due_at__gt=at - timedelta(days=limits.person_days))
        found = asks.filter(planned | since, contact__in={contact for contact, _client in pairs})
        lately = set(found.values_list("contact", "client"))
    if limits.most:
        number = asks.filter(planned | Q(state=AskState.SENT, due_at__gt=at - timedelta(days=limits.most_days))).count()
    return lately, number


def known_kinds() -> dict[str, dict[str, Any]]:
    """Return every kind of event that a rule may wait for, with the fields of its payload."""
    own = CustomKind.objects.filter(archived_at=None).values_list("name", "fields")
    ours = {name: dict(kind.fields) for name, kind in kinds.CATALOGUE.items() if name not in rules.OWN_KINDS}
    return ours | dict(own)


def reader() -> Callable[[Any], Rule]:
    """Return what reads rules of their JSON by what this organization knows now, and raises BadRule."""
    kinds_known, facts_known = known_kinds(), known_facts()
    return lambda data: rules.read(data, kinds=kinds_known, facts=facts_known)


def read_rule(data: Any) -> Rule:
    """Return the rule of its JSON, by what this organization knows; raise BadRule.

    Whoever was merged into somebody else meanwhile is meant as that person.
    """
    return _followed([reader()(data)])[0]


def _running(found: QuerySet[TriggerRule]) -> list[tuple[TriggerRule, Rule]]:
    """Return these rules with their running versions; one that no longer fits what is known stays out."""
    by_rule = {row.pk: row for row in found.select_related("owner").order_by("pk")}
    if not by_rule:
        return []
    read, rows, found_rules = reader(), [], []
    for version in RuleVersion.objects.filter(rule__in=by_rule).order_by("rule"):
        row = by_rule[version.rule_id]
        with suppress(rules.BadRule):
            if version.number == row.version:
                found_rules.append(read(version.content))
                rows.append(row)
    return list(zip(rows, _followed(found_rules), strict=True))


def _followed(found: Sequence[Rule]) -> list[Rule]:
    """Return the rules with those whom they name as who they are now; no query where nobody is named."""
    named = {one for rule in found for one in rule.whom.contacts}
    if not named:
        return list(found)
    now = clients.surviving_contacts(named)
    return [
        replace(rule, whom=replace(rule.whom, contacts=tuple(dict.fromkeys(now[one] for one in rule.whom.contacts))))
        for rule in found
    ]
