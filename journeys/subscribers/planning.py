"""Steps of initiatives and their tasks end together. Handlers may run twice."""

from accounts.events import kinds
from accounts.events.models import Event
from accounts.events.registry import subscribe
from accounts.web.text import as_id
from journeys.initiatives import actions as initiatives
from journeys.initiatives.models import InitiativeStep
from journeys.playbooks.models import Task


@subscribe(kinds.TASK_DONE)
def task_does_step(event: Event) -> None:
    """Note the step as done whose task was done."""
    task = Task.objects.select_related("owner").filter(pk=event.payload["task_id"]).first()
    step_id = as_id(task.origin.removeprefix("initiative:")) if task else None
    step = InitiativeStep.objects.filter(pk=step_id).first() if step_id else None
    if task and step:
        initiatives.complete_step(step=step, by=task.owner, now=event.recorded_at)
