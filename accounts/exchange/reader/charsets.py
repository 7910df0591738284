"""In which encoding a text file was saved: told by its first bytes, proven by decoding, or scored by what comes out."""

import codecs
from typing import IO

BLOCK = 1 << 16
SAMPLE = 1 << 18
MOST_DAMAGE = 0.01  # share of unreadable places in a file that still is UTF-8
# What a computer in Ukraine saves, what older programs saved, and what one further west does.
EIGHT_BIT = ("cp1251", "cp1252", "cp1250", "cp866", "koi8_u")
BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
FREQUENT = frozenset("оаеинтсрвлкмдпуяіїєґ")
CYRILLIC = range(0x400, 0x530)
LATIN_LETTERS = range(0xC0, 0x250)


def detect(file: IO[bytes]) -> str:
    """Return the name of the encoding, or "" when no reading makes sense. Reads the file to its end and goes back to 0.

    UTF-8 must hold for the whole file (a damaged place in a hundred is forgiven); an 8-bit encoding is what reads best.
    """
    file.seek(0)
    sample = file.read(SAMPLE)
    for mark, name in BOMS:
        if sample.startswith(mark):
            file.seek(0)
            return name
    found = _silent_utf16(sample)
    if not found:
        found = "utf-8" if _is_utf8(file) else _best_eight_bit(sample)
    file.seek(0)
    return found


def _silent_utf16(sample: bytes) -> str:
    """Return UTF-16 without its mark: every other byte of Latin text, digits and separators is zero."""
    pairs = len(sample) // 2
    even, odd = sample[: pairs * 2 : 2].count(0), sample[1 : pairs * 2 : 2].count(0)
    if odd > pairs * 0.1 and pairs > 1 and even * 10 <= odd:
        return "utf-16-le"
    if even > pairs * 0.1 and pairs > 1 and odd * 10 <= even:
        return "utf-16-be"
    return ""


def _is_utf8(file: IO[bytes]) -> bool:
    file.seek(0)
    decoder = codecs.getincrementaldecoder("utf-8")(errors="replace")
    foreign = damaged = 0
    while block := file.read(BLOCK):
        text = decoder.decode(block)
        damaged += text.count("\ufffd")
        if not text.isascii():
            foreign += sum(character > "\x7f" for character in text)
    damaged += decoder.decode(b"", final=True).count("\ufffd")
    return damaged == 0 or damaged < foreign * MOST_DAMAGE


def _best_eight_bit(sample: bytes) -> str:
    best, best_score = "", 0.0
    for name in EIGHT_BIT:
        try:
            text = sample.decode(name)
        except UnicodeDecodeError:
            continue
        score = score_of(text)
        if score > best_score:
            best, best_score = name, score
    return best


def score_of(text: str) -> float:
    """Return how much a text looks like one that people have written, per foreign character; below 0 is noise."""
    score, count, before = 0.0, 0, " "
    for character in text:
        if character > "\x7f":
            count += 1
            score += _weight(character, before)
        elif character < " " and character not in "\t\r\n":
            count += 1
            score -= 5
        before = character
    return score / count if count else 0.0


def _weight(character: str, before: str) -> float:
    """Return what one foreign character says for the reading, given the one before it."""
    code = ord(character)
    follows_latin = before.isascii() and before.isalpha()
    if code in CYRILLIC and character.isalpha():
        if follows_latin:
            return -3  # two alphabets in one word
        if character.isupper():
            return -2 if before.islower() else 0.5  # KOI-8 read as cp1251 turns the case around
        return 2 if character in FREQUENT else 1
    if code in LATIN_LETTERS and character.isalpha():
        # One accented letter in a word of plain ones is a name; a row of them is another alphabet.
        return 1.5 if follows_latin or before in " \t\r\n,;\"'" else -1
    return 0.2 if character in "«»„“”‘’–—№…·°€\u00a0" else -3
