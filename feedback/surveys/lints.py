"""Advice on questions while they are written: a survey with such questions can be published, and will be the worse for it.

Plain Python; the rules are those of every handbook on questionnaires (one thing at a time, no pushing, short, a scale that
fits), looked for by words in the three languages. A hint may be wrong: nobody is kept from publishing by it.
"""

import re
from collections.abc import Iterator
from enum import StrEnum

from feedback.surveys.document import CHOSEN, SCORED, WRITTEN, Document, Question, Type
from feedback.surveys.rules import Finding

MOST_WORDS, MOST_WORDS_OF_HELP, MOST_CHOICES = 18, 40, 8
JUDGED = SCORED | {Type.YES_NO, Type.SINGLE}


class Lint(StrEnum):
    DOUBLE_BARRELLED = "double_barrelled"  # two things in one question
    LEADING = "leading"
    ABSOLUTE = "absolute"  # always, never
    TOO_LONG = "too_long"
    NOT_ACTIONABLE = "not_actionable"  # nobody has said which decision it serves
    SCALE_WITHOUT_ENDS = "scale_without_ends"
    SCALE_MISMATCH = "scale_mismatch"
    TOO_MANY_CHOICES = "too_many_choices"
    SCORE_NOT_FIRST = "score_not_first"  # the scale of the letter is the first question's
    NO_SCORE = "no_score"
    NO_WORDS = "no_words"  # nobody can say why


def _words(*texts: str) -> re.Pattern[str]:
    return re.compile(r"(?<!\w)(?:" + "|".join(texts) + r")(?!\w)", re.IGNORECASE)


AND = {
    "en": _words("and", "as well as", r"&"),
    "uk": _words("і", "й", "та", "а також"),
    "ru": _words("и", "а также"),
}
LEADING = {
    "en": _words(
        "don['’]?t you", "isn['’]?t it", "do you agree that", "wouldn['’]?t you", "as you know", "of course", "obviously",
        "how (?:great|good|excellent|amazing|wonderful|happy)", "our (?:great|excellent|amazing|outstanding|wonderful) \\w+",
    ),
    "uk": _words(
        "чи не правда", "правда ж", "хіба", "адже", "погодьтеся", "чи (?:згодні|погоджуєтеся) ви", "як ви знаєте", "звичайно",
        "очевидно", "наскільки (?:чудов|добре|гарн)\\w*", "наш\\w* (?:чудов|відмінн|найкращ|прекрасн)\\w*",
    ),
    "ru": _words(
        "не правда ли", "правда же", "разве", "ведь", "согласитесь", "согласны ли вы", "как вы знаете", "конечно", "очевидно",
        "насколько (?:замечательн|хорош|прекрасн)\\w*", "наш\\w* (?:замечательн|отличн|лучш|прекрасн)\\w*",
    ),
}  # fmt: skip
ABSOLUTE = {
    "en": _words("always", "never", "every time", "all of the time"),
    "uk": _words("завжди", "ніколи", "кожного разу", "щоразу"),
    "ru": _words("всегда", "никогда", "каждый раз"),
}
RECOMMEND = {
    "en": _words(r"recommend\w*"),
    "uk": _words(r"порад\w+", r"порекоменд\w+", r"рекоменд\w+"),
    "ru": _words(r"посовет\w+", r"порекоменд\w+", r"рекоменд\w+"),
}
HOW_MUCH = {
    "en": _words("how (?:satisfied|easy|likely|well|much|often|clear|quickly)", "to what extent", "rate"),
    "uk": _words("наскільки", "як (?:добре|легко|часто|швидко)", "якою мірою", "оцініть"),
    "ru": _words("насколько", "как (?:хорошо|легко|часто|быстро)", "в какой мере", "оцените"),
}


def lints(document: Document) -> list[Finding]:
    """Return what could be asked better, in the document's order."""
    found = [one for question in document.questions for one in _of(question, document)]
    scored = [one for one in document.questions if one.type in SCORED]
    asking = [one for one in document.questions if one.type != Type.INFORMATION]
    if not document.questions:
        return found
    if not scored:
        found.append(Finding("questions", Lint.NO_SCORE))
    elif asking[0].type not in SCORED:
        found.append(Finding(f"questions.{scored[0].id}", Lint.SCORE_NOT_FIRST))
    if not any(one.type in WRITTEN or one.has_other for one in document.questions):
        found.append(Finding("questions", Lint.NO_WORDS))
    return found


def _of(question: Question, document: Document) -> Iterator[Finding]:
    place = f"questions.{question.id}"
    if question.type == Type.INFORMATION:
        return
    if not question.decision:
        yield Finding(place, Lint.NOT_ACTIONABLE)
    if question.type in SCORED and not (question.low and question.high):
        yield Finding(place, Lint.SCALE_WITHOUT_ENDS)
    if question.type in CHOSEN and len(question.choices) > MOST_CHOICES:
        yield Finding(f"{place}.choices", Lint.TOO_MANY_CHOICES, {"found": len(question.choices), "most": MOST_CHOICES})
    for language in document.languages:
        yield from _of_text(question, language, place)


def _of_text(question: Question, language: str, place: str) -> Iterator[Finding]:
    title = question.title.get(language, "")
    told = {"language": language}
    for kind, patterns in ((Lint.LEADING, LEADING), (Lint.ABSOLUTE, ABSOLUTE)):
        if found := patterns[language].search(title) if language in patterns else None:
            yield Finding(f"{place}.title", kind, told | {"words": found.group()})
    if question.type in JUDGED and language in AND and (found := AND[language].search(title)):
        yield Finding(f"{place}.title", Lint.DOUBLE_BARRELLED, told | {"words": found.group()})
    if len(title.split()) > MOST_WORDS:
        details = {"found": len(title.split()), "most": MOST_WORDS}
        yield Finding(f"{place}.title", Lint.TOO_LONG, told | details)
    if len(question.help.get(language, "").split()) > MOST_WORDS_OF_HELP:
        details = {"found": len(question.help[language].split()), "most": MOST_WORDS_OF_HELP}
        yield Finding(f"{place}.help", Lint.TOO_LONG, told | details)
    if title and _mismatches(question.type, title, language):
        yield Finding(f"{place}.title", Lint.SCALE_MISMATCH, told)


def _mismatches(type_: Type, title: str, language: str) -> bool:
    """Tell whether the words ask for another scale: NPS is about recommending, and yes or no is no answer to "how much"."""
    if language not in RECOMMEND:
        return False
    recommends = bool(RECOMMEND[language].search(title))
    if type_ == Type.NPS:
        return not recommends
    if type_ in {Type.CSAT, Type.CES}:
        return recommends
    return type_ in {Type.YES_NO, Type.CONSENT} and bool(HOW_MUCH[language].search(title))
