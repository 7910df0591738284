from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.clients import queries as registry
from accounts.clients.enums import Stage
from accounts.clients.forms.fields import SegmentChoice
from accounts.clients.models import Contact
from accounts.organizations import queries as organizations
from accounts.organizations.forms.fields import DepartmentChoice, LowerCaseEmailField, PersonChoice
from accounts.web.forms import CheckedOnLeaving, DayField, LongText
from accounts.web.text import OneLineFields
from feedback.insights.words import ASPECTS
from journeys.initiatives.models import Initiative, InitiativeStep, Metric, Source, State

MONEY = ("stake", "expected", "spent")
PLACE = ("stage", "touchpoint", "department", "segment")
NEEDS_STAGE = {Metric.READY, Metric.DAYS}
MOST = 100  # of a mood, and of parts of a hundred


class InitiativeForm(CheckedOnLeaving, OneLineFields, forms.ModelForm):
    """A plan: what hurts and where, who answers, what is to change until when, and the money. A champion is one person."""

    touchpoint: Any = forms.ModelChoiceField(
        label=_("Touchpoint"), queryset=None, required=False, empty_label=pgettext_lazy("touchpoint", "Any")
    )
    department: Any = DepartmentChoice(
        label=_("Department"), queryset=None, required=False, empty_label=pgettext_lazy("department", "Any")
    )
    segment: Any = SegmentChoice(
        label=_("Segment"), queryset=None, required=False, empty_label=pgettext_lazy("segment", "Any")
    )
    owner: Any = PersonChoice(
        label=_("Who answers for it"), queryset=None, help_text=_("Begins the plan, and brings it to its goal.")
    )
    champion: Any = PersonChoice(
        label=_("Champion in the house"),
        queryset=None,
        required=False,
        empty_label=_("Nobody yet"),
        help_text=_("Wins colleagues over."),
    )
    ally_address = LowerCaseEmailField(
        label=_("Or a champion at a client, by e-mail address"),
        required=False,
        help_text=_("Somebody who wants the change as much as you do. Nothing is sent to them."),
    )
    goal_on = DayField(label=pgettext_lazy("goal", "By"))

    class Meta:
        model = Initiative
        fields = (
            *("name", "problem", *PLACE, "owner", "champion", "ally_address", "metric"),
            *("goal_from", "goal_to", "goal_on", *MONEY, "source", "aspect"),
        )
        widgets: ClassVar = {"problem": LongText, "source": forms.HiddenInput, "aspect": forms.HiddenInput}

    field_order = Meta.fields

    def __init__(self, *args: Any, with_money: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        row: Initiative = self.instance
        choices = {
            "touchpoint": organizations.touchpoints(),
            "department": organizations.department_choices(besides=row.department_id),
            "segment": registry.segments(besides=row.segment_id),
            "owner": organizations.active_employees(besides=row.owner_id),
            "champion": organizations.active_employees(besides=row.champion_id),
        }
        for name, rows in choices.items():
            self.fields[name].queryset = rows  # type: ignore[attr-defined]
        self.fields["stage"].choices = [("", pgettext_lazy("stage", "Any")), *Stage.choices]  # type: ignore[attr-defined]
        self.fields["goal_from"].help_text = _("Empty: it is not known yet.")
        for name in () if with_money else MONEY:
            del self.fields[name]
        if row.state in {State.RUNNING, State.FINISHED, State.STOPPED}:
            for name in ("metric", *PLACE):  # what is measured stays what it was measured as
                del self.fields[name]
        if row.ally_id and row.ally:
            first = registry.addresses(contact_id=row.ally_id).first()
            self.initial["ally_address"] = first.address if first else ""

    def clean_aspect(self) -> str:
        aspect: str = self.cleaned_data["aspect"]
        return aspect if aspect in ASPECTS else ""

    def clean_source(self) -> str:
        source: str = self.cleaned_data["source"]
        return source if source in Source.values else Source.HAND

    def clean_ally_address(self) -> Contact | None:
        address: str = self.cleaned_data["ally_address"]
        found: Contact | None = registry.owner_of_address(address) if address else None
        if address and found is None:
            raise forms.ValidationError(_("Nobody at a client has this address. Add it to the person first."))
        return found

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        metric = values.get("metric", self.instance.metric)
        if metric in NEEDS_STAGE and not values.get("stage", self.instance.stage):
            self.add_error("stage" if "stage" in self.fields else None, _("Choose the stage that is measured."))
        if values.get("champion") and values.get("ally_address"):
            self.add_error("ally_address", _("Name one champion: in the house, or at a client."))
        for name in ("goal_from", "goal_to"):
            if metric != Metric.DAYS and (values.get(name) or 0) > MOST:
                self.add_error(name, _("At most 100."))
        # Two champions are refused above: the row is not checked with them.
        self.instance.ally = None if self.errors else values.get("ally_address")
        return values


class StepForm(OneLineFields, forms.ModelForm):
    """What is done, by whom, and until when."""

    owner: Any = PersonChoice(label=_("Who does it"), queryset=None)
    due_on = DayField(label=_("Until"))

    class Meta:
        model = InitiativeStep
        fields = ("text", "owner", "due_on")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        rows = organizations.active_employees(besides=self.instance.owner_id)
        self.fields["owner"].queryset = rows  # type: ignore[attr-defined]


class EndForm(forms.Form):
    """How a plan ends, and what came of it."""

    state = forms.ChoiceField(label=_("How it ends"), widget=forms.RadioSelect)
    outcome = forms.CharField(
        label=_("What came of it, or why it stops"),
        max_length=500,
        widget=LongText({"rows": "3"}),
        error_messages={"required": _("Say in a few words what came of it, or why it stops.")},
    )

    def __init__(self, *args: Any, is_running: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        ends = (State.FINISHED, State.STOPPED) if is_running else (State.STOPPED,)
        self.fields["state"].choices = [(one.value, one.label) for one in ends]  # type: ignore[attr-defined]
        self.fields["state"].initial = ends[0].value
