"""What a row answers, judged by the one engine: an import holds nothing that the answer page would refuse."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import get_language

from accounts.exchange.drafts import Draft
from accounts.exchange.registry import Change
from feedback.responses.importing import asked
from feedback.responses.importing.replies import Reply, gathered, names_of
from feedback.responses.importing.shelf import question_for
from feedback.surveys import runner
from feedback.surveys.document import Document, Question, Type
from feedback.surveys.runner import Fault, cleaning
from feedback.surveys.wording import said

KINDS = ("nps", "csat", "ces", "comment")
SAME_WORDS = {
    Fault.NOT_A_NUMBER: "number",
    Fault.NOT_A_DAY: "day",
    Fault.MISSING: "not_agreed",
    Fault.NOT_ALL_ROWS: "not_all_rows",
}


@dataclass(slots=True)
class Given:
    """The answers of a row before they are judged: marks and words by their kind, replies by the field of a question."""

    kinds: dict[str, str] = field(default_factory=dict)
    replies: dict[str, Reply] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.kinds or self.replies)

    @property
    def questions(self) -> set[str]:
        """Return the ids of the questions that the row names."""
        return {asked.question_of(key)[0] for key in self.replies}


def given(draft: Draft) -> Given:
    """Return what the row answers."""
    return Given(
        kinds={kind: draft.own[kind] for kind in KINDS if kind in draft.own},
        replies={key: value for key, value in draft.own.items() if asked.is_answer(key)},
    )


def judge(draft: Draft, told: Given, document: Document, person: runner.Person, *, survey: str) -> dict[str, Any]:
    """Return the answers as the engine keeps them, and blame the cell of each that is none."""
    raw, places = _raw(draft, told, document, person)
    cleaned = runner.clean(document, person, raw, is_partial=True)
    for id_, place in places.items():
        question = document.question(id_)
        fault = cleaned.faults.get(id_)
        if question and fault:
            _blame(draft, place, question, fault)
        elif question is None or id_ not in cleaned.answers:
            draft.blame("not_asked", place, more=survey)
    return cleaned.answers


def changes(document: Document, answers: Mapping[str, Any], before: Mapping[str, Any] | None = None) -> list[Change]:
    """Return each answer that differs from the one before, in words, as a preview shows it."""
    old = {one.id: "; ".join(lines) for one, _title, lines in _said(document, before or {})}
    return [
        Change(title, old.get(question.id, ""), words)
        for question, title, lines in _said(document, answers)
        if (words := "; ".join(lines)) != old.get(question.id, "")
    ]


def _said(document: Document, answers: Mapping[str, Any]) -> list[tuple[Question, str, list[str]]]:
    return said(document, answers, language=get_language() or "")


def _raw(draft: Draft, told: Given, document: Document, person: runner.Person) -> tuple[dict[str, Any], dict[str, str]]:
    """Return the answers by question as the engine takes them, and the field of each, also of a kind that no question fits."""
    raw: dict[str, Any] = {}
    places: dict[str, str] = {}
    by_question: dict[str, dict[str, Reply]] = defaultdict(dict)
    for key, reply in told.replies.items():
        id_, row = asked.question_of(key)
        places.setdefault(id_, key)
        by_question[id_][row] = reply
    for id_, replies in by_question.items():
        if question := document.question(id_):
            raw |= gathered(question, replies)
    on_way = {one.question.id for one in runner.walk(document, person, {})}
    for kind, value in told.kinds.items():
        fitting = question_for(document, kind, asked=on_way)
        place = f"answer.{kind}"
        if fitting and fitting.id in places:
            draft.blame("twice", place)
        elif fitting:
            raw[fitting.id], places[fitting.id] = value, place
        else:
            places[place] = place
    return raw, places


def _blame(draft: Draft, place: str, question: Question, fault: Fault) -> None:
    """Say what is wrong with a cell, and what would be right."""
    first, last = question.scale or (0, 0)
    is_ranking = question.type == Type.RANKING
    codes: dict[Fault, tuple[str, object]] = {
        Fault.NOT_A_SCORE: ("off_scale", f"{first}–{last}"),
        Fault.NOT_A_CHOICE: ("once_each" if is_ranking else "choice", names_of(question)),
        Fault.TOO_FEW: ("once_each", names_of(question)) if is_ranking else ("too_few", question.least),
        Fault.TOO_MANY: ("too_many", question.most),
        Fault.TOO_SMALL: ("too_small", question.least),
        Fault.TOO_LARGE: ("too_large", question.most),
        Fault.TOO_LONG: ("too_long", question.longest or cleaning.LONGEST.get(question.type, cleaning.LONGEST_OTHER)),
    }
    code, more = codes.get(fault) or (SAME_WORDS.get(fault, "not_asked"), "")
    draft.blame(code, place, more="" if more is None else str(more))
