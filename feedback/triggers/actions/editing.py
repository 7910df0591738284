"""Writing rules, switching them on by one person or by two, and putting them away."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.audit import actions as audit
from accounts.organizations.models import Employee, Organization
from feedback.invitations import queries as invitations
from feedback.triggers import queries, registry, rules
from feedback.triggers.actions.trying import reach_today
from feedback.triggers.models import RuleState, RuleVersion, TriggerRule
from feedback.triggers.rules import Rule


class NotReady(RuntimeError):
    """The rule's survey is not published, nobody answers it any more, or its playbook is off."""


class NameTaken(RuntimeError):
    """Another rule in use has this name."""


class Endless(RuntimeError):
    """The rule would set itself off again and again, perhaps through others, whose `names` these are."""

    def __init__(self, names: list[str]) -> None:
        super().__init__(", ".join(names))
        self.names = names


class StillRunning(RuntimeError):
    """A running rule is paused before it is put away."""


class SamePerson(RuntimeError):
    """Who wants a rule that reaches many people cannot be the one who agrees."""


@transaction.atomic
def create_rule(*, name: str, owner: Employee, content: Mapping[str, Any], by: Employee, now: datetime) -> TriggerRule:
    """Write a rule down; it does nothing yet. Raises BadRule and NameTaken."""
    _refuse_taken(name)
    rule = TriggerRule(name=name, owner=owner, content=rules.write(queries.read_rule(content)), created_at=now)
    rule.save()
    audit.record(action="rule.created", subject=rule, by=by, now=now, before=audit.NEW)
    return rule


@transaction.atomic
def save_rule(
    *, rule: TriggerRule, name: str, owner: Employee, content: Mapping[str, Any], by: Employee, now: datetime
) -> None:
    """Change what is being edited; what runs goes on as it is until the rule is switched on again.

    Raises BadRule and NameTaken.
    """
    _refuse_taken(name, besides=rule)
    row = TriggerRule.objects.select_for_update().get(pk=rule.pk)
    before = audit.snapshot(row)
    row.name, row.owner, row.content = name, owner, rules.write(queries.read_rule(content))
    row.save(update_fields=["name", "owner", "content"])
    audit.record(action="rule.changed", subject=row, by=by, now=now, before=before)


@transaction.atomic
def switch_on(*, rule: TriggerRule, by: Employee, now: datetime) -> TriggerRule:
    """Let the rule run as it is written now; above the organization's limit it waits for a second person's `approve`.

    Raises BadRule, NotReady and Endless.
    """
    row = TriggerRule.objects.select_for_update().get(pk=rule.pk)
    read = queries.read_rule(row.content)
    survey_id = read.what.survey_id
    if survey_id and not (invitations.askable_surveys().filter(pk=survey_id).exists()):
        raise NotReady
    if read.what.playbook_id and read.what.playbook_id not in registry.playbooks():
        raise NotReady
    _refuse_endless(row, read)
    before = audit.snapshot(row)
    row.asked_by, row.approved_by = by, None
    limit = Organization.objects.values_list("blast_limit", flat=True).get(pk=row.organization_id)
    if reach_today(read, now=now) > limit:
        row.state = RuleState.WAITING
        row.save(update_fields=["state", "asked_by", "approved_by"])
    else:
        _run(row, by=by, now=now)
    audit.record(action="rule.switched_on", subject=row, by=by, now=now, before=before)
    return row


@transaction.atomic
def approve(*, rule: TriggerRule, by: Employee, now: datetime) -> TriggerRule:
    """Agree to a rule that reaches many people, or let one go on that was paused for that.

    Raises SamePerson, BadRule and Endless.
    """
    row = TriggerRule.objects.select_for_update().get(pk=rule.pk)
    if row.state != RuleState.WAITING:
        return row
    if row.asked_by_id == by.pk:
        raise SamePerson
    before = audit.snapshot(row)
    _refuse_endless(row, queries.read_rule(row.content))
    row.approved_by = by
    _run(row, by=by, now=now)
    audit.record(action="rule.approved", subject=row, by=by, now=now, before=before)
    return row


@transaction.atomic
def archive(*, rule: TriggerRule, by: Employee, now: datetime) -> None:
    """Put a rule away that does not run; what it did stays. Twice is once. Raises StillRunning."""
    row = TriggerRule.objects.select_for_update().get(pk=rule.pk)
    if row.state == RuleState.ACTIVE:
        raise StillRunning
    if row.archived_at is None:
        before = audit.snapshot(row)
        row.archived_at = now
        row.save(update_fields=["archived_at"])
        audit.record(action="rule.archived", subject=row, by=by, now=now, before=before)


def _refuse_taken(name: str, *, besides: TriggerRule | None = None) -> None:
    others = TriggerRule.objects.filter(name__iexact=name, archived_at=None)
    if others.exclude(pk=besides.pk if besides else None).exists():
        raise NameTaken


def _refuse_endless(row: TriggerRule, read: Rule) -> None:
    others = {other.pk: (other.name, rule) for other, rule in queries.running_rules() if other.pk != row.pk}
    through = rules.endless(read, [rule for _name, rule in others.values()])
    if through is not None:
        raise Endless([name for name, rule in others.values() if any(rule is one for one in through)])


def _run(row: TriggerRule, *, by: Employee, now: datetime) -> None:
    read = queries.read_rule(row.content)
    last = RuleVersion.objects.filter(rule=row).order_by("-number").first()
    if last is None or last.content != row.content:
        last = RuleVersion(
            rule=row, number=last.number + 1 if last else 1, content=row.content, published_at=now, published_by=by
        )
        last.save()
    row.version, row.kind, row.is_calendar = last.number, read.when.kind, not read.when.kind
    row.state, row.pause, row.active_since = RuleState.ACTIVE, "", row.active_since or now
    row.save()
