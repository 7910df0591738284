"""What pages say of the runs of playbooks: what became of every step, and of the mood of the clients."""

from datetime import datetime

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext, ngettext

from accounts.web import formats
from feedback.invitations import words as ledger
from feedback.letters import words as letters
from journeys.playbooks.effect import Effect
from journeys.playbooks.models import RunStep, Skip, StepState
from journeys.playbooks.script import Sort, Step


def became(step: RunStep, told: Step, *, is_over: bool) -> str:
    """Say what became of a step of a run, or what will."""
    if step.state == StepState.SKIPPED:
        return " ".join(filter(None, (gettext("Left out on %(day)s.") % _on(step.ended_at), reason(step))))
    if step.state == StepState.PLANNED:
        return gettext("Was never begun.") if is_over else gettext("Is still to come.")
    if step.task or step.letter or step.ask:
        return _brought(step)
    if told.sort == Sort.WAIT:
        waits = step.state == StepState.ACTIVE
        return (gettext("Waits until %(day)s.") if waits else gettext("Waited until %(day)s.")) % _on(step.due_at)
    return _held(step, told)


def _brought(step: RunStep) -> str:
    if step.task:
        return _of_task(step)
    if step.letter:
        return letters.told(step.letter)
    assert step.ask
    return " ".join(filter(None, (ledger.sentence_of(step.ask, now=step.ask.created_at), ledger.why_of(step.ask))))


def _held(step: RunStep, told: Step) -> str:
    if step.held is False and not told.skips:
        return gettext("Did not hold on %(day)s: the playbook was over.") % _on(step.ended_at)
    if step.held is False:
        return gettext("Did not hold on %(day)s: what hangs on it was left out.") % _on(step.ended_at)
    return gettext("Held on %(day)s: the playbook went on.") % _on(step.ended_at)


def reason(step: RunStep) -> str:
    """Say why a step was left out, in the words of whoever decided so where there are some."""
    known = str(Skip(step.reason).label) if step.reason in Skip.values else str(ledger.REFUSALS.get(step.reason, ""))
    by = f"{step.by.name}: {step.note}" if step.by and step.note else ""
    return " ".join(filter(None, (known, by)))


def effect(found: Effect) -> list[str]:
    """Say what is known of a playbook's effect, and why nothing is where nothing is."""
    said = []
    if found.estimate is None:
        said.append(
            ngettext(
                "Of %(n)d client the mood before and after can be compared; at least %(least)d are needed to tell anything.",
                "Of %(n)d clients the mood before and after can be compared; at least %(least)d are needed to tell anything.",
                found.n,
            )
            % {"n": found.n, "least": found.least}
        )
    else:
        words = {
            "n": found.n,
            "move": formats.signed(found.estimate.value, 1),
            "low": formats.signed(found.estimate.low, 1),
            "high": formats.signed(found.estimate.high, 1),
            "before": f"{found.before:.0f}",
            "after": f"{found.after:.0f}",
        }
        said.append(
            ngettext(
                "Index of %(n)d client: moved by %(move)s points, from %(before)s to %(after)s (95 %%: %(low)s to %(high)s).",
                "Index of %(n)d clients: moved by %(move)s points, from %(before)s to %(after)s (95 %%: %(low)s to %(high)s).",
                found.n,
            )
            % words
        )
        said.append(
            gettext("That is more than chance would explain; what else happened in that time is in it, too.")
            if found.is_told_from_nothing
            else gettext("That may as well be chance.")
        )
    if found.waiting:
        said.append(
            ngettext(
                "%(number)d more client is looked at a month after the end.",
                "%(number)d more clients are looked at a month after the end.",
                found.waiting,
            )
            % {"number": found.waiting}
        )
    if found.unheard:
        said.append(
            ngettext(
                "%(number)d client is not counted: nobody there was heard before, or since.",
                "%(number)d clients are not counted: nobody there was heard before, or since.",
                found.unheard,
            )
            % {"number": found.unheard}
        )
    return said


def _of_task(step: RunStep) -> str:
    task = step.task
    assert task
    who = {"who": task.owner.name}
    if task.done_at:
        return gettext("Done by %(who)s on %(day)s.") % (who | _on(task.done_at))
    if task.skipped_at:
        return gettext("The task was skipped on %(day)s.") % _on(task.skipped_at)
    return gettext("%(who)s has the task until %(day)s.") % (who | {"day": date_format(task.due_on, "DATE_FORMAT")})


def _on(at: datetime | None) -> dict[str, str]:
    return {"day": date_format(localtime(at), "DATE_FORMAT")} if at else {"day": ""}
