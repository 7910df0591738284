"""One question of SurveyJS as the JSON of a question of ours."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from feedback.surveys.document import OTHER, SCALES, Type
from feedback.surveys.document.reading import LONGEST, MOST_CHOICES
from feedback.surveys.foreign import Losses, Lost, ids_for
from feedback.surveys.surveyjs.texts import Languages
from feedback.surveys.surveyjs.words import CHOOSING, INPUTS, LOOKS, OF_QUESTION, OWN, TOLD, TYPES

FEWEST_MARKS, MOST_MARKS = 3, 10
BIGGEST = 10**12
OWN_SETTINGS = frozenset({
    "series", "help", "low", "high", "wordings", "choices", "rows", "required", "has_other", "is_shuffled", "least",
    "most", "maximum", "longest", "starts_page", "decision", "source",
})  # fmt: skip
OF_CHOICE = frozenset({"value", "text", "visibleIf"})


@dataclass(slots=True)
class Element:
    """A question of theirs; `around` are the conditions of the panels and the page that it stands in."""

    data: Mapping[str, Any]
    name: str
    around: tuple[Any, ...] = ()
    starts_page: bool = False
    id: str = ""
    type: Type = Type.INFORMATION
    marks: list[Any] = field(default_factory=list)
    values: dict[str, Any] = field(default_factory=dict)  # our value for one of theirs, as text
    conditions_of_choices: list[tuple[dict[str, Any], Any]] = field(default_factory=list)

    @property
    def own(self) -> Mapping[str, Any]:
        """Return our own property."""
        own = self.data.get(OWN)
        return own if isinstance(own, Mapping) else {}

    def is_taken(self, losses: Losses) -> bool:
        """Find the type of ours, and tell whether there is one; otherwise the question is noted as lost."""
        kind = text_or_none(self.data.get("type"))
        if self.data.get("visible") is False:
            losses.note(self.name, Lost.HIDDEN)
            return False
        found = TYPES.get(kind or "")
        if kind == "text":
            found = INPUTS.get(text_or_none(self.data.get("inputType")) or "", Type.SHORT_TEXT)
        elif kind == "rating":
            found = self._rating(losses)
        if found is None:
            losses.note(self.name, Lost.QUESTION, type=kind or "")
            return False
        told = text_or_none(self.own.get("type"))
        fits = {Type.CSAT: (1, 5), Type.CES: (1, 7)}
        if told in TOLD and (found == Type.YES_NO if told == Type.CONSENT else self._scale() == fits[Type(told)]):
            found = Type(told)
        self.type = found
        return True

    def _rating(self, losses: Losses) -> Type:
        first, last = self._scale()
        if (first, last) == SCALES[Type.NPS]:
            return Type.NPS
        if first == 1 and FEWEST_MARKS <= last <= MOST_MARKS:
            return Type.RATING
        losses.note(self.name, Lost.SCALE)
        return Type.SINGLE

    def _scale(self) -> tuple[int, int]:
        """Return the first and the last mark of a rating whose marks are whole numbers in a row, else (0, 0)."""
        if not self.marks:
            self.marks = marks_of(self.data)
        values = [one.get("value") if isinstance(one, Mapping) else one for one in self.marks]
        whole = [one for one in values if type(one) is int]
        if not whole or len(whole) < len(values) or whole != list(range(whole[0], whole[0] + len(whole))):
            return 0, 0
        return whole[0], whole[-1]


def text_or_none(data: Any) -> str | None:
    """Return the data when it is a text: whatever else stands there may be anything."""
    return data if isinstance(data, str) else None


def marks_of(data: Mapping[str, Any]) -> list[Any]:
    """Return the marks of a rating, as SurveyJS counts them."""
    values = data.get("rateValues")
    if isinstance(values, list) and values:
        return values
    first, step = _small(data.get("rateMin"), 1), max(_small(data.get("rateStep"), 1), 1)
    count = _small(data.get("rateCount"), 0)
    last = first + (count - 1) * step if count > 0 and "rateMax" not in data else _small(data.get("rateMax"), 5)
    return list(range(first, last + 1, step))[: MOST_CHOICES + 1]


def question_of(one: Element, *, tongues: Languages, losses: Losses) -> dict[str, Any]:
    """Return the JSON of the question, without the conditions it hangs on."""
    data = one.data
    for setting in data.keys() - OF_QUESTION - LOOKS:
        losses.note(one.name, Lost.SETTING, setting=str(setting))
    found: dict[str, Any] = {name: value for name, value in one.own.items() if name in OWN_SETTINGS}
    found |= {"id": one.id, "type": str(one.type), "help": tongues.texts(data.get("description"), one.name)}
    if one.type == Type.INFORMATION:
        found["title"] = tongues.plain(data.get("html"), one.name)
    else:
        found["title"] = tongues.texts(data.get("title"), one.name, else_=one.name)
        found["required"] = data.get("isRequired") is True
    if one.starts_page:
        found["starts_page"] = True
    if data.get("type") == "rating":
        found |= _ends(one, tongues, losses)
    if one.type in CHOOSING:
        found |= _choosing(one, tongues, losses)
    if one.type == Type.MATRIX:
        found["choices"] = _choices(one, data.get("columns"), tongues, losses, prefix="c")
        found["rows"] = _choices(one, data.get("rows"), tongues, losses, prefix="r", is_answer=False)
    if one.type in {Type.YES_NO, Type.CONSENT}:
        one.values = {_text(data.get("valueTrue", True)): True, _text(data.get("valueFalse", False)): False}
    if one.type == Type.NUMBER:
        found |= _numbers(one, {"least": "min", "most": "max"}, losses)
    if data.get("type") in {"text", "comment"} and one.type in {Type.SHORT_TEXT, Type.LONG_TEXT}:
        found |= _written(one, losses)
    return {name: value for name, value in found.items() if value is not None}


def _ends(one: Element, tongues: Languages, losses: Losses) -> dict[str, Any]:
    data, marks = one.data, one.marks
    found: dict[str, Any] = {}
    for name, theirs, at in (("low", "minRateDescription", 0), ("high", "maxRateDescription", -1)):
        mark = marks[at] if marks and isinstance(marks[at], Mapping) else {}
        found[name] = tongues.texts(data.get(theirs, mark.get("text")), one.name)
    if one.type != Type.SINGLE and any(isinstance(mark, Mapping) and mark.get("text") for mark in marks[1:-1]):
        losses.note(one.name, Lost.MARKS)
    if one.type == Type.RATING and data.keys() & {"rateMax", "rateCount", "rateValues"}:
        found["maximum"] = len(marks)
    return found


def _choosing(one: Element, tongues: Languages, losses: Losses) -> dict[str, Any]:
    data = one.data
    found: dict[str, Any] = {}
    given = one.marks if data.get("type") == "rating" else data.get("choices")
    has_other = data.get("showOtherItem") is True or data.get("hasOther") is True
    if has_other:
        one.values[OTHER] = OTHER
        found["has_other"] = True
    found["choices"] = _choices(one, given, tongues, losses, prefix="c")
    order = data.get("choicesOrder")
    if order == "random":
        found["is_shuffled"] = True
    elif order not in (None, "none"):
        losses.note(one.name, Lost.SETTING, setting="choicesOrder")
    if one.type == Type.MULTIPLE:
        found |= _numbers(one, {"least": "minSelectedChoices", "most": "maxSelectedChoices"}, losses)
    return found


def _choices(
    one: Element, given: Any, tongues: Languages, losses: Losses, *, prefix: str, is_answer: bool = True
) -> list[dict[str, Any]]:
    items = given if isinstance(given, list) else []
    if len(items) > MOST_CHOICES:
        losses.note(one.name, Lost.TOO_MANY, most=MOST_CHOICES, found=len(items))
    items = [item if isinstance(item, Mapping) else {"value": item} for item in items[:MOST_CHOICES]]
    values = [_text(item.get("value")) for item in items]
    found = []
    for item, value, id_ in zip(items, values, ids_for(values, prefix=prefix, taken=one.values), strict=True):
        choice: dict[str, Any] = {"id": id_, "text": tongues.texts(item.get("text"), one.name, else_=value)}
        for setting in item.keys() - OF_CHOICE:
            losses.note(one.name, Lost.SETTING, setting=str(setting))
        if item.get("visibleIf"):
            one.conditions_of_choices.append((choice, item["visibleIf"]))
        if is_answer:
            one.values.setdefault(value, id_)
        found.append(choice)
    return found


def _numbers(one: Element, names: Mapping[str, str], losses: Losses) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for ours, theirs in names.items():
        value = one.data.get(theirs)
        if isinstance(value, str) and value.lstrip("-").isdecimal() and len(value) < 12:  # noqa: PLR2004 BIGGEST has more
            value = int(value)
        if isinstance(value, float) and abs(value) <= BIGGEST and value.is_integer():
            value = int(value)
        if type(value) is int and abs(value) <= BIGGEST:
            found[ours] = value
        elif value is not None:
            losses.note(one.name, Lost.NUMBER, setting=theirs)
    return found


def _written(one: Element, losses: Losses) -> dict[str, Any]:
    format_ = one.data.get("inputType")
    if format_ not in (None, "text"):
        losses.note(one.name, Lost.FORMAT, format=_text(format_))
    longest = one.data.get("maxLength")
    is_limit = type(longest) is int and 0 < longest <= 10_000  # noqa: PLR2004 the document's limit
    return {"longest": longest} if is_limit else {}


def _small(data: Any, otherwise: int) -> int:
    """Return a whole number that a scale may have."""
    return data if type(data) is int and abs(data) <= LONGEST else otherwise


def _text(value: Any) -> str:
    """Return a value of theirs as text: of a choice, or one that an expression compares."""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, bool):
        return "true" if value else "false"
    return repr(value) if isinstance(value, int | float) and abs(value) < 10**15 else ""
