"""What is known of a client and contradicts itself: a finding of its own, because a mean would hide it. Plain Python.

The one place that says so: pages show it, and alerts tell of it.
"""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from feedback.happiness_index.formula import Disagreement

LATELY = timedelta(days=90)  # what was said before is no finding of today
SAME_TIME = timedelta(days=30)  # what we felt and what they said may be so far apart
DELIGHTED, CONTENT, TENSE = 80, 65, 55  # bounds of the bands: delighted from, content from, tense below
CLEAR = 0.6  # of -1 to 1: words that are meant, and that the engine is sure of
APART = 25  # points between what we felt and what they said


class Kind(StrEnum):
    """What contradicts what."""

    WORDS = "words"  # the score and the words of one answer
    MARK = "mark"  # what we have felt or noted, and what the client says
    ROLES = "roles"  # one role and another


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One reading as contradictions see it. `score` is what was marked, `text` how the words sound (-1 … 1); None: neither."""

    id: uuid.UUID | str
    source: uuid.UUID | None  # the answer or talk, which may have several readings
    value: int
    role: str
    contact_id: uuid.UUID | None
    happened_at: datetime
    score: int | None = None
    text: float | None = None
    is_ours: bool = False  # set by hand
    is_noted: bool = False  # the score is our note of a talk, the words are the client's


@dataclass(frozen=True, slots=True)
class Pair:
    """Two readings that contradict each other, or one that contradicts itself; `points` apart, since the later of both."""

    kind: Kind
    better: Said
    worse: Said
    points: int

    @property
    def at(self) -> datetime:
        return max(self.better.happened_at, self.worse.happened_at)


def find(said: Iterable[Said], disagreement: Disagreement | None, *, at: datetime) -> list[Pair]:
    """Return what contradicts itself among what was said in the 90 days before `at`, the newest first.

    A score that is delighted (in our own note: content) with words that are clearly bad, or tense with good ones; a mark of
    ours on the other side of neutral than the words of the same person (of the same role, of anybody, where it names none)
    within 30 days; a content role and a tense one whose difference is more than chance. Each source once.
    """
    rows = sorted(
        (one for one in said if at - LATELY < one.happened_at <= at), key=lambda one: (one.happened_at, one.id)
    )
    pairs = of_readings(rows)
    if disagreement and (apart := between(rows, disagreement)):
        pairs.append(apart)
    return sorted(pairs, key=lambda pair: (pair.at, pair.kind), reverse=True)


def of_readings(rows: Sequence[Said]) -> list[Pair]:
    """Return the scores that contradict their words, and the marks of ours that contradict theirs, among these (in the order
    of time)."""
    newest = {one.source or one.id: one for one in rows}.values()
    pairs = [pair for one in newest if (pair := _within(one))]
    return pairs + [pair for one in newest if one.is_ours and (pair := _against(one, rows))]


def sound(text: float) -> int:
    """Return how words sound on the scale of moods."""
    return round(50 + 50 * text)


def _within(one: Said) -> Pair | None:
    """Return the contradiction between a score and the words beside it."""
    if one.score is None or one.text is None:
        return None
    good = CONTENT if one.is_noted else DELIGHTED
    is_bitter = one.score >= good and one.text <= -CLEAR
    is_kind = one.score < TENSE and one.text >= CLEAR
    kind = Kind.MARK if one.is_noted else Kind.WORDS
    return Pair(kind, one, one, abs(one.score - sound(one.text))) if is_bitter or is_kind else None


def _against(mark: Said, rows: Sequence[Said]) -> Pair | None:
    """Return the contradiction between a mark of ours and what the client has said last around it."""
    near = [
        one
        for one in rows
        if not one.is_ours
        and abs(one.happened_at - mark.happened_at) <= SAME_TIME
        and (not mark.contact_id or one.contact_id == mark.contact_id)
        and (mark.contact_id or not mark.role or one.role == mark.role)
    ]
    if not near:
        return None
    worse, better = sorted((mark, near[-1]), key=lambda one: one.value)
    points = better.value - worse.value
    return Pair(Kind.MARK, better, worse, points) if _are_opposed(better, worse) and points >= APART else None


def between(rows: Sequence[Said], told: Disagreement) -> Pair | None:
    """Return the contradiction between two roles, by what each of them has said last to that effect."""
    better = [one for one in rows if one.role == told.happiest and one.value >= CONTENT]
    worse = [one for one in rows if one.role == told.unhappiest and one.value < TENSE]
    if not (told.is_clear and better and worse):
        return None
    return Pair(Kind.ROLES, better[-1], worse[-1], int(told.points))


def _are_opposed(better: Said, worse: Said) -> bool:
    return better.value >= CONTENT and worse.value < TENSE
