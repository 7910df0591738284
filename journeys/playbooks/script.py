"""A playbook as data: what begins it, whom it is about, what ends it, and its steps in their order. Plain Python.

As JSON: {"about": "client" | "person", "begin": "stage" | "alert" | "case" | "call", "stage": …, "alert": …, "severity": …,
"ends": ["stage", "case"],
"steps": [{"sort": "task" | "meeting" | "letter" | "survey" | "wait" | "condition", …}]}. A draft may be unfinished: `missing`
says what keeps it from being published.
"""

import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from feedback.surveys.conditions import BadCondition, Condition, asked, read_condition, write_condition

MOST_STEPS, LONGEST_TITLE, LONGEST_TEXT, LONGEST_WAIT, MOST_CHECKS, LONGEST_CHECK = 40, 200, 4000, 365, 20, 200
STAGES = ("preboarding", "onboarding", "long_term", "reboarding")
# Of alerts: feedback.alerts.models.Kind and Severity.
ALERTS = (
    *("drop", "low", "leaving", "silence", "contradiction"),
    *("promise", "case", "bounce", "ownerless", "trend"),
)
SEVERITIES = ("serious", "attention")
ROLES = ("economic", "technical", "end_user")


class About(StrEnum):
    CLIENT = "client"
    PERSON = "person"


class Begin(StrEnum):
    """What begins a run by itself. Every playbook can be begun by a rule and by hand as well."""

    STAGE = "stage"
    ALERT = "alert"
    CASE = "case"
    CALL = "call"  # nothing but a rule or a person


class End(StrEnum):
    """After what the playbook does nothing more."""

    STAGE = "stage"  # the stage was left in which the run began
    CASE = "case"  # the case was closed that it is about


class Sort(StrEnum):
    TASK = "task"
    MEETING = "meeting"
    LETTER = "letter"
    SURVEY = "survey"
    WAIT = "wait"
    CONDITION = "condition"


class Who(StrEnum):
    """Who does a task."""

    MANAGER = "manager"  # of the client
    EMPLOYEE = "employee"
    LEAD = "lead"  # of a department


class Fault(StrEnum):
    """What keeps a playbook from being published; the words for people are in words.py."""

    NO_STEPS = "no_steps"
    NOTHING_DONE = "nothing_done"  # it only waits and asks for conditions
    NO_TITLE = "no_title"
    NO_OWNER = "no_owner"
    NO_PERSON = "no_person"  # a playbook about a client: to whom?
    NO_TEXT = "no_text"
    NO_SURVEY = "no_survey"
    NO_WAIT = "no_wait"
    NO_CONDITION = "no_condition"
    NO_STAGE = "no_stage"


class BadScript(ValueError):
    """The data is no playbook; the text says what is wrong, for a log."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step; which of its parts count depends on its sort.

    `days` are the owner's working days until a task is due, or the days of a wait (`is_working`: working days of the client).
    `to` is a buyer role, or "" for the person whom the playbook is about. `waits`: the playbook goes on when the task is done.
    `skips`: so many next steps are left out where the condition does not hold; 0: then the playbook is over.
    """

    sort: Sort
    title: str = ""
    who: Who = Who.MANAGER
    who_id: uuid.UUID | None = None
    days: int = 0
    hours: int = 0
    is_working: bool = True
    checklist: tuple[str, ...] = ()
    waits: bool = True
    to: str = ""
    subject: Mapping[str, str] = field(default_factory=dict)
    text: Mapping[str, str] = field(default_factory=dict)
    survey_id: uuid.UUID | None = None
    where: Condition | None = None
    skips: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Script:
    about: About = About.CLIENT
    begin: Begin = Begin.CALL
    stage: str = ""
    alert: str = ""  # the kind; "": any
    severity: str = ""
    ends: tuple[End, ...] = ()
    steps: tuple[Step, ...] = ()


def read(data: Any) -> Script:
    """Return the playbook of its JSON; raise BadScript."""
    if not isinstance(data, Mapping):
        raise BadScript("a playbook is an object")
    try:
        steps = tuple(_read_step(one) for one in data.get("steps", []))
        if len(steps) > MOST_STEPS:
            raise BadScript(f"more than {MOST_STEPS} steps")
        return Script(
            about=About(data.get("about", About.CLIENT)),
            begin=Begin(data.get("begin", Begin.CALL)),
            stage=_one_of(data.get("stage", ""), ("", *STAGES)),
            alert=_one_of(data.get("alert", ""), ("", *ALERTS)),
            severity=_one_of(data.get("severity", ""), ("", *SEVERITIES)),
            ends=tuple(one for one in End if one in data.get("ends", [])),
            steps=steps,
        )
    except (TypeError, ValueError, AttributeError, BadCondition) as error:
        raise BadScript(str(error)) from error


def write(script: Script) -> dict[str, Any]:
    """Return the JSON of a playbook."""
    return {
        "about": str(script.about),
        "begin": str(script.begin),
        "stage": script.stage,
        "alert": script.alert,
        "severity": script.severity,
        "ends": [str(one) for one in script.ends],
        "steps": [_write_step(step) for step in script.steps],
    }


def missing(script: Script, *, surveys: Collection[uuid.UUID], facts: Collection[str]) -> dict[int, Fault]:
    """Return what keeps the playbook from being published, by the number of the step; 0 is the whole.

    `surveys` can be asked, `facts` are known to conditions.
    """
    found = {
        number: fault
        for number, step in enumerate(script.steps, start=1)
        if (fault := _fault(step, script, surveys, facts))
    }
    if not script.steps:
        found[0] = Fault.NO_STEPS
    elif all(step.sort in {Sort.WAIT, Sort.CONDITION} for step in script.steps):
        found[0] = Fault.NOTHING_DONE
    elif End.STAGE in script.ends and script.begin == Begin.STAGE and not script.stage:
        found[0] = Fault.NO_STAGE
    return found


def added(script: Script, step: Step) -> Script:
    """Return the playbook with one more step at its end; raise BadScript when there are too many."""
    if len(script.steps) >= MOST_STEPS:
        raise BadScript(f"more than {MOST_STEPS} steps")
    return replace(script, steps=(*script.steps, step))


def replaced(script: Script, number: int, step: Step) -> Script:
    """Return the playbook with another step in this one's place; steps count from 1."""
    return replace(script, steps=(*script.steps[: number - 1], step, *script.steps[number:]))


def removed(script: Script, number: int) -> Script:
    """Return the playbook without the step."""
    return replace(script, steps=(*script.steps[: number - 1], *script.steps[number:]))


def moved(script: Script, number: int, by: int) -> Script:
    """Return the playbook with the step so many places later (earlier: negative); the first stays first, the last last."""
    steps = list(script.steps)
    place = min(max(number - 1 + by, 0), len(steps) - 1)
    steps.insert(place, steps.pop(number - 1))
    return replace(script, steps=tuple(steps))


def _fault(step: Step, script: Script, surveys: Collection[uuid.UUID], facts: Collection[str]) -> Fault | None:
    is_work = step.sort in {Sort.TASK, Sort.MEETING}
    reaches = step.sort in {Sort.LETTER, Sort.SURVEY}
    faults = {
        Fault.NO_TITLE: is_work and not step.title,
        Fault.NO_OWNER: is_work and step.who != Who.MANAGER and step.who_id is None,
        Fault.NO_PERSON: reaches and not step.to and script.about == About.CLIENT,
        Fault.NO_TEXT: step.sort == Sort.LETTER and not _said(step),
        Fault.NO_SURVEY: step.sort == Sort.SURVEY and step.survey_id not in surveys,
        Fault.NO_WAIT: step.sort == Sort.WAIT and not (step.days or step.hours),
        Fault.NO_CONDITION: step.sort == Sort.CONDITION and not _is_known(step.where, facts),
    }
    return next((fault for fault, stands in faults.items() if stands), None)


def _said(step: Step) -> bool:
    """Tell whether the letter is whole in one language at least, and in none by half."""
    spoken = {language for language, text in step.subject.items() if text}
    return bool(spoken) and spoken == {language for language, text in step.text.items() if text}


def _is_known(where: Condition | None, facts: Collection[str]) -> bool:
    return where is not None and not any(asked(where)) and set(asked(where, source="fact")) <= set(facts)


def _read_step(data: Mapping[str, Any]) -> Step:
    sort = Sort(data.get("sort", ""))
    return Step(
        sort=sort,
        title=_text(data.get("title", ""), LONGEST_TITLE),
        who=Who(data.get("who", Who.MANAGER)),
        who_id=_id(data.get("who_id")),
        days=_whole(data.get("days", 0), LONGEST_WAIT),
        hours=_whole(data.get("hours", 0), 23),
        is_working=bool(data.get("is_working", True)),
        checklist=tuple(_text(one, LONGEST_CHECK) for one in data.get("checklist", [])[:MOST_CHECKS]),
        waits=bool(data.get("waits", True)),
        to=_one_of(data.get("to", ""), ("", *ROLES)),
        subject=_texts(data.get("subject", {}), LONGEST_TITLE),
        text=_texts(data.get("text", {}), LONGEST_TEXT),
        survey_id=_id(data.get("survey")),
        where=read_condition(data["where"]) if data.get("where") else None,
        skips=_whole(data.get("skips", 0), MOST_STEPS),
    )


def _write_step(step: Step) -> dict[str, Any]:
    data: dict[str, Any] = {"sort": str(step.sort)}
    if step.sort in {Sort.TASK, Sort.MEETING}:
        data |= {"title": step.title, "who": str(step.who), "days": step.days, "checklist": list(step.checklist)}
        data |= {"waits": step.waits, "who_id": str(step.who_id) if step.who_id else None}
    elif step.sort == Sort.LETTER:
        data |= {"to": step.to, "subject": dict(step.subject), "text": dict(step.text)}
    elif step.sort == Sort.SURVEY:
        data |= {"to": step.to, "survey": str(step.survey_id) if step.survey_id else None}
    elif step.sort == Sort.WAIT:
        data |= {"days": step.days, "hours": step.hours, "is_working": step.is_working}
    else:
        data |= {"where": write_condition(step.where) if step.where else None, "skips": step.skips}
    return data


def _text(value: Any, longest: int) -> str:
    if not isinstance(value, str) or len(value) > longest:
        raise BadScript("no text, or too long a one")
    return value.strip()


def _texts(value: Any, longest: int) -> dict[str, str]:
    return {str(language): text for language, one in value.items() if (text := _text(one, longest))}


def _whole(value: Any, most: int) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= most:
        raise BadScript("no number, or too large a one")
    return value


def _one_of(value: Any, known: Collection[str]) -> str:
    if value not in known:
        raise BadScript(f"{value!r} is not known")
    return str(value)


def _id(value: Any) -> uuid.UUID | None:
    return uuid.UUID(str(value)) if value else None
