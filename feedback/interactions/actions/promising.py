"""What becomes of promises and needs."""

from datetime import datetime

from django.db import transaction

from accounts.audit import actions as audit
from accounts.events import actions as events
from accounts.events import kinds
from accounts.organizations.models import Employee
from feedback.interactions.models import Need, Promise


@transaction.atomic
def keep_promise(*, promise: Promise, by: Employee, now: datetime) -> None:
    """Note that the promise was kept, and publish it. Twice is once; what was taken back stays so."""
    _end_promise(promise, column="kept_at", action="promise.kept", kind=kinds.PROMISE_KEPT, by=by, now=now)


@transaction.atomic
def drop_promise(*, promise: Promise, by: Employee, now: datetime) -> None:
    """Note that the promise no longer holds, and publish it. Twice is once; what was kept stays so."""
    _end_promise(promise, column="dropped_at", action="promise.dropped", kind=kinds.PROMISE_DROPPED, by=by, now=now)


def _end_promise(promise: Promise, *, column: str, action: str, kind: kinds.Kind, by: Employee, now: datetime) -> None:
    promise = Promise.objects.select_for_update().get(pk=promise.pk)
    if promise.kept_at or promise.dropped_at:
        return
    before = audit.snapshot(promise)
    setattr(promise, column, now)
    promise.save(update_fields=[column])
    audit.record(action=action, subject=promise, by=by, now=now, before=before)
    fact = events.Fact(
        kind=kind,
        client_id=promise.client_id,
        contact_id=promise.contact_id,
        actor_id=by.pk,
        happened_at=now,
        payload={"promise_id": promise.pk, "owner_id": promise.owner_id, "due_on": promise.due_on},
        dedupe_key=f"{action}:{promise.pk}",
    )
    events.publish(fact, now=now)


@transaction.atomic
def meet_need(*, need: Need, by: Employee, now: datetime) -> None:
    """Note that the client has what was needed. Twice is once."""
    _end_need(need, column="met_at", action="need.met", by=by, now=now)


@transaction.atomic
def drop_need(*, need: Need, by: Employee, now: datetime) -> None:
    """Note that the client no longer needs it. Twice is once."""
    _end_need(need, column="dropped_at", action="need.dropped", by=by, now=now)


def _end_need(need: Need, *, column: str, action: str, by: Employee, now: datetime) -> None:
    need = Need.objects.select_for_update().get(pk=need.pk)
    if need.met_at or need.dropped_at:
        return
    before = audit.snapshot(need)
    setattr(need, column, now)
    need.save(update_fields=[column])
    audit.record(action=action, subject=need, by=by, now=now, before=before)
