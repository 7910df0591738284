"""Forms of Russian words, written without ё."""

from .endings import VOWELS, changed, joined

HARD = "ый ого ому ым ом ая ой ую ою ое ые ых ыми"
MIXED = "ий ого ому им ом ая ой ую ою ое ие их ими"
SOFT = "ий его ему им ем яя ей юю ею ее ие их ими"
HUSHING = "ий его ему им ем ая ей ую ею ее ие их ими"
FIRST_PERSON = {
    "ст": "щ", "зд": "зж", "д": "ж", "т": "ч", "з": "ж", "с": "ш",
    "б": "бл", "п": "пл", "в": "вл", "м": "мл", "ф": "фл",
}  # fmt: skip


def forms(word: str, part: str) -> set[str]:
    if part == "a":
        return _adjective(word)
    if part == "n":
        return _noun(word)
    if part == "v":
        return _verb(word)
    if part == "d":
        return _compared(word)
    return set()


def _adjective(word: str) -> set[str]:
    stem, ending = word[:-2], word[-2:]
    if ending not in {"ый", "ий", "ой"}:
        return joined(word, "- а о ы и") | (
            {word[:-2] + word[-1] + vowel for vowel in "аоы"} if word[-2:-1] == "е" else set()
        )
    if ending == "ий" and stem[-1] == "н":
        endings = SOFT
    elif stem[-1] in "чщшж" and ending == "ий":
        endings = HUSHING
    elif stem[-1] in "кгх":
        endings = MIXED + " ой"
    else:
        endings = HARD + " ой"
    made = joined(stem, endings) | joined(stem, "о е а ы" if stem[-1] not in "кгхчщшж" else "о е а и")
    made |= _short(stem) | {stem + "ее", stem + "ей", "по" + stem + "ее"} | joined(stem + "ейш", HUSHING)
    if ending == "ный" or stem.endswith("нн"):
        made |= {stem[:-1]} | joined(stem[:-1], "о а ы")
    return made


def _short(stem: str) -> set[str]:
    """Return the short masculine: приятн → приятен, доволен; коротк → короток."""
    if len(stem) > 2 and stem[-2] not in VOWELS:
        return {stem, stem[:-1].rstrip("ь") + "е" + stem[-1], stem[:-1].rstrip("ь") + "о" + stem[-1]}
    return {stem}


def _compared(word: str) -> set[str]:
    if word[-1] not in "ое":
        return set()
    return joined(word[:-1], "ее ей") | {"по" + word[:-1] + "ее"}


def _noun(word: str) -> set[str]:
    stem = word[:-1]
    if word.endswith("ость"):
        return joined(stem, "ь и ью ей ям ями ях")
    if word.endswith(("ие", "ье")):
        return joined(stem, "е я ю ем и й ям ями ях") | {stem[:-1] + "ий"}
    if word.endswith("ия"):
        return joined(stem, "я и ю ей й ям ями ях")
    if word.endswith("а"):
        return joined(stem, "а ы и е у ой ей ою ам ами ах -") | _with_fleeting(stem)
    if word.endswith("я"):
        return joined(stem, "я и е ю ей ям ями ях ь й -")
    if word.endswith("о"):
        return joined(stem, "о а у ом е ам ами ах ы и -") | _with_fleeting(stem)
    if word.endswith("е"):
        return joined(stem, "е я а ю у ем ям ам ями ами ях ах й ь -")
    return _masculine(word)


def _masculine(word: str) -> set[str]:
    if word.endswith("й"):
        return joined(word[:-1], "й я ю ем е и ев ям ями ях")
    if word.endswith("ь"):
        stem = word[:-1]
        return {form for one in {stem} | _shut(stem) for form in joined(one, "ь я ю ем е и ей ью ям ями ях ев")}
    return {form for one in {word} | _shut(word) for form in joined(one, "- а у ом ем е ы и ов ев ей ам ами ах")}


def _shut(stem: str) -> set[str]:
    if len(stem) > 3 and stem[-2] in "ое" and stem[-1] in "кцньгтрл":
        return {stem[:-2] + stem[-1], stem[:-2] + "ь" + stem[-1]}
    return set()


def _with_fleeting(stem: str) -> set[str]:
    if len(stem) > 2 and stem[-1] in "клнрв" and stem[-2] not in VOWELS:
        return {stem[:-1].rstrip("ь") + vowel + stem[-1] for vowel in "ое"}
    return set()


def _verb(word: str) -> set[str]:
    reflexive = word.endswith(("ся", "сь"))
    plain = word[:-2] if reflexive else word
    made = _conjugated(plain) | _past(plain)
    if reflexive:
        return {form + ("сь" if form[-1] in VOWELS else "ся") for form in made}
    return made | _participles(plain)


def _conjugated(word: str) -> set[str]:
    stem = word[:-2]
    first = "ю ешь ет ем ете ют й йте"
    if word.endswith(("овать", "евать")):
        return (
            joined(word[:-5] + ("ю" if word[-6:-5] in VOWELS else "у"), first)
            | joined(word[:-5] + "у", first)
            | joined(stem, first)
        )
    if word.endswith(("ать", "ять")):
        base = stem[:-1]
        soft = changed(base, {"ск": "щ", "с": "ш", "з": "ж", "к": "ч", "т": "ч"})
        second = joined(base, "у ишь ит им ите ат и ите ю ят") if base[-1:] in "чжшщо" else set()
        return joined(stem, first) | second | (joined(soft, "у ешь ет ем ете ут и ите") if soft != base else set())
    if word.endswith("ить"):
        return _second(stem[:-1])
    if word.endswith("еть"):
        return joined(stem, first) | _second(stem[:-1])
    if word.endswith("нуть"):
        return joined(stem[:-1], "у ешь ет ем ете ут и ите ь ьте")
    if word.endswith("чь"):
        return {form for root in "гк" for form in joined(stem + root, "у ут")} | {
            form for root in "жч" for form in joined(stem + root, "ешь ет ем ете")
        }
    if word.endswith(("ти", "ть")):
        stems = {stem} | {stem[:-1] + last for last in "тдб" if stem.endswith("с")}
        return {form for one in stems for form in joined(one, "у ешь ет ем ете ут и ите")}
    return set()


def _second(base: str) -> set[str]:
    endings = "ю у ишь ит им ите ят ат и ь ьте"
    if base[-1:] in VOWELS:
        endings += " й йте"
    return joined(base, endings) | joined(changed(base, FIRST_PERSON), "ю у")


def _past(word: str) -> set[str]:
    if word.endswith("чь"):
        return {form for root in "гк" for form in joined(word[:-2] + root, "- ла ло ли")}
    stem = word[:-2]
    if stem[-1:] in VOWELS:
        made = joined(stem, "л ла ло ли в вши")
    else:
        made = joined(stem, "- ла ло ли ши") | joined(stem[:-1], "л ла ло ли")
    return made | (joined(stem[:-2], "- ла ло ли") if stem.endswith("ну") else set())


def _participles(word: str) -> set[str]:
    stem = word[:-2]
    if word.endswith(("ать", "ять")):
        bases = {stem + "нн"}
    elif word.endswith(("ить", "еть")):
        bases = {changed(stem[:-1], FIRST_PERSON) + "енн", stem[:-1] + "енн", stem[:-1] + "анн"}
    elif word.endswith("нуть"):
        bases = {stem + "т"}
    else:
        bases = {stem + "енн"}
    made = {form for base in bases for form in joined(base, HARD)}
    made |= {form for base in bases for form in joined(base.removesuffix("н"), "- а о ы")}
    active = {stem + ("вш" if stem[-1:] in VOWELS else "ш"), stem + "ющ"}
    return made | {form for base in active for form in joined(base, HUSHING)}
