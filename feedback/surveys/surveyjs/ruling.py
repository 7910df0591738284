"""The conditions of SurveyJS as rules and audiences of ours."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from feedback.surveys.conditions import (
    All,
    BadCondition,
    Comparison,
    Condition,
    Either,
    Not,
    Op,
    asked,
    read_condition,
    write_condition,
)
from feedback.surveys.document import SCORED, Type
from feedback.surveys.foreign import Losses, Lost
from feedback.surveys.surveyjs.elements import Element, text_or_none
from feedback.surveys.surveyjs.expressions import UnreadableError, read_expression
from feedback.surveys.surveyjs.words import AUDIENCE, FACT, FACTS, OWN

MANY = {Type.MULTIPLE, Type.RANKING}
Json = dict[str, Any]


class Ruling:
    """Reads what a question hangs on: into the audience of `questions` where it can, else into rules."""

    def __init__(self, elements: Sequence[Element], questions: Sequence[Json], losses: Losses) -> None:
        self.elements, self.questions, self.losses = elements, questions, losses
        # The first of two questions of one name is the one that is meant.
        self.by_name = {one.name: one for one in reversed(elements)}
        self.order = [one.id for one in elements]

    def of_elements(self) -> Iterator[Json]:
        """Return the rules of what is shown and demanded, and write audiences into the questions."""
        for one, question in zip(self.elements, self.questions, strict=True):
            parts = [part for text in (*one.around, one.data.get("visibleIf")) for part in self.parts(one.name, text)]
            audience, rest = _audience(parts)
            if audience:
                question["audience"] = audience
            hides = [part.part for part in rest if isinstance(part, Not)]
            shows = [part for part in rest if not isinstance(part, Not)]
            if shows:
                whole = shows[0] if len(shows) == 1 else All(tuple(shows))
                yield from self.rules(one, "show", _alternatives(whole))
            yield from self.rules(one, "hide", hides)
            if (demanded := self.condition(one.name, one.data.get("requiredIf"))) is not None:
                yield from self.rules(one, "require", _alternatives(demanded))
            for choice, text in one.conditions_of_choices:
                audience, rest = _audience(self.parts(one.name, text))
                if audience:
                    choice["audience"] = audience
                if rest:
                    self.lose(one.name, text)

    def of_triggers(self, triggers: Any) -> Iterator[Json]:
        """Return the rules of what follows a question; the last one that the trigger asks for is that question."""
        for trigger in triggers if isinstance(triggers, list) else []:
            data = trigger if isinstance(trigger, Mapping) else {}
            kind, theirs = text_or_none(data.get("type")), text_or_none(data.get("gotoName"))
            to = self.by_name.get(theirs or "")
            if kind not in {"skip", "complete"} or (kind == "skip" and to is None):
                self.losses.note("", Lost.TRIGGER, type=kind or "")
                continue
            when = self.condition("", data.get("expression"))
            if when is None:
                if not data.get("expression"):
                    self.losses.note("", Lost.TRIGGER, type=str(kind))
                continue
            own = data.get(OWN)
            reads = [id_ for id_ in self.order if id_ in set(asked(when))]
            after = own if isinstance(own, str) and own in self.order else (reads or self.order)[-1 if reads else 0]
            act = {"act": "skip", "to": to.id} if to else {"act": "end"}
            yield from ({"question": after, "when": one} | act for one in self.plain("", [when]))

    def rules(self, one: Element, act: str, conditions: Sequence[Condition]) -> Iterator[Json]:
        yield from ({"act": act, "question": one.id, "when": when} for when in self.plain(one.name, conditions))

    def plain(self, place: str, conditions: Sequence[Condition]) -> Iterator[Json]:
        """Return the JSON of conditions, those left out that are deeper or longer than ours may be."""
        for condition in conditions:
            try:
                yield write_condition(read_condition(write_condition(condition)))
            except BadCondition:
                self.losses.note(place, Lost.CONDITION, expression="…")

    def parts(self, place: str, text: Any) -> list[Condition]:
        """Return what all has to hold."""
        condition = self.condition(place, text)
        if condition is None:
            return []
        return list(condition.parts) if isinstance(condition, All) else [condition]

    def condition(self, place: str, text: Any) -> Condition | None:
        if text is None or text == "":
            return None
        if isinstance(text, str):
            try:
                return read_expression(text, self.known)
            except UnreadableError:
                pass
        self.lose(place, text)
        return None

    def lose(self, place: str, text: Any) -> None:
        self.losses.note(place, Lost.CONDITION, expression=text if isinstance(text, str) else "")

    def known(self, name: str) -> tuple[str, str, Callable[[Any], Any], bool] | None:
        """Return what a variable stands for: an answer, or a fact about the person."""
        one = self.by_name.get(name)
        if one is not None:
            return "answer", one.id, lambda value: _ours(one, value), one.type in MANY
        fact = name.removeprefix(FACT)
        if name in FACTS or (fact != name and fact):
            return "fact", fact, lambda value: value, False
        return None


def _audience(parts: Sequence[Condition]) -> tuple[Json, list[Condition]]:
    """Return for whom a part is, and what else has to hold."""
    audience: Json = {}
    rest = []
    for part in parts:
        match part:
            case Comparison("fact", fact, Op.IN | Op.EQUAL, str() | list() as value) if (
                value and fact in AUDIENCE and AUDIENCE[fact] not in audience
            ):
                audience[AUDIENCE[fact]] = [value] if isinstance(value, str) else value
            case _:
                rest.append(part)
    return audience, rest


def _alternatives(condition: Condition) -> Sequence[Condition]:
    return condition.parts if isinstance(condition, Either) else [condition]


def _ours(one: Element, value: Any) -> Any:
    """Return our value for one that their expression compares the answer with."""
    is_flag = one.type in {Type.YES_NO, Type.CONSENT}
    if one.type in SCORED or one.type == Type.NUMBER:
        is_number = isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 12  # noqa: PLR2004 int() of more is slow
        return int(value) if is_number else value
    if isinstance(value, str):
        return one.values.get(value, value)
    if is_flag and isinstance(value, bool):
        return value
    text = ("true" if value else "false") if isinstance(value, bool) else repr(value)[:40]
    return one.values.get(text, value)
