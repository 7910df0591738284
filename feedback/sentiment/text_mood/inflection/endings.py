"""What the rules of Ukrainian and Russian share: a stem with each of the endings."""

from collections.abc import Iterable

VOWELS = "аеиоуяюєіїыэё"


def joined(stem: str, endings: str | Iterable[str]) -> set[str]:
    """Return the stem with each ending; `-` stands for none."""
    return {
        stem + ("" if ending == "-" else ending)
        for ending in (endings.split() if isinstance(endings, str) else endings)
    }


def changed(stem: str, changes: dict[str, str]) -> str:
    """Return the stem with its last consonants changed as the verb's first person changes them; the same when none does."""
    for old, new in changes.items():
        if stem.endswith(old):
            return stem[: -len(old)] + new
    return stem


def without_fleeting(stem: str, vowels: str) -> str:
    """Return the stem of the oblique cases: день → дн, недостаток → недостатк; the same when no vowel falls out."""
    if len(stem) > 3 and stem[-2] in vowels and stem[-1] in "кцньгтрл" and stem[-3] not in VOWELS:
        return stem[:-2] + stem[-1]
    return stem
