"""A rule as data, and what it makes of something that happens. Plain Python: live and replayed on history it is the same.

As JSON: {"when": {"kind": "stage.entered"} | {"every_days": 90} | {"before": "renewal_on", "days": 60}, "where": condition,
"whom": {…}, "what": {"survey": id} | {"task": text}, "delay": {…}, "limits": {…}}. Conditions are those of surveys, on facts.
"""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from accounts.worktime import Place, workdays_later
from feedback.surveys.conditions import BadCondition, Condition, asked, holds, read_condition, write_condition

ROLES = ("economic", "technical", "end_user")
DATES = ("renewal_on",)
# What asking somebody causes: a rule on these would fire itself.
OWN_KINDS = frozenset({"survey.asked", "task.wanted", "rule.paused"})
LONGEST_PERIOD, LONGEST_DELAY, MOST_PEOPLE, LONGEST_TEXT = 1000, 365, 50, 200


class First(StrEnum):
    """Who of several people of one role is asked first."""

    UNHEARD = "unheard"  # never heard, then the longest unheard
    INFLUENTIAL = "influential"
    ASKED_LONG_AGO = "asked_long_ago"


class Repeat(StrEnum):
    """How often one client's events make the rule ask."""

    ALWAYS = "always"
    ONCE = "once"
    DAYS = "days"  # once in so many


@dataclass(frozen=True, slots=True, kw_only=True)
class When:
    """One of three: an event of `kind`; every so many days; so many days before a date of the client (negative: after)."""

    kind: str = ""
    every_days: int = 0
    before: str = ""
    days: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Whom:
    """People of these roles at the client, so many of each; no roles: whoever the event is about."""

    roles: tuple[str, ...] = ()
    most: int = 1
    first: First = First.UNHEARD


@dataclass(frozen=True, slots=True, kw_only=True)
class What:
    """A survey for them, or a task for the client's manager."""

    survey_id: uuid.UUID | None = None
    task: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Delay:
    """How long after the event: whole days, working days of the person's country where `is_working`, and hours."""

    days: int = 0
    hours: int = 0
    is_working: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """`topic`: one question for several events of one topic. `patience_days`: after these it is too late to ask."""

    repeat: Repeat = Repeat.ALWAYS
    repeat_days: int = 0
    topic: str = ""
    patience_days: int = 45


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    when: When
    whom: Whom
    what: What
    where: Condition | None = None
    delay: Delay = field(default_factory=Delay)
    limits: Limits = field(default_factory=Limits)


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """Something a rule may fire for. `key` is the same for the same occurrence; `at` is when we knew it."""

    key: str
    kind: str
    client_id: uuid.UUID
    at: datetime
    contact_id: uuid.UUID | None = None
    payload: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A person at the client, in one of their roles, as of the happening."""

    contact_id: uuid.UUID
    role: str
    influence: int = 2
    heard_at: datetime | None = None
    asked_at: datetime | None = None


class Fault(StrEnum):
    """What is wrong with a rule's part; the words for people are in words.py."""

    NOT_AN_OBJECT = "not_an_object"
    UNKNOWN = "unknown"
    NO_MOMENT = "no_moment"
    SEVERAL_MOMENTS = "several_moments"
    FIRES_ITSELF = "fires_itself"
    UNKNOWN_KIND = "unknown_kind"
    OUT_OF_RANGE = "out_of_range"
    UNKNOWN_DATE = "unknown_date"
    BAD_CONDITION = "bad_condition"
    UNKNOWN_FACT = "unknown_fact"
    UNKNOWN_ROLE = "unknown_role"
    NOBODY = "nobody"  # a calendar has no person of its own: name roles
    NOTHING_TO_DO = "nothing_to_do"
    TOO_LONG = "too_long"


class BadRule(ValueError):
    """The data is no rule; `faults` maps the part ("when", "limits.repeat_days") to what is wrong with it."""

    def __init__(self, faults: Mapping[str, Fault]) -> None:
        super().__init__("; ".join(f"{part}: {fault}" for part, fault in faults.items()))
        self.faults = dict(faults)


# --- What a rule makes of a happening ---


def fires(rule: Rule, facts: Mapping[str, Any]) -> bool:
    """Tell whether the rule's conditions hold."""
    return rule.where is None or holds(rule.where, answers={}, facts=facts)


def chosen(rule: Rule, happening: Happening, people: Sequence[Candidate]) -> list[Candidate]:
    """Return who is to be asked: `most` of each role, nobody twice.

    Without roles, and by the calendar, that is the person whom the happening is about.
    """
    if not rule.whom.roles or rule.when.every_days:
        about = [one for one in people if one.contact_id == happening.contact_id]
        return [one for one in about if one.role in rule.whom.roles or not rule.whom.roles][:1]
    found, taken = [], set[uuid.UUID]()
    for role in rule.whom.roles:
        standing = [one for one in people if one.role == role and one.contact_id not in taken]
        for one in sorted(standing, key=lambda one: _order(rule.whom.first, one))[: rule.whom.most]:
            taken.add(one.contact_id)
            found.append(one)
    return found


def wanted_at(rule: Rule, at: datetime, *, place: Place) -> datetime:
    """Return when the question is wanted; the person's window decides later when it leaves."""
    delay = rule.delay
    moment = at + timedelta(hours=delay.hours)
    if delay.is_working:
        return workdays_later(moment, days=delay.days, place=place)
    return moment + timedelta(days=delay.days)


def is_quiet(rule: Rule, *, last_at: datetime | None, at: datetime) -> bool:
    """Tell whether the rule stays quiet at a client for which it fired last at `last_at`."""
    if last_at is None or rule.limits.repeat == Repeat.ALWAYS:
        return False
    return rule.limits.repeat == Repeat.ONCE or at - last_at < timedelta(days=rule.limits.repeat_days)


def _order(first: First, one: Candidate) -> tuple[Any, ...]:
    heard = (one.heard_at is not None, one.heard_at.timestamp() if one.heard_at else 0)
    asked_before = (one.asked_at is not None, one.asked_at.timestamp() if one.asked_at else 0)
    orders = {
        First.UNHEARD: (*heard, -one.influence),
        First.INFLUENTIAL: (-one.influence, *heard),
        First.ASKED_LONG_AGO: (*asked_before, -one.influence),
    }
    return (*orders[first], one.contact_id.bytes)


# --- Reading and writing ---


def read(data: Any, *, kinds: Mapping[str, Mapping[str, Any]], facts: Mapping[str, Any]) -> Rule:
    """Return the rule of its JSON; raise BadRule with everything that is wrong.

    `kinds` are the known kinds of events with the fields of their payload, `facts` the facts that conditions may read
    beside the event's own fields.
    """
    if not isinstance(data, Mapping):
        raise BadRule({"": Fault.NOT_AN_OBJECT})
    reader = _Reader(data)
    when = reader.when(kinds)
    where = reader.where(set(facts) | {f"event.{name}" for name in kinds.get(when.kind, {})})
    rule = Rule(
        when=when,
        where=where,
        whom=reader.whom(when),
        what=reader.what(),
        delay=reader.delay(),
        limits=reader.limits(),
    )
    if reader.faults:
        raise BadRule(reader.faults)
    return rule


def write(rule: Rule) -> dict[str, Any]:
    """Return the JSON of a rule."""
    when: dict[str, Any] = {"kind": rule.when.kind}
    if rule.when.every_days:
        when = {"every_days": rule.when.every_days}
    elif rule.when.before:
        when = {"before": rule.when.before, "days": rule.when.days}
    what = {"survey": str(rule.what.survey_id)} if rule.what.survey_id else {"task": rule.what.task}
    delay, limits = rule.delay, rule.limits
    return {
        "when": when,
        "where": write_condition(rule.where) if rule.where else None,
        "whom": {"roles": list(rule.whom.roles), "most": rule.whom.most, "first": str(rule.whom.first)},
        "what": what,
        "delay": {"days": delay.days, "hours": delay.hours, "is_working": delay.is_working},
        "limits": {
            "repeat": str(limits.repeat),
            "repeat_days": limits.repeat_days,
            "topic": limits.topic,
            "patience_days": limits.patience_days,
        },
    }


class _Reader:
    """Reads one rule part by part, and collects what is wrong."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        self.data = data
        self.faults: dict[str, Fault] = {
            str(name): Fault.UNKNOWN
            for name in data
            if name not in {"when", "where", "whom", "what", "delay", "limits"}
        }

    def when(self, kinds: Mapping[str, Any]) -> When:
        part = self._part("when")
        named = [name for name in ("kind", "every_days", "before") if part.get(name)]
        if len(named) != 1:
            self.faults["when"] = Fault.SEVERAL_MOMENTS if named else Fault.NO_MOMENT
            return When()
        if named == ["kind"]:
            kind = part["kind"]
            if kind in OWN_KINDS:
                self.faults["when.kind"] = Fault.FIRES_ITSELF
            elif not isinstance(kind, str) or kind not in kinds:
                self.faults["when.kind"] = Fault.UNKNOWN_KIND
            return When(kind=str(kind))
        if named == ["every_days"]:
            return When(every_days=self._whole("when", part, "every_days", 1, LONGEST_PERIOD))
        if part["before"] not in DATES:
            self.faults["when.before"] = Fault.UNKNOWN_DATE
        return When(before=str(part["before"]), days=self._whole("when", part, "days", -LONGEST_DELAY, LONGEST_DELAY))

    def where(self, known: set[str]) -> Condition | None:
        data = self.data.get("where")
        if not data:
            return None
        try:
            condition = read_condition(data)
        except (BadCondition, RecursionError):
            self.faults["where"] = Fault.BAD_CONDITION
            return None
        unknown = set(asked(condition, source="fact")) - known
        if any(part.startswith("when") for part in self.faults):  # then nobody knows the fields of its events
            unknown = {name for name in unknown if not name.startswith("event.")}
        if any(asked(condition)) or unknown:
            self.faults["where"] = Fault.UNKNOWN_FACT
        return condition

    def whom(self, when: When) -> Whom:
        part = self._part("whom")
        roles = part.get("roles") or []
        if not isinstance(roles, list) or not set(map(str, roles)) <= set(ROLES):
            self.faults["whom.roles"] = Fault.UNKNOWN_ROLE
            roles = []
        elif not roles and not when.kind and "when" not in self.faults:
            self.faults["whom.roles"] = Fault.NOBODY
        most = self._whole("whom", part, "most", 1, MOST_PEOPLE, default=1)
        first = self._choice("whom", part, "first", First, First.UNHEARD)
        return Whom(roles=tuple(role for role in ROLES if role in roles), most=most, first=first)

    def what(self) -> What:
        part = self._part("what")
        survey, task = part.get("survey"), part.get("task") or ""
        if not isinstance(task, str) or len(task) > LONGEST_TEXT:
            self.faults["what.task"] = Fault.TOO_LONG
            task = ""
        try:
            survey_id = uuid.UUID(str(survey)) if survey else None
        except ValueError:
            self.faults["what.survey"] = Fault.UNKNOWN
            survey_id = None
        if bool(survey) == bool(task.strip()) and not {"what.task", "what.survey"} & set(self.faults):
            self.faults["what"] = Fault.NOTHING_TO_DO
        return What(survey_id=survey_id, task=task.strip())

    def delay(self) -> Delay:
        part = self._part("delay")
        return Delay(
            days=self._whole("delay", part, "days", 0, LONGEST_DELAY, default=0),
            hours=self._whole("delay", part, "hours", 0, 23, default=0),
            is_working=part.get("is_working") is True,
        )

    def limits(self) -> Limits:
        part = self._part("limits")
        repeat = self._choice("limits", part, "repeat", Repeat, Repeat.ALWAYS)
        least = 1 if repeat == Repeat.DAYS else 0
        topic = part.get("topic") or ""
        if not isinstance(topic, str) or len(topic) > LONGEST_TEXT // 2:
            self.faults["limits.topic"] = Fault.TOO_LONG
            topic = ""
        return Limits(
            repeat=repeat,
            repeat_days=self._whole("limits", part, "repeat_days", least, LONGEST_PERIOD, default=0),
            topic=topic.strip(),
            patience_days=self._whole("limits", part, "patience_days", 1, LONGEST_DELAY, default=45),
        )

    def _part(self, name: str) -> Mapping[str, Any]:
        part = self.data.get(name) or {}
        if isinstance(part, Mapping):
            return part
        self.faults[name] = Fault.NOT_AN_OBJECT
        return {}

    def _whole(
        self, part: str, data: Mapping[str, Any], name: str, least: int, most: int, *, default: int | None = None
    ) -> int:
        value = data.get(name, default)
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
            self.faults[f"{part}.{name}"] = Fault.OUT_OF_RANGE
            return least
        return value

    def _choice(self, part: str, data: Mapping[str, Any], name: str, choices: type[Any], default: Any) -> Any:
        try:
            return choices(data.get(name) or default)
        except ValueError:
            self.faults[f"{part}.{name}"] = Fault.UNKNOWN
            return default
