"""Whether what was sent is an answer."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from feedback.surveys.document import CHOSEN, OTHER, SCORED, WRITTEN, Document, Question, Type
from feedback.surveys.runner.walking import Asked, Person, walk

LONGEST = {Type.SHORT_TEXT: 200, Type.LONG_TEXT: 2000}
LONGEST_OTHER = 200


class Fault(StrEnum):
    """Why what was sent is no answer; pages say it in their language."""

    MISSING = "missing"
    NOT_A_SCORE = "not_a_score"
    NOT_A_CHOICE = "not_a_choice"
    TOO_FEW = "too_few"
    TOO_MANY = "too_many"
    NOT_A_NUMBER = "not_a_number"
    TOO_SMALL = "too_small"
    TOO_LARGE = "too_large"
    NOT_A_DAY = "not_a_day"
    TOO_LONG = "too_long"
    NOT_A_TEXT = "not_a_text"
    NOT_ALL_ROWS = "not_all_rows"
    NOT_ASKED = "not_asked"


@dataclass(frozen=True, slots=True)
class Cleaned:
    """Answers to questions that were asked, and what is wrong with the others, by question id."""

    answers: dict[str, Any]
    faults: dict[str, Fault]


def clean(document: Document, person: Person, raw: Mapping[str, Any], *, is_partial: bool = False) -> Cleaned:
    """Return what of `raw` are answers to questions that this person is asked, with every fault.

    Questions are cleaned in the order in which they are asked, because what follows depends on them. An answer to a question
    that was not asked is left out, unless it is no question's at all: that is a fault. Partial answers may lack what is
    required. `raw` holds JSON values or the texts of a form (a list where several were ticked).
    """
    answers: dict[str, Any] = {}
    faults: dict[str, Fault] = {}
    way = walk(document, person, answers)
    while True:
        ahead = [one for one in way if one.question.id not in answers and one.question.id not in faults]
        fresh = next((one for one in ahead if _given(raw.get(one.question.id))), None)
        if fresh is None:
            break
        _take(fresh, raw, answers, faults)
        if document.rules:  # else every answer leads the same way; only its wording may change
            way = walk(document, person, answers)
    if not is_partial:
        faults |= {
            one.question.id: Fault.MISSING
            for one in way
            if one.is_required and one.question.id not in answers and one.question.id not in faults
        }
    known = {one.id for one in document.questions} | {f"{one.id}.{OTHER}" for one in document.questions}
    faults |= dict.fromkeys(raw.keys() - known, Fault.NOT_ASKED)
    return Cleaned(answers, faults)


# --- One answer ---


def _given(value: Any) -> bool:
    return value is not None and value not in ([], {}) and not (isinstance(value, str) and not value.strip())


def _take(one: Asked, raw: Mapping[str, Any], answers: dict[str, Any], faults: dict[str, Fault]) -> None:
    question = one.question
    try:
        answers[question.id] = _clean_one(one, raw[question.id])
    except _NoAnswerError as error:
        faults[question.id] = error.fault
        return
    chosen = answers[question.id]
    words = raw.get(f"{question.id}.{OTHER}")
    if question.has_other and OTHER in (chosen if isinstance(chosen, list) else [chosen]) and _given(words):
        if not isinstance(words, str) or len(words.strip()) > LONGEST_OTHER:
            faults[question.id] = Fault.TOO_LONG
            del answers[question.id]
        else:
            answers[f"{question.id}.{OTHER}"] = _plain(words)


class _NoAnswerError(ValueError):
    def __init__(self, fault: Fault) -> None:
        super().__init__(fault)
        self.fault = fault


def _clean_one(one: Asked, value: Any) -> Any:
    question = one.question
    if question.type in SCORED:
        return _score(question, value)
    if question.type in CHOSEN:
        return _chosen(one, value)
    if question.type in WRITTEN:
        return _text(question, value)
    if question.type == Type.NUMBER:
        return _number(question, value)
    if question.type == Type.DATE:
        return _day(value)
    if question.type == Type.INFORMATION:
        raise _NoAnswerError(Fault.NOT_ASKED)
    return _yes_or_no(question, value)


def _score(question: Question, value: Any) -> int:
    first, last = question.scale or (0, 0)
    score = _whole(value)
    if score is None or not first <= score <= last:
        raise _NoAnswerError(Fault.NOT_A_SCORE)
    return score


def _whole(value: Any) -> int | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return value
    if isinstance(value, float):
        return int(value) if value.is_integer() else None
    if isinstance(value, str) and value.strip().isascii() and value.strip().isdigit() and len(value.strip()) < 4:  # noqa: PLR2004 no scale has more digits
        return int(value)
    return None


def _number(question: Question, value: Any) -> int | float:
    if isinstance(value, str):
        try:
            value = float(value.strip().replace("\N{NO-BREAK SPACE}", "").replace(" ", "").replace(",", "."))
        except ValueError as error:
            raise _NoAnswerError(Fault.NOT_A_NUMBER) from error
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise _NoAnswerError(Fault.NOT_A_NUMBER)
    if value < (-(10**12) if question.least is None else question.least):
        raise _NoAnswerError(Fault.TOO_SMALL)
    if value > (10**12 if question.most is None else question.most):
        raise _NoAnswerError(Fault.TOO_LARGE)
    return int(value) if float(value).is_integer() else value


def _day(value: Any) -> str:
    try:
        return date.fromisoformat(value.strip()).isoformat()
    except (ValueError, AttributeError) as error:
        raise _NoAnswerError(Fault.NOT_A_DAY) from error


def _yes_or_no(question: Question, value: Any) -> bool:
    known = {"true": True, "yes": True, "on": True, "1": True, "false": False, "no": False, "0": False}
    answer = value if isinstance(value, bool) else known.get(value.strip().lower()) if isinstance(value, str) else None
    if answer is None:
        raise _NoAnswerError(Fault.NOT_A_CHOICE)
    if question.type == Type.CONSENT and question.required and not answer:
        raise _NoAnswerError(Fault.MISSING)
    return answer


def _text(question: Question, value: Any) -> str:
    if not isinstance(value, str):
        raise _NoAnswerError(Fault.NOT_A_TEXT)
    text = _plain(value)
    if len(text) > (question.longest or LONGEST[question.type]):
        raise _NoAnswerError(Fault.TOO_LONG)
    return text


def _plain(text: str) -> str:
    return text.replace("\0", "").replace("\r\n", "\n").strip()


def _chosen(one: Asked, value: Any) -> Any:
    question = one.question
    known = {choice.id for choice in one.choices} | ({OTHER} if question.has_other else set())
    if question.type == Type.MATRIX:
        return _matrix(one, value, known)
    if question.type == Type.SINGLE:
        picked = value[0] if isinstance(value, list) and len(value) == 1 else value
        if not isinstance(picked, str) or picked not in known:
            raise _NoAnswerError(Fault.NOT_A_CHOICE)
        return picked
    many = value if isinstance(value, list) else [value]
    if not all(isinstance(picked, str) and picked in known for picked in many) or len(set(many)) != len(many):
        raise _NoAnswerError(Fault.NOT_A_CHOICE)
    if question.type == Type.RANKING and len(many) != len(known):
        raise _NoAnswerError(Fault.TOO_FEW)
    if question.type == Type.MULTIPLE and len(many) < (question.least or 0):
        raise _NoAnswerError(Fault.TOO_FEW)
    if question.type == Type.MULTIPLE and question.most is not None and len(many) > question.most:
        raise _NoAnswerError(Fault.TOO_MANY)
    if question.type == Type.RANKING:
        return many
    order = [choice.id for choice in one.choices] + [OTHER]
    return sorted(many, key=order.index)


def _matrix(one: Asked, value: Any, known: set[str]) -> dict[str, str]:
    rows = {row.id for row in one.question.rows}
    if (
        not isinstance(value, Mapping)
        or not set(value) <= rows
        or not all(isinstance(picked, str) and picked in known for picked in value.values())
    ):
        raise _NoAnswerError(Fault.NOT_A_CHOICE)
    if one.is_required and set(value) != rows:
        raise _NoAnswerError(Fault.NOT_ALL_ROWS)
    return dict(value)
