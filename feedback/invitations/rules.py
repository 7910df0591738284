"""Whether and when a person is asked, by hand or by a rule. Plain Python; `now` is an argument.

What is planned and what is replayed on history is decided here, so that both decide alike.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from accounts.worktime import NOWHERE, NeverOpen, Place, Window, is_open, opening_of_all, workdays_later
from feedback.invitations.fatigue import ASKS, Calm, Touched, floor_at, free_at

LOOK_AGAIN = timedelta(days=1)  # how often a held question is looked at, if nobody releases it before


class Obstacle(StrEnum):
    """Why nobody may ask this person now."""

    ERASED = "erased"
    LEFT = "left"
    NO_ADDRESS = "no_address"
    BLOCKED = "blocked"  # letters to the address come back, or were declined
    WITHDRAWN = "withdrawn"  # consent
    NEVER = "never"  # wants no questions
    PHONE_ONLY = "phone_only"
    JUST_ASKED = "just_asked"


class Caution(StrEnum):
    """What speaks against it; a person may decide otherwise."""

    RECENTLY_ASKED = "recently_asked"
    WAITING = "waiting"  # an earlier question is still open


class Verdict(StrEnum):
    SEND = "send"
    WAIT = "wait"
    REFUSE = "refuse"


class Reason(StrEnum):
    """Why a planned question waits or does not come, beside the obstacles, which are reasons too."""

    LATER = "later"  # it was planned for a later day
    FATIGUE = "fatigue"
    HOLD = "hold"
    WINDOW = "window"
    HOURS = "hours"  # of the rule, within those of the person
    LATE = "late"
    CLOSED = "closed"  # the survey
    TOPIC = "topic"  # asked about the same already
    TOLD = "told"  # a letter has announced it
    STOPPED = "stopped"  # by one of us
    PAUSED = "paused"  # the rule
    UNCHOSEN = "unchosen"  # the client's manager has chosen somebody else
    LIMIT = "limit"  # of the rule: so many in so many days


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is known of somebody who is to be asked."""

    is_erased: bool = False
    works_there: bool = True
    address: str = ""
    is_blocked: bool = False
    has_withdrawn: bool = False
    asking: str = "normal"
    touched: tuple[Touched, ...] = ()
    has_open: bool = False
    is_held: bool = False
    place: Place = NOWHERE

    @property
    def was_asked(self) -> bool:
        """Tell whether the person was ever asked by letter."""
        return any(one.touch in ASKS for one in self.touched)

    def calm(self, calm: Calm) -> Calm:
        """Return the limits for this person: what everybody has, or twice as much rest."""
        return calm.halved() if self.asking == "less_often" else calm


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """A question that is to come, not before `wanted_at` and not after `give_up_at`.

    What `is_meant` by one of us keeps to the hard floor alone; `is_open` is whether the survey can be answered. `window`
    narrows the person's own.
    """

    wanted_at: datetime
    give_up_at: datetime
    is_relation: bool
    is_meant: bool = False
    is_open: bool = True
    window: Window | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """What becomes of a wish now. `until`: when it is looked at again, or when it could have come, were that not too late."""

    verdict: Verdict
    reason: Obstacle | Reason | None = None
    until: datetime | None = None


def obstacles(person: Asked, *, by_letter: bool, now: datetime) -> list[Obstacle]:
    """Return everything that forbids asking the person now; a call needs no address and may be made to those who want calls."""
    floor = floor_at(person.touched)
    found = {
        Obstacle.ERASED: person.is_erased,
        Obstacle.LEFT: not person.works_there,
        Obstacle.WITHDRAWN: person.has_withdrawn,
        Obstacle.NEVER: person.asking == "never",
        Obstacle.PHONE_ONLY: by_letter and person.asking == "phone",
        Obstacle.NO_ADDRESS: by_letter and not person.address,
        Obstacle.BLOCKED: by_letter and person.is_blocked,
        Obstacle.JUST_ASKED: by_letter and floor is not None and now < floor,
    }
    return [obstacle for obstacle, stands in found.items() if stands]


def cautions(person: Asked, *, is_relation: bool, calm: Calm, now: datetime) -> list[Caution]:
    """Return what speaks against asking the person now."""
    free = free_at(person.touched, is_relation=is_relation, calm=person.calm(calm))
    found = []
    if person.has_open:
        found.append(Caution.WAITING)
    if free is not None and now < free:
        found.append(Caution.RECENTLY_ASKED)
    return found


def decide(person: Asked, wish: Wish, *, calm: Calm, now: datetime) -> Decision:
    """Return whether the letter of a planned question leaves now, waits for a better moment, or never comes.

    What waits is planned again, never dropped, as long as its own time is not over.
    """
    found = [one for one in obstacles(person, by_letter=True, now=now) if one != Obstacle.JUST_ASKED]
    if found:
        return Decision(Verdict.REFUSE, found[0])
    if not wish.is_open:
        return Decision(Verdict.REFUSE, Reason.CLOSED)
    reason, until = _next(person, wish, calm=person.calm(calm), now=now)
    if until > wish.give_up_at:
        return Decision(Verdict.REFUSE, reason or Reason.LATE, until)
    return Decision(Verdict.WAIT, reason, until) if until > now else Decision(Verdict.SEND)


def announced_for(person: Asked, *, heads_up_days: int, told_for: datetime | None, now: datetime) -> datetime | None:
    """Return for when a question is announced to somebody who was never asked, instead of being asked now.

    `told_for` is of which moment an announcement has spoken already: there is one for each person, and every question waits for
    that moment. None: it may be asked now.
    """
    if not heads_up_days or person.was_asked:
        return None
    if told_for is None:
        return workdays_later(now, days=heads_up_days, place=person.place)
    return told_for if told_for > now else None


def foresee(person: Asked, wish: Wish, *, heads_up_days: int, calm: Calm, now: datetime) -> Decision:
    """Return what would become of a question that is not planned yet, its announcement counted in."""
    decision = decide(person, wish, calm=calm, now=now)
    if decision.verdict == Verdict.REFUSE or wish.is_meant:
        return decision
    begins = decision.until or now
    after = announced_for(person, heads_up_days=heads_up_days, told_for=None, now=begins)
    if after is None:
        return decision
    later = replace(wish, wanted_at=after, give_up_at=wish.give_up_at + (after - begins))
    decision = decide(person, later, calm=calm, now=now)
    return decision if decision.verdict == Verdict.REFUSE else replace(decision, reason=Reason.TOLD)


def _next(person: Asked, wish: Wish, *, calm: Calm, now: datetime) -> tuple[Reason | Obstacle | None, datetime]:
    """Return the first moment from now on that nothing speaks against, and what speaks against now."""
    reason: Reason | Obstacle | None = Reason.LATER if wish.wanted_at > now else None
    until = max(wish.wanted_at, now)
    calm_end = free_at(person.touched, is_relation=wish.is_relation, calm=calm)
    free = floor_at(person.touched) if wish.is_meant else calm_end
    if free is not None and free > until:
        reason, until = Obstacle.JUST_ASKED if wish.is_meant else Reason.FATIGUE, free
    if wish.is_meant:
        return reason, until
    if person.is_held and until < now + LOOK_AGAIN:
        reason, until = Reason.HOLD, now + LOOK_AGAIN
    usual = calm.window(is_relation=wish.is_relation)
    try:
        opens = opening_of_all(until, windows=[usual, wish.window] if wish.window else [usual], place=person.place)
    except NeverOpen:
        return Reason.HOURS if wish.window else Reason.WINDOW, datetime.max.replace(tzinfo=now.tzinfo)
    if opens == until:
        return reason, until
    return reason or (Reason.HOURS if is_open(until, window=usual, place=person.place) else Reason.WINDOW), opens
