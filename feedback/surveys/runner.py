"""Which questions a person is asked, and whether what they answered is an answer. Plain Python, one engine for everybody:
the answer page, the preview, integrators and imports.

Answers are kept by question id: a number for scores, the id of a choice, a list of ids for several choices and rankings,
{row: choice} for a matrix, true or false, an ISO day, a text. Words beside the choice "other" stand under "<id>.other".
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from feedback.surveys.conditions import asked, holds
from feedback.surveys.document import (
    CHOSEN,
    OTHER,
    SCORED,
    WRITTEN,
    Act,
    Audience,
    Choice,
    Document,
    Group,
    Question,
    Texts,
    Type,
)

Answers = Mapping[str, Any]
LONGEST = {Type.SHORT_TEXT: 200, Type.LONG_TEXT: 2000}
LONGEST_OTHER = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """What is known of whoever is asked, as it was when they were asked. `facts` are for conditions and recall."""

    role: str = ""
    stage: str = ""
    segment: str = ""
    language: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)

    @property
    def known(self) -> Mapping[str, Any]:
        """Return everything that a condition may ask for; what is empty is unknown."""
        own = {"role": self.role, "stage": self.stage, "segment": self.segment, "language": self.language}
        return {name: value for name, value in {**self.facts, **own}.items() if value not in (None, "")}


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A question as this person meets it."""

    question: Question
    title: Texts
    is_required: bool
    choices: tuple[Choice, ...]


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


def is_for(audience: Audience, person: Person) -> bool:
    """Tell whether a part is for this person: who is unknown in a respect gets no part that is kept for some."""
    pairs = (
        (audience.roles, person.role),
        (audience.stages, person.stage),
        (audience.segments, person.segment),
        (audience.languages, person.language),
    )
    return all(not wanted or known in wanted for wanted, known in pairs)


def walk(document: Document, person: Person, answers: Answers) -> list[Asked]:
    """Return the questions that the person is asked, in order, as far as these answers decide it.

    Each question is met once at most, and only ever later ones follow: it ends for every document and every answer.
    """
    found, jump = [], ""
    met: dict[str, Any] = {}  # answers to what was asked on this way; those of another way count for nothing
    for question in document.questions:
        if jump and question.id != jump:
            continue
        jump = ""
        if not _is_shown(document, question, person, met):
            continue
        found.append(_asked(document, question, person, met))
        if question.id in answers:
            met[question.id] = answers[question.id]
        for rule in document.rules:
            if rule.question == question.id and holds(rule.when, answers=met, facts=person.known):
                if rule.act == Act.END:
                    return found
                if rule.act == Act.SKIP and _is_later(document, rule.to, question):
                    jump = rule.to
                    break
    return found


def steps(document: Document, person: Person, answers: Answers) -> list[list[Asked]]:
    """Return the walk cut into pages: where a question starts one, and where it depends on an answer not yet given on one.

    What only changes its wording by a score may stand on the score's own page.
    """
    pages: list[list[Asked]] = []
    for one in walk(document, person, answers):
        on_page = {before.question.id for before in pages[-1]} if pages else set()
        if not pages or one.question.starts_page or on_page & depends_on(document, one.question):
            pages.append([])
        pages[-1].append(one)
    return pages


def depends_on(document: Document, question: Question) -> set[str]:
    """Return the questions whose answers decide whether this one is asked or required; not those that word it."""
    order = [one.id for one in document.questions]
    here = order.index(question.id)
    found: set[str] = set()
    for rule in document.rules:
        at = order.index(rule.question) if rule.question in order else here
        decides = rule.question == question.id and rule.act in {Act.SHOW, Act.HIDE, Act.REQUIRE}
        ends_before = at < here and rule.act == Act.END
        jumps_over = at < here and rule.act == Act.SKIP and (rule.to not in order or order.index(rule.to) > here)
        if decides or ends_before or jumps_over:
            found.update(asked(rule.when))
    return found


def clean(document: Document, person: Person, raw: Mapping[str, Any], *, is_partial: bool = False) -> Cleaned:
    """Return what of `raw` are answers to questions that this person is asked, with every fault.

    Questions are cleaned in the order in which they are asked, because what follows depends on them. An answer to a question
    that was not asked is left out, unless it is no question's at all: that is a fault. Partial answers may lack what is
    required. `raw` holds JSON values or the texts of a form (a list where several were ticked).
    """
    answers: dict[str, Any] = {}
    faults: dict[str, Fault] = {}
    while True:
        way = walk(document, person, answers)
        ahead = [one for one in way if one.question.id not in answers and one.question.id not in faults]
        fresh = next((one for one in ahead if _given(raw.get(one.question.id))), None)
        if fresh is None:
            break
        _take(fresh, raw, answers, faults)
    if not is_partial:
        faults |= {
            one.question.id: Fault.MISSING
            for one in way
            if one.is_required and one.question.id not in answers and one.question.id not in faults
        }
    known = {one.id for one in document.questions} | {f"{one.id}.{OTHER}" for one in document.questions}
    faults |= dict.fromkeys(raw.keys() - known, Fault.NOT_ASKED)
    return Cleaned(answers, faults)


def score_of(document: Document, answers: Answers, kind: Type) -> int | None:
    """Return the answer to the document's first question of this kind that was answered."""
    return next(
        (answers[one.id] for one in document.questions if one.type == kind and answers.get(one.id) is not None), None
    )


def in_order(choices: Sequence[Choice], *, seed: str) -> list[Choice]:
    """Return shuffled choices, for one person always alike; "other" stays last."""
    last = [one for one in choices if one.id == OTHER]
    return [*sorted((one for one in choices if one.id != OTHER), key=lambda one: _mixed(seed, one.id)), *last]


def _mixed(seed: str, text: str) -> int:
    """Return a number that looks random and is the same everywhere (FNV-1a); nothing depends on nobody guessing it."""
    found = 2166136261
    for byte in f"{seed}:{text}".encode():
        found = (found ^ byte) * 16777619 % 2**32
    return found


def _is_shown(document: Document, question: Question, person: Person, met: Answers) -> bool:
    if not is_for(question.audience, person):
        return False
    about = [rule for rule in document.rules if rule.question == question.id]
    shows = [rule for rule in about if rule.act == Act.SHOW]
    hides = [rule for rule in about if rule.act == Act.HIDE]
    return (not shows or _any_holds(shows, person, met)) and not _any_holds(hides, person, met)


def _any_holds(rules: Iterable[Any], person: Person, met: Answers) -> bool:
    return any(holds(rule.when, answers=met, facts=person.known) for rule in rules)


def _asked(document: Document, question: Question, person: Person, met: Answers) -> Asked:
    demands = [rule for rule in document.rules if rule.question == question.id and rule.act == Act.REQUIRE]
    return Asked(
        question=question,
        title=next(
            (
                one.title
                for one in question.wordings
                if any(one.title.values()) and group_of(document, one.of, met.get(one.of)) == one.group
            ),
            question.title,
        ),
        is_required=question.type != Type.INFORMATION and (question.required or _any_holds(demands, person, met)),
        choices=tuple(one for one in question.choices if is_for(one.audience, person)),
    )


def group_of(document: Document, question_id: str, score: Any) -> Group | None:
    """Return where an answer to a score question lies, if it is one."""
    question = document.question(question_id)
    if question is None or question.type not in SCORED or not isinstance(score, int) or isinstance(score, bool):
        return None
    return question.group_of(score)


def _is_later(document: Document, target: str, question: Question) -> bool:
    order = [one.id for one in document.questions]
    return target in order and order.index(target) > order.index(question.id)


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
