"""The language data made ready: forms of every word, patterns and lists of all languages, in one file."""

import gzip
import json
import re
from pathlib import Path
from typing import Any

from . import inflection
from .sources import BUILT, LANGUAGES, LEXICON, Entry, digest, entries, rows
from .tokens import plain

FILE = BUILT / "lexicon.json.gz"
# A stem at least this long speaks for forms that no rule has made.
STEM = 7


def build(lexicon: Path = LEXICON) -> dict[str, Any]:
    """Return everything that the engine needs of the language data, in an order that never changes."""
    forms, stems, rude, surzhyk = {}, {}, set(), set()
    for language in LANGUAGES:
        forms[language], stems[language] = _words(lexicon, language)
        rude |= _flagged(lexicon, language, "rude")
        surzhyk |= _flagged(lexicon, language, "s")
    return {
        "sources": digest(lexicon),
        "forms": {language: _grouped(table) for language, table in forms.items()},
        "stems": {language: _grouped(table) for language, table in stems.items()},
        "rude": " ".join(sorted(rude)),
        "surzhyk": " ".join(sorted(surzhyk)),
        "phrases": sorted({(cells[0], float(cells[1])) for cells in _all(lexicon, "phrases.tsv", 2)}),
        "negators": sorted({cells[0] for cells in _all(lexicon, "negators.tsv", 1)}),
        "intensifiers": {cells[0]: float(cells[1]) for cells in sorted(_all(lexicon, "intensifiers.tsv", 2))},
        "contrast": sorted({cells[0] for cells in _all(lexicon, "contrast.tsv", 1)}),
        "aspects": sorted({(cells[1], cells[0]) for cells in _all(lexicon, "aspects.tsv", 2)}),
        "signals": sorted({(cells[1], cells[0]) for cells in _all(lexicon, "signals.tsv", 2)}),
        "frequent": {
            language: sorted(
                {plain(cells[0]) for cells in rows(lexicon / language / "frequent.tsv", 1)}
                - {plain(cells[0]) for cells in rows(lexicon / "shared.tsv", 1)},
            )
            for language in LANGUAGES
        },
        "emoji": {cells[0].rstrip("\ufe0f"): float(cells[1]) for cells in sorted(rows(lexicon / "emoji.tsv", 2))},
    }


def write(data: dict[str, Any], path: Path) -> None:
    """Write the data so that the same data make the same bytes."""
    path.parent.mkdir(exist_ok=True)
    text = json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    path.write_bytes(gzip.compress(text.encode(), mtime=0))


def read(path: Path) -> dict[str, Any]:
    return json.loads(gzip.decompress(path.read_bytes()))


def _all(lexicon: Path, table: str, columns: int) -> list[list[str]]:
    return [cells for language in LANGUAGES for cells in rows(lexicon / language / table, columns)]


def _words(lexicon: Path, language: str) -> tuple[dict[str, float], dict[str, float]]:
    """Return the forms and the long stems of a language; a written form beats one that a rule has made."""
    made: dict[str, list[float]] = {}
    written: dict[str, float] = {}
    stems: dict[str, float] = {}
    for entry in entries(lexicon, language):
        word = plain(entry.word)
        own, others = _forms(language, entry)
        written.update(dict.fromkeys(own, entry.valence))
        for form in others - own:
            made.setdefault(form, []).append(entry.valence)
        if others and len(_stem(word, entry)) >= STEM:
            stems[_stem(word, entry)] = entry.valence
    forms = {form: sum(values) / len(values) for form, values in made.items()} | written
    return {form: round(value, 1) for form, value in forms.items() if value}, stems


def _forms(language: str, entry: Entry) -> tuple[set[str], set[str]]:
    """Return the forms that a person has written down, and those of the rules."""
    own = {plain(entry.word), *map(plain, entry.forms)}
    if "=" in entry.flags:
        return own, set()
    return own, {plain(form) for form in inflection.forms(language, plain(entry.word), entry.part)}


def _flagged(lexicon: Path, language: str, flag: str) -> set[str]:
    return {
        form
        for entry in entries(lexicon, language)
        if flag in re.split(r"[^\w]+", entry.flags)
        for table in _forms(language, entry)
        for form in table
    }


def _stem(word: str, entry: Entry) -> str:
    cut = {"a": 2, "v": 3, "n": 1, "d": 1}.get(entry.part, 0)
    word = word.removesuffix("ся") if entry.part == "v" else word
    return word[:-cut] if cut and not word.isascii() else ""


def _grouped(table: dict[str, float]) -> dict[str, str]:
    """Return the words of each value in one line: small to keep and quick to read."""
    groups: dict[str, list[str]] = {}
    for word, value in sorted(table.items()):
        groups.setdefault(f"{value:g}", []).append(word)
    return {value: " ".join(words) for value, words in sorted(groups.items())}
