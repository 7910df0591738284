"""From text to words: kept without case and marks, looked for without endings too. Plain Python.

Words are kept whole, and the ending is cut off what is looked for: "договорами" is found by "договору", because both begin
with "договор". Cutting what is kept as well would lose words that two endings fit ("Королеві": -і and -еві).
"""

import re
import unicodedata

SHORTEST, LONGEST = 2, 40  # letters of a word that is kept
STEM = 3  # letters of a word that no ending takes away
# Endings of nouns and adjectives in Ukrainian and Russian, and of English the plural. With every ending its beginnings are
# here too ("ог" for "ого"): whoever has typed half of an ending still finds the word. Marks are folded: й is и, ї is і, ё is е.
TABLE = """
а я о е є и і у ю ы ь э
ам ами ах ям ями ях ом ем єм ів ев єв ов ову ові еві єві
ою ею єю ія іі ію іє іи ії ие ии ия ию иє ья ью ье
аи ая яя яи ое ее ые іх их ых ім им ым ими іми ыми ег его ему ог ого ому оі ои еи уи ую юю
іям іями іях ием иям иями иях ією
s e es i ie ies y
"""
ENDINGS = frozenset(TABLE.split())
# Every sign that stands for an apostrophe within a word: typewriter, typographic, letter apostrophe, accents.
APOSTROPHES = dict.fromkeys(map(ord, "'’ʼ‘`´′"))
LETTERS = str.maketrans({"ґ": "г"})
WORD = re.compile(r"[^\W_]+")


def words(text: str) -> set[str]:
    """Return the words of a text as they are kept: folded, whole, the first 40 letters of each; no single letters."""
    plain = unicodedata.normalize("NFKD", text.translate(APOSTROPHES).casefold())
    folded = "".join(character for character in plain if not unicodedata.combining(character)).translate(LETTERS)
    return {word[:LONGEST] for word in WORD.findall(folded) if len(word) >= SHORTEST}


def beginnings(text: str) -> set[str]:
    """Return with what words must begin to be found by a question: its words without their endings."""
    return {_stem(word) for word in words(text)}


def phone_tails(phone: str) -> list[str]:
    """Return the digits of a phone number from each place on: so it is found by any run of its digits."""
    digits = "".join(character for character in phone if character.isdigit())
    return [digits[start:] for start in range(len(digits) - 1)]


def _stem(word: str) -> str:
    for start in range(STEM, len(word)):
        if word[start:] in ENDINGS:
            return word[:start]
    return word
