"""Surveys that LimeSurvey has exported (.lss), of both generations: up to 3 and from 4 on. Plain Python.

They are told in the words of SurveyJS first, and read as such: names, languages, choices and conditions are the same work.
Up to generation 3 a row stands there once per language; from 4 on the texts have sections of their own (`*_l10ns`).
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import escape
from typing import Any
from xml.etree.ElementTree import Element, ParseError  # what defusedxml gives and raises  # nosec B405

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from feedback.surveys import surveyjs
from feedback.surveys.foreign import BadSurvey, Foreign, Losses, Lost, words_of

Row = Mapping[str, str]
MOST_BYTES = 5 * 1024 * 1024
WORDS = {
    "Y": {"uk": "Так", "ru": "Да", "en": "Yes"},
    "N": {"uk": "Ні", "ru": "Нет", "en": "No"},
    "U": {"uk": "Важко сказати", "ru": "Трудно сказать", "en": "Uncertain"},
    "I": {"uk": "Зросло", "ru": "Выросло", "en": "Increased"},
    "S": {"uk": "Без змін", "ru": "Без изменений", "en": "Same"},
    "D": {"uk": "Зменшилося", "ru": "Уменьшилось", "en": "Decreased"},
    "F": {"uk": "Жінка", "ru": "Женщина", "en": "Female"},
    "M": {"uk": "Чоловік", "ru": "Мужчина", "en": "Male"},
}
KINDS: Mapping[str, dict[str, Any]] = {
    "L": {"type": "radiogroup"}, "!": {"type": "dropdown"}, "O": {"type": "radiogroup"},
    "M": {"type": "checkbox"}, "P": {"type": "checkbox"}, "R": {"type": "ranking"},
    "Y": {"type": "boolean", "valueTrue": "Y", "valueFalse": "N"},
    "N": {"type": "text", "inputType": "number"}, "D": {"type": "text", "inputType": "date"},
    "S": {"type": "text"}, "T": {"type": "comment"}, "U": {"type": "comment"}, "5": {"type": "rating"},
    "X": {"type": "html"}, "G": {"type": "radiogroup"},
    "F": {"type": "matrix"}, "H": {"type": "matrix"}, "A": {"type": "matrix"}, "B": {"type": "matrix"},
    "C": {"type": "matrix"}, "E": {"type": "matrix"},
}  # fmt: skip
COLUMNS = {"A": "12345", "B": [str(one) for one in range(1, 11)], "C": "YUN", "E": "ISD", "G": "FM"}
WITH_COMMENT = {"O", "P"}
LIMITS = {
    "min_answers": "minSelectedChoices", "max_answers": "maxSelectedChoices", "maximum_chars": "maxLength",
    "min_num_value_n": "min", "max_num_value_n": "max",
}  # fmt: skip
# Attributes that change what is asked; the others are about looks, or stand at their defaults.
MEANING = frozenset({
    "array_filter", "array_filter_exclude", "array_filter_style", "exclude_all_others", "em_validation_q",
    "em_validation_sq", "other_replace_text", "random_group", "time_limit", "location_mapservice", "equals_num_value",
    "min_num_value", "max_num_value", "date_min", "date_max", "multiflexible_max", "default",
})  # fmt: skip
OTHER_SECTIONS = {"quota": "quota", "assessments": "assessment", "defaultvalues": "default"}
SIGNS = {"eq": "=", "==": "=", "ne": "!=", "lt": "<", "le": "<=", "gt": ">", "ge": ">=", "&&": "and", "||": "or"}
TOKEN = re.compile(
    r"""(?P<text>"[^"]*"|'[^']*')|is_empty\(\s*(?P<empty>\w+)(?:\.\w+)*\s*\)|(?P<name>[A-Za-z0-9_]*[A-Za-z_]\w*)(?:\.\w+)?|(?P<sign>==|&&|\|\|)"""
)
RECALLED = re.compile(r"\{[A-Za-z][^{}]{0,80}\}")


def read(data: bytes | str, *, languages: Sequence[str]) -> Foreign:
    """Return the survey of an .lss file as ours, with every loss; raise BadSurvey.

    Entities and document types are refused, scripts and tags are left out of the texts.
    """
    if len(data) > MOST_BYTES:
        raise BadSurvey("", "is too large")
    try:
        root: Element = fromstring(data, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError, LookupError) as error:
        raise BadSurvey("", "is no XML that can be read") from error
    if root.tag != "document" or root.find("surveys") is None:
        raise BadSurvey("", "is no survey of LimeSurvey")
    file = _File(root)
    found = surveyjs.read(file.survey(), languages=languages)
    return Foreign(found.document, [*file.losses, *found.losses])


class _File:
    def __init__(self, root: Element) -> None:
        self.root, self.losses = root, Losses()
        self.groups = self.section("groups", "gid", "group_l10ns")
        self.questions = self.section("questions", "qid", "question_l10ns")
        self.parts = self.section("subquestions", "qid", "question_l10ns")
        self.answers = self.section("answers", "aid", "answer_l10ns", otherwise=("qid", "code", "scale_id"))
        self.attributes: dict[str, dict[str, str]] = defaultdict(dict)
        for row in self.rows("question_attributes"):
            if row.get("value"):
                self.attributes[row.get("qid", "")][row.get("attribute", "")] = row["value"]
        self.codes = {one["qid"]: one.get("title", "") for one, _texts in self.questions.values() if "qid" in one}
        self.parts_of: dict[str, list[tuple[Row, list[Row]]]] = defaultdict(list)
        for row, texts in sorted(self.parts.values(), key=lambda one: _number(one[0], "question_order")):
            self.parts_of[row.get("parent_qid", "")].append((row, texts))

    def rows(self, section: str) -> Iterator[Row]:
        """Return the rows of a section; a section that is missing has none."""
        for row in self.root.iterfind(f"{section}/rows/row"):
            yield {field.tag: (field.text or "").strip() for field in row}

    def section(
        self, name: str, key: str, texts: str, *, otherwise: Sequence[str] = ()
    ) -> dict[Any, tuple[Row, list[Row]]]:
        """Return each thing once by its key, with its rows of texts: one per language in either generation."""
        found: dict[Any, tuple[Row, list[Row]]] = {}
        for row in self.rows(name):
            id_ = row[key] if key in row else tuple(row.get(one, "") for one in otherwise)
            found.setdefault(id_, (row, []))[1].append(row)
        told: dict[Any, list[Row]] = defaultdict(list)
        for row in self.rows(texts):
            told[row.get(key, "")].append(row)
        return {id_: (row, told.get(id_, same)) for id_, (row, same) in found.items()}

    def survey(self) -> dict[str, Any]:
        """Return the survey in the words of SurveyJS."""
        settings = next(self.rows("surveys"), {})
        about = list(self.rows("surveys_languagesettings"))
        spoken = {"language_of": "surveyls_language"}
        for section, kind in OTHER_SECTIONS.items():
            if next(self.rows(section), None):
                self.losses.note("", Lost.TRIGGER, type=kind)
        return {
            "locale": settings.get("language", ""),
            "title": self.texts(about, "surveyls_title", "", **spoken),
            "description": self.texts(about, "surveyls_welcometext", "", **spoken)
            or self.texts(about, "surveyls_description", "", **spoken),
            "completedHtml": _as_html(self.texts(about, "surveyls_endtext", "", **spoken)),
            "pages": [
                self.page(*one) for one in sorted(self.groups.values(), key=lambda one: _number(one[0], "group_order"))
            ],
        }

    def page(self, row: Row, texts: Sequence[Row]) -> dict[str, Any]:
        own = [one for one in self.questions.values() if one[0].get("gid") == row.get("gid")]
        page = {
            "name": next(iter(self.texts(texts, "group_name", "").values()), ""),
            "title": self.texts(texts, "group_name", ""),
            "elements": [self.element(*one) for one in sorted(own, key=lambda one: _number(one[0], "question_order"))],
        }
        return page | self.relevance(row.get("grelevance", ""))

    def element(self, row: Row, texts: Sequence[Row]) -> dict[str, Any]:
        name, kind = row.get("title", ""), row.get("type", "")
        if kind not in KINDS:
            return {"name": name, "type": f"LimeSurvey {kind}"}
        attributes = self.attributes[row.get("qid", "")]
        title = self.texts(texts, "question", name)
        found = {"name": name, **KINDS[kind], "title": title, "description": self.texts(texts, "help", name)}
        if kind == "X":
            found["html"] = _as_html(title)
        if row.get("mandatory") in {"Y", "S"}:
            found["isRequired"] = True
        if row.get("other") == "Y":
            found["showOtherItem"] = True
        if kind in WITH_COMMENT:
            self.losses.note(name, Lost.SETTING, setting="comment")
        for setting in MEANING & attributes.keys() | ({"preg"} if row.get("preg") else set()):
            self.losses.note(name, Lost.SETTING, setting=setting)
        found |= {theirs: attributes[one] for one, theirs in LIMITS.items() if one in attributes}
        if "maxLength" in found:
            found["maxLength"] = _number(found, "maxLength")
        if attributes.get("random_order") == "1" or attributes.get("answer_order") == "random":
            found["choicesOrder"] = "random"
        if attributes.get("hidden") == "1":
            found["visible"] = False
        return found | self.choices(row, kind, name) | self.relevance(row.get("relevance", ""))

    def choices(self, row: Row, kind: str, name: str) -> dict[str, Any]:
        qid = row.get("qid", "")
        mine = [one for one in self.answers.values() if one[0].get("qid") == qid]
        mine.sort(key=lambda one: _number(one[0], "sortorder"))
        answers = [self.choice(row_.get("code", ""), texts, "answer", name) for row_, texts in mine]
        parts = [self.choice(row_.get("title", ""), texts, "question", name) for row_, texts in self.parts_of[qid]]
        told = [{"value": one, "text": WORDS.get(one, {"default": one})} for one in COLUMNS.get(kind, ())]
        if kind in {"M", "P"}:
            return {"choices": parts}
        if KINDS[kind]["type"] == "matrix":
            return {"columns": told or answers, "rows": parts}
        return {"choices": told or answers or parts} if told or answers or kind == "R" else {}

    def choice(self, code: str, texts: Sequence[Row], column: str, place: str) -> dict[str, Any]:
        return {"value": code, "text": self.texts(texts, column, place)}

    def texts(self, rows: Iterable[Row], column: str, place: str, *, language_of: str = "language") -> dict[str, str]:
        """Return the plain words by language."""
        found = {}
        for row in rows:
            words, is_marked_up = words_of(row.get(column, ""))
            if is_marked_up:
                self.losses.note(place, Lost.MARKUP)
            for recalled in RECALLED.findall(words):
                self.losses.note(place, Lost.SETTING, setting=recalled)
            if words:
                found[row.get(language_of, "")] = words
        return found

    def relevance(self, text: str) -> dict[str, Any]:
        """Return the condition in the words of SurveyJS; what it cannot say is refused there, and noted."""
        if text in {"", "1"}:
            return {}
        return {"visible": False} if text == "0" else {"visibleIf": TOKEN.sub(self._token, text)}

    def _token(self, match: re.Match[str]) -> str:
        if match["text"]:
            inner = match["text"][1:-1].replace("\\", "\\\\").replace("'", "\\'")
            return f"'{inner}'"
        if match["empty"]:
            return f"({{{self._code(match['empty'])}}} empty)"
        token = match["sign"] or match["name"]
        if token.lower() in SIGNS or token.lower() in {"and", "or", "not"}:
            return SIGNS.get(token.lower(), token.lower())
        return f"{{{self._code(token)}}}"

    def _code(self, name: str) -> str:
        """Return the question's code; 123X4X56 names it by survey, group and question."""
        address = re.fullmatch(r"\d+X\d+X(\d+)", name)
        return self.codes.get(address[1], name) if address else name


def _number(row: Mapping[str, Any], name: str) -> int:
    text = str(row.get(name, ""))
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0  # noqa: PLR2004 int() of more is slow


def _as_html(texts: Mapping[str, str]) -> dict[str, str]:
    return {language: escape(text, quote=False).replace("\n", "<br>") for language, text in texts.items()}
