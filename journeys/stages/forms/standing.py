"""Where somebody stands from now on, and what was expected."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.clients.enums import Stage
from accounts.clients.models import Contact
from accounts.web.text import OneLineFields
from journeys.stages.models import Expectation, JourneyStage, Met, Reason, StageVisit
from journeys.stages.pace import step_named


class StageForm(forms.Form):
    """Where somebody stands from now on: a stage, or one of its steps where the house has drawn any."""

    stage = forms.ChoiceField(label=_("Stage"))
    reason = forms.ChoiceField(
        label=_("Why anew"),
        required=False,
        choices=[("", "–"), *Reason.choices],
        help_text=_("Only for the reboarding."),
    )

    def __init__(
        self, *args: Any, stages: Mapping[str, JourneyStage | None], present: StageVisit | None, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.step = step_named((), "")
        self.steps = {key: row.own_steps for key, row in stages.items() if row}
        self.fields["stage"].choices = [  # type: ignore[attr-defined]
            self._choice(Stage(value), label) for value, label in Stage.choices
        ]
        if present:
            self.initial["stage"] = ":".join(filter(None, (present.stage, present.step)))
            self.initial["reason"] = present.reason

    def _choice(self, stage: Stage, label: Any) -> tuple[str, Any]:
        steps = self.steps.get(stage, [])
        if not steps:
            return stage.value, label
        return label, [(f"{stage.value}:{one.key}", one.name) for one in steps]

    def clean_stage(self) -> str:
        stage, _sign, key = self.cleaned_data["stage"].partition(":")
        self.step = step_named(self.steps.get(stage, []), key)
        return str(stage)


class ExpectationForm(OneLineFields, forms.ModelForm):
    """What a client expects, and who of its people."""

    contact: Any = forms.ModelChoiceField(
        label=_("Who expects it"), queryset=None, required=False, empty_label=_("The client as a whole")
    )

    class Meta:
        model = Expectation
        fields = ("text", "contact")

    def __init__(self, *args: Any, people: QuerySet[Contact], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["contact"].queryset = people  # type: ignore[attr-defined]


class CompareForm(OneLineFields, forms.ModelForm):
    """How it was in the end."""

    met = forms.ChoiceField(label=_("How it was"), choices=Met.choices, widget=forms.RadioSelect)

    class Meta:
        model = Expectation
        fields = ("met", "note")
