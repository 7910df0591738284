"""A gesture's way: proposed, approved or declined, done. What costs money is looked at before it is approved."""

import uuid
from datetime import datetime
from typing import Any

from django.db import transaction

from accounts import clock
from accounts.audit import actions as audit
from accounts.contracts import queries as money
from accounts.events import actions as events
from accounts.events import kinds
from accounts.events.models import Origin
from accounts.jobs import actions as jobs
from accounts.organizations.models import Employee, Organization
from accounts.organizations.roles import LEADERSHIP
from journeys.care import calendar, queries
from journeys.care.actions import bringing
from journeys.care.models import Form, Gesture, Kind, State

LETTERS = "care_letters"  # the queue


class Refused(RuntimeError):
    """It must not happen: `code` is of words.REASONS."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@transaction.atomic
def propose(
    *, gesture: Gesture, by: Employee, now: datetime, is_done: bool = False, origin: Origin = Origin.LIVE
) -> None:
    """Save a gesture that somebody has thought of; `is_done` logs one. What is free and no letter needs no approval."""
    gesture.proposed_by, gesture.created_at = by, now
    if gesture.kind == Kind.PROMISED:
        gesture.key = uuid.uuid4().hex  # two promises may be for one day
    if is_done:
        gesture.state, gesture.done_at, gesture.decided_by, gesture.decided_at = State.DONE, now, by, now
    elif gesture.form != Form.LETTER and not gesture.costs:
        gesture.state, gesture.decided_at = State.APPROVED, now
    gesture.save()
    audit.record(action="gesture.planned", subject=gesture, by=by, now=now, before=audit.NEW)
    if is_done:
        _publish(kinds.GESTURE_SENT, gesture, by=by, now=now, origin=origin)
    else:
        bringing.bring([gesture], now=now)


@transaction.atomic
def change(*, gesture: Gesture, by: Employee, now: datetime, before: dict[str, Any]) -> None:
    """Save what a form has changed; what was approved in other words waits for approval again."""
    if gesture.state == State.APPROVED and audit.changes(gesture, before):
        needs = gesture.form == Form.LETTER or gesture.costs
        gesture.state = State.DRAFT if needs else State.APPROVED
        gesture.leaves_at = None
    gesture.save()
    audit.record(action="gesture.changed", subject=gesture, by=by, now=now, before=before)


@transaction.atomic
def approve(*, gesture: Gesture, by: Employee | None, role: str, now: datetime, origin: Origin = Origin.LIVE) -> None:
    """Let a gesture happen: a letter leaves on its day at nine o'clock of its reader. Twice is once. Raises Refused.

    What costs money is approved by somebody other than who proposed it, unless that is top management. `by` is None where the
    organization lets letters of a kind leave by themselves.
    """
    row = _lock(gesture)
    if row.state != State.DRAFT:
        return
    rules = queries.rules()
    today = money.house_day(Organization.objects.get(), now)
    for code in (
        "day_over" if row.on < today and row.form == Form.LETTER else "",
        "empty" if row.form == Form.LETTER and not (row.subject and row.text) else "",
        "own" if row.costs and by and by.pk == row.proposed_by_id and role not in LEADERSHIP else "",
        queries.why_not(row, rules=rules),
        queries.why_no_money(row, rules=rules, today=today),
    ):
        if code:
            raise Refused(code)
    before = audit.snapshot(row)
    row.state, row.decided_by, row.decided_at = State.APPROVED, by, now
    row.leaves_at = _leaving(row, now) if row.form == Form.LETTER else None
    row.save(update_fields=["state", "decided_by", "decided_at", "leaves_at"])
    audit.record(action="gesture.approved", subject=row, by=by, now=now, before=before)
    _publish(kinds.GESTURE_APPROVED, row, by=by, now=now, origin=origin)
    bringing.settle(row, by=by, now=now)
    if row.leaves_at:
        run_at = row.leaves_at - clock.offset()
        jobs.enqueue(queue=LETTERS, subject_id=row.pk, now=clock.real_now(), run_at=run_at)


@transaction.atomic
def decline(*, gesture: Gesture, by: Employee, now: datetime) -> None:
    """Note that it is not to happen. What is done stays done; twice is once."""
    row = _lock(gesture)
    if row.is_open:
        _end(row, State.DECLINED, by=by, now=now)


@transaction.atomic
def complete(*, gesture: Gesture, by: Employee | None, now: datetime, origin: Origin = Origin.LIVE) -> None:
    """Note that an approved gesture was done, and publish gesture.sent. Twice is once; what was not approved is not done."""
    row = _lock(gesture)
    if row.state == State.APPROVED:
        _end(row, State.DONE, by=by, now=now)
        _publish(kinds.GESTURE_SENT, row, by=by, now=now, origin=origin)


@transaction.atomic
def miss(*, gesture: Gesture, reason: str, now: datetime) -> None:
    """Note that it did not happen, and why (of words.REASONS)."""
    row = _lock(gesture)
    if row.is_open:
        row.reason = reason
        _end(row, State.MISSED, by=None, now=now)


def _end(row: Gesture, state: State, *, by: Employee | None, now: datetime) -> None:
    before = audit.snapshot(Gesture.objects.get(pk=row.pk))
    row.state = state
    if state == State.DONE:
        row.done_at = now
    elif state == State.DECLINED:
        row.decided_by, row.decided_at = by, now
    row.save(update_fields=["state", "reason", "done_at", "decided_by", "decided_at"])
    audit.record(action=f"gesture.{state}", subject=row, by=by, now=now, before=before)
    bringing.settle(row, by=by, now=now)


def _leaving(row: Gesture, now: datetime) -> datetime:
    contact = row.contact
    country = (contact.country if contact else "") or row.client.country
    day = calendar.leaving_day(row.on, country=country, is_feast=row.kind == Kind.FEAST)
    zone = contact.time_zone if contact else row.client.time_zone
    return max(now, calendar.greeting_moment(day, zone=zone))


def _lock(gesture: Gesture) -> Gesture:
    row: Gesture = Gesture.objects.select_for_update(of=("self",)).get(pk=gesture.pk)
    return row


def _publish(
    kind: kinds.Kind, row: Gesture, *, by: Employee | None, now: datetime, origin: Origin = Origin.LIVE
) -> None:
    fact = events.Fact(
        kind=kind,
        client_id=row.client_id,
        contact_id=row.contact_id,
        actor_id=by.pk if by else None,
        happened_at=now,
        origin=origin,
        payload={"gesture_id": row.pk, "gesture_kind": row.kind, "gesture_form": row.form},
        dedupe_key=f"{kind.name}:{row.pk}",
    )
    events.publish(fact, now=now)
