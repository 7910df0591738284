"""Clean input of a rule: rows of plain fields in, the rule's data out."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.clients.enums import BuyerRole, Stage
from accounts.events.kinds import CATALOGUE, Group
from accounts.organizations.models import Employee
from feedback.surveys.conditions import All, Comparison, Either, Op
from feedback.triggers import rules, words
from feedback.triggers.rules import First, Repeat, Rule
from feedback.triggers.words import Names

BLANK_ROWS, MOST_ROWS = 2, 8
EVENT, EVERY, BEFORE = "event", "every", "before"
MOMENTS = ((EVENT, _("When something happens")), (EVERY, _("By the calendar")), (BEFORE, _("Before the renewal")))
# Where a fault of the rule is shown.
FIELDS = {
    "when": "moment",
    "when.kind": "kind",
    "when.every_days": "every_days",
    "when.before": "moment",
    "when.days": "days_before",
    "whom.roles": "roles",
    "whom.most": "most",
    "whom.first": "first",
    "what": "survey",
    "what.survey": "survey",
    "what.task": "task",
    "delay.days": "delay_days",
    "delay.hours": "delay_hours",
    "limits.repeat": "repeat",
    "limits.repeat_days": "repeat_days",
    "limits.topic": "topic",
    "limits.patience_days": "patience_days",
}


def _whole(label: Any, least: int, most: int, **more: Any) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=least, max_value=most, **more)


class FactSelect(forms.Select):
    """Names of an event's fields are those of the API, in every language."""

    def create_option(self, name: str, value: Any, *args: Any, **options: Any) -> dict[str, Any]:
        option: dict[str, Any] = super().create_option(name, value, *args, **options)
        if str(value).startswith("event."):
            option["attrs"]["translate"] = "no"
        return option


class RuleForm(forms.Form):
    """A rule in rows. Conditions that rows cannot show stay as they are."""

    name = forms.CharField(label=_("Name"), max_length=120)
    owner = forms.ModelChoiceField(label=_("Owner"), queryset=Employee.objects.none())
    moment = forms.ChoiceField(label=_("When"), choices=MOMENTS, widget=forms.RadioSelect, initial=EVENT)
    kind = forms.ChoiceField(label=_("What happens"), required=False)
    every_days = _whole(_("Every so many days"), 1, rules.LONGEST_PERIOD, required=False)
    days_before = _whole(_("Days before the renewal"), -rules.LONGEST_DELAY, rules.LONGEST_DELAY, required=False)
    join = forms.ChoiceField(
        label=_("Of the conditions"),
        choices=(("all", _("all must hold")), ("any", _("one is enough"))),
        initial="all",
    )
    roles = forms.MultipleChoiceField(
        label=_("Whom to ask"),
        choices=BuyerRole.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Nobody chosen: the person whom the event is about."),
    )
    most = _whole(_("People of each role at most"), 1, rules.MOST_PEOPLE, initial=1)
    first = forms.ChoiceField(label=_("Who first"), choices=tuple(words.FIRSTS.items()), initial=First.UNHEARD)
    survey = forms.ChoiceField(label=_("Survey"), required=False)
    task = forms.CharField(label=_("Or a task for the manager"), max_length=rules.LONGEST_TEXT, required=False)
    delay_days = _whole(_("Days to wait"), 0, rules.LONGEST_DELAY, initial=0)
    delay_hours = _whole(_("Hours to wait"), 0, 23, initial=0)
    is_working = forms.BooleanField(label=_("Count working days only"), required=False)
    repeat = forms.ChoiceField(label=_("How often"), choices=tuple(words.REPEATS.items()), initial=Repeat.ALWAYS)
    repeat_days = _whole(_("Once in so many days"), 1, rules.LONGEST_PERIOD, required=False)
    topic = forms.CharField(
        label=_("Topic"),
        max_length=rules.LONGEST_TEXT // 2,
        required=False,
        help_text=_("Several events of one topic are one question. Rules may share a topic."),
    )
    patience_days = _whole(_("Too late after so many days"), 1, rules.LONGEST_DELAY, initial=45)
    kept = forms.JSONField(required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        names: Names,
        surveys: Mapping[str, str],
        owners: Any,
        facts: Mapping[str, str],
        kinds: Mapping[str, Any],
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.names, self.facts = names, facts
        owner: Any = self.fields["owner"]
        owner.queryset = owners
        self.fields["kind"].choices = [("", "—"), *_kind_choices(names, kinds)]  # type: ignore[attr-defined]
        self.fields["survey"].choices = [("", "—"), *surveys.items()]  # type: ignore[attr-defined]
        choices = [("", "—"), *_fact_choices(names, facts, kinds)]
        filled = sum(1 for row in range(MOST_ROWS) if self._given(f"fact_{row}"))
        self.rows = min(filled + BLANK_ROWS, MOST_ROWS)
        for row in range(self.rows):
            self.fields[f"fact_{row}"] = forms.ChoiceField(
                label=_("Condition"), choices=choices, required=False, widget=FactSelect
            )
            self.fields[f"op_{row}"] = forms.ChoiceField(
                label=_("Comparison"),
                choices=tuple((str(op), label) for op, label in words.OPS.items()),
                required=False,
            )
            self.fields[f"value_{row}"] = forms.CharField(label=_("Value"), max_length=100, required=False)

    @property
    def condition_rows(self) -> Iterator[tuple[Any, Any, Any]]:
        for row in range(self.rows):
            yield self[f"fact_{row}"], self[f"op_{row}"], self[f"value_{row}"]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        moment, missing = cleaned.get("moment"), _("Fill this in.")
        for wanted, name in ((EVENT, "kind"), (EVERY, "every_days"), (BEFORE, "days_before")):
            if moment == wanted and cleaned.get(name) in (None, "") and name not in self.errors:
                self.add_error(name, missing)
        for row in range(self.rows):
            if fact := cleaned.get(f"fact_{row}"):
                try:
                    cleaned[f"read_{row}"] = self._value(
                        fact, cleaned.get(f"op_{row}"), cleaned.get(f"value_{row}", "")
                    )
                except ValidationError as error:
                    self.add_error(f"value_{row}", error)
        return cleaned

    def content(self) -> dict[str, Any]:
        """Return the rule's data, for rules.read."""
        data = self.cleaned_data
        when: dict[str, Any] = {
            EVENT: {"kind": data["kind"]},
            EVERY: {"every_days": data["every_days"]},
            BEFORE: {"before": "renewal_on", "days": data["days_before"]},
        }[data["moment"]]
        parts = [
            {"fact": data[f"fact_{row}"], "op": data[f"op_{row}"]} | data[f"read_{row}"]
            for row in range(self.rows)
            if data.get(f"fact_{row}")
        ]
        return {
            "when": when,
            "where": {data["join"]: parts} if parts else data.get("kept") or None,
            "whom": {"roles": data["roles"], "most": data["most"], "first": data["first"]},
            "what": {"survey": data["survey"] or None, "task": data["task"]},
            "delay": {"days": data["delay_days"], "hours": data["delay_hours"], "is_working": data["is_working"]},
            "limits": {
                "repeat": data["repeat"],
                "repeat_days": data["repeat_days"] or 0,
                "topic": data["topic"],
                "patience_days": data["patience_days"],
            },
        }

    def add_faults(self, faults: Mapping[str, rules.Fault]) -> None:
        """Show what is wrong with the rule where it can be mended."""
        for part, fault in faults.items():
            self.add_error(FIELDS.get(part, "join" if part == "where" else None), words.FAULTS[fault])

    def _given(self, name: str) -> Any:
        return self.data.get(name) if self.is_bound else self.initial.get(name)

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


def initial_of(rule: Rule, names: Names) -> dict[str, Any]:
    """Return what the form shows of a rule."""
    when = rule.when
    found: dict[str, Any] = {
        "moment": EVENT if when.kind else EVERY if when.every_days else BEFORE,
        "kind": when.kind,
        "every_days": when.every_days or None,
        "days_before": when.days if when.before else None,
        "roles": list(rule.whom.roles),
        "most": rule.whom.most,
        "first": rule.whom.first,
        "survey": str(rule.what.survey_id or ""),
        "task": rule.what.task,
        "delay_days": rule.delay.days,
        "delay_hours": rule.delay.hours,
        "is_working": rule.delay.is_working,
        "repeat": rule.limits.repeat,
        "repeat_days": rule.limits.repeat_days or None,
        "topic": rule.limits.topic,
        "patience_days": rule.limits.patience_days,
    }
    parts = rule.where.parts if isinstance(rule.where, All | Either) else (rule.where,) if rule.where else ()
    if len(parts) <= MOST_ROWS and all(isinstance(part, Comparison) and part.op in words.OPS for part in parts):
        found["join"] = "any" if isinstance(rule.where, Either) else "all"
        for row, part in enumerate(parts):
            assert isinstance(part, Comparison)
            found[f"fact_{row}"], found[f"op_{row}"] = part.name, str(part.op)
            found[f"value_{row}"] = words.value_name(part.name, part.value, names)
    else:
        found["kept"] = json.dumps(rules.write(rule)["where"])
    return found


def is_shown_in_rows(rule: Rule) -> bool:
    """Tell whether the form can show the rule's conditions as rows."""
    return "kept" not in initial_of(rule, Names())


def _kind_choices(names: Names, kinds: Mapping[str, Any]) -> list[tuple[Any, list[tuple[str, str]]]]:
    groups: dict[Any, list[tuple[str, str]]] = {}
    for name in kinds:
        known = CATALOGUE.get(name)
        group = Group(known.group).label if known else _("Your own events")
        groups.setdefault(str(group), []).append((name, words.kind_title(name, names)))
    return [(group, sorted(kinds_of, key=lambda one: one[1])) for group, kinds_of in sorted(groups.items())]


def _fact_choices(
    names: Names, facts: Mapping[str, str], kinds: Mapping[str, Any]
) -> list[tuple[Any, list[tuple[str, str]]]]:
    of_events = sorted({f"event.{name}" for fields in kinds.values() for name in fields if not name.endswith("_id")})
    return [
        (_("The client"), [(name, words.fact_name(name, names)) for name in facts]),
        (_("What came with the event"), [(name, name.removeprefix("event.")) for name in of_events]),
    ]


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
