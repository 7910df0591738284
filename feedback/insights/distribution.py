"""What was answered to each question, as the page shows it: counts with shares, means, places, months."""

import uuid
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from accounts.web import formats
from feedback.insights.formula import Estimate, mean
from feedback.insights.queries import AnswerFilter, Count, Edition, Numbers, comparable
from feedback.surveys.document import OTHER, SCORED, WRITTEN, Question, Type
from feedback.surveys.wording import Reader

SCALE_OF_NUMBERS = (-(10.0**12), 10.0**12)
MOST_MONTHS = 12


@dataclass(frozen=True, slots=True)
class Bar:
    """One of the answers: how many gave it, of how many, and how lists are narrowed to them."""

    label: str
    n: int
    share: float
    query: Mapping[str, str]

    @property
    def width(self) -> str:
        """Return the share as the percentage of an SVG."""
        return f"{self.share * 100:.1f}"


@dataclass(frozen=True, slots=True)
class Place:
    """A choice of a ranking: its mean place, 1 is first."""

    label: str
    mean: Estimate
    bar: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """A question with what was answered. Hidden while fewer than `least` people answered."""

    question: Question
    title: str
    n: int
    least: int
    older: int  # answers to another wording, which cannot be compared
    bars: Sequence[Bar] = ()
    rows: Sequence[tuple[str, Sequence[Bar]]] = ()  # of a matrix
    places: Sequence[Place] = ()
    mean: Estimate | None = None
    numbers: Numbers | None = None

    @property
    def is_hidden(self) -> bool:
        """Tell whether people answered, and too few."""
        return 0 < self.n < self.least

    @property
    def is_text(self) -> bool:
        """Tell whether the answers are words, which are read and not counted."""
        return self.question.type in WRITTEN

    @property
    def query(self) -> Mapping[str, str]:
        """Return how lists are narrowed to those who answered."""
        return {"question": self.question.id}


@dataclass(frozen=True, slots=True, kw_only=True)
class Reached:
    """How far people came with a question. `blank` were asked and left it empty, `spared` were never asked."""

    summary: Summary
    answered: int
    blank: int | None
    spared: int | None
    left: int  # began, answered this last, and sent nothing


def reached(summary: Summary, *, asked: int, of: int, left: int) -> Reached:
    """Return what became of a question among `of` people who sent their answer, in whatever wording they met it.

    Of fewer than a figure needs nothing is said of who was spared it: that would tell what they had answered before.
    """
    answered = summary.n + summary.older
    is_told = of >= summary.least
    blank, spared = (max(0, asked - answered), max(0, of - asked)) if is_told else (None, None)
    return Reached(summary=summary, answered=answered, blank=blank, spared=spared, left=left)


def asked(editions: Sequence[Edition], wanted: AnswerFilter) -> list[tuple[Edition, Question]]:
    """Return every question as it is asked now with each version whose answers can be compared."""
    shown = [one for one in editions if wanted.holds_for(one)]
    return [(edition, question) for question in questions(shown) for edition in comparable(shown, question)]


def questions(editions: Sequence[Edition]) -> list[Question]:
    """Return the questions of the versions, each as it was asked last: those of the newest version first, in its order."""
    found: dict[str, Question] = {}
    for edition in reversed(editions):
        for question in edition.document.questions:
            if question.type != Type.INFORMATION:
                found.setdefault(question.id, question)
    return list(found.values())


def summaries(
    editions: Sequence[Edition],
    *,
    counts: Sequence[Count],
    given: Mapping[tuple[uuid.UUID, str], int],
    numbers: Mapping[str, Numbers],
    language: str,
    least: int,
) -> list[Summary]:
    """Return what was answered to each question of these versions, in the reader's language where the survey has it."""
    by_key: dict[str, list[Count]] = defaultdict(list)
    for count in counts:
        by_key[count.key].append(count)
    reader = Reader(language, editions[-1].document.languages)
    found = []
    for question in questions(editions):
        ids = {one.id for one in comparable(editions, question)}
        n = sum(count for (version, key), count in given.items() if key == question.id and version in ids)
        older = sum(count for (version, key), count in given.items() if key == question.id and version not in ids)
        details = _details(question, by_key[question.id], numbers.get(question.id), n, reader) if n >= least else {}
        title = reader.title(question)
        found.append(Summary(question=question, title=title, n=n, least=least, older=older, **details))
    return found


def _details(
    question: Question, counts: Sequence[Count], numbers: Numbers | None, n: int, reader: Reader
) -> dict[str, Any]:
    match question.type:
        case Type.MATRIX:
            return {"rows": _matrix(question, counts, reader)}
        case Type.RANKING:
            return {"places": _ranking(question, counts, reader)}
        case Type.NUMBER:
            return _numbers(numbers)
        case Type.DATE:
            return {"bars": _months(question, counts, n)}
        case kind if kind in SCORED:
            return _scores(question, counts, n)
        case kind if kind in WRITTEN:
            return {}
    return {"bars": _choices(question, counts, n, reader)}


def _scores(question: Question, counts: Sequence[Count], n: int) -> dict[str, Any]:
    first, last = question.scale or (0, 10)
    each = {int(count.value): count.n for count in counts if count.value.isdigit()}
    bars = [
        Bar(str(mark), each.get(mark, 0), each.get(mark, 0) / n, {"question": question.id, "answer": str(mark)})
        for mark in range(last, first - 1, -1)
    ]
    total = sum(mark * count for mark, count in each.items())
    squares = sum(mark**2 * count for mark, count in each.items())
    return {"bars": bars, "mean": mean(n=sum(each.values()), total=total, squares=squares, scale=(first, last))}


def _choices(question: Question, counts: Sequence[Count], n: int, reader: Reader) -> list[Bar]:
    each = {count.value: count.n for count in counts}
    if question.type in {Type.YES_NO, Type.CONSENT}:
        names = {"true": _("Yes"), "false": _("No")}
    else:
        # Choices that only an earlier version offered stand last.
        known = [one.id for one in question.choices] + ([OTHER] if question.has_other else [])
        names = {value: reader.choice(question.choices, value) for value in dict.fromkeys([*known, *sorted(each)])}
    return [
        Bar(label, each.get(value, 0), each.get(value, 0) / n, {"question": question.id, "answer": value})
        for value, label in names.items()
    ]


def _matrix(question: Question, counts: Sequence[Count], reader: Reader) -> list[tuple[str, list[Bar]]]:
    rows = []
    for row in question.rows:
        each = {count.value: count.n for count in counts if count.row == row.id}
        n = sum(each.values())
        query = {"question": question.id, "row": row.id}
        bars = [
            Bar(
                reader.choice(question.choices, one.id),
                each.get(one.id, 0),
                each.get(one.id, 0) / (n or 1),
                {**query, "answer": one.id},
            )
            for one in question.choices
        ]
        rows.append((reader.say(row.text) or row.id, bars))
    return rows


def _ranking(question: Question, counts: Sequence[Count], reader: Reader) -> list[Place]:
    each: dict[str, dict[int, int]] = defaultdict(dict)
    for count in counts:
        each[count.value][count.place] = count.n
    last = max([len(question.choices) + question.has_other, *(count.place for count in counts)], default=1)
    found = []
    for value, places in each.items():
        total = sum(place * n for place, n in places.items())
        squares = sum(place**2 * n for place, n in places.items())
        found.append((value, mean(n=sum(places.values()), total=total, squares=squares, scale=(1, last))))
    known = [(value, estimate) for value, estimate in found if estimate]
    return [
        Place(reader.choice(question.choices, value), estimate, f"{(last + 1 - estimate.value) / last * 100:.1f}")
        for value, estimate in sorted(known, key=lambda one: one[1].value)
    ]


def _numbers(numbers: Numbers | None) -> dict[str, Any]:
    if numbers is None:
        return {}
    estimate = mean(n=numbers.n, total=numbers.total, squares=numbers.squares, scale=SCALE_OF_NUMBERS)
    return {"numbers": numbers, "mean": estimate}


def _months(question: Question, counts: Sequence[Count], n: int) -> list[Bar]:
    """Return the months of the days that were given, the newest first; what lies before them together."""
    newest = sorted(counts, key=lambda count: count.value, reverse=True)
    bars = [
        Bar(
            formats.month(date.fromisoformat(f"{count.value}-01")),
            count.n,
            count.n / n,
            {"question": question.id},
        )
        for count in newest[:MOST_MONTHS]
    ]
    rest = sum(count.n for count in newest[MOST_MONTHS:])
    return [*bars, Bar(_("Earlier"), rest, rest / n, {"question": question.id})] if rest else bars
