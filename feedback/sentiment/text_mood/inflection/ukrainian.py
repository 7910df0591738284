"""Forms of Ukrainian words."""

from .endings import VOWELS, changed, joined

HARD = "ий ого ому им ім а ої ій у ою е і их ими"
SOFT = "ій ього ьому ім я ьої ю ьою є і іх іми"
SECOND_PERSON = {
    "ст": "щ", "зд": "ждж", "д": "дж", "т": "ч", "з": "ж", "с": "ш",
    "б": "бл", "п": "пл", "в": "вл", "м": "мл", "ф": "фл",
}  # fmt: skip
DATIVE = {"г": "з", "к": "ц", "х": "с"}


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
    if ending == "ий":
        made = joined(stem, HARD) | {stem + "о"} | joined(stem, "ісінький енький")
        compared = joined(stem + "іш", HARD) | {stem + "іше"}
        return made | compared
    if ending == "ій":
        return joined(stem, SOFT) | joined(stem, "ьо є")
    if ending == "їй":
        return joined(stem, "їй його йому їм я йої ю йою є ї їх їми")
    if ending in {"ен", "ів", "рад"}:
        return joined(word, "- а о і")
    return set()


def _compared(word: str) -> set[str]:
    if word[-1] not in "оеє":
        return set()
    stem = word[:-1]
    return {stem + "іше"} | ({changed(stem[:-1], {"ь": ""}) + "ше"} if stem.endswith("к") else set())


def _noun(word: str) -> set[str]:
    stem = word[:-1]
    if word.endswith("ість"):
        return joined(word[:-4], "ість ості істю остей остям остями остях")
    if word.endswith(("ння", "ття", "лля", "сся", "ддя", "ччя", "жжя", "ззя")):
        return joined(stem, "я ю ям і ях ями") | {stem[:-1] + "ь"} | {stem[:-2] + "ь"}
    if word.endswith("а"):
        soft = stem[:-1] + DATIVE.get(stem[-1], stem[-1])
        return joined(stem, "а и у ою ею о ам ами ах - і") | {soft + "і"} | _with_fleeting(stem)
    if word.endswith("я"):
        base = joined(stem, "я ю ею єю ям ями ях")
        return base | (joined(stem, "ї й") if stem[-1] in VOWELS + "'" else joined(stem, "і ь -"))
    if word.endswith("о"):
        return joined(stem, "о а у ом і и ам ами ах -") | _with_fleeting(stem)
    if word.endswith("е"):
        return joined(stem, "е я а ю у ем і ям ами ях ах -")
    return _masculine(word)


def _masculine(word: str) -> set[str]:
    if word.endswith("й"):
        stem = word[:-1]
        stems = {stem} | ({stem[:-1] + "о"} if stem.endswith("і") else set())
        return {form for one in stems for form in joined(one, "й я ю єм єві ї їв ям ями ях")}
    soft = word.endswith("ь")
    stem = word[:-1] if soft else word
    stems = {stem} | _opened(stem)
    endings = "ь я ю ем еві і ів ям ями ях" if soft else "- а у ом ем ові еві і и ів ам ами ах"
    made = {form for one in stems for form in joined(one, endings)}
    if word.endswith("ець"):
        made |= joined(word[:-3] + "ц", "я ю ем еві і ів ям ями ях") | joined(
            word[:-3] + "ьц", "я ю ем еві і ів ям ями ях"
        )
    return made | {one[:-1] + DATIVE[one[-1]] + "і" for one in stems if one[-1] in DATIVE}


def _opened(stem: str) -> set[str]:
    """Return the stems of an open syllable: пиріг → пирог, ніч → ноч, початок → початк."""
    made = set()
    if len(stem) > 3 and stem[-2] in "ое" and stem[-1] in "кнрцгт":
        made.add(stem[:-2] + stem[-1])
    if len(stem) > 2 and stem[-2] == "і":
        made |= {stem[:-2] + vowel + stem[-1] for vowel in "ое"}
    return made


def _with_fleeting(stem: str) -> set[str]:
    """Return the genitive plural with a vowel between the last consonants: помилка → помилок, оцінка → оцінок."""
    if len(stem) > 2 and stem[-1] in "клнрв" and stem[-2] not in VOWELS:
        return {stem[:-1].rstrip("ь") + vowel + stem[-1] for vowel in "ое"}
    return set()


def _verb(word: str) -> set[str]:
    reflexive = word.endswith(("ся", "сь"))
    plain = word[:-2] if reflexive else word
    made = _conjugated(plain) | _past(plain)
    if reflexive:
        return {form + ending for form in made for ending in ("ся", "сь")} | {
            form + "ться" for form in made if form.endswith(("є", "е"))
        }
    return made | _participles(plain)


def _conjugated(word: str) -> set[str]:
    if not word.endswith("ти"):
        return set()
    stem = word[:-2]
    present = "ю єш є ємо єте ють й ймо йте"
    if stem.endswith(("ува", "юва")):
        return joined(stem[:-3] + ("у" if stem[-3] == "у" else "ю"), present) | joined(stem, present)
    if stem.endswith(("а", "я")):
        base = stem[:-1]
        soft = changed(base, {"ск": "щ", "с": "ш", "з": "ж", "к": "ч", "т": "ч", "г": "ж"})
        second = joined(base, "у иш ить имо ите ать и іть") if base[-1] in "чжшщ" else set()
        return joined(stem, present) | second | (joined(soft, "у еш е емо ете уть и іть") if soft != base else set())
    if stem.endswith(("и", "ї", "і")):
        return _second(stem[:-1]) | (joined(stem, present) if stem[-1] == "і" else set())
    if stem.endswith("ну"):
        return joined(stem[:-1], "у еш е емо ете уть и іть ьте ь")
    if stem.endswith("у"):
        return joined(stem, present)
    return joined(changed(stem, {"г": "ж"}), "у еш е емо ете уть и іть") | joined(stem, "у еш е емо ете уть и іть")


def _second(base: str) -> set[str]:
    first = changed(base, SECOND_PERSON)
    if base[-1:] in VOWELS:
        return joined(base, "ю їш їть їмо їте ять й йте")
    labial = first.endswith("л") and not base.endswith("л")
    made = joined(base, "ю у иш ить имо ите ять ать и іть ь ьте") | joined(first, "ю у")
    return made | ({first + "ять"} if labial else set())


def _past(word: str) -> set[str]:
    if not word.endswith("ти"):
        return set()
    stem = word[:-2]
    made = joined(stem, "в ла ло ли вши ти ть") if stem[-1] in VOWELS else joined(stem, "- ла ло ли ши ти ть")
    if stem.endswith("ну"):
        made |= joined(stem[:-2], "- ла ло ли")
    if stem[-1] not in VOWELS and len(stem) > 2 and stem[-2] == "е":
        made |= {stem[:-2] + vowel + stem[-1] for vowel in "іо"}
    return made


def _participles(word: str) -> set[str]:
    if not word.endswith("ти"):
        return set()
    stem = word[:-2]
    if stem.endswith(("а", "я")):
        bases = {stem + "н"}
    elif stem.endswith(("и", "і", "ї")):
        bases = {changed(stem[:-1], SECOND_PERSON) + vowel + "н" for vowel in "ео"} | {stem[:-1] + "єн", stem + "т"}
    elif stem.endswith("у"):
        bases = {stem + "т", stem[:-1] + "ен"}
    else:
        bases = {stem + "ен", changed(stem, {"г": "ж", "к": "ч"}) + "ен"}
    return {form for base in bases for form in joined(base, HARD)} | {base + "о" for base in bases}
