"""Words in a survey's texts that stand for something known: {salutation}, {fact:act|the last act}, {answer:q1|}. Plain Python.

Known names are salutation, organization, sender, `fact:<name>` and `answer:<question id>`; behind | stands what is said where
nothing is known. Braces around anything else are text.
"""

import re
from collections.abc import Mapping

PLACE = re.compile(r"\{(salutation|organization|sender|(?:fact|answer):[a-z][a-z0-9_]{0,39})(?:\|([^{}|]*))?\}")
LINK = re.compile(r"[,:;]?\s+|[,:;]")  # what joins a word to what follows it
SENTENCE_ENDS = (".", "!", "?", "…", "\n")


def names(text: str) -> list[str]:
    """Return what the text recalls: ["salutation", "fact:act"]."""
    return [match[1] for match in PLACE.finditer(text)]


def fill(text: str, known: Mapping[str, str]) -> str:
    """Return the text with what is known of this person; it is not escaped.

    Where nothing is known and no other words are given, the place goes with the comma and the space behind it, and what
    follows begins the sentence instead: "{salutation}, would you…" becomes "Would you…".
    """
    found, at, begins = "", 0, False
    for match in PLACE.finditer(text):
        words = known.get(match[1]) or match[2]
        for piece in (text[at : match.start()], words or ""):
            found += piece[:1].upper() + piece[1:] if begins else piece
            begins = begins and not piece
        at = match.end()
        if not words:
            joint = LINK.match(text, at)
            at = joint.end() if joint else at
            begins = begins or not found.strip() or found.rstrip(" ").endswith(SENTENCE_ENDS)
            if text[at : at + 1] in SENTENCE_ENDS:
                found = found.rstrip(" ,")
    rest = text[at:]
    return found + (rest[:1].upper() + rest[1:] if begins else rest)
