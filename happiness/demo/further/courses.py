"""How things went at one of the other clients: the course of its mood, its stages, its contract, and how that ended."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum, auto
from random import Random

from accounts.clients.enums import Stage
from accounts.contracts.models import OutcomeKind, Reason
from happiness.demo.clients import LONG, ON, PRE, RE, End
from happiness.demo.further.companies import DEALS
from happiness.demo.further.telling import Trouble, Words

BACK = 545  # days: a year and a half is told
OLD = 745  # when those came who were there from the beginning
REDESIGNED = 300  # since then the first weeks are shorter
YEAR = 365
RENEWED, GREW, LOST = OutcomeKind.RENEWED, OutcomeKind.GREW, OutcomeKind.LOST


class Course(StrEnum):
    STEADY = auto()
    LOVED = auto()
    GROWING = auto()
    DECLINING = auto()
    RESCUED = auto()
    QUIET = auto()  # the technical buyer has stopped answering
    STUBBORN = auto()  # unhappy, and stays
    LOST = auto()
    SOLD = auto()  # content, and leaves
    NEW = auto()


# How often each course is taken among so many clients; the rest begins anew.
MIX = (
    *[Course.STEADY] * 8, *[Course.LOVED] * 4, *[Course.GROWING] * 3, *[Course.DECLINING] * 2, *[Course.RESCUED] * 2,
    Course.QUIET, Course.STUBBORN, Course.LOST, *[Course.NEW] * 2,
    *[Course.STEADY] * 8, *[Course.LOVED] * 4, *[Course.GROWING] * 3, *[Course.DECLINING] * 2, *[Course.RESCUED] * 2,
    Course.QUIET, Course.STUBBORN, Course.SOLD, *[Course.NEW] * 2,
)  # fmt: skip
HAPPY_AT = {Course.LOVED: 86, Course.SOLD: 77, Course.STUBBORN: 47, Course.NEW: 70}


@dataclass(frozen=True, slots=True)
class Fate:
    """What became of one client. `level` is its mood so many days ago; `worst` and `left` are days ago, 0 for never."""

    course: Course
    stages: tuple[tuple[Stage, int], ...]
    deal: tuple[str, int, int] | None
    ends: tuple[End, ...]
    trouble: Trouble | None
    worst: int
    left: int
    level: Callable[[int], float]

    @property
    def came(self) -> int:
        return min(max(days for _stage, days in self.stages), BACK)


def fate_of(course: Course, segment: str, words: Words, troubles: Iterator[Trouble], dice: Random) -> Fate:
    """Throw the dice for a client of the segment; what troubles it comes from the list of its language."""
    stages = _stages(course, dice)
    left = dice.randrange(60, 300) if course in {Course.LOST, Course.SOLD} else 0
    worst = {
        Course.DECLINING: dice.randrange(9, 60),
        Course.RESCUED: dice.randrange(70, 330),
        Course.LOST: left + dice.randrange(25, 45),
    }.get(course, 0)
    level = _level(course, HAPPY_AT.get(course, 74) + dice.randrange(-4, 5), worst)
    title, least, most = dice.choice(DEALS[segment])
    deal = ends = None
    if max(days for _stage, days in stages) > YEAR // 2 or dice.random() < 0.6:  # noqa: PLR2004 not all have signed yet
        due = dice.randrange(15, YEAR - 15)
        deal = (title, dice.randrange(least, most + 1) * 1000, 0 if left else due)
        ends = _ends(course, deal[1], max(days for _stage, days in stages), left or YEAR - due, left, words, dice)
    return Fate(course, stages, deal, ends or (), next(troubles) if worst else None, worst, left, level)


def _stages(course: Course, dice: Random) -> tuple[tuple[Stage, int], ...]:
    if course == Course.NEW:
        began = dice.randrange(8, 80)
        if began < 25:  # noqa: PLR2004 still before the start
            return ((PRE, began),)
        return ((PRE, began + 25), (ON, began)) if began < 60 else ((ON, began), (LONG, began - dice.randrange(32, 48)))  # noqa: PLR2004
    if course == Course.STEADY and dice.random() < 0.5:  # noqa: PLR2004 half of them came later
        began = dice.randrange(170, BACK)
        took = dice.randrange(34, 52) if began < REDESIGNED else dice.randrange(58, 96)
        return ((PRE, began + 30), (ON, began), (LONG, began - took))
    if course == Course.GROWING and dice.random() < 0.25:  # noqa: PLR2004 a new scope of work, some of them
        return ((LONG, OLD), (RE, dice.randrange(9, 40)))
    return ((LONG, OLD),)


def _level(course: Course, usual: int, worst: int) -> Callable[[int], float]:
    """Return the mood so many days ago. It takes a quarter to fall, and to come back after a case half as long."""

    def level(days: int) -> float:
        if course == Course.GROWING:
            return usual - 14 + 26 * max(0.0, 1 - days / BACK)
        if not worst:
            return float(usual)
        away = days - worst
        if away >= 0:
            return usual - 46 * max(0.0, 1 - away / 120)
        if course == Course.RESCUED:
            return usual + 6 - 52 * max(0.0, 1 + away / 50)
        return float(usual - 46)

    return level


def _ends(course: Course, amount: int, came: int, last: int, left: int, words: Words, dice: Random) -> tuple[End, ...]:
    """Return how the renewals came out, the oldest first: one a year, the last so many days ago."""
    if left:
        reason = Reason.PLANS if course == Course.SOLD else Reason.RESULTS
        said = (
            words.reasons["lost"][-1]
            if course == Course.SOLD
            else dice.choice(words.reasons["lost"][:-1] or words.reasons["lost"])
        )
        return (End(left, LOST, reason=reason, text=said),)
    days = [day for day in (last + YEAR, last) if day < min(came, BACK + 60) - YEAR // 2]
    found = [End(day, RENEWED, text=words.reasons["renewed"][-1] if course == Course.STUBBORN else "") for day in days]
    if found and course in {Course.GROWING, Course.LOVED} and dice.random() < 0.6:  # noqa: PLR2004 most of them
        more = End(
            found[-1].days_ago,
            GREW,
            to=round(amount / 800) * 1000,
            reason=Reason.RESULTS,
            text=dice.choice(words.reasons["grew"]),
        )
        found[-1] = more
    return tuple(found)
