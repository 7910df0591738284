"""How a stage is drawn: its days and steps, what leads into it, who does what there, and when it comes into force."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.clients.enums import BuyerRole, Stage
from accounts.events import kinds
from accounts.events.models import CustomKind
from accounts.organizations.forms.fields import DepartmentChoice, PersonChoice
from accounts.organizations.models import Department, Employee, Touchpoint
from accounts.tenancy.uuid7 import uuid7
from accounts.web.text import OneLineFields
from journeys.stages.models import JourneyPart, JourneyStage, Reason
from journeys.stages.rules import CLIENT, DAYS_PASSED, NOWHERE, PERSON, EntryRule, Step, as_json

MOST_STEPS, MOST_RULES, BLANK = 8, 5, 2
NOBODY_SAID = "nowhere"  # how NOWHERE is called in a form
LONGEST = 3650


class StageDesignForm(OneLineFields, forms.ModelForm):
    """A stage of the draft. Rows that are left empty are dropped; a step keeps its key when it is renamed."""

    class Meta:
        model = JourneyStage
        fields = ("allowed_days", "stuck_days", "result")

    def __init__(self, *args: Any, leading: Sequence[kinds.Kind], own: Iterable[CustomKind], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["stuck_days"].help_text = _("Longer than that is a signal. Empty: nobody is ever stuck here.")
        self.steps, self.rules = self.instance.own_steps, self.instance.own_rules
        for number in range(min(len(self.steps) + BLANK, MOST_STEPS)):
            self._add_step(number)
        names = [
            ("", "–"),
            *((kind.name, kinds.title_of(kind)) for kind in leading),
            *((kind.name, kind.title) for kind in own),
            (DAYS_PASSED, _("So many days in the stage before")),
        ]
        for number in range(min(len(self.rules) + 1, MOST_RULES)):
            self._add_rule(number, names)

    def _add_step(self, number: int) -> None:
        step = self.steps[number] if number < len(self.steps) else None
        self.fields[f"step_name_{number}"] = forms.CharField(
            label=_("Step"), max_length=80, required=False, initial=step and step.name
        )
        self.fields[f"step_days_{number}"] = forms.IntegerField(
            label=_("Days"), min_value=1, max_value=LONGEST, required=False, initial=step and step.allowed_days
        )

    def _add_rule(self, number: int, names: list[tuple[str, Any]]) -> None:
        rule = self.rules[number] if number < len(self.rules) else EntryRule(kind="", come_from=())
        froms = [(stage.value, stage.label) for stage in Stage if stage != self.instance.stage]
        fields = {
            "kind": forms.ChoiceField(label=_("What happens"), choices=names, required=False, initial=rule.kind),
            "from": forms.MultipleChoiceField(
                label=_("Who stands in"),
                choices=[(NOBODY_SAID, _("no stage yet")), *froms],
                required=False,
                widget=forms.CheckboxSelectMultiple,
                initial=[one or NOBODY_SAID for one in rule.come_from],
            ),
            "whose": forms.ChoiceField(
                label=_("Who moves"),
                choices=[(CLIENT, _("the client")), (PERSON, _("the person alone"))],
                required=False,
                initial=rule.whose,
            ),
            "role": forms.ChoiceField(
                label=_("Only the role"),
                choices=[("", _("Any")), *BuyerRole.choices],
                required=False,
                initial=rule.role,
            ),
            "reason": forms.ChoiceField(
                label=_("Why anew"), choices=[("", "–"), *Reason.choices], required=False, initial=rule.reason
            ),
            "days": forms.IntegerField(
                label=_("Days"), min_value=1, max_value=LONGEST, required=False, initial=rule.days or None
            ),
        }
        self.fields.update({f"rule_{name}_{number}": field for name, field in fields.items()})

    @property
    def step_rows(self) -> Iterator[tuple[Any, Any]]:
        number = 0
        while f"step_name_{number}" in self.fields:
            yield self[f"step_name_{number}"], self[f"step_days_{number}"]
            number += 1

    @property
    def rule_rows(self) -> Iterator[list[Any]]:
        number = 0
        while f"rule_kind_{number}" in self.fields:
            yield [self[f"rule_{name}_{number}"] for name in ("kind", "from", "whose", "role", "reason", "days")]
            number += 1

    @property
    def plain_fields(self) -> list[Any]:
        return [self[name] for name in self.Meta.fields]

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        allowed, stuck = values.get("allowed_days"), values.get("stuck_days")
        if stuck and not allowed:
            self.add_error("allowed_days", _("Say how long the stage may take, then how long is too long."))
        elif stuck and stuck <= allowed:
            self.add_error("stuck_days", _("Write more days than the stage may take."))
        if not self.errors:
            values["steps"] = as_json([one for one in map(self._step, range(MOST_STEPS)) if one])
        rules = [one for one in map(self._rule, range(MOST_RULES)) if one]
        values["rules"] = as_json(rules)
        self.instance.steps, self.instance.rules = values.get("steps", self.instance.steps), values["rules"]
        return values

    def _step(self, number: int) -> Step | None:
        name = self.cleaned_data.get(f"step_name_{number}")
        if not name:
            return None
        key = self.steps[number].key if number < len(self.steps) else str(uuid7())
        return Step(key, name, self.cleaned_data.get(f"step_days_{number}"))

    def _rule(self, number: int) -> EntryRule | None:
        values = {name: self.cleaned_data.get(f"rule_{name}_{number}") for name in ("kind", "from", "whose", "role")}
        if not values["kind"]:
            return None
        if not values["from"]:
            self.add_error(f"rule_from_{number}", _("Choose at least one stage from which this leads here."))
        days = self.cleaned_data.get(f"rule_days_{number}")
        if values["kind"] == DAYS_PASSED and not days:
            self.add_error(f"rule_days_{number}", _("Write after how many days."))
        return EntryRule(
            kind=values["kind"],
            come_from=tuple(NOWHERE if one == NOBODY_SAID else one for one in values["from"] or ()),
            whose=values["whose"] or CLIENT,
            role=values["role"] or "",
            reason=(self.cleaned_data.get(f"rule_reason_{number}") or "") if self._is_anew else "",
            days=days or 0,
        )

    @property
    def _is_anew(self) -> bool:
        return bool(self.instance.stage == Stage.REBOARDING)


class PartForm(OneLineFields, forms.ModelForm):
    """What a department does at a touchpoint of a stage."""

    touchpoint: Any = forms.ModelChoiceField(label=_("Touchpoint"), queryset=None, empty_label=_("Choose a touchpoint"))
    department = DepartmentChoice(label=_("Department"), queryset=None, empty_label=_("Choose a department"))
    owner = PersonChoice(label=_("Who answers for it"), queryset=None, required=False, empty_label=_("Nobody yet"))

    class Meta:
        model = JourneyPart
        fields = ("touchpoint", "department", "owner", "standard_days", "result")

    def __init__(
        self,
        *args: Any,
        touchpoints: QuerySet[Touchpoint],
        departments: QuerySet[Department],
        people: QuerySet[Employee],
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        choices = {"touchpoint": touchpoints, "department": departments, "owner": people}
        for name, rows in choices.items():
            self.fields[name].queryset = rows  # type: ignore[attr-defined]
        self.fields["standard_days"].help_text = _("Within how many days what was promised here is to be done.")

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        same = JourneyPart.objects.filter(stage=self.instance.stage, touchpoint=values.get("touchpoint"))
        same = same.filter(department=values.get("department")).exclude(pk=self.instance.pk)
        if values.get("touchpoint") and values.get("department") and same.exists():
            raise ValidationError(_("The department has its part at this touchpoint already."), code="taken")
        return values


class PublicationForm(OneLineFields, forms.Form):
    """When the draft comes into force for whom."""

    note = forms.CharField(label=_("What changes, and why"), max_length=300, required=False)
    moves = forms.MultipleChoiceField(
        label=_("Who stands there now changes over"),
        choices=Stage.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_(
            "The others finish their stage as they have begun it. Whoever enters a stage from now on follows the new path."
        ),
    )
    moves_on = forms.DateField(
        label=_("On which day"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("Empty: today."),
    )
