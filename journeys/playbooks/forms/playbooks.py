from dataclasses import replace
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.clients.enums import Stage
from accounts.organizations import queries as organizations
from accounts.organizations.forms.fields import PersonChoice
from accounts.web.text import OneLineFields
from feedback.alerts.models import Kind, Severity
from journeys.playbooks import words
from journeys.playbooks.models import Scenario
from journeys.playbooks.script import About, Begin, End, Script


class OpeningForm(forms.Form):
    """Whom a playbook is about, what begins it, and what ends it."""

    about = forms.ChoiceField(label=_("About"), choices=tuple(words.ABOUT.items()), widget=forms.RadioSelect)
    begin = forms.ChoiceField(label=_("Begins"), choices=tuple(words.BEGINS.items()))
    stage = forms.ChoiceField(
        label=_("With which stage"),
        choices=(("", _("Any stage")), *Stage.choices),
        required=False,
        help_text=_("Only where it begins with a stage."),
    )
    alert = forms.ChoiceField(
        label=_("With which kind of alert"),
        choices=(("", _("Any kind")), *Kind.choices),
        required=False,
        help_text=_("Only where it begins with an alert."),
    )
    severity = forms.ChoiceField(
        label=_("With which severity"), choices=(("", _("Any severity")), *Severity.choices), required=False
    )
    ends_with_stage = forms.BooleanField(label=_("Ends when the stage is left in which it began"), required=False)
    ends_with_case = forms.BooleanField(label=_("Ends when the case is closed that it is about"), required=False)

    def script(self, before: Script) -> Script:
        """Return the playbook with what was chosen; its steps stay."""
        data = self.cleaned_data
        begin = Begin(data["begin"])
        ends = {End.STAGE: data["ends_with_stage"], End.CASE: data["ends_with_case"]}
        return replace(
            before,
            about=About(data["about"]),
            begin=begin,
            stage=data["stage"] if begin == Begin.STAGE else "",
            alert=data["alert"] if begin == Begin.ALERT else "",
            severity=data["severity"] if begin == Begin.ALERT else "",
            ends=tuple(one for one, is_chosen in ends.items() if is_chosen),
        )


class PlaybookForm(OneLineFields, OpeningForm):
    """What a playbook is called, what it is for, and how it begins and ends."""

    name = forms.CharField(label=_("Name"), max_length=120)
    scenario = forms.ChoiceField(label=_("What for"), choices=Scenario.choices)
    owner: Any = PersonChoice(
        label=_("Owner"),
        queryset=None,
        help_text=_("Does what nobody else is named for, and answers for the playbook."),
    )
    field_order = ("name", "scenario", "owner")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["owner"].queryset = organizations.active_employees()  # type: ignore[attr-defined]


def initial_of(script: Script) -> dict[str, Any]:
    """Return what the form shows of a playbook."""
    return {
        "about": script.about,
        "begin": script.begin,
        "stage": script.stage,
        "alert": script.alert,
        "severity": script.severity,
        "ends_with_stage": End.STAGE in script.ends,
        "ends_with_case": End.CASE in script.ends,
    }
