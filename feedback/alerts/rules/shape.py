"""What goes into a rule and what comes out, and the numbers that each kind of rule has."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from feedback.happiness_index.formula import Disagreement

# Of each kind: its numbers, each with what it begins with, the least and the most.
NUMBERS: dict[str, dict[str, tuple[int, int, int]]] = {
    "drop": {"points": (10, 3, 60), "days": (30, 7, 180)},
    "low": {"nps": (6, 0, 8), "csat": (2, 1, 3), "ces": (3, 1, 4)},
    "leaving": {},
    "silence": {},
    "contradiction": {"points": (30, 15, 80)},
    "promise": {"days": (1, 0, 30)},
    "case": {},
    "bounce": {},
    "ownerless": {"days": (1, 0, 30)},
    "trend": {"points": (5, 2, 40), "days": (60, 28, 180)},
}
Numbers = Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Reading:
    """A mood that was read: of an answer with its scores, of a talk, or set by one of us."""

    key: str
    at: datetime
    value: int
    source: str  # "answer", "talk" or "mark"
    role: str = ""
    scores: Mapping[str, int] = field(default_factory=dict)
    score: int | None = None  # what was marked, 0-100, apart from the words beside it
    text: float | None = None  # how these words sound, -1 to 1
    sealed: bool = False
    response: UUID | None = None
    interaction: UUID | None = None
    contact: UUID | None = None


@dataclass(frozen=True, slots=True)
class Text:
    """How words sound, as the machine or one of us says: `signals` names words of leaving."""

    key: str
    at: datetime
    is_bitter: bool
    signals: tuple[str, ...] = ()
    sealed: bool = False
    response: UUID | None = None
    interaction: UUID | None = None
    contact: UUID | None = None


@dataclass(frozen=True, slots=True)
class Day:
    """The index of a day: for everybody, and with what was confided where that differs."""

    day: date
    at: datetime
    value: float | None
    sealed_value: float | None = None
    apart: Disagreement | None = None  # of two roles, where it is more than chance


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that is either there or not: a promise past its day, a case past its deadline, a letter that came back."""

    key: str
    at: datetime
    topic: str
    until: datetime | None = None  # None: still so
    values: Mapping[str, str | int] = field(default_factory=dict)
    sealed: bool = False
    contact: UUID | None = None
    promise: UUID | None = None
    interaction: UUID | None = None


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a client, oldest first; or of a segment or a touchpoint, whose months are `days`."""

    readings: Sequence[Reading] = ()
    texts: Sequence[Text] = ()
    days: Sequence[Day] = ()
    promises: Sequence[Fact] = ()  # at: the end of the day until which it was promised
    cases: Sequence[Fact] = ()
    bounces: Sequence[Fact] = ()
    ownerless: Sequence[Fact] = ()  # at: since when nobody has answered for the client


@dataclass(frozen=True, slots=True)
class Evidence:
    """A piece of what a finding rests on: what it is, and the row that shows it."""

    what: str
    at: datetime
    values: Mapping[str, str | int | float] = field(default_factory=dict)
    response: UUID | None = None
    interaction: UUID | None = None
    contact: UUID | None = None
    promise: UUID | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """News: `wakes_top` unless it rests on one text alone; `until` is when a state was over."""

    key: str
    at: datetime
    topic: str
    evidence: tuple[Evidence, ...]
    sealed: bool = False
    wakes_top: bool = True
    until: datetime | None = None
