"""A small language of conditions: and, or, not, and comparisons of an answer or of a fact about the person. Plain Python.

As JSON: {"all": […]}, {"any": […]}, {"not": …}, {"answer": "q1", "op": "<=", "value": 6}, {"fact": "role", "op": "=",
"value": "technical"}. What is not known fulfills no comparison, neither = nor !=; `answered` and `unanswered` ask for it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

DEEPEST, MOST_PARTS = 10, 50
Value = str | int | float | bool | list[str]


class Op(StrEnum):
    EQUAL = "="
    NOT_EQUAL = "!="
    LESS = "<"
    AT_MOST = "<="
    MORE = ">"
    AT_LEAST = ">="
    IN = "in"
    HAS = "has"  # a choice among several
    ANSWERED = "answered"
    UNANSWERED = "unanswered"


WITHOUT_VALUE = frozenset({Op.ANSWERED, Op.UNANSWERED})


class BadCondition(ValueError):
    """The JSON is no condition; the text says what is wrong, for a log."""


@dataclass(frozen=True, slots=True)
class Condition:
    """One of the shapes below."""


@dataclass(frozen=True, slots=True)
class All(Condition):
    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Either(Condition):
    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Not(Condition):
    part: Condition


@dataclass(frozen=True, slots=True)
class Comparison(Condition):
    """`source` is "answer" or "fact", `name` the question's id or the fact's name."""

    source: str
    name: str
    op: Op
    value: Value | None = None


def holds(condition: Condition, *, answers: Mapping[str, Any], facts: Mapping[str, Any]) -> bool:
    """Tell whether the condition holds for these answers (by question id) and facts about the person."""
    match condition:
        case All(parts):
            return all(holds(part, answers=answers, facts=facts) for part in parts)
        case Either(parts):
            return any(holds(part, answers=answers, facts=facts) for part in parts)
        case Not(part):
            return not holds(part, answers=answers, facts=facts)
        case Comparison(source, name, op, value):
            return _compare((answers if source == "answer" else facts).get(name), op, value)
    raise TypeError(f"{condition!r} is no condition")


def asked(condition: Condition, *, source: str = "answer") -> Iterator[str]:
    """Return the ids of the questions whose answers the condition reads, or with "fact" the names of facts."""
    match condition:
        case All(parts) | Either(parts):
            for part in parts:
                yield from asked(part, source=source)
        case Not(part):
            yield from asked(part, source=source)
        case Comparison(read, name) if read == source:
            yield name


def read_condition(data: Any, *, depth: int = 0) -> Condition:
    """Return the condition of its JSON; raise BadCondition."""
    if not isinstance(data, Mapping) or depth > DEEPEST:
        raise BadCondition("a condition is an object, nested ten deep at most")
    for name, shape in (("all", All), ("any", Either)):
        if name in data:
            parts = data[name]
            if not isinstance(parts, list) or not 0 < len(parts) <= MOST_PARTS:
                raise BadCondition(f"{name} needs a list of 1 to {MOST_PARTS} conditions")
            return shape(tuple(read_condition(part, depth=depth + 1) for part in parts))
    if "not" in data:
        return Not(read_condition(data["not"], depth=depth + 1))
    return _comparison(data)


def write_condition(condition: Condition) -> dict[str, Any]:
    """Return the JSON of a condition."""
    match condition:
        case All(parts):
            return {"all": [write_condition(part) for part in parts]}
        case Either(parts):
            return {"any": [write_condition(part) for part in parts]}
        case Not(part):
            return {"not": write_condition(part)}
        case Comparison(source, name, op, value):
            return {source: name, "op": str(op)} | ({} if op in WITHOUT_VALUE else {"value": value})
    raise TypeError(f"{condition!r} is no condition")


def _comparison(data: Mapping[str, Any]) -> Comparison:
    source = "answer" if "answer" in data else "fact"
    name, value = data.get(source), data.get("value")
    if not isinstance(name, str) or not name:
        raise BadCondition("a comparison names an answer or a fact")
    try:
        op = Op(data.get("op", ""))
    except ValueError as error:
        raise BadCondition(f"{data.get('op')!r} is no comparison") from error
    if op in WITHOUT_VALUE:
        return Comparison(source, name, op)
    if op == Op.IN:
        if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
            raise BadCondition("in needs a list of texts")
    elif not isinstance(value, str | int | float):
        raise BadCondition(f"{op} needs a text, a number, true or false")
    return Comparison(source, name, op, value)


def _compare(known: Any, op: Op, value: Any) -> bool:
    if op in WITHOUT_VALUE:
        return (known not in (None, "", [])) == (op == Op.ANSWERED)
    if known is None:
        return False
    match op:
        case Op.EQUAL:
            return bool(known == value)
        case Op.NOT_EQUAL:
            return bool(known != value)
        case Op.IN:
            return known in value
        case Op.HAS:
            return value in known if isinstance(known, list) else bool(known == value)
    if isinstance(known, str) != isinstance(value, str) or not isinstance(known, str | int | float):
        return False
    less, same = known < value, known == value
    return {Op.LESS: less, Op.AT_MOST: less or same, Op.MORE: not less and not same, Op.AT_LEAST: not less}[op]
