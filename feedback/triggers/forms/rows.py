"""Rows of conditions: a comparison each, joined by all, one or none of them; and groups of such rows, one level deep."""

import json
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.clients.enums import Stage
from feedback.surveys.conditions import All, Comparison, Condition, Either, Not, Op, write_condition
from feedback.triggers import words
from feedback.triggers.rules import Fault
from feedback.triggers.words import Names

BLANK_ROWS, MOST_ROWS, MOST_IN_GROUP, MOST_GROUPS = 2, 8, 5, 4
ALL, ANY, NONE = "all", "any", "none"
JOINS = ((ALL, _("all must hold")), (ANY, _("one is enough")), (NONE, _("none may hold")))


class FactSelect(forms.Select):
    """Names of an event's fields are those of the API, in every language."""

    def create_option(self, name: str, value: Any, *args: Any, **options: Any) -> dict[str, Any]:
        option: dict[str, Any] = super().create_option(name, value, *args, **options)
        if str(value).startswith("event."):
            option["attrs"]["translate"] = "no"
        return option


class KeptField(forms.CharField):
    """Conditions that rows cannot show, as JSON; they go with the page and come back as they are."""

    widget = forms.HiddenInput

    def to_python(self, value: Any) -> Any:
        try:
            return json.loads(value) if value else []
        except (ValueError, RecursionError) as error:
            raise ValidationError(words.FAULTS[Fault.BAD_CONDITION]) from error


class Group(NamedTuple):
    """Rows that are joined, as the page shows them."""

    join: Any
    rows: list[tuple[Any, Any, Any]]
    is_blank: bool


class ConditionRows(forms.Form):
    """The part of a form that asks for conditions; `offer` makes its rows, `where` is what came of them."""

    join = forms.ChoiceField(label=_("Of the conditions"), choices=JOINS, initial=ALL)
    kept = KeptField(required=False)
    drop_kept = forms.BooleanField(label=_("Drop them"), required=False)
    names: Names
    facts: Mapping[str, str]

    def offer(self, choices: Any) -> None:
        """Make a row for each comparison that is given, and some to fill in."""
        self.rows = {"": self._offer_rows("", choices, MOST_ROWS)}
        filled = [number for number in range(MOST_GROUPS) if self._filled(f"g{number}_", MOST_IN_GROUP)]
        for number in range(min(max(filled, default=-1) + 2, MOST_GROUPS)):
            prefix = f"g{number}_"
            self.fields[f"{prefix}join"] = forms.ChoiceField(
                label=_("Of this group"), choices=JOINS, required=False, initial=ANY
            )
            self.rows[prefix] = self._offer_rows(prefix, choices, MOST_IN_GROUP)

    @property
    def condition_rows(self) -> Iterator[tuple[Any, Any, Any]]:
        return self._bound("")

    @property
    def groups(self) -> Iterator[Group]:
        for prefix in list(self.rows)[1:]:
            yield Group(self[f"{prefix}join"], list(self._bound(prefix)), not self._filled(prefix, MOST_IN_GROUP))

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for prefix, name in self._each():
            if fact := cleaned.get(f"{prefix}fact_{name}"):
                op, text = cleaned.get(f"{prefix}op_{name}"), cleaned.get(f"{prefix}value_{name}", "")
                try:
                    cleaned[f"{prefix}read_{name}"] = {"fact": fact, "op": op} | self._value(fact, op, text)
                except ValidationError as error:
                    self.add_error(f"{prefix}value_{name}", error)
        return cleaned

    def where(self) -> dict[str, Any] | None:
        """Return what was written, as JSON of a condition; None for nothing."""
        data = self.cleaned_data
        read: dict[str, list[Any]] = {prefix: [] for prefix in self.rows}
        for prefix, name in self._each():
            if one := data.get(f"{prefix}read_{name}"):
                read[prefix].append(one)
        groups = [_joined(data.get(f"{prefix}join") or ANY, read[prefix]) for prefix in list(read)[1:] if read[prefix]]
        kept = data["kept"] if isinstance(data["kept"], list) else [data["kept"]]
        parts = [*read[""], *groups, *([] if data["drop_kept"] else kept)]
        return _joined(data["join"], parts) if parts else None

    def _offer_rows(self, prefix: str, choices: Any, most: int) -> int:
        rows = min(self._filled(prefix, most) + BLANK_ROWS, most)
        ops = tuple((str(op), label) for op, label in words.OPS.items())
        for row in range(rows):
            self.fields[f"{prefix}fact_{row}"] = forms.ChoiceField(
                label=_("Condition"), choices=choices, required=False, widget=FactSelect
            )
            self.fields[f"{prefix}op_{row}"] = forms.ChoiceField(label=_("Comparison"), choices=ops, required=False)
            self.fields[f"{prefix}value_{row}"] = forms.CharField(label=_("Value"), max_length=100, required=False)
        return rows

    def _filled(self, prefix: str, most: int) -> int:
        """Return up to which row something is given."""
        given = self.data if self.is_bound else self.initial
        return max((row + 1 for row in range(most) if given.get(f"{prefix}fact_{row}")), default=0)

    def _bound(self, prefix: str) -> Iterator[tuple[Any, Any, Any]]:
        for row in range(self.rows[prefix]):
            yield self[f"{prefix}fact_{row}"], self[f"{prefix}op_{row}"], self[f"{prefix}value_{row}"]

    def _each(self) -> Iterator[tuple[str, int]]:
        for prefix, rows in self.rows.items():
            yield from ((prefix, row) for row in range(rows))

    def _value(self, name: str, op: str | None, text: str) -> dict[str, Any]:
        """Return the value that was typed: a number, or what the organization calls a stage or a segment."""
        if op in {Op.ANSWERED, Op.UNANSWERED}:
            return {}
        if not text:
            raise ValidationError(_("Fill this in."))
        known = {
            "client.stage": {key: str(label) for key, label in Stage.choices},
            "client.segment": self.names.segments,
        }
        if name in known:
            for key, label in known[name].items():
                if text.casefold() in {str(label).casefold(), key.casefold()}:
                    return {"value": key}
            raise ValidationError(
                _("Choose one of: %(choices)s."), params={"choices": ", ".join(map(str, known[name].values()))}
            )
        if self.facts.get(name) == "number":
            return {"value": _number(text)}
        if name.startswith("event."):
            return {"value": _loose(text)}
        return {"value": text.upper() if name == "client.country" else text}


def rows_of(where: Condition | None, names: Names) -> dict[str, Any]:
    """Return what the form shows of conditions; what rows cannot show is kept as it is."""
    found: dict[str, Any] = {}
    join, parts = _opened(where) if where else (ALL, ())
    found["join"] = join
    rows = [part for part in parts if _is_row(part)][:MOST_ROWS]
    groups = [part for part in parts if _is_group(part)][:MOST_GROUPS]
    _fill(found, "", rows, names)
    for number, group in enumerate(groups):
        prefix = f"g{number}_"
        found[f"{prefix}join"], inner = _opened(group)
        _fill(found, prefix, inner, names)
    kept = unshown(where)
    found["kept"] = json.dumps([write_condition(part) for part in kept]) if kept else ""
    return found


def unshown(where: Condition | None) -> list[Condition]:
    """Return the conditions that rows cannot show."""
    parts = _opened(where)[1] if where else ()
    rows = [part for part in parts if _is_row(part)]
    groups = [part for part in parts if _is_group(part)]
    others = [part for part in parts if not _is_row(part) and not _is_group(part)]
    return [*rows[MOST_ROWS:], *groups[MOST_GROUPS:], *others]


def _joined(join: str, parts: list[Any]) -> dict[str, Any]:
    return {"not": {"any": parts}} if join == NONE else {join: parts}


def _opened(where: Condition) -> tuple[str, tuple[Condition, ...]]:
    """Return how the parts are joined; a condition that is not joined is its only part."""
    match where:
        case All(parts):
            return ALL, parts
        case Either(parts) | Not(Either(parts)):
            return NONE if isinstance(where, Not) else ANY, parts
        case Not(Comparison() as part):
            return NONE, (part,)
    return ALL, (where,)


def _is_row(part: Condition) -> bool:
    return isinstance(part, Comparison) and part.op in words.OPS


def _is_group(part: Condition) -> bool:
    _join, parts = _opened(part)
    return not _is_row(part) and len(parts) <= MOST_IN_GROUP and all(_is_row(one) for one in parts)


def _fill(found: dict[str, Any], prefix: str, rows: Any, names: Names) -> None:
    for row, part in enumerate(rows):
        found[f"{prefix}fact_{row}"], found[f"{prefix}op_{row}"] = part.name, str(part.op)
        found[f"{prefix}value_{row}"] = words.value_name(part.name, part.value, names)


def _number(text: str) -> int | float:
    try:
        value = float(text.replace(",", ".").replace(" ", "").replace("\xa0", ""))
    except ValueError:
        value = float("nan")
    if not abs(value) < 2**53:
        raise ValidationError(_("Enter a number."))
    return int(value) if value.is_integer() else value


def _loose(text: str) -> str | int | float | bool:
    """Return what a field of an event may hold: a number or a yes where it looks like one, else the text."""
    if text.casefold() in {"true", "false"}:
        return text.casefold() == "true"
    try:
        return _number(text)
    except ValidationError:
        return text
