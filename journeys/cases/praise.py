"""Whom praise is for: who of us a client's words name. Plain text in, people out."""

import re
import uuid
from collections.abc import Mapping
from itertools import pairwise

from accounts.organizations.models import Employee

SHORTEST = 3  # letters of a name that is looked for
ENDING = 2  # letters at the end of a name that change with its case: Марина, Марині, Мариной


def named(text: str, people: Mapping[uuid.UUID, tuple[Employee, bool]]) -> list[Employee]:
    """Return who is named: by first and last name beside each other, or by the first name where they work for the client.

    A first name that two of the client's people bear names nobody: praise for the wrong one hurts.
    """
    words = [word.casefold() for word in re.findall(r"[^\W\d_]+", text)]
    pairs = list(pairwise(words))
    whole = [one for one, _is_near in people.values() if _is_whole(one.name, pairs)]
    first: dict[str, list[Employee]] = {}
    for one, is_near in people.values():
        name = (one.name.split() or [""])[0]
        if is_near and len(name) >= SHORTEST and any(_is_form(word, name) for word in words):
            first.setdefault(name.casefold(), []).append(one)
    found = whole + [them[0] for them in first.values() if len(them) == 1 and not _is_known(them[0], whole)]
    return list({one.pk: one for one in found}.values())


def _is_whole(name: str, pairs: list[tuple[str, str]]) -> bool:
    parts = name.split()
    if len(parts) < 2:  # noqa: PLR2004 a first and a last name
        return False
    given, family = parts[0], parts[-1]
    return any(
        (_is_form(one, given) and _is_form(two, family)) or (_is_form(one, family) and _is_form(two, given))
        for one, two in pairs
    )


def _is_known(person: Employee, whole: list[Employee]) -> bool:
    """Tell whether somebody else of the same first name is meant already, by their whole name."""
    return any(one.name.split()[0].casefold() == person.name.split()[0].casefold() for one in whole)


def _is_form(word: str, name: str) -> bool:
    """Tell whether a word is the name in one of its cases: the same but for two letters at its end."""
    name = name.casefold()
    if name.isascii():
        return word == name
    return word.startswith(name[: max(SHORTEST, len(name) - ENDING)]) and len(word) <= len(name) + ENDING
