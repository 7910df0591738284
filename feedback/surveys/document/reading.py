"""Reading a document out of its JSON, and writing it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import fields
from enum import StrEnum
from typing import Any

from feedback.surveys.conditions import BadCondition, Condition, read_condition, write_condition
from feedback.surveys.document.shape import (
    WITH_OTHER,
    Act,
    Audience,
    Choice,
    Document,
    Group,
    Letter,
    Question,
    Rule,
    Texts,
    Type,
    Wording,
)

ID = re.compile(r"[a-z][a-z0-9_]{0,39}\Z")
MOST_QUESTIONS, MOST_CHOICES, MOST_RULES, LONGEST = 50, 50, 100, 2000
NO_TEXTS: Texts = {}


class BadDocument(ValueError):
    """The text is no document; `place` says where ("questions.2.choices.0.id") and `reason` what is wrong, for a log."""

    def __init__(self, place: str, reason: str) -> None:
        super().__init__(f"{place}: {reason}")
        self.place = place
        self.reason = reason


def read(data: Any) -> Document:
    """Return the document of its JSON; raise BadDocument with the place of the first thing that is wrong.

    Only the form is judged here, so that a draft may be unfinished: what keeps it from being published say the rules.
    """
    body = _object(data, "")
    languages = tuple(_text(one, f"languages.{at}") for at, one in enumerate(_list(body.get("languages"), "languages")))
    if not languages or len(set(languages)) != len(languages):
        raise BadDocument("languages", "needs one or more, each once")
    questions = tuple(
        _question(one, f"questions.{at}")
        for at, one in enumerate(_list(body.get("questions", []), "questions", MOST_QUESTIONS))
    )
    _once([one.id for one in questions], "questions")
    rules = tuple(_rule(one, f"rules.{at}") for at, one in enumerate(_list(body.get("rules", []), "rules", MOST_RULES)))
    letter = _object(body.get("letter", {}), "letter")
    return Document(
        languages=languages,
        title=_texts(body.get("title"), "title"),
        intro=_texts(body.get("intro"), "intro"),
        thanks=_texts(body.get("thanks"), "thanks"),
        letter=Letter(
            subject=_texts(letter.get("subject"), "letter.subject"), text=_texts(letter.get("text"), "letter.text")
        ),
        reply_days=_whole(body.get("reply_days", 2), "reply_days", 0, 60) or 0,
        questions_promised=_whole(body.get("questions_promised", 3), "questions_promised", 1, MOST_QUESTIONS) or 1,
        seconds_promised=_whole(body.get("seconds_promised", 40), "seconds_promised", 5, 3600) or 5,
        questions=questions,
        rules=rules,
    )


def is_id(text: str) -> bool:
    """Tell whether the text can be the id of a question or a choice."""
    return bool(ID.match(text))


def write(document: Document) -> dict[str, Any]:
    """Return the JSON of a document, without what is empty; `read` gives the same document again."""
    plain: dict[str, Any] = _plain(document)
    return plain


def _plain(value: Any) -> Any:
    if isinstance(value, Condition):
        return write_condition(value)
    if hasattr(value, "__dataclass_fields__"):
        found = {one.name: _plain(getattr(value, one.name)) for one in fields(value)}
        return {name: kept for name, kept in found.items() if kept is not False and kept not in (None, "", [], {})}
    if isinstance(value, Mapping):
        return {key: text for key, text in value.items() if text}
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    return str(value) if isinstance(value, StrEnum) else value


def _question(data: Any, place: str) -> Question:
    body = _object(data, place)
    choices, rows = (
        tuple(
            _choice(one, f"{place}.{name}.{at}") for at, one in enumerate(_list(body.get(name, []), f"{place}.{name}"))
        )
        for name in ("choices", "rows")
    )
    type_ = _one_of(Type, body.get("type"), f"{place}.type")
    has_other = _flag(body.get("has_other", False), f"{place}.has_other")
    _once([one.id for one in choices], f"{place}.choices")
    _once([one.id for one in rows], f"{place}.rows")
    return Question(
        id=_id(body.get("id"), f"{place}.id"),
        type=type_,
        series=_whole(body.get("series", 1), f"{place}.series", 1, 10_000) or 1,
        title=_texts(body.get("title"), f"{place}.title"),
        help=_texts(body.get("help"), f"{place}.help"),
        low=_texts(body.get("low"), f"{place}.low"),
        high=_texts(body.get("high"), f"{place}.high"),
        wordings=tuple(
            _wording(one, f"{place}.wordings.{at}")
            for at, one in enumerate(_list(body.get("wordings", []), f"{place}.wordings"))
        ),
        choices=choices,
        rows=rows,
        required=_flag(body.get("required", False), f"{place}.required"),
        has_other=has_other and type_ in WITH_OTHER,
        is_shuffled=_flag(body.get("is_shuffled", False), f"{place}.is_shuffled"),
        starts_page=_flag(body.get("starts_page", False), f"{place}.starts_page"),
        least=_whole(body.get("least"), f"{place}.least", -(10**12), 10**12),
        most=_whole(body.get("most"), f"{place}.most", -(10**12), 10**12),
        maximum=_whole(body.get("maximum"), f"{place}.maximum", 3, 10),
        longest=_whole(body.get("longest"), f"{place}.longest", 1, 10_000),
        audience=_audience(body.get("audience", {}), f"{place}.audience"),
        decision=_text(body.get("decision", ""), f"{place}.decision"),
        source=_text(body.get("source", ""), f"{place}.source"),
    )


def _choice(data: Any, place: str) -> Choice:
    body = _object(data, place)
    return Choice(
        id=_id(body.get("id"), f"{place}.id"),
        text=_texts(body.get("text"), f"{place}.text"),
        audience=_audience(body.get("audience", {}), f"{place}.audience"),
    )


def _wording(data: Any, place: str) -> Wording:
    body = _object(data, place)
    return Wording(
        of=_id(body.get("of"), f"{place}.of"),
        group=_one_of(Group, body.get("group"), f"{place}.group"),
        title=_texts(body.get("title"), f"{place}.title"),
    )


def _rule(data: Any, place: str) -> Rule:
    body = _object(data, place)
    try:
        when = read_condition(body.get("when"))
    except BadCondition as error:
        raise BadDocument(f"{place}.when", str(error)) from error
    return Rule(
        when=when,
        act=_one_of(Act, body.get("act"), f"{place}.act"),
        question=_id(body.get("question"), f"{place}.question"),
        to=_text(body.get("to", ""), f"{place}.to"),
    )


def _audience(data: Any, place: str) -> Audience:
    body = _object(data, place)
    return Audience(
        **{
            one.name: tuple(
                _text(text, f"{place}.{one.name}") for text in _list(body.get(one.name, []), f"{place}.{one.name}")
            )
            for one in fields(Audience)
        }
    )


def _object(data: Any, place: str) -> Mapping[str, Any]:
    if not isinstance(data, Mapping):
        raise BadDocument(place or "the document", "is no object")
    return data


def _list(data: Any, place: str, most: int = MOST_CHOICES) -> list[Any]:
    if not isinstance(data, list) or len(data) > most:
        raise BadDocument(place, f"is no list of up to {most}")
    return data


def _text(data: Any, place: str) -> str:
    if not isinstance(data, str) or len(data) > LONGEST or "\0" in data:
        raise BadDocument(place, f"is no text of up to {LONGEST} characters")
    return data.strip()


def _texts(data: Any, place: str) -> Texts:
    if data is None:
        return NO_TEXTS
    texts = {_text(key, place): _text(text, f"{place}.{key}") for key, text in _object(data, place).items()}
    return {language: text for language, text in texts.items() if text}


def _flag(data: Any, place: str) -> bool:
    if not isinstance(data, bool):
        raise BadDocument(place, "is neither true nor false")
    return data


def _whole(data: Any, place: str, least: int, most: int) -> int | None:
    if data is None:
        return None
    if isinstance(data, bool) or not isinstance(data, int) or not least <= data <= most:
        raise BadDocument(place, f"is no whole number from {least} to {most}")
    return data


def _id(data: Any, place: str) -> str:
    if not isinstance(data, str) or not ID.match(data):
        raise BadDocument(place, "is no name of small Latin letters, digits and _")
    return data


def _one_of(kind: Any, data: Any, place: str) -> Any:
    try:
        return kind(data)
    except ValueError as error:
        raise BadDocument(place, "is none of " + ", ".join(kind)) from error


def _once(ids: Sequence[str], place: str) -> None:
    if len(set(ids)) != len(ids):
        raise BadDocument(place, "has an id twice")
