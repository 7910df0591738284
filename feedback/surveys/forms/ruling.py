"""The rules about one question: what happens, and the comparisons that it depends on, joined by "and" or by "or".

Rules that are nested deeper come from imports; they are shown in words and stay as they are.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from feedback.surveys.conditions import WITHOUT_VALUE, All, Comparison, Condition, Either, Op
from feedback.surveys.document import SCORED, WRITTEN, Act, Document, Question, Rule, Type
from feedback.surveys.words import ACTS, FACTS, OPERATIONS, rule_sentence, source_name, values_of

MOST_RULES, MOST_ROWS = 20, 10
ALL, ANY = "all", "any"
JOINS = [(ALL, _("all of it is true")), (ANY, _("any of it is true"))]
ORDERED = (Op.EQUAL, Op.NOT_EQUAL, Op.LESS, Op.AT_MOST, Op.MORE, Op.AT_LEAST)
NOTHING = pgettext_lazy("of a list of choices", "Choose…")


class RuleForm(forms.Form):
    """What happens, and where the walk goes on if it jumps."""

    act = forms.ChoiceField(label=_("What happens"), choices=[(str(one), name) for one, name in ACTS.items()])
    to = forms.ChoiceField(label=_("Go on at"), required=False)
    join = forms.ChoiceField(label=_("If"), choices=JOINS)

    def __init__(self, *args: Any, document: Document, question: Question, **options: Any) -> None:
        super().__init__(*args, **options)
        ids = [one.id for one in document.questions]
        later = document.questions[ids.index(question.id) + 1 :]
        named = [(one.id, source_name(document, "answer", one.id)) for one in later]
        self.fields["to"].choices = [("", NOTHING), *named]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        values = self.cleaned_data
        if values.get("act") == Act.SKIP and not values.get("to") and "to" not in self.errors:
            self.add_error("to", _("Choose a later question. The rule is saved then."))
        return values

    def jumps(self) -> bool:
        """Tell whether the page shall ask where to go on."""
        return bool(self["act"].value() == Act.SKIP)


class RowForm(forms.Form):
    """One comparison; a row without a source is none."""

    source = forms.ChoiceField(label=_("What is compared"), required=False)
    op = forms.ChoiceField(label=_("How"), required=False)
    value = forms.CharField(label=_("With what"), required=False, max_length=200)

    def __init__(
        self, *args: Any, document: Document, question: Question, segments: Mapping[str, str], **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.of = _source(self["source"].value() or "")
        ids = [one.id for one in document.questions]
        known = document.questions[: ids.index(question.id) + 1]
        questions = [
            (f"answer:{one.id}", source_name(document, "answer", one.id))
            for one in known
            if one.type not in {Type.INFORMATION, Type.MATRIX}
        ]
        facts = [(f"fact:{name}", label) for name, label in FACTS.items()]
        source, name = self.of
        self.asked = document.question(name) if source == "answer" else None
        self._offer("source", [("", NOTHING), (_("Answers"), questions), (_("About the person"), facts)])
        operations = _operations(self.asked)
        self._offer("op", [(str(one), OPERATIONS[one]) for one in operations])
        self._forget("op", [str(one) for one in operations], instead=str(operations[0]))
        if self.asked and self.asked.type == Type.DATE:
            self.fields["value"].widget = forms.DateInput(attrs={"type": "date"})
        if values := values_of(self.asked, name if source == "fact" else "", segments, document):
            self.fields["value"] = forms.ChoiceField(label=_("With what"), required=False)
            self._offer("value", [("", NOTHING), *values])
            self._forget("value", [value for value, _name in values], instead="")

    def _offer(self, name: str, choices: Sequence[Any]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]

    def _forget(self, name: str, possible: Sequence[str], *, instead: str) -> None:
        """Drop what was chosen for another source than the one that is chosen now."""
        if self.is_bound and self[name].value() not in possible:
            self.data = {**self.data, self.add_prefix(name): instead}

    def needs_value(self) -> bool:
        """Tell whether the page shall ask for a value."""
        return self["op"].value() not in WITHOUT_VALUE

    def clean(self) -> dict[str, Any]:
        values = self.cleaned_data
        if values.get("source") and "op" in values and values["op"] not in WITHOUT_VALUE and "value" in values:
            if values["value"] == "":
                self.add_error("value", _("Choose or write a value. The rule is saved then."))
            elif self._typed(values["value"]) is None:
                self.add_error("value", _("Write a number."))
        return values

    def comparison(self) -> Comparison | None:
        """Return what was written; None for an empty row."""
        values, (source, name) = self.cleaned_data, self.of
        if not values.get("source"):
            return None
        op = Op(values["op"])
        return Comparison(source, name, op, None if op in WITHOUT_VALUE else self._typed(values["value"]))

    def _typed(self, value: str) -> Any:
        type_ = self.asked.type if self.asked else None
        if type_ in SCORED:
            return int(value)
        if type_ in {Type.YES_NO, Type.CONSENT}:
            return value == "true"
        if type_ == Type.NUMBER:
            return _number(value)
        return value


@dataclass(frozen=True, slots=True)
class Slot:
    """One rule on the page: a form with rows, or the words of a rule that is kept as it is."""

    number: int
    form: RuleForm | None
    rows: list[RowForm]
    kept: int | None = None
    words: str = ""


class RulesForm:
    """All rules about one question. A button ("add", "drop.<rule>", "row.<rule>", "unrow.<rule>.<row>") sends it as well."""

    def __init__(
        self,
        data: Any = None,
        *,
        question: Question,
        document: Document,
        rules: Sequence[Rule],
        segments: Mapping[str, str],
        act: str = "",
    ) -> None:
        self.rules, self.question = rules, question
        raw = [_raw(one, at) for at, one in enumerate(rules)] if data is None else _sent(data)
        shape: dict[str, Any] = {"document": document, "question": question}
        self.slots: list[Slot] = []
        for number, one in enumerate(_rearranged(raw, act)):
            if "kept" in one:
                if 0 <= one["kept"] < len(rules):
                    words = rule_sentence(document, rules[one["kept"]], segments)
                    self.slots.append(Slot(number, None, [], one["kept"], words))
                continue
            self.slots.append(
                Slot(
                    number,
                    _form(RuleForm, f"r{number}", one, is_bound=data is not None, **shape),
                    [
                        _form(RowForm, f"r{number}-{at}", row, is_bound=data is not None, segments=segments, **shape)
                        for at, row in enumerate(one["rows"])
                    ],
                )
            )

    def is_valid(self) -> bool:
        """Tell whether every rule and every row is whole."""
        forms_ = [form for slot in self.slots if slot.form for form in (slot.form, *slot.rows)]
        return not [one for one in forms_ if not one.is_valid()]  # each of them shall say what is missing

    def to_rules(self) -> list[Rule]:
        """Return the rules as written; one without a comparison is none yet."""
        found = []
        for slot in self.slots:
            if slot.kept is not None:
                found.append(self.rules[slot.kept])
                continue
            parts = tuple(part for row in slot.rows if (part := row.comparison()) is not None)
            if slot.form and parts:
                values = slot.form.cleaned_data
                to = values["to"] if values["act"] == Act.SKIP else ""
                when: Condition = parts[0] if len(parts) == 1 else (Either if values["join"] == ANY else All)(parts)
                found.append(Rule(when=when, act=Act(values["act"]), question=self.question.id, to=to))
        return found


def _form(kind: Any, prefix: str, raw: Mapping[str, Any], *, is_bound: bool, **shape: Any) -> Any:
    data = {f"{prefix}-{name}": value for name, value in raw.items()} if is_bound else None
    return kind(data, prefix=prefix, initial=raw, **shape)


def _raw(rule: Rule, at: int) -> dict[str, Any]:
    """Return a rule as the fields of its forms, or as one that is kept."""
    when = rule.when
    parts = when.parts if isinstance(when, All | Either) else (when,)
    rows = [_row(part) for part in parts if isinstance(part, Comparison) and _is_plain(part)]
    if len(rows) < len(parts):
        return {"kept": at}
    join = ANY if isinstance(when, Either) else ALL
    return {"act": str(rule.act), "to": rule.to, "join": join, "rows": rows}


def _is_plain(part: Comparison) -> bool:
    return not isinstance(part.value, list) and (part.source == "answer" or part.name in FACTS)


def _row(part: Comparison) -> dict[str, str]:
    value = part.value
    text = "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)
    return {"source": f"{part.source}:{part.name}", "op": str(part.op), "value": text}


def _sent(data: Any) -> list[dict[str, Any]]:
    """Return what a page has sent, in the shape of `_raw`."""
    found: list[dict[str, Any]] = []
    for number in range(_count(data, "rules", MOST_RULES)):
        prefix = f"r{number}"
        if f"{prefix}-kept" in data:
            found.append({"kept": _count(data, f"{prefix}-kept", MOST_RULES)})
            continue
        rows = [
            {name: data.get(f"{prefix}-{at}-{name}", "") for name in ("source", "op", "value")}
            for at in range(_count(data, f"{prefix}-rows", MOST_ROWS))
        ]
        values = {name: data.get(f"{prefix}-{name}", "") for name in ("act", "to", "join")}
        found.append({**values, "rows": rows})
    return found


def _count(data: Any, name: str, most: int) -> int:
    text = str(data.get(name, ""))
    return min(int(text), most) if text.isascii() and text.isdecimal() and len(text) < 4 else 0  # noqa: PLR2004 no list is longer


def _rearranged(raw: list[dict[str, Any]], act: str) -> list[dict[str, Any]]:
    verb, _dot, rest = act.partition(".")
    blank = {"source": "", "op": str(Op.EQUAL), "value": ""}
    if verb == "add":
        return [*raw, {"act": str(Act.SHOW), "to": "", "join": ALL, "rows": [blank]}][:MOST_RULES]
    numbers = [int(one) for one in rest.split(".") if one.isascii() and one.isdecimal()]
    if not numbers or numbers[0] >= len(raw):
        return raw
    if verb == "drop":
        return [one for at, one in enumerate(raw) if at != numbers[0]]
    rule = raw[numbers[0]]
    if verb == "row" and "rows" in rule:
        rule["rows"] = [*rule["rows"], blank][:MOST_ROWS]
    if verb == "unrow" and "rows" in rule:
        rule["rows"] = [row for at, row in enumerate(rule["rows"]) if [at] != numbers[1:]]
    return raw


def _source(text: str) -> tuple[str, str]:
    source, _sign, name = text.partition(":")
    return (source, name) if source in {"answer", "fact"} else ("", "")


def _operations(asked: Question | None) -> Sequence[Op]:
    """Return the comparisons that make sense, those without a value last."""
    type_ = asked.type if asked else None
    known = (Op.ANSWERED, Op.UNANSWERED)
    if type_ in {Type.MULTIPLE, Type.RANKING}:
        return (Op.HAS, *known)
    if type_ in {*SCORED, Type.NUMBER, Type.DATE}:
        return (*ORDERED, *known)
    return known if type_ in WRITTEN else (Op.EQUAL, Op.NOT_EQUAL, *known)


def _number(text: str) -> int | float | None:
    try:
        found = float(text.replace(",", "."))
    except ValueError:
        return None
    return None if not math.isfinite(found) else int(found) if found.is_integer() else found
