"""What keeps a draft from being published: missing texts, rules that lead nowhere, and a promise of length that is broken.

Plain Python. What is reachable is found by walking: by every person and answer that makes a difference to some condition.
"""

import itertools
import random
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from feedback.surveys.conditions import All, Comparison, Condition, Either, Not, Op
from feedback.surveys.document import CHOSEN, SCORED, Act, Audience, Document, Question, Type, texts_of
from feedback.surveys.runner import Asked, Person, walk

FEWEST_CHOICES = 2
MOST_WALKS = 1_000  # the builder walks them at every save
# Texts that are read in any case; of the others a language may lack what every language lacks.
NEEDED = ("title", "thanks", "letter.subject", "letter.text")
OPTIONAL = re.compile(r"questions\.\w+\.(help|low|high)")
WORDS_PER_SECOND = 4.0  # silent reading, 238 words a minute (Brysbaert 2019, doi 10.1016/j.jml.2019.104047)
# To decide and to tap, in seconds: our own estimate for a phone.
SECONDS = {
    Type.INFORMATION: 0,
    Type.YES_NO: 3,
    Type.CONSENT: 3,
    Type.SINGLE: 5,
    Type.MULTIPLE: 8,
    Type.NUMBER: 8,
    Type.DATE: 8,
    Type.SHORT_TEXT: 10,
    Type.LONG_TEXT: 18,
}
SECONDS_OF_A_SCORE, SECONDS_OF_A_ROW, SECONDS_OF_A_PLACE = 4, 4, 3


class Problem(StrEnum):
    """What must be mended first; pages say it in their language."""

    NO_QUESTIONS = "no_questions"
    MISSING_TEXT = "missing_text"  # languages
    TOO_FEW_CHOICES = "too_few_choices"
    NO_ROWS = "no_rows"
    CONTRADICTION = "contradiction"  # at least 4 of 3 choices, a number from 9 to 1
    UNKNOWN_QUESTION = "unknown_question"  # named
    UNKNOWN_CHOICE = "unknown_choice"  # a value that nobody can answer
    NO_SCORE = "no_score"  # a wording hangs on a question without a score
    NOT_LATER = "not_later"  # a jump back would never end
    NOT_EARLIER = "not_earlier"  # the rule reads what is asked later
    UNREACHABLE = "unreachable"  # nobody is ever asked this
    TOO_MANY_QUESTIONS = "too_many_questions"  # promised, found
    TOO_LONG = "too_long"  # promised, found: seconds


@dataclass(frozen=True, slots=True)
class Finding:
    """`place` is as in the document ("questions.<id>.title", "rules.2"); `details` fill the sentence."""

    place: str
    kind: StrEnum
    details: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Length:
    """The longest way through a survey: questions to answer, and seconds in the language that reads slowest."""

    questions: int
    seconds: int


def faults(document: Document) -> list[Finding]:
    """Return everything that must be mended before the document is published, in its order."""
    if not document.questions:
        return [Finding("questions", Problem.NO_QUESTIONS), *_missing_texts(document)]
    found = [*_missing_texts(document), *_bad_questions(document), *_bad_rules(document)]
    if any(one.kind in {Problem.UNKNOWN_QUESTION, Problem.NOT_LATER} for one in found):
        return found  # walking means little yet
    ways = list(_ways(document))
    asked = {one.question.id for way in ways for one in way}
    found += [Finding(f"questions.{one.id}", Problem.UNREACHABLE) for one in document.questions if one.id not in asked]
    longest = _longest(document, ways)
    if longest.questions > document.questions_promised:
        details = {"promised": document.questions_promised, "found": longest.questions}
        found.append(Finding("questions_promised", Problem.TOO_MANY_QUESTIONS, details))
    if longest.seconds > document.seconds_promised:
        details = {"promised": document.seconds_promised, "found": longest.seconds}
        found.append(Finding("seconds_promised", Problem.TOO_LONG, details))
    return found


def length_of(document: Document) -> Length:
    """Return how long the longest way through the document is, as far as it can be known without asking anybody."""
    return _longest(document, list(_ways(document)))


def _longest(document: Document, ways: Sequence[Sequence[Asked]]) -> Length:
    return Length(
        questions=max((sum(one.question.type != Type.INFORMATION for one in way) for way in ways), default=0),
        seconds=round(max((_seconds(way, language) for way in ways for language in document.languages), default=0.0)),
    )


def _seconds(way: Iterable[Asked], language: str) -> float:
    return sum(
        sum(len(text.get(language, "").split()) for text in (one.title, one.question.help)) / WORDS_PER_SECOND
        + sum(len(choice.text.get(language, "").split()) for choice in one.choices) / WORDS_PER_SECOND
        + _seconds_of(one.question)
        for one in way
    )


def _seconds_of(question: Question) -> float:
    if question.type in SCORED:
        return SECONDS_OF_A_SCORE
    if question.type == Type.MATRIX:
        return SECONDS_OF_A_ROW * len(question.rows)
    if question.type == Type.RANKING:
        return SECONDS_OF_A_PLACE * len(question.choices)
    return SECONDS[question.type]


# --- Texts and questions ---


def _missing_texts(document: Document) -> Iterator[Finding]:
    for place, texts in texts_of(document):
        is_needed = place in NEEDED or (place.startswith("questions.") and not OPTIONAL.fullmatch(place))
        lacking = [language for language in document.languages if not texts.get(language)]
        if lacking and (is_needed or len(lacking) < len(document.languages)):
            yield Finding(place, Problem.MISSING_TEXT, {"languages": lacking})


def _bad_questions(document: Document) -> Iterator[Finding]:
    order = [one.id for one in document.questions]
    for at, one in enumerate(document.questions):
        place = f"questions.{one.id}"
        if one.type in CHOSEN and len(one.choices) + one.has_other < FEWEST_CHOICES:
            yield Finding(f"{place}.choices", Problem.TOO_FEW_CHOICES)
        if one.type == Type.MATRIX and not one.rows:
            yield Finding(f"{place}.rows", Problem.NO_ROWS)
        low, high = one.least, one.most
        if one.type == Type.MULTIPLE:
            low, high = one.least or 0, min(one.most or len(one.choices) + 1, len(one.choices) + one.has_other)
        if low is not None and high is not None and low > high:
            yield Finding(f"{place}.least", Problem.CONTRADICTION)
        for wording in one.wordings:
            score = document.question(wording.of)
            if score is None:
                yield Finding(f"{place}.wordings", Problem.UNKNOWN_QUESTION, {"named": wording.of})
            elif score.type not in SCORED:
                yield Finding(f"{place}.wordings", Problem.NO_SCORE, {"named": wording.of})
            elif order.index(wording.of) >= at:
                yield Finding(f"{place}.wordings", Problem.NOT_EARLIER, {"named": wording.of})


def _bad_rules(document: Document) -> Iterator[Finding]:
    order = {one.id: at for at, one in enumerate(document.questions)}
    for at, rule in enumerate(document.rules):
        place = f"rules.{at}"
        named = [rule.question, *([rule.to] if rule.act == Act.SKIP else [])]
        comparisons = [one for one in _comparisons(rule.when) if one.source == "answer"]
        unknown = [name for name in (*named, *(one.name for one in comparisons)) if name not in order]
        if unknown:
            yield Finding(place, Problem.UNKNOWN_QUESTION, {"named": unknown[0]})
            continue
        if rule.act == Act.SKIP and order[rule.to] <= order[rule.question]:
            yield Finding(place, Problem.NOT_LATER, {"named": rule.to})
        is_after = rule.act in {Act.SKIP, Act.END}  # these are judged behind their question, with its answer
        for one in comparisons:
            if order[one.name] > order[rule.question] or (order[one.name] == order[rule.question] and not is_after):
                yield Finding(place, Problem.NOT_EARLIER, {"named": one.name})
            elif not _can_be(document.questions[order[one.name]], one):
                yield Finding(place, Problem.UNKNOWN_CHOICE, {"named": one.name, "value": str(one.value)})


def _can_be(question: Question, comparison: Comparison) -> bool:
    """Tell whether the value is one that the question's answer can have at all."""
    if comparison.op in {Op.ANSWERED, Op.UNANSWERED}:
        return True
    if question.type in {Type.SINGLE, Type.MULTIPLE, Type.RANKING}:
        known = {one.id for one in question.choices} | ({"other"} if question.has_other else set())
        values = comparison.value if isinstance(comparison.value, list) else [comparison.value]
        return all(value in known for value in values)
    if question.type in SCORED:
        first, last = question.scale or (0, 0)
        value = comparison.value
        return isinstance(value, int) and not isinstance(value, bool) and first <= value <= last
    return question.type != Type.INFORMATION


def _comparisons(condition: Condition) -> Iterator[Comparison]:
    match condition:
        case All(parts) | Either(parts):
            for part in parts:
                yield from _comparisons(part)
        case Not(part):
            yield from _comparisons(part)
        case Comparison():
            yield condition


# --- Walking ---


def _ways(document: Document) -> Iterator[list[Asked]]:
    """Walk as everybody whom the document tells apart, with every answer that it tells apart; where these are too many, with
    many of them drawn always alike."""
    names = [*_told_apart(document)]
    values = [_told_apart(document)[name] for name in names]
    total = 1
    for some in values:
        total *= len(some)
    combinations: Iterable[Sequence[Any]] = itertools.product(*values)
    if total > MOST_WALKS:
        draw = random.Random(0)  # noqa: S311 no secret  # nosec B311
        combinations = [[draw.choice(some) for some in values] for _ in range(MOST_WALKS)]
    for combination in combinations:
        known = dict(zip(names, combination, strict=True))
        answers = {name: value for (source, name), value in known.items() if source == "answer" and value is not None}
        own = {name: str(value or "") for (source, name), value in known.items() if source == "person"}
        facts = {name: value for (source, name), value in known.items() if source == "fact" and value is not None}
        yield walk(document, Person(**own, facts=facts), answers)


def _told_apart(document: Document) -> dict[tuple[str, str], list[Any]]:
    """Return for every answer and fact that decides something the values worth trying; None is "not known"."""
    found: dict[tuple[str, str], list[Any]] = {}
    audiences: list[Audience] = []
    for one in document.questions:
        audiences += [one.audience, *(choice.audience for choice in one.choices)]
    for name, column in (("role", "roles"), ("stage", "stages"), ("segment", "segments"), ("language", "languages")):
        wanted = {value for audience in audiences for value in getattr(audience, column)}
        found["person", name] = [None, *sorted(wanted)]
    for comparison in (one for rule in document.rules for one in _comparisons(rule.when)):
        source = comparison.source
        if source == "fact" and comparison.name in {"role", "stage", "segment", "language"}:
            source = "person"
        question = document.question(comparison.name) if source == "answer" else None
        known = found.setdefault((source, comparison.name), _answers_to(question) if question else [None])
        if question is None or question.type not in {*SCORED, *CHOSEN, Type.YES_NO, Type.CONSENT}:
            known.extend(value for value in _around(comparison) if value not in known)
    for wording in (one for question in document.questions for one in question.wordings):
        if score := document.question(wording.of):
            found.setdefault(("answer", wording.of), _answers_to(score))
    return found


def _answers_to(question: Question) -> list[Any]:
    none = [] if question.required else [None]
    if question.scale:
        first, last = question.scale
        return [*none, *range(first, last + 1)]
    ids = [one.id for one in question.choices] + (["other"] if question.has_other else [])
    if question.type == Type.SINGLE:
        return [*none, *ids]
    if question.type in {Type.MULTIPLE, Type.RANKING}:
        return [*none, *([one] for one in ids), ids]
    if question.type in {Type.YES_NO, Type.CONSENT}:
        return [*none, True, False]
    return [None]


def _around(comparison: Comparison) -> list[Any]:
    """Return values on both sides of what the comparison asks for."""
    value = comparison.value
    if isinstance(value, list):
        return [*value, "-"]
    if isinstance(value, bool):
        return [True, False]
    if isinstance(value, int | float):
        return [value - 1, value, value + 1]
    if isinstance(value, str):
        return ["", value, f"{value}~"]
    return ["-"]
