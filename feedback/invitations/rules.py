"""Whether a person may be asked, by hand or by a rule. Plain Python; `now` is an argument."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

HARD_FLOOR = timedelta(hours=24)  # nobody is asked twice within this time, whoever wants it
GAP = timedelta(days=30)
GAP_OF_RELATION = timedelta(days=90)


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is known of somebody who is to be asked."""

    is_erased: bool = False
    works_there: bool = True
    address: str = ""
    is_blocked: bool = False
    has_withdrawn: bool = False
    asking: str = "normal"
    last_asked_at: datetime | None = None
    has_open: bool = False


def obstacles(person: Asked, *, by_letter: bool, now: datetime) -> list[Obstacle]:
    """Return everything that forbids asking the person now; a call needs no address and may be made to those who want calls."""
    floor = person.last_asked_at is not None and now - person.last_asked_at < HARD_FLOOR
    found = {
        Obstacle.ERASED: person.is_erased,
        Obstacle.LEFT: not person.works_there,
        Obstacle.WITHDRAWN: person.has_withdrawn,
        Obstacle.NEVER: person.asking == "never",
        Obstacle.PHONE_ONLY: by_letter and person.asking == "phone",
        Obstacle.NO_ADDRESS: by_letter and not person.address,
        Obstacle.BLOCKED: by_letter and person.is_blocked,
        Obstacle.JUST_ASKED: by_letter and floor,
    }
    return [obstacle for obstacle, stands in found.items() if stands]


def cautions(person: Asked, *, is_relation: bool, now: datetime) -> list[Caution]:
    """Return what speaks against asking the person now, by the defaults of the calm limits."""
    gap = GAP_OF_RELATION if is_relation else GAP
    found = []
    if person.has_open:
        found.append(Caution.WAITING)
    if person.last_asked_at is not None and now - person.last_asked_at < gap:
        found.append(Caution.RECENTLY_ASKED)
    return found
