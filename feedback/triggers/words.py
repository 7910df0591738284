"""What pages say of rules: every part a whole sentence, every fault with its remedy."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import get_language, gettext, ngettext
from django.utils.translation import gettext_lazy as _

from accounts.clients.enums import BuyerRole, Stage
from accounts.events.kinds import CATALOGUE, title_of
from accounts.web.mood import Mood
from feedback.invitations.words import heads_up
from feedback.letters.sending import spoken
from feedback.surveys.conditions import All, Comparison, Condition, Either, Not, Op
from feedback.surveys.words.names import OPERATIONS
from feedback.triggers.often import limits
from feedback.triggers.rules import (
    BANDS,
    DATES,
    MOOD,
    SILENCE,
    STAGE_ENTERED,
    STAGE_LEFT,
    STAGES,
    TASK_DONE,
    Fault,
    Repeat,
    Rule,
    When,
)  # fmt: skip
from feedback.triggers.whom import reached

assert set(DATES) == {"renewal_on"}  # what `moment` says
assert set(STAGES) == set(Stage.values)
assert list(BANDS) == [mood.name.lower() for mood in Mood]
FACTS: Mapping[str, Any] = {
    "client.stage": _("Stage"),
    "client.days_in_stage": _("Days in the stage"),
    "client.segment": _("Segment"),
    "client.country": _("Country (two letters)"),
    "client.revenue": _("Revenue of a year"),
    "client.mood": _("Mood (0–100)"),
    "client.renewal_in_days": _("Days until the renewal"),
    "history.days_since_heard": _("Days since the client was heard"),
    "history.same_in_30_days": _("Such events in 30 days, this one too"),
    "history.same_in_90_days": _("Such events in 90 days, this one too"),
}
# Those that a row of the form can compare with.
OPS: Mapping[Op, Any] = {
    op: OPERATIONS[op]
    for op in (Op.EQUAL, Op.NOT_EQUAL, Op.AT_LEAST, Op.AT_MOST, Op.MORE, Op.LESS, Op.ANSWERED, Op.UNANSWERED)
}
REPEATS: Mapping[Repeat, Any] = {
    Repeat.ALWAYS: _("Every time"),
    Repeat.ONCE: _("Once for each client"),
    Repeat.DAYS: _("Once in so many days for each client"),
}
FAULTS: Mapping[Fault, Any] = {
    Fault.NOT_AN_OBJECT: _("This part cannot be read. Fill it in anew."),
    Fault.UNKNOWN: _("This is not known here. Choose from the list."),
    Fault.NO_MOMENT: _("Choose when the rule acts."),
    Fault.SEVERAL_MOMENTS: _("A rule acts at one kind of moment. Make a second rule for the other one."),
    Fault.FIRES_ITSELF: _("Asking somebody causes this event: the rule would set itself off. Choose another one."),
    Fault.UNKNOWN_KIND: _("No such event is known any more. Choose another one."),
    Fault.OUT_OF_RANGE: _("This number is too small or too large."),
    Fault.UNKNOWN_DATE: _("No such date is known. Choose from the list."),
    Fault.BAD_CONDITION: _("This condition cannot be read. Fill it in anew."),
    Fault.UNKNOWN_FACT: _("This event does not bring what the condition asks for. Choose something else."),
    Fault.UNKNOWN_ROLE: _("Choose the roles from the list."),
    Fault.NOBODY: _("Choose at least one role: no event tells whom it is about."),
    Fault.NOTHING_TO_DO: _("Choose one of them: a survey, a task, a letter or a playbook."),
    Fault.HALF_A_LETTER: _("Write subject and text in the same languages."),
    Fault.TOO_LONG: _("This text is too long."),
    Fault.TOO_MANY: _("These are too many people. Choose fewer, or roles."),
    Fault.NO_CHOICE: _(
        "Here is nobody to choose. Let the manager choose whom a survey asks after an event or before a date."
    ),
    Fault.NOTHING_LEAVES: _("A task or a playbook has no hours. Leave them empty."),
}


@dataclass(frozen=True, slots=True)
class Names:
    """What this organization calls what rules speak of."""

    kinds: Mapping[str, str] = field(default_factory=dict)
    surveys: Mapping[str, str] = field(default_factory=dict)
    playbooks: Mapping[str, str] = field(default_factory=dict)
    segments: Mapping[str, str] = field(default_factory=dict)
    people: Mapping[uuid.UUID, str] = field(default_factory=dict)  # those whom a rule names
    own_fields: Mapping[str, str] = field(default_factory=dict)


def kind_title(name: str, names: Names) -> str:
    """Return what an event of the kind is called."""
    known = CATALOGUE.get(name)
    return title_of(known) if known else names.kinds.get(name, name)


def moment(rule: Rule, names: Names) -> str:
    """Say when the rule acts."""
    when = rule.when
    if own := _own_moment(when):
        return own
    if when.kind:
        return gettext("When this happens: %(event)s.") % {"event": kind_title(when.kind, names)}
    if when.every_days:
        return ngettext(
            "Every %(days)d day, for each person.", "Every %(days)d days, for each person.", when.every_days
        ) % {"days": when.every_days}
    if when.days < 0:
        return ngettext("%(days)d day after the renewal.", "%(days)d days after the renewal.", -when.days) % {
            "days": -when.days
        }
    return ngettext("%(days)d day before the renewal.", "%(days)d days before the renewal.", when.days) % {
        "days": when.days
    }


def _own_moment(when: When) -> str:
    """Say one of the moments that the editor has a question of its own for; "" for all others."""
    stage = str(Stage(when.stage).label) if when.stage else ""
    role = str(BuyerRole(when.role).label).lower() if when.role else ""
    band = str(Mood[when.band.upper()].label) if when.band else ""
    if when.kind == STAGE_ENTERED:
        return (
            gettext("When the stage “%(stage)s” begins.") % {"stage": stage}
            if stage
            else gettext("When a stage begins.")
        )
    if when.kind == STAGE_LEFT:
        return (
            gettext("When the stage “%(stage)s” ends.") % {"stage": stage} if stage else gettext("When a stage ends.")
        )
    if when.kind == TASK_DONE:
        return gettext("When a task at the client is done.")
    if when.kind == SILENCE:
        return (
            gettext("When a role falls silent: %(role)s.") % {"role": role}
            if role
            else gettext("When a role falls silent.")
        )
    if when.kind == MOOD and when.drop and band:
        return ngettext(
            "When the mood drops by %(points)d point or more, down to “%(mood)s”.",
            "When the mood drops by %(points)d points or more, down to “%(mood)s”.",
            when.drop,
        ) % {"points": when.drop, "mood": band}
    if when.kind == MOOD and when.drop:
        return ngettext(
            "When the mood drops by %(points)d point or more.",
            "When the mood drops by %(points)d points or more.",
            when.drop,
        ) % {"points": when.drop}
    return gettext("When the mood sinks to “%(mood)s”.") % {"mood": band} if band else ""


def condition(where: Condition | None, names: Names) -> list[str]:
    """Say each condition on a line of its own; "any" and "not" are said before what they are about."""
    match where:
        case None:
            return []
        case All(parts):
            return [line for part in parts for line in condition(part, names)]
        case Either(parts):
            return [gettext("At least one of these: %(conditions)s") % {"conditions": _inner(parts, names)}]
        case Not(Either(parts)):
            return [gettext("None of these: %(conditions)s") % {"conditions": _inner(parts, names)}]
        case Not(part):
            return [gettext("Not this: %(condition)s") % {"condition": _inner((part,), names)}]
        case Comparison(_source, name, op, value):
            words = {"fact": fact_name(name, names), "op": OPS.get(op, op), "value": value_name(name, value, names)}
            return [(gettext("%(fact)s %(op)s %(value)s") % words).strip()]
    raise TypeError(f"{where!r} is no condition")


def _inner(parts: Sequence[Condition], names: Names) -> str:
    """Say conditions that stand inside of others; what belongs together stands in brackets."""
    said = ["; ".join(condition(part, names)) for part in parts]
    is_joined = [not isinstance(part, Comparison) for part in parts]
    return "; ".join(
        f"({one})" if joined and len(parts) > 1 else one for one, joined in zip(said, is_joined, strict=True)
    )


def what(rule: Rule, names: Names) -> str:
    """Say what the rule does."""
    if rule.what.survey_id:
        return gettext("The survey: %(survey)s.") % {"survey": names.surveys.get(str(rule.what.survey_id), "…")}
    if rule.what.playbook_id:
        return gettext("The playbook: %(playbook)s.") % {
            "playbook": names.playbooks.get(str(rule.what.playbook_id), "…")
        }
    if rule.what.text:
        languages = (get_language() or "en", *rule.what.subject)
        return gettext("The letter: %(subject)s.") % {"subject": rule.what.subject[spoken(rule.what.text, languages)]}
    return gettext("A task for the client's manager: %(task)s.") % {"task": rule.what.task}


def story(rule: Rule, names: Names) -> list[str]:
    """Say the whole rule, sentence by sentence."""
    lines = condition(rule.where, names)
    only = [gettext("Only if: %(conditions)s.") % {"conditions": "; ".join(lines)}] if lines else []
    people = reached(rule, names.people)
    if rule.what.survey_id and rule.delay.heads_up_days:
        people.append(heads_up(rule.delay.heads_up_days))
    return [moment(rule, names), *only, what(rule, names), *people, *limits(rule)]


def endless(names: Sequence[str]) -> str:
    """Say that a rule would set itself off, perhaps through others, and what to do."""
    if not names:
        return gettext("The rule would set itself off again and again. Under “How often”, let it act once.")
    told = gettext(
        "The rule and others would set each other off again and again: %(rules)s. Let one of them act once, under “How often”."
    )
    return told % {"rules": ", ".join(names)}


def fact_name(name: str, names: Names) -> str:
    """Return what a fact is called."""
    if name in FACTS:
        return str(FACTS[name])
    if name.startswith("event."):
        return gettext("Of the event: %(field)s") % {"field": name.removeprefix("event.")}
    return names.own_fields.get(name, name)


def value_name(name: str, value: Any, names: Names) -> str:
    """Return what a fact's value is called."""
    if value is None:
        return ""
    if name == "client.stage" and value in Stage.values:
        return str(Stage(value).label)
    if name == "client.segment":
        return names.segments.get(str(value), str(value))
    return str(value)
