"""The ladder: an alert that nobody acknowledges, or whose client nobody speaks with, is told one rung higher."""

import uuid
from datetime import datetime

from django.db import transaction

from accounts import clock
from accounts.events import kinds
from feedback.alerts import queries
from feedback.alerts.actions.telling import tell, told_by_event, wind
from feedback.alerts.models import Alert, Escalation, Rung

MOST_STEPS = 12  # reminders too: after that the alarm stands on the pages alone


def climb_due(subject_ids: list[uuid.UUID], now: datetime) -> None:
    """Look at the clocks of these alerts. The ledger calls this."""
    for alert_id in subject_ids:
        climb(alert_id=alert_id, now=now + clock.offset())


@transaction.atomic
def climb(*, alert_id: uuid.UUID, now: datetime) -> None:
    """Tell the next rung of an alert whose time is over; at the last one remind everybody, and sound the alarm.

    Time that is not over is waited for. What was acknowledged climbs only while nobody has spoken with the client.
    """
    row = Alert.objects.select_for_update(of=("self",)).select_related("rule", "client", "owner__organization")
    alert = row.filter(pk=alert_id, ended_at=None).first()
    if alert is None or alert.due_at is None:
        return
    if alert.due_at > now:
        wind(alert, now=now)
        return
    settings = queries.settings_of_alerts()
    reason, hours = Escalation.Reason.UNSEEN, settings.acknowledge_hours
    is_acknowledged = queries.is_acknowledged(alert)
    if is_acknowledged:
        reason, hours = Escalation.Reason.UNCONTACTED, settings.contact_hours
    number = alert.escalations.count() + 1
    is_done = is_acknowledged and (alert.client_id is None or queries.is_contacted(alert))
    is_last = alert.rung >= (Rung.TOP if alert.wakes_top else Rung.HEAD)
    if is_done or number > MOST_STEPS or (is_acknowledged and is_last):
        alert.due_at = None
        alert.save(update_fields=["due_at"])
        return
    alert.rung = alert.rung if is_last else _next_rung(alert, now)
    alert.is_stuck = is_last
    alert.due_at = queries.due_after(hours, of=alert, since=now)
    alert.save(update_fields=["rung", "is_stuck", "due_at"])
    Escalation.objects.create(alert=alert, number=number, rung=alert.rung, reason=reason, at=now)
    tell([alert], step=number, now=now)
    told_by_event(kinds.ALERT_ESCALATED, alert, now=now, rung=int(alert.rung), step=number)
    wind(alert, now=now)


def _next_rung(alert: Alert, now: datetime) -> Rung:
    """Return the next rung on which somebody stands; the last one when nobody does."""
    last = Rung.TOP if alert.wakes_top else Rung.HEAD
    people = queries.people_of(alert, up_to=last, now=now)
    return next((rung for rung in Rung if alert.rung < rung <= last and people.get(rung)), last)
