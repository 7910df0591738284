"""Changing a survey's document piece by piece, as its builder does. Plain Python: documents in, documents out.

Two people may edit one draft. Each form carries the fingerprint of the piece that it shows; a piece that has become another
one meanwhile is not overwritten.
"""

import hashlib
import json
import secrets
from collections.abc import Sequence
from dataclasses import replace

from feedback.surveys import document as documents
from feedback.surveys.document import CHOSEN, MOST_QUESTIONS, Choice, Document, Question, Rule, Type

GONE = "gone"  # the fingerprint of a question that is not there
ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789"


class Full(ValueError):
    """A survey has MOST_QUESTIONS at most."""


class Gone(ValueError):
    """The draft has no such question any more."""


class Stale(ValueError):
    """The piece is not the one that was shown."""


def new_id(prefix: str) -> str:
    """Return an id that nothing in the survey has, nor had in an earlier version: its trend is nobody else's."""
    return prefix + "_" + "".join(secrets.choice(ALPHABET) for _ in range(5))


def fingerprint(part: Question | Sequence[Rule] | Document) -> str:
    """Return what tells one state of a piece from another: of a question, of a question's rules, of all but the questions."""
    match part:
        case Document():
            piece = replace(part, questions=(), rules=())
        case Question():
            piece = Document(languages=(), questions=(part,))
        case _:
            piece = Document(languages=(), rules=tuple(part))
    return hashlib.sha256(json.dumps(documents.write(piece), sort_keys=True).encode()).hexdigest()[:16]


def rules_of(document: Document, question_id: str) -> tuple[Rule, ...]:
    """Return the rules that are about the question, in their order."""
    return tuple(one for one in document.rules if one.question == question_id)


def position_of(document: Document, question_id: str) -> int:
    """Return where the question stands, from 0; raise Gone."""
    ids = [one.id for one in document.questions]
    if question_id not in ids:
        raise Gone(question_id)
    return ids.index(question_id)


def new_question(type_: Type) -> Question:
    """Return a question without words, with as much as its type cannot do without."""
    choices = tuple(Choice(id=new_id("choice")) for _ in range(2)) if type_ in CHOSEN else ()
    rows = (Choice(id=new_id("row")),) if type_ == Type.MATRIX else ()
    return Question(
        id=new_id(type_), type=type_, choices=choices, rows=rows, maximum=5 if type_ == Type.RATING else None
    )


def insert(document: Document, question: Question, *, at: int, rules: Sequence[Rule] = ()) -> Document:
    """Return the document with the question at a place, and its rules at the end. Raises Full; twice is once."""
    if any(one.id == question.id for one in document.questions):
        return document
    if len(document.questions) >= MOST_QUESTIONS:
        raise Full
    questions = [*document.questions]
    questions.insert(at, question)
    return replace(document, questions=tuple(questions), rules=(*document.rules, *rules))


def duplicate(document: Document, question_id: str) -> tuple[Document, Question]:
    """Return the document with a copy behind the question, and the copy. Rules stay with the original. Raises Full, Gone."""
    at = position_of(document, question_id)
    copy = replace(document.questions[at], id=new_id(document.questions[at].type), series=1)
    return insert(document, copy, at=at + 1), copy


def remove(document: Document, question_id: str) -> Document:
    """Return the document without the question and the rules about it; twice is once.

    Rules of others that read its answer stay, and are reported before the survey is published.
    """
    return replace(
        document,
        questions=tuple(one for one in document.questions if one.id != question_id),
        rules=tuple(one for one in document.rules if one.question != question_id),
    )


def move(document: Document, question_id: str, *, to: int) -> Document:
    """Return the document with the question at the place `to`, the nearest possible one. Raises Gone."""
    questions = [*document.questions]
    question = questions.pop(position_of(document, question_id))
    questions.insert(max(0, min(to, len(questions))), question)
    return replace(document, questions=tuple(questions))


def put_question(document: Document, question: Question, *, shown: str) -> Document:
    """Return the document with the question in place of the one of its id; raise Stale.

    One that is gone is put at the end when it was shown as gone: somebody wants it back.
    """
    questions = [*document.questions]
    ids = [one.id for one in questions]
    if question.id not in ids:
        if shown != GONE:
            raise Stale
        return insert(document, question, at=len(questions))
    at = ids.index(question.id)
    if fingerprint(questions[at]) not in {shown, fingerprint(question)}:
        raise Stale
    questions[at] = question
    return replace(document, questions=tuple(questions))


def put_rules(document: Document, question_id: str, rules: Sequence[Rule], *, shown: str) -> Document:
    """Return the document with these rules about the question instead of those it had. Raises Gone, Stale."""
    position_of(document, question_id)
    if fingerprint(rules_of(document, question_id)) not in {shown, fingerprint(rules)}:
        raise Stale
    others = [one for one in document.rules if one.question != question_id]
    return replace(document, rules=(*others, *rules))


def put_frame(document: Document, frame: Document, *, shown: str) -> Document:
    """Return the document with everything but its questions and rules taken from `frame`. Raises Stale."""
    if fingerprint(document) not in {shown, fingerprint(frame)}:
        raise Stale
    return replace(frame, questions=document.questions, rules=document.rules)
