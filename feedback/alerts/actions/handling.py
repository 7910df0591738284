"""What people do about alerts: have them in hand, hand them over, note, judge, end; and want no letters for a while.

What was confided to top management is written into no trail and told by no event.
"""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.audit import actions as audit
from accounts.events import kinds
from accounts.events.models import Origin
from accounts.organizations.models import Employee
from feedback.alerts import queries
from feedback.alerts.actions.telling import drop_waiting, tell, told_by_event, wind
from feedback.alerts.models import Alert, AlertAct, Ending, Snooze, Verdict
from feedback.alerts.words import HANDED_OVER

What = AlertAct.What


class NotAllowed(RuntimeError):
    """What was confided is handed to nobody who may not read it."""


def _lock(alert: Alert) -> Alert:
    rows = Alert.objects.select_for_update(of=("self",)).select_related("rule", "client", "owner__organization")
    return rows.get(pk=alert.pk)


def _noted(alert: Alert, *, action: str, by: Employee | None, now: datetime, before: dict[str, Any]) -> None:
    if not alert.sealed:
        audit.record(action=action, subject=alert, by=by, now=now, before=before)


@transaction.atomic
def acknowledge(
    *, alert: Alert, by: Employee, now: datetime, by_letter: bool = False, origin: Origin = Origin.LIVE
) -> bool:
    """Have the alert in hand: the ladder stops, and the time to speak with the client begins. Return whether this act did it.

    Whoever is first has it; of an ended alert nothing is left to be taken. An alert without an owner is theirs from now on.
    """
    row = _lock(alert)
    if row.ended_at or queries.is_acknowledged(row):
        return False
    before = audit.snapshot(row)
    AlertAct.objects.create(alert=row, what=What.ACKNOWLEDGED, by=by, at=now, by_letter=by_letter)
    row.owner = row.owner or by
    row.is_stuck = False
    row.due_at = None
    if row.client_id:
        row.due_at = queries.due_after(queries.settings_of_alerts().contact_hours, of=row, since=now)
    row.save(update_fields=["owner", "is_stuck", "due_at"])
    wind(row, now=now)
    _noted(row, action="alert.acknowledged", by=by, now=now, before=before)
    told_by_event(kinds.ALERT_ACKNOWLEDGED, row, now=now, origin=origin)
    return True


@transaction.atomic
def assign(*, alert: Alert, to: Employee, by: Employee, now: datetime, by_letter: bool = False) -> None:
    """Hand the alert over; the new owner gets a letter. To the present one, or of an ended alert, nothing changes.

    Raises NotAllowed for a sealed alert and somebody who may not read it.
    """
    row = _lock(alert)
    if row.ended_at or row.owner_id == to.pk:
        return
    if row.sealed and to.pk not in {one.pk for one in queries.leaders(now=now)}:
        raise NotAllowed
    before = audit.snapshot(row)
    row.owner = to
    row.save(update_fields=["owner"])
    number = AlertAct.objects.filter(alert=row, what=What.ASSIGNED).count()
    AlertAct.objects.create(alert=row, what=What.ASSIGNED, by=by, at=now, to=to, by_letter=by_letter)
    if to.pk != by.pk:
        tell([row], step=HANDED_OVER + number, now=now, people=[to])
    _noted(row, action="alert.assigned", by=by, now=now, before=before)


@transaction.atomic
def note(*, alert: Alert, text: str, by: Employee, now: datetime, by_letter: bool = False) -> None:
    """Write a note down. The same one twice is once."""
    known = AlertAct.objects.filter(alert=alert, what=What.NOTED, by=by, text=text)
    if not known.exists():
        AlertAct.objects.create(alert=alert, what=What.NOTED, by=by, at=now, text=text, by_letter=by_letter)


@transaction.atomic
def judge(*, alert: Alert, verdict: Verdict, by: Employee, now: datetime) -> None:
    """Say whether it was right to tell: what the precision of its rule is counted from."""
    row = _lock(alert)
    if row.verdict == verdict:
        return
    before = audit.snapshot(row)
    row.verdict = verdict
    row.save(update_fields=["verdict"])
    AlertAct.objects.create(alert=row, what=What.JUDGED, by=by, at=now, text=verdict)
    _noted(row, action="alert.judged", by=by, now=now, before=before)


@transaction.atomic
def end(
    *,
    alert: Alert,
    ending: Ending,
    by: Employee | None,
    now: datetime,
    by_letter: bool = False,
    origin: Origin = Origin.LIVE,
) -> bool:
    """End the alert: nobody is told of it any more. Return whether this act did it.

    That it was no trouble is a verdict, too; that a case was closed confirms it.
    """
    row = _lock(alert)
    if row.ended_at:
        return False
    before = audit.snapshot(row)
    row.ended_at, row.ending, row.due_at, row.is_stuck = now, ending, None, False
    if ending == Ending.FALSE:
        row.verdict = Verdict.FALSE
    row.save(update_fields=["ended_at", "ending", "due_at", "is_stuck", "verdict"])
    if by:
        AlertAct.objects.create(alert=row, what=What.ENDED, by=by, at=now, by_letter=by_letter)
    drop_waiting([row], now=now)
    _noted(row, action="alert.ended", by=by, now=now, before=before)
    told_by_event(kinds.ALERT_ENDED, row, now=now, origin=origin, ending=ending)
    return True


@transaction.atomic
def snooze(*, alert: Alert, scope: Snooze.Scope, until: datetime, by: Employee, now: datetime) -> Snooze | None:
    """Send this person no letters about the alert, its client or its rule until then; others go on getting theirs.

    A clock runs on. None where the alert has no client to snooze, or the moment is over.
    """
    of = {"alert": alert, "client": alert.client, "rule": alert.rule}[scope]
    if of is None or until <= now:
        return None
    Snooze.objects.filter(employee=by, **{scope: of}).delete()
    return Snooze.objects.create(employee=by, until=until, created_at=now, **{scope: of})


@transaction.atomic
def wake_up(*, snooze: Snooze) -> None:
    """Let letters come again."""
    Snooze.objects.filter(pk=snooze.pk).delete()


def end_all(*, alerts: Collection[Alert], ending: Ending, now: datetime) -> None:
    """End these alerts without anybody's act."""
    for alert in alerts:
        end(alert=alert, ending=ending, by=None, now=now)
