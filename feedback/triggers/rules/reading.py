"""Reading a rule of its JSON, and writing it; whatever is wrong is found at once, each at its place."""

import uuid
from collections.abc import Mapping
from typing import Any

from accounts.worktime import Window, window_of
from feedback.surveys.conditions import BadCondition, Condition, asked, read_condition, write_condition
from feedback.triggers.rules.shape import (
    BANDS,
    DATES,
    LONGEST_CHOICE,
    LONGEST_DELAY,
    LONGEST_HEADS_UP,
    LONGEST_LETTER,
    LONGEST_PERIOD,
    LONGEST_TEXT,
    MOOD,
    MOST_NAMED,
    MOST_PEOPLE,
    OWN_KINDS,
    ROLES,
    SILENCE,
    STAGE_ENTERED,
    STAGE_LEFT,
    STAGES,
    BadRule,
    Delay,
    Fault,
    First,
    Limits,
    Repeat,
    Rule,
    What,
    When,
    Whom,
)


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
    whom, what = reader.whom(when), reader.what()
    rule = Rule(
        when=when,
        where=where,
        whom=whom,
        what=what,
        delay=reader.delay(),
        limits=reader.limits(),
        window=reader.window(what),
    )
    reader.look_at_choice(rule)
    if reader.faults:
        raise BadRule(reader.faults)
    return rule


def write(rule: Rule) -> dict[str, Any]:
    """Return the JSON of a rule."""
    sort = {name: getattr(rule.when, name) for name in ("stage", "role", "drop", "band")}
    when: dict[str, Any] = {"kind": rule.when.kind, **{name: value for name, value in sort.items() if value}}
    if rule.when.every_days:
        when = {"every_days": rule.when.every_days}
    elif rule.when.before:
        when = {"before": rule.when.before, "days": rule.when.days}
    delay, limits = rule.delay, rule.limits
    return {
        "when": when,
        "where": write_condition(rule.where) if rule.where else None,
        "whom": {
            "roles": list(rule.whom.roles),
            "contacts": [str(one) for one in rule.whom.contacts],
            "most": rule.whom.most,
            "first": str(rule.whom.first),
            "choice_days": rule.whom.choice_days,
        },
        "what": _write_what(rule.what),
        "delay": {
            "days": delay.days,
            "hours": delay.hours,
            "is_working": delay.is_working,
            "heads_up_days": delay.heads_up_days,
        },
        "limits": {
            "repeat": str(limits.repeat),
            "repeat_days": limits.repeat_days,
            "person_days": limits.person_days,
            "most": limits.most,
            "most_days": limits.most_days,
            "topic": limits.topic,
            "patience_days": limits.patience_days,
        },
        "window": rule.window.as_json() if rule.window else {},
    }


def _write_what(what: What) -> dict[str, Any]:
    if what.survey_id:
        return {"survey": str(what.survey_id)}
    if what.playbook_id:
        return {"playbook": str(what.playbook_id)}
    if what.text:
        return {"subject": dict(what.subject), "text": dict(what.text)}
    return {"task": what.task, "task_days": what.task_days}


class _Reader:
    """Reads one rule part by part, and collects what is wrong."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        self.data = data
        self.faults: dict[str, Fault] = {
            str(name): Fault.UNKNOWN
            for name in data
            if name not in {"when", "where", "whom", "what", "delay", "limits", "window"}
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
            return self._sort(part, str(kind))
        if named == ["every_days"]:
            return When(every_days=self._whole("when", part, "every_days", 1, LONGEST_PERIOD))
        if part["before"] not in DATES:
            self.faults["when.before"] = Fault.UNKNOWN_DATE
        return When(before=str(part["before"]), days=self._whole("when", part, "days", -LONGEST_DELAY, LONGEST_DELAY))

    def _sort(self, part: Mapping[str, Any], kind: str) -> When:
        """Return an event of the kind, perhaps of one sort alone."""
        known: dict[str, Any] = {
            STAGE_ENTERED: {"stage": STAGES},
            STAGE_LEFT: {"stage": STAGES},
            SILENCE: {"role": ROLES},
            MOOD: {"band": BANDS},
        }
        found: dict[str, Any] = {}
        for name, choices in known.get(kind, {}).items():
            if part.get(name) and part[name] not in choices:
                self.faults[f"when.{name}"] = Fault.UNKNOWN
            elif part.get(name):
                found[name] = part[name]
        if kind == MOOD:
            found["drop"] = self._whole("when", part, "drop", 0, 100, default=0)
        return When(kind=kind, **found)

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
        contacts = self._contacts(part)
        if (
            not roles
            and not contacts
            and not when.kind
            and not {"when", "whom.roles", "whom.contacts"} & set(self.faults)
        ):
            self.faults["whom.roles"] = Fault.NOBODY
        most = self._whole("whom", part, "most", 1, MOST_PEOPLE, default=1)
        first = self._choice("whom", part, "first", First, First.UNHEARD)
        choice_days = self._whole("whom", part, "choice_days", 0, LONGEST_CHOICE, default=0)
        named = tuple(role for role in ROLES if role in roles)
        return Whom(roles=named, contacts=contacts, most=most, first=first, choice_days=choice_days)

    def look_at_choice(self, rule: Rule) -> None:
        """Find a choice between people where there are none to choose between."""
        whom, when = rule.whom, rule.when
        if not whom.choice_days or any(name.startswith("what") for name in self.faults):
            return
        if not rule.what.survey_id or whom.contacts or when.every_days:
            self.faults["whom.choice_days"] = Fault.NO_CHOICE
        elif not whom.roles and when.kind != SILENCE:
            self.faults["whom.roles"] = Fault.NOBODY

    def _contacts(self, part: Mapping[str, Any]) -> tuple[uuid.UUID, ...]:
        named = part.get("contacts") or []
        try:
            found = tuple(dict.fromkeys(uuid.UUID(str(one)) for one in named))
        except (ValueError, TypeError):
            self.faults["whom.contacts"] = Fault.UNKNOWN
            return ()
        if len(found) > MOST_NAMED:
            self.faults["whom.contacts"] = Fault.TOO_MANY
        return found

    def window(self, what: What) -> Window | None:
        try:
            found = window_of(self._part("window"))
        except (KeyError, ValueError, TypeError):
            self.faults["window"] = Fault.UNKNOWN
            return None
        if found and not what.reaches_people and not any(name.startswith("what") for name in self.faults):
            self.faults["window"] = Fault.NOTHING_LEAVES
        return found

    def what(self) -> What:
        part = self._part("what")
        task = part.get("task") or ""
        if not isinstance(task, str) or len(task) > LONGEST_TEXT:
            self.faults["what.task"] = Fault.TOO_LONG
            task = ""
        found = What(
            survey_id=self._id(part, "survey"),
            task=task.strip(),
            task_days=self._whole("what", part, "task_days", 0, LONGEST_DELAY, default=3),
            subject=self._texts(part, "subject", LONGEST_TEXT),
            text=self._texts(part, "text", LONGEST_LETTER),
            playbook_id=self._id(part, "playbook"),
        )
        chosen = [found.survey_id, found.task, found.playbook_id, found.subject or found.text]
        if not any(fault.startswith("what.") for fault in self.faults):
            if sum(map(bool, chosen)) != 1:
                self.faults["what"] = Fault.NOTHING_TO_DO
            elif set(found.subject) != set(found.text):
                self.faults["what.text"] = Fault.HALF_A_LETTER
        return found

    def _id(self, part: Mapping[str, Any], name: str) -> uuid.UUID | None:
        try:
            return uuid.UUID(str(part[name])) if part.get(name) else None
        except ValueError:
            self.faults[f"what.{name}"] = Fault.UNKNOWN
            return None

    def _texts(self, part: Mapping[str, Any], name: str, longest: int) -> dict[str, str]:
        texts = part.get(name) or {}
        if not isinstance(texts, Mapping) or any(
            not isinstance(text, str) or len(text) > longest for text in texts.values()
        ):
            self.faults[f"what.{name}"] = Fault.TOO_LONG
            return {}
        return {str(language): text.strip() for language, text in texts.items() if text.strip()}

    def delay(self) -> Delay:
        part = self._part("delay")
        return Delay(
            days=self._whole("delay", part, "days", 0, LONGEST_DELAY, default=0),
            hours=self._whole("delay", part, "hours", 0, 23, default=0),
            is_working=part.get("is_working") is True,
            heads_up_days=self._whole("delay", part, "heads_up_days", 0, LONGEST_HEADS_UP, default=0),
        )

    def limits(self) -> Limits:
        part = self._part("limits")
        repeat = self._choice("limits", part, "repeat", Repeat, Repeat.ALWAYS)
        least = 1 if repeat == Repeat.DAYS else 0
        most = self._whole("limits", part, "most", 0, LONGEST_PERIOD, default=0)
        topic = part.get("topic") or ""
        if not isinstance(topic, str) or len(topic) > LONGEST_TEXT // 2:
            self.faults["limits.topic"] = Fault.TOO_LONG
            topic = ""
        return Limits(
            repeat=repeat,
            repeat_days=self._whole("limits", part, "repeat_days", least, LONGEST_PERIOD, default=0),
            person_days=self._whole("limits", part, "person_days", 0, LONGEST_PERIOD, default=0),
            most=most,
            most_days=self._whole("limits", part, "most_days", 1 if most else 0, LONGEST_PERIOD, default=0),
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
