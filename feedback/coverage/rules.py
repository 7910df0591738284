"""When a buyer role counts as heard, and whom to ask next. Plain Python; `now` is an argument."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

ROLES = ("economic", "technical", "end_user")
LONG_AGO = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Target:
    """How many people of a role are to be heard within so many days."""

    people: int = 1
    days: int = 90


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who works at the client now; `roles` are those of today. Who must not be asked is never the next one."""

    contact_id: uuid.UUID
    name: str
    roles: frozenset[str]
    influence: int = 2
    may_be_asked: bool = True
    position_id: uuid.UUID | None = None  # their place at the client


@dataclass(frozen=True, slots=True)
class Hearing:
    """Somebody said something. `roles` are those of that day; `contact_id` is None where nobody is named."""

    contact_id: uuid.UUID | None
    roles: frozenset[str]
    at: datetime


class State(StrEnum):
    """How a role is heard; everything but HEARD is a gap."""

    HEARD = "heard"
    TOO_FEW = "too_few"  # some are, and the target wants more
    STALE = "stale"  # all that was said is too old
    UNHEARD = "unheard"  # somebody stands for the role, and has never been heard in it
    NOBODY = "nobody"  # nobody stands for the role


@dataclass(frozen=True, slots=True)
class Voice:
    """Somebody who stands for a role, and when they were heard in it last."""

    person: Person
    heard_at: datetime | None
    is_fresh: bool


@dataclass(frozen=True, slots=True)
class RoleCoverage:
    """One role at one client."""

    role: str
    target: Target
    state: State
    voices: tuple[Voice, ...]  # the one heard last comes first

    @property
    def heard(self) -> int:
        """How many people are heard lately."""
        return sum(voice.is_fresh for voice in self.voices)

    @property
    def is_gap(self) -> bool:
        return self.state != State.HEARD

    @property
    def last_heard_at(self) -> datetime | None:
        return self.voices[0].heard_at if self.voices else None


@dataclass(frozen=True, slots=True)
class Next:
    """Whom to ask next, and which gaps that would close or narrow."""

    person: Person
    heard_at: datetime | None
    roles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Coverage:
    """Who is heard at one client. `last_heard_at` counts what nobody in particular has said, too."""

    roles: tuple[RoleCoverage, ...]
    next: Next | None
    last_heard_at: datetime | None

    @property
    def gaps(self) -> tuple[str, ...]:
        return tuple(one.role for one in self.roles if one.is_gap)

    @property
    def is_one_sided(self) -> bool:
        """Tell whether one role alone is heard: what it says is not what the client says."""
        return len(self.gaps) == len(self.roles) - 1


def cover(
    people: Sequence[Person], hearings: Iterable[Hearing], targets: Mapping[str, Target], *, now: datetime
) -> Coverage:
    """Return who is heard in every role at `now`, and the next person to ask.

    Only people who work there and stand for the role count: with whoever has left goes what they have said. What somebody
    said counts for the role in which they stood then; said before any role was known, it counts for those of today. The
    next person is one who closes a gap: unheard before heard, then the one heard longest ago, then the most influential.
    """
    known = [one for one in hearings if one.at <= now]
    roles_of = {one.contact_id: one.roles for one in people}
    heard_at: dict[tuple[uuid.UUID, str], datetime] = {}
    for hearing in known:
        if hearing.contact_id is None or hearing.contact_id not in roles_of:
            continue
        present = roles_of[hearing.contact_id]
        for role in (hearing.roles or present) & present:
            key = (hearing.contact_id, role)
            heard_at[key] = max(hearing.at, heard_at.get(key, LONG_AGO))
    roles = tuple(_role(role, people, heard_at, targets.get(role, Target()), now) for role in ROLES)
    return Coverage(roles=roles, next=_next(roles), last_heard_at=max((one.at for one in known), default=None))


def _role(
    role: str,
    people: Sequence[Person],
    heard_at: Mapping[tuple[uuid.UUID, str], datetime],
    target: Target,
    now: datetime,
) -> RoleCoverage:
    fresh_from = now - timedelta(days=target.days)
    voices = []
    for one in people:
        if role in one.roles:
            at = heard_at.get((one.contact_id, role))
            voices.append(Voice(person=one, heard_at=at, is_fresh=at is not None and at >= fresh_from))
    voices.sort(key=lambda voice: (voice.person.name, voice.person.contact_id))
    voices.sort(key=lambda voice: voice.heard_at or LONG_AGO, reverse=True)
    return RoleCoverage(role=role, target=target, state=_state(voices, target), voices=tuple(voices))


def _state(voices: Sequence[Voice], target: Target) -> State:
    fresh = sum(voice.is_fresh for voice in voices)
    if fresh >= target.people:
        return State.HEARD
    if fresh:
        return State.TOO_FEW
    if not voices:
        return State.NOBODY
    return State.STALE if voices[0].heard_at else State.UNHEARD


def _next(roles: Sequence[RoleCoverage]) -> Next | None:
    """Of several gaps that one person would close, the one in which they were heard least counts."""
    wanted: dict[uuid.UUID, Next] = {}
    for role in roles:
        for voice in role.voices if role.is_gap else ():
            person = voice.person
            if voice.is_fresh or not person.may_be_asked:
                continue
            known = wanted.get(person.contact_id) or Next(person, voice.heard_at, ())
            longest = min(known.heard_at or LONG_AGO, voice.heard_at or LONG_AGO)
            heard_at = None if longest == LONG_AGO else longest
            wanted[person.contact_id] = Next(person, heard_at, (*known.roles, role.role))
    return min(wanted.values(), key=_urgency, default=None)


def _urgency(one: Next) -> tuple[bool, datetime, int, int, str, uuid.UUID]:
    """Sort the unheard first, then the stalest, the most influential, those who close most gaps."""
    person = one.person
    longest = one.heard_at or LONG_AGO
    return one.heard_at is not None, longest, -person.influence, -len(one.roles), person.name, person.contact_id
