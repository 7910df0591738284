"""What the tables of words are written in: lower case, single spaces, Latin letters without accents, straight apostrophes.

In a pattern " … " stands for up to seven words of the same sentence: "(?:user|mailbox) … does not exist".
"""

import re
from collections.abc import Iterable

_ACCENTED = "àáâãäåçèéêëìíîïðñòóôõöøùúûüýÿăąćčďđęěėğıłľńňőœřśşšţťůűźżžșțё’ʼ`´"
_PLAIN = "aaaaaaceeeeiiiidnoooooouuuuyyaaccddeeegillnnoorsssttuuzzzstе''''"
FOLDING = str.maketrans(dict(zip(_ACCENTED, _PLAIN, strict=True)) | {"ß": "ss", "æ": "ae", "\u0307": ""})
WORDS = r"(?: [^ .;]+){0,7}? "


def fold(text: str) -> str:
    """Return the text as the tables expect it."""
    return " ".join(text.lower().translate(FOLDING).split())


def pattern(rows: Iterable[tuple[str, str]]) -> re.Pattern[str]:
    """Return one pattern for all rows (language or origin, pattern)."""
    return re.compile("|".join(f"(?:{expanded(row)})" for _, row in rows))


def expanded(row: str) -> str:
    """Return the regular expression that a row means."""
    return row.replace(" … ", WORDS)
