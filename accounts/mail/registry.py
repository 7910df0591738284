"""What others add to mail: why a letter must no longer leave, its reader's own page, and who takes letters to our addresses."""

import uuid
from collections.abc import Callable
from datetime import datetime
from typing import Protocol

from accounts.mail.models import OutgoingEmail

# Returns the reason in one line, or "" when the letter may leave. Called in the organization's scope, under a lock of the
# letter's contact, so that two letters to one person are looked at one after the other.
Recheck = Callable[[OutgoingEmail, datetime], str]

_rechecks: dict[str, Recheck] = {}


def recheck(letter: str) -> Callable[[Recheck], Recheck]:
    """Register the function that looks at a letter of this kind again before it leaves."""

    def remember(function: Recheck) -> Recheck:
        if _rechecks.setdefault(letter, function) is not function:
            raise ValueError(f"letter {letter!r} has a recheck already")
        return function

    return remember


def recheck_of(letter: str) -> Recheck | None:
    """Return the recheck of a kind of letter, if its writer has one."""
    return _rechecks.get(letter)


# Returns the link to the own page of a client's person, or "" for none. Called in the transaction that writes a letter to them.
class PersonalLink(Protocol):
    def __call__(self, *, contact_id: uuid.UUID, now: datetime) -> str: ...


_personal_links: list[PersonalLink] = []


def register_personal_link(function: PersonalLink) -> None:
    """Let every letter to a client's person bring the link that the function returns."""
    _personal_links[:] = [function]


def personal_link(*, contact_id: uuid.UUID, now: datetime) -> str:
    """Return the link to the own page of a client's person; "" for none."""
    return _personal_links[0](contact_id=contact_id, now=now) if _personal_links else ""


# Takes the token of the address, the letter as it came, and the moment; returns how many rows it has made. Opens the scope of
# its organization itself.
Taker = Callable[..., int]

_takers: dict[str, Taker] = {}


def register_mailbox(name: str, taker: Taker) -> None:
    """Let letters to `name+<token>@…` be taken by the function `(token, raw, *, now)`."""
    _takers[name] = taker


def taker_of(name: str) -> Taker | None:
    """Return who takes the letters to this mailbox, if anybody does."""
    return _takers.get(name)
