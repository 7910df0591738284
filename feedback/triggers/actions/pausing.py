"""Switching rules off, by hand or because something is wrong."""

from datetime import datetime, timedelta

from django.db import transaction

from accounts.audit import actions as audit
from accounts.events import actions as events
from accounts.events import kinds
from accounts.organizations.models import Employee
from accounts.tenancy.context import tenant_context
from accounts.tenancy.registry import active_organization_ids
from feedback.invitations import actions as invitations
from feedback.invitations.models import AskState, PlannedAsk, Source
from feedback.invitations.rules import Reason
from feedback.letters import actions as letters
from feedback.letters.models import PlannedLetter
from feedback.triggers import queries
from feedback.triggers.actions import choosing
from feedback.triggers.models import Pause, RuleState, TriggerRule

LOOK_BACK, LEAST, MOST_FAILED = timedelta(days=7), 20, 0.1  # of what left in a week; fewer letters prove nothing


@transaction.atomic
def pause(*, rule: TriggerRule, why: Pause, by: Employee | None, now: datetime) -> bool:
    """Switch a running rule off: it asks nobody, what it had planned is refused, and its owner is told by an event."""
    row = TriggerRule.objects.select_for_update().get(pk=rule.pk)
    if row.state != RuleState.ACTIVE:
        return False
    before = audit.snapshot(row)
    row.state, row.pause = RuleState.PAUSED, why
    row.save(update_fields=["state", "pause"])
    invitations.stop(
        PlannedAsk.objects.filter(source=Source.RULE, source_id=row.pk, state=AskState.PLANNED),
        by=by,
        reason=Reason.PAUSED,
        now=now,
    )
    choosing.end_all(row, now=now)
    letters.stop(PlannedLetter.objects.filter(source=Source.RULE, source_id=row.pk), now=now, reason=Reason.PAUSED)
    audit.record(action="rule.paused", subject=row, by=by, now=now, before=before)
    fact = events.Fact(kind=kinds.RULE_PAUSED, happened_at=now, payload={"rule_id": row.pk, "reason": str(why)})
    events.publish(fact, now=now)
    return True


def pause_failing(*, now: datetime) -> None:
    """Switch off every rule a tenth of whose letters came back within a week: the timetable's entry."""
    for organization_id in active_organization_ids():
        with tenant_context(organization_id):
            for rule in TriggerRule.objects.filter(state=RuleState.ACTIVE).order_by("pk"):
                sent, failed = queries.letters_of(rule_id=rule.pk, since=now - LOOK_BACK)
                if sent >= LEAST and failed >= MOST_FAILED * sent:
                    pause(rule=rule, why=Pause.FAILURES, by=None, now=now)
