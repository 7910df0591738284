"""A text cut into words, marks and faces, each with its place."""

import re
from typing import NamedTuple

# A text longer than this is a document: no single mood is its own.
LONGEST = 20_000
WORD, NUMBER, MARK, FACE, EMOJI, SKIPPED = "word", "number", "mark", "face", "emoji", "skipped"

_TOKEN = re.compile(
    r"""
    (?P<skipped> (?:https?://|www\.)\S+ | [@\#]\w+ | \S+@\S+\.\w+ )
  | (?P<face> [:;=8][-']?(?:\)+|\(+|[DPp/|\]\[](?!\w)) | [xX]D+(?!\w) | :'\( | <3 | \)+ | \(+ )
  | (?P<word> [^\W\d_]+(?:['’ʼ`´‘‑-][^\W\d_]+)* )
  | (?P<number> \d+(?:[.,:/]\d+)*%? )
  | (?P<mark> !+ | \?[?!]* | [.;,…—–:«»"]+ )
  | (?P<emoji> [\u2190-\u2bff\u2600-\u27bf\U0001f000-\U0001faff]\ufe0f? )
    """,
    re.VERBOSE,
)
_PLAIN = str.maketrans({"ё": "е", "’": "'", "ʼ": "'", "`": "'", "´": "'", "‘": "'", "‑": "-"})
# What Ukrainian and Russian write differently and a mixed speech confuses: одна й та сама основа під одним ключем.
_SKELETON = str.maketrans("іїыєэґ", "иииеег", "ьъ'-")
_STRETCHED = re.compile(r"([^\W\d_])\1{2,}")


class Token(NamedTuple):
    """One piece of a text; `key` is how a word is looked up, `clause` counts the clauses before it."""

    text: str
    key: str
    skeleton: str
    start: int
    end: int
    kind: str
    clause: int
    stretched: bool = False


def cut(text: str) -> list[Token]:
    """Return the pieces of a text in their order; what stands between them says nothing of a mood."""
    found = []
    clause = 0
    for match in _TOKEN.finditer(text):
        piece, kind = match.group(), match.lastgroup or WORD
        key = skeleton = piece
        stretched = False
        if kind == WORD:
            key = piece.lower().translate(_PLAIN)
            if _STRETCHED.search(key):
                key, stretched = _STRETCHED.sub(r"\1", key), True
            skeleton = key if key.isascii() else key.translate(_SKELETON) or key
        elif kind == EMOJI:
            key = skeleton = piece.rstrip("\ufe0f")
        elif kind == NUMBER:
            skeleton = "0"
        found.append(Token(piece, key, skeleton, *match.span(), kind, clause, stretched))
        if kind == MARK and piece[0] not in '«»":':
            clause += 1
    return found


def plain(word: str) -> str:
    """Return the form under which a word of the language data is kept."""
    return word.strip().lower().translate(_PLAIN)


def skeleton(word: str) -> str:
    return word if word.isascii() else word.translate(_SKELETON)
