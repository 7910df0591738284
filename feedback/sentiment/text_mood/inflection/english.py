"""Forms of English words."""

VOWELS = "aeiou"


def forms(word: str, part: str) -> set[str]:
    if part == "n":
        return {_plural(word)}
    if part == "v":
        return {_plural(word), _joined(word, "ed"), _joined(word, "ing")}
    if part == "a":
        return _compared(word) | {_adverb(word)} if len(word) <= 7 else {_adverb(word)}
    return set()


def _plural(word: str) -> str:
    if word.endswith(("s", "x", "z", "ch", "sh")):
        return word + "es"
    if word.endswith("y") and word[-2:-1] not in VOWELS:
        return word[:-1] + "ies"
    return word + "s"


def _joined(word: str, ending: str) -> str:
    if word.endswith("ie") and ending == "ing":
        return word[:-2] + "ying"
    if word.endswith("e") and not word.endswith(("ee", "oe", "ye")):
        return word[:-1] + ending
    if word.endswith("y") and word[-2:-1] not in VOWELS and ending != "ing":
        return word[:-1] + "i" + ending
    if _doubles(word):
        return word + word[-1] + ending
    return word + ending


def _doubles(word: str) -> bool:
    """Say whether a short word doubles its last consonant: drop → dropped; longer ones are written out by hand."""
    syllables = sum(
        1 for before, letter in zip(" " + word, word, strict=False) if letter in VOWELS and before not in VOWELS
    )
    return (
        syllables == 1
        and len(word) > 2
        and word[-1] not in VOWELS + "wxy"
        and word[-2] in VOWELS
        and word[-3] not in VOWELS
    )


def _compared(word: str) -> set[str]:
    return {_joined(word, "er"), _joined(word, "est")}


def _adverb(word: str) -> str:
    if word.endswith("y") and len(word) > 3:
        return word[:-1] + "ily"
    if word.endswith("le"):
        return word[:-1] + "y"
    if word.endswith("ic"):
        return word + "ally"
    return word + "ly"
