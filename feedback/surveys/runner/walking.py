"""Which questions a person is asked."""

import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from feedback.surveys.conditions import asked, holds
from feedback.surveys.document import (
    OTHER,
    SCORED,
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


def is_for(audience: Audience, person: Person) -> bool:
    """Tell whether a part is for this person: who is unknown in a respect gets no part that is kept for some."""
    return (
        (not audience.roles or person.role in audience.roles)
        and (not audience.stages or person.stage in audience.stages)
        and (not audience.segments or person.segment in audience.segments)
        and (not audience.languages or person.language in audience.languages)
    )


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


def leading_score(document: Document, person: Person) -> Asked | None:
    """Return the first question with a scale that the person is asked: the one whose marks stand in the letter."""
    return next((one for one in walk(document, person, {}) if one.question.scale), None)


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


def score_of(document: Document, answers: Answers, kind: Type) -> int | None:
    """Return the answer to the document's first question of this kind that was answered."""
    return next(
        (answers[one.id] for one in document.questions if one.type == kind and answers.get(one.id) is not None), None
    )


def in_order(choices: Sequence[Choice], *, seed: str) -> list[Choice]:
    """Return shuffled choices, for one person always alike; "other" stays last."""
    mixed = [one for one in choices if one.id != OTHER]
    random.Random(seed).shuffle(mixed)  # noqa: S311 no secret  # nosec B311
    return [*mixed, *(one for one in choices if one.id == OTHER)]


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
                if one.title and group_of(document, one.of, met.get(one.of)) == one.group
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
