"""The language data as people write it: one folder a language, one line an entry, `#` before a remark."""

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).parent
LEXICON, CORPUS, BUILT = HERE / "lexicon", HERE / "corpus", HERE / "built"
LANGUAGES = ("uk", "ru", "en")
EVERYDAY = "general"  # talk of life and news, so that not every plain word is taken for a complaint
CORPORA = ("en", EVERYDAY, "ru", "surzhyk", "uk")


class Entry(NamedTuple):
    """A word of a lexicon: `forms` are those that no rule would make."""

    word: str
    valence: float
    part: str
    flags: str
    forms: tuple[str, ...]


def rows(path: Path, columns: int) -> Iterator[list[str]]:
    """Yield the rows of a table, filled up to its columns; a missing file has none."""
    if not path.exists():
        return
    for line in path.read_text(encoding="utf-8").split("\n"):
        if line.strip() and not line.startswith("#"):
            cells = [cell.strip() for cell in line.split("\t")]
            yield (cells + [""] * columns)[:columns]


def entries(lexicon: Path, language: str) -> Iterator[Entry]:
    for word, valence, part, flags, forms in rows(lexicon / language / "words.tsv", 5):
        more = tuple(form.strip() for form in forms.split(",") if form.strip())
        yield Entry(word, float(valence), part or "x", flags, more)


def corpus(folder: Path, name: str) -> list[tuple[str, str]]:
    """Return the texts of a corpus with their labels (neg, neu, pos), sorted, so that training sees one order."""
    return sorted((text, label) for text, label in rows(folder / f"{name}.tsv", 2))


def digest(*folders: Path) -> str:
    """Return a hash of everything the folders hold: what was built from them is stale when it changes."""
    total = hashlib.sha256()
    for folder in folders:
        for path in sorted(folder.rglob("*.tsv")):
            total.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return total.hexdigest()[:16]
