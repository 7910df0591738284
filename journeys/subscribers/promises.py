"""What becomes of promises: each is a task of whoever gave it, and ends with it."""

import uuid

from accounts.events import kinds
from accounts.events.models import Event, Origin
from accounts.events.registry import subscribe
from feedback.interactions import actions as interactions
from feedback.interactions.models import Promise
from journeys.playbooks import actions as playbooks
from journeys.playbooks.models import Task


@subscribe(kinds.PROMISE_MADE)
def remember_promise(event: Event) -> None:
    """Put a promise onto the day of whoever has to keep it; a demo's promises wait as real ones do."""
    promise = Promise.objects.select_related("owner", "client", "contact").filter(pk=_promise_id(event)).first()
    if promise and event.origin in {Origin.LIVE, Origin.DEMO} and not (promise.kept_at or promise.dropped_at):
        playbooks.bring_task(
            origin=f"promise:{promise.pk}",
            title=promise.text,
            owner=promise.owner,
            due_on=promise.due_on,
            client=promise.client,
            contact=promise.contact,
            now=event.recorded_at,
        )


@subscribe(kinds.PROMISE_KEPT)
def promise_is_done(event: Event) -> None:
    """End the task of a promise that was kept."""
    for task in Task.objects.filter(origin=f"promise:{_promise_id(event)}"):
        playbooks.complete_task(task=task, by=None, now=event.recorded_at)


@subscribe(kinds.PROMISE_DROPPED)
def promise_is_gone(event: Event) -> None:
    """End the task of a promise that was taken back."""
    for task in Task.objects.filter(origin=f"promise:{_promise_id(event)}"):
        playbooks.skip_task(task=task, by=None, now=event.recorded_at)


@subscribe(kinds.TASK_DONE)
def task_keeps_promise(event: Event) -> None:
    """Keep the promise whose task was done."""
    task = Task.objects.select_related("owner").filter(pk=event.payload["task_id"]).first()
    if task and task.origin.startswith("promise:"):
        promise = Promise.objects.filter(pk=task.origin.removeprefix("promise:")).first()
        if promise:
            interactions.keep_promise(promise=promise, by=task.owner, now=event.recorded_at)


def _promise_id(event: Event) -> uuid.UUID:
    return uuid.UUID(event.payload["promise_id"])
