"""The mark that the first line of a reply gives, and the words around it. Plain Python; whoever is unsure takes no mark.

A text without the quoted letter and the signature comes in (accounts.mail.bounces.new_text).
"""

import re
from dataclasses import dataclass
from enum import StrEnum

LINES = 500
NUMERALS = (
    ("0", "нуль|ноль|zero"),
    ("1", "один|одиниця|единица|one"),
    ("2", "два|двійка|двойка|two"),
    ("3", "три|трійка|тройка|three"),
    ("4", "чотири|четвірка|четыре|четверка|four"),
    ("5", "п'ять|п'ятірка|пять|пятерка|five"),
    ("6", "шість|шестірка|шесть|шестерка|six"),
    ("7", "сім|сімка|семь|семерка|seven"),
    ("8", "вісім|вісімка|восемь|восьмерка|eight"),
    ("9", "дев'ять|дев'ятка|девять|девятка|nine"),
    ("10", "десять|десятка|ten"),
)
WORDS = {word: int(number) for number, words in NUMERALS for word in words.split("|")}
APOSTROPHES = str.maketrans({"’": "'", "ʼ": "'", "`": "'", "ё": "е", "Ё": "Е"})
KEYCAP = re.compile("([0-9])\ufe0f?\u20e3")

GREETING = re.compile(
    r"""(?:(?:добр(?:ий|ый|ого)|good)\s+(?:день|дня|ранок|ранку|вечір|вечора|утро|утра|вечер|вечера|day|morning|afternoon|evening)
    |доброго\s+здоров(?:['’ʼ]я|ья)|привіт|вітаю|вітання|здравствуйте|приветствую|привет|hello|hi|dear|дорог\w+|шановн\w+|уважаем\w+)\b""",
    re.IGNORECASE | re.VERBOSE,
)
ADDRESSED = re.compile(r",?(?:[ \t]+[^\W\d]+){0,3}[ \t]*[,!.]+\s*")  # whom it greets, up to the mark behind the name
# "Моя оцінка: 9", "I give you an 8": the number behind is the mark.
LABEL = re.compile(
    r"""(?:(?:моя|наша|my|our|ваша|your)\s+)?(?:оцінка|оценка|бал|балл|відповідь|ответ|score|rating|mark|answer)\s*(?:is\s+|[:=–—-]\s*)?
    |(?:я\s+)?(?:ставлю|поставлю|даю)\s+(?:вам\s+)?(?=\d)|(?:(?:i|i'd|we)\s+)?(?:give|rate)\s+(?:you|it)\s+(?:an?\s+)?(?=\d)""",
    re.IGNORECASE | re.VERBOSE,
)
OPENING = " \t*_\"'«“„([{"
NUMBER = re.compile(r"(0|[1-9][0-9]{0,2})(?![0-9])")
OUT_OF = re.compile(r"\s*(?:/|із|зі|з|из|out\s+of|of)\s*([0-9]{1,3})(?![0-9])", re.IGNORECASE)
UNIT = re.compile(r"\s*(?:бал(?:и|ів|а)?|балл(?:ы|ов|а)?|points?)\b\.?", re.IGNORECASE)
CLOSING = "*_\"'»”)]}"
# What begins the words behind a mark even without a stop between: thanks, and reasons.
GOES_ON = re.compile(
    r"(?:(?:дуже\s+)?дяку\w+|спасибі|(?:большое\s+)?спасибо|благодар\w+|thanks|thank\s+you|бо|тому\s+що|потому\s+что|так\s+как"
    r"|оскільки|поскольку|because|але|но|but)\b",
    re.IGNORECASE,
)
# A stop; behind it something must be left to read, or nothing at all. A digit behind it makes it another number: 7,5 8-9 10:30.
STOP = re.compile(r"\s*[.,;:!?…–—-]+(?!\s*[0-9])")
LISTED = re.compile(r"([0-9]{1,3})[.)]\s+\S")


class Sort(StrEnum):
    """What a reply is."""

    MARK = "mark"  # it begins with a mark of the scale
    OUTSIDE = "outside"  # with a number that is plainly meant as one, and none of the scale
    WORDS = "words"  # everything else


@dataclass(frozen=True, slots=True)
class Reply:
    """`mark` only of a MARK; `words` are what was written besides it."""

    sort: Sort
    words: str = ""
    mark: int | None = None


def read(text: str, scale: tuple[int, int]) -> Reply:
    """Tell whether the new words of a reply begin with a mark of the scale (first, last); never raises.

    "9", "8 – late at times", "7 з 10", "Оцінка: 9" are marks. "10 січня", "7,5", "8-9", "5 people waited" and a numbered list
    are words: a mark that nobody meant is worse than one that a colleague writes down.
    """
    whole = text.strip()
    body = _ungreeted(whole)
    first, _break, rest = body.partition("\n")
    found = _number_of(first.strip(), scale)
    if found is None or _is_list(body):
        return Reply(Sort.WORDS, whole)
    number, behind = found
    words = "\n".join(filter(None, (behind, rest.strip())))
    if not scale[0] <= number <= scale[1]:
        return Reply(Sort.OUTSIDE, words)
    return Reply(Sort.MARK, words, number)


def _ungreeted(text: str) -> str:
    """Return the text without "Good day, Maryna!" at its beginning."""
    greeting = GREETING.match(text)
    if not greeting:
        return text
    line_end = text.find("\n", greeting.end())
    name = ADDRESSED.match(text, greeting.end())
    if name:
        return text[name.end() :].lstrip()
    rest_of_line = text[greeting.end() : line_end if line_end >= 0 else len(text)]
    is_alone = line_end >= 0 and not any(one.isdigit() for one in rest_of_line)
    return text[line_end:].lstrip() if is_alone else text


def _number_of(line: str, scale: tuple[int, int]) -> tuple[int, str] | None:
    """Return the number that the line plainly gives as a mark, and the words behind it."""
    label = LABEL.match(line)
    line = (line[label.end() :] if label else line).lstrip(OPENING)
    line = KEYCAP.sub(r"\1", line, count=1).replace("🔟", "10", 1)
    spoken = WORDS.get(line.translate(APOSTROPHES).strip(' .,!*_"»”)').casefold())
    if spoken is not None:
        return spoken, ""
    found = NUMBER.match(line)
    if not found:
        return None
    number, at = int(found[1]), found.end()
    while at < len(line) and line[at] in CLOSING:
        at += 1
    if of := OUT_OF.match(line, at):
        if int(of[1]) != scale[1]:
            # Of a scale that we did not ask for: plainly a mark where nothing follows, and then outside of ours.
            return (scale[1] + 1, "") if _ends(line, of.end()) else None
        at = of.end()
    elif unit := UNIT.match(line, at):
        at = unit.end()
    return _rest(line, at, number)


def _rest(line: str, at: int, number: int) -> tuple[int, str] | None:
    """Return the number with what follows at `at`, None where it does not follow as words do behind a mark."""
    if _ends(line, at):
        return number, line[at:].strip(" .,;:!?…–—-*_\"'»”)\t") if any(map(_is_sign, line[at:])) else ""
    stop = STOP.match(line, at)
    if stop and stop.end() < len(line) and (line[stop.end()].isspace() or not line[stop.end()].isalnum()):
        return number, line[stop.end() :].strip()
    behind = line[at:].lstrip()
    if GOES_ON.match(behind) or (
        behind and (_is_sign(behind[0]) or (line[at - 1] in CLOSING and not behind[0].isdigit()))
    ):
        return number, behind
    return None


def _ends(line: str, at: int) -> bool:
    """Tell whether neither a word nor a number follows: stops, brackets and smiles only."""
    return not any(one.isalnum() or one in "%+$€₴₽№#°/\\=<>" for one in line[at:])


def _is_sign(one: str) -> bool:
    """Tell whether it is a picture: a smile, a thumb."""
    return ord(one) > 0x2190 and not one.isalnum()  # noqa: PLR2004 arrows, and the pictures behind them


def _is_list(body: str) -> bool:
    """Tell whether the lines are numbered; "1. …" alone may be the beginning of a list, too."""
    numbers = [int(found[1]) for line in body.split("\n")[:LINES] if (found := LISTED.match(line.strip()))]
    begins = LISTED.match(body.split("\n", 1)[0].strip())
    return bool(begins) and (int(begins[1]) == 1 or len(numbers) > 1)  # type: ignore[index]
