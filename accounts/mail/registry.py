"""Why a letter must no longer leave: asked of whoever wrote it, at the moment before it is sent."""

from collections.abc import Callable
from datetime import datetime

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
