"""What pages say of playbooks: every step is a whole sentence, every fault has its remedy."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.utils.translation import get_language, gettext, ngettext
from django.utils.translation import gettext_lazy as _

from accounts.clients.enums import BuyerRole, Stage
from feedback.alerts.models import Kind, Severity
from feedback.letters.sending import spoken
from feedback.triggers import words as conditions
from feedback.triggers.words import Names
from journeys.playbooks.script import About, Begin, End, Fault, Script, Sort, Step, Who

ABOUT = {About.CLIENT: _("A client"), About.PERSON: _("One person at a client")}
BEGINS = {
    Begin.CALL: _("Only by a rule or by hand"),
    Begin.STAGE: _("When a stage begins"),
    Begin.ALERT: _("When an alert is raised"),
    Begin.CASE: _("When a case is opened"),
}
SORTS = {
    Sort.TASK: _("Task"),
    Sort.MEETING: _("Talk"),
    Sort.LETTER: _("Letter"),
    Sort.SURVEY: _("Question"),
    Sort.WAIT: _("Wait"),
    Sort.CONDITION: _("Condition"),
}
ICONS = {
    Sort.TASK: "check", Sort.MEETING: "people", Sort.LETTER: "mail", Sort.SURVEY: "form", Sort.WAIT: "clock",
    Sort.CONDITION: "bolt",
}  # fmt: skip
FAULTS: Mapping[Fault, Any] = {
    Fault.NO_STEPS: _("There are no steps yet. Add at least one."),
    Fault.NOTHING_DONE: _("It only waits. Add a task, a talk, a letter or a question."),
    Fault.NO_TITLE: _("Say what is to be done."),
    Fault.NO_OWNER: _("Choose who does it."),
    Fault.NO_PERSON: _("The playbook is about a client: choose in which role somebody is reached."),
    Fault.NO_TEXT: _("Write subject and text, in one language at least, and no language by half."),
    Fault.NO_SURVEY: _("Choose a survey that people can answer now."),
    Fault.NO_WAIT: _("Say how long it waits."),
    Fault.NO_CONDITION: _("Write a condition that can be read here."),
    Fault.NO_STAGE: _("It ends when its stage is left: choose the stage with which it begins."),
}


@dataclass(frozen=True, slots=True)
class House:
    """What the organization calls what playbooks speak of."""

    names: Names = field(default_factory=Names)
    employees: Mapping[uuid.UUID, str] = field(default_factory=dict)
    departments: Mapping[uuid.UUID, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Line:
    """A step as a page shows it; `more` are details, `fault` what keeps the playbook from being published."""

    number: int
    sort: str
    icon: str
    sentence: str
    more: tuple[str, ...] = ()
    fault: str = ""


def opening(script: Script) -> str:
    """Say when the playbook begins."""
    of_person = script.about == About.PERSON
    words = {"stage": Stage(script.stage).label if script.stage else ""}
    said = {
        (Begin.STAGE, True, True): _("Begins for a person when their stage “%(stage)s” begins."),
        (Begin.STAGE, False, True): _("Begins when the client’s stage “%(stage)s” begins."),
        (Begin.STAGE, True, False): _("Begins for a person with each of their stages."),
        (Begin.STAGE, False, False): _("Begins with each stage of a client."),
        (Begin.ALERT, True, False): _("Begins for the person about whom an alert is raised."),
        (Begin.ALERT, False, False): _("Begins when an alert is raised."),
        (Begin.CASE, True, False): _("Begins for the person about whom a case is opened."),
        (Begin.CASE, False, False): _("Begins when a case is opened."),
        (Begin.CALL, True, False): _("A rule or one of you begins it for a person."),
        (Begin.CALL, False, False): _("A rule or one of you begins it for a client."),
    }
    narrowed = []
    if script.alert:
        narrowed.append(gettext("Only alerts of this kind: %(kind)s.") % {"kind": Kind(script.alert).label})
    if script.severity:
        narrowed.append(str(ONLY[Severity(script.severity)]))
    return " ".join([str(said[script.begin, of_person, bool(script.stage)]) % words, *narrowed])


ONLY = {Severity.SERIOUS: _("Only serious alerts."), Severity.ATTENTION: _("Only alerts that need attention.")}


def closing(script: Script) -> list[str]:
    """Say after what the playbook does nothing more."""
    said = {
        End.STAGE: gettext("When the stage is left in which it began, it ends and does nothing more."),
        End.CASE: gettext("When the case is closed, it ends and does nothing more."),
    }
    return [said[one] for one in script.ends]


def lines(script: Script, house: House, faults: Mapping[int, Fault] | None = None) -> list[Line]:
    """Return every step in words."""
    return [
        Line(
            number=number,
            sort=str(SORTS[step.sort]),
            icon=ICONS[step.sort],
            sentence=sentence(step, house),
            more=_more(step, house),
            fault=str(FAULTS[faults[number]]) if faults and number in faults else "",
        )
        for number, step in enumerate(script.steps, start=1)
    ]


def sentence(step: Step, house: House) -> str:
    """Say what a step does."""
    match step.sort:
        case Sort.TASK:
            return step.title or gettext("A task")
        case Sort.MEETING:
            return step.title or gettext("A talk")
        case Sort.LETTER:
            subject = step.subject.get(spoken(step.subject, (get_language() or "en", settings.LANGUAGE_CODE)), "")
            return gettext("A letter to %(whom)s: “%(subject)s”.") % {"whom": _whom(step), "subject": subject or "…"}
        case Sort.SURVEY:
            survey = house.names.surveys.get(str(step.survey_id), "…")
            return gettext("The survey “%(survey)s” to %(whom)s.") % {"whom": _whom(step), "survey": survey}
        case Sort.WAIT:
            return _wait(step)
    told = "; ".join(conditions.condition(step.where, house.names)) or "…"
    return gettext("It goes on only if: %(conditions)s.") % {"conditions": told}


def _whom(step: Step) -> str:
    return str(BuyerRole(step.to).label).lower() if step.to else gettext("the person")


def _wait(step: Step) -> str:
    if not step.days:
        return ngettext("Wait for %(count)d hour.", "Wait for %(count)d hours.", step.hours) % {"count": step.hours}
    if step.is_working:
        return ngettext("Wait for %(count)d working day.", "Wait for %(count)d working days.", step.days) % {
            "count": step.days
        }
    return ngettext("Wait for %(count)d day.", "Wait for %(count)d days.", step.days) % {"count": step.days}


def _more(step: Step, house: House) -> tuple[str, ...]:
    if step.sort == Sort.CONDITION:
        if not step.skips:
            return (gettext("Otherwise the playbook is over."),)
        skipped = ngettext(
            "Otherwise the next step is left out.", "Otherwise the next %(count)d steps are left out.", step.skips
        )
        return (skipped % {"count": step.skips},)
    if step.sort not in {Sort.TASK, Sort.MEETING}:
        return ()
    who = {
        Who.MANAGER: gettext("The client’s manager"),
        Who.EMPLOYEE: house.employees.get(step.who_id, "…") if step.who_id else "…",
        Who.LEAD: gettext("The lead of %(department)s")
        % {"department": house.departments.get(step.who_id, "…") if step.who_id else "…"},
    }[step.who]
    due = (
        ngettext("%(who)s, within %(count)d working day.", "%(who)s, within %(count)d working days.", step.days)
        if step.days
        else gettext("%(who)s, on the same day.")
    ) % {"who": who, "count": step.days}
    on = () if step.waits else (gettext("The playbook goes on meanwhile."),)
    done = (gettext("Writing down a talk with the client does it."),) if step.sort == Sort.MEETING else ()
    return (due, *on, *done)
