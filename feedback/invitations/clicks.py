"""Who opens the links of a letter: people, and programs that look for harm in it. Plain Python.

No click is an answer. What a program opened is told apart so that the share of clicks says something about people.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

TRAP = "more"  # the mark of a link that nobody sees: {{ url }}?s=more in the letter
TOGETHER = timedelta(seconds=60)  # what one program does with one letter
AGENTS = re.compile(
    r"\b(?:bot|crawler|spider|scanner|linkcheck\w*|headless\w*|curl|wget|python[\w-]*|go-http-client|java|libwww-perl|okhttp"
    r"|node-fetch|axios|urlpreview|skypeuripreview|barracuda\w*|mimecast|proofpoint|bitdefender|safelinks?|phantomjs)\b",
    re.IGNORECASE,
)


class Sign(StrEnum):
    """What tells that a program opened the link."""

    TRAP = "trap"  # this link, or another of the letter within the minute, was one that nobody sees
    SCORES = "scores"  # several marks within a minute
    AHEAD = "ahead"  # fetched before anybody asked for it
    LOOK = "look"  # only looked whether it is there
    AGENT = "agent"  # it says so itself


@dataclass(frozen=True, slots=True)
class Opening:
    at: datetime
    score: int | None = None
    sign: str = ""


def sign_of(*, method: str, headers: Mapping[str, str], score: str) -> Sign | None:
    """Return what in this one request tells of a program; None where a person may have sent it."""
    if score == TRAP:
        return Sign.TRAP
    if method == "HEAD":
        return Sign.LOOK
    if any("prefetch" in headers.get(name, "") or "preview" in headers.get(name, "") for name in PURPOSES):
        return Sign.AHEAD
    return Sign.AGENT if AGENTS.search(headers.get("User-Agent", "")[:300]) else None


PURPOSES = ("Sec-Purpose", "Purpose", "X-Purpose", "X-Moz")


def judged(openings: Sequence[Opening]) -> list[str]:
    """Return the sign of each opening of one letter, in their order, from what came within a minute before or after it."""
    return [
        one.sign or _among(one, [other for other in openings if abs(other.at - one.at) <= TOGETHER]) for one in openings
    ]


def _among(one: Opening, near: Sequence[Opening]) -> str:
    if any(other.sign == Sign.TRAP for other in near):
        return Sign.TRAP
    marks = {other.score for other in near if other.score is not None}
    return Sign.SCORES if one.score is not None and len(marks) > 1 else ""
