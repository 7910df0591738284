"""The rules of a house, how fast alerts are followed up, and when letters wait."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from accounts.audit import actions as audit
from accounts.jobs import actions as jobs
from accounts.organizations.models import Employee, Organization
from accounts.tenancy.context import current_organization_id, tenant_context
from accounts.tenancy.registry import active_organization_ids
from feedback.alerts import rules
from feedback.alerts.models import AlertRule, AlertSettings, Kind, Severity

SWEEP = "alert_sweep"  # the queue: one job of an organization a day
# What every house begins with, in its language.
STARTERS = (
    (Kind.LOW, gettext_noop("Low answer"), Severity.SERIOUS),
    (Kind.LEAVING, gettext_noop("Words of leaving"), Severity.SERIOUS),
    (Kind.DROP, gettext_noop("Index falls"), Severity.SERIOUS),
    (Kind.CONTRADICTION, gettext_noop("Contradiction"), Severity.ATTENTION),
    (Kind.SILENCE, gettext_noop("Role falls silent"), Severity.ATTENTION),
    (Kind.PROMISE, gettext_noop("Broken promise"), Severity.ATTENTION),
    (Kind.CASE, gettext_noop("Overdue case"), Severity.ATTENTION),
    (Kind.BOUNCE, gettext_noop("Key person out of reach"), Severity.ATTENTION),
    (Kind.OWNERLESS, gettext_noop("Client without an owner"), Severity.ATTENTION),
    (Kind.TREND, gettext_noop("Negative trend"), Severity.ATTENTION),
)


class NameTaken(RuntimeError):
    """Another rule has this name."""


@transaction.atomic
def begin(*, organization: Organization, now: datetime) -> None:
    """Give the house the rules that everybody begins with, once: what it has changed since stays."""
    _settings, is_new = AlertSettings.objects.get_or_create()
    if not is_new:
        return
    with translation.override(organization.language):
        AlertRule.objects.bulk_create(
            AlertRule(
                kind=kind,
                name=_(name),
                severity=severity,
                numbers={one: numbers[0] for one, numbers in rules.NUMBERS[kind].items()},
                created_at=now,
            )
            for kind, name, severity in STARTERS
        )


def request_sweeps(*, now: datetime) -> None:
    """Let every active organization look for what only time tells: the timetable's entry."""
    for organization_id in active_organization_ids():
        with tenant_context(organization_id):
            request_sweep(now=now)


def request_sweep(*, now: datetime) -> None:
    """Ask for it in the current organization."""
    jobs.enqueue(queue=SWEEP, subject_id=current_organization_id(), now=now)


@transaction.atomic
def save_rule(*, rule: AlertRule, by: Employee, now: datetime, before: dict[str, Any]) -> None:
    """Save what a form has changed, or a new rule (`before` is audit.NEW). Raises NameTaken."""
    is_new = rule._state.adding
    if AlertRule.objects.filter(name__iexact=rule.name).exclude(pk=rule.pk).exists():
        raise NameTaken
    if is_new:
        rule.created_at = now
    rule.save()
    action = "alert_rule.created" if is_new else "alert_rule.changed"
    audit.record(action=action, subject=rule, by=by, now=now, before=before)


@transaction.atomic
def save_settings(*, values: Mapping[str, Any], by: Employee, now: datetime) -> None:
    """Say how fast alerts are followed up, and when letters wait; clocks that are running keep their time."""
    row, _is_new = AlertSettings.objects.get_or_create()
    row = AlertSettings.objects.select_for_update().get(pk=row.pk)
    before = audit.snapshot(row)
    for name, value in values.items():
        setattr(row, name, value)
    row.save(update_fields=list(values))
    audit.record(action="alert_settings.changed", subject=row, by=by, now=now, before=before)
