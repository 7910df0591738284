"""A question that becomes one of another type: what fits stays, what does not is named before it is lost. Plain Python."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from feedback.surveys import editing
from feedback.surveys.conditions import asked
from feedback.surveys.document import CHOSEN, SCORED, WITH_OTHER, WRITTEN, Document, Question, Type

SHORTEST_RATING = 3


class Drop(StrEnum):
    """What a question of the new type cannot have."""

    CHOICES = "choices"
    ROWS = "rows"
    OTHER = "other"
    ORDER = "order"
    LIMITS = "limits"
    ENDS = "ends"
    SCALE = "scale"
    LONGEST = "longest"
    REQUIRED = "required"
    # Of others: they stay, but were made for the answers of the old type.
    RULES = "rules"
    WORDINGS = "wordings"  # which depend on this question's score


@dataclass(frozen=True, slots=True)
class Dropped:
    kind: Drop
    number: int = 1


def retyped(question: Question, type_: Type) -> Question:
    """Return the question as one of another type, with everything that fits it; a list that it needs and lacks is begun."""
    if type_ == question.type:
        return question
    fresh = editing.new_question(type_)
    stays: dict[str, Any] = {
        "low": type_ in SCORED,
        "high": type_ in SCORED,
        "has_other": type_ in WITH_OTHER,
        "is_shuffled": type_ in CHOSEN,
        "longest": type_ in WRITTEN,
        "required": type_ != Type.INFORMATION,
    }
    plain = Question(id=question.id, type=type_)
    return replace(
        question,
        type=type_,
        **{name: getattr(question if is_kept else plain, name) for name, is_kept in stays.items()},
        choices=(question.choices or fresh.choices) if type_ in CHOSEN else (),
        rows=(question.rows or fresh.rows) if type_ == Type.MATRIX else (),
        least=None,
        most=None,
        maximum=max(SHORTEST_RATING, question.scale[1] if question.scale else 5) if type_ == Type.RATING else None,
    )


def dropped(question: Question, type_: Type) -> list[Dropped]:
    """Return what is lost when the question becomes one of this type."""
    return list(_dropped(question, retyped(question, type_)))


def stirred(document: Document, question: Question, type_: Type) -> list[Dropped]:
    """Return what of others was made for the question's answers, and is to be looked at."""
    rules = sum(question.id in asked(rule.when) for rule in document.rules)
    worded = sum(any(one.of == question.id for one in other.wordings) for other in document.questions)
    found = {Drop.RULES: rules, Drop.WORDINGS: 0 if type_ in SCORED else worded}
    return [Dropped(kind, number) for kind, number in found.items() if number]


def _dropped(before: Question, after: Question) -> Iterator[Dropped]:
    for kind, name in ((Drop.CHOICES, "choices"), (Drop.ROWS, "rows")):
        texts = [one for one in getattr(before, name) if any(one.text.values())]
        if texts and not getattr(after, name):
            yield Dropped(kind, len(texts))
    lost = {
        Drop.OTHER: before.has_other and not after.has_other,
        Drop.ORDER: before.is_shuffled and not after.is_shuffled,
        Drop.LIMITS: before.least is not None or before.most is not None,
        Drop.ENDS: bool(before.low or before.high) and not (after.low or after.high),
        Drop.LONGEST: before.longest is not None and after.longest is None,
        Drop.REQUIRED: before.required and not after.required,
    }
    yield from (Dropped(kind) for kind, is_lost in lost.items() if is_lost)
    if before.scale and after.scale and before.scale != after.scale:
        yield Dropped(Drop.SCALE)
