"""Clean input of one step: a form for each sort."""

import uuid
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.clients.enums import BuyerRole
from accounts.organizations import queries as organizations
from accounts.web.text import OneLineFields
from feedback.surveys.conditions import read_condition
from feedback.surveys.forms.texts import InLanguage, TranslatedForm
from feedback.triggers import queries as triggers
from feedback.triggers import words as facts
from feedback.triggers.forms.rows import ConditionRows, rows_of
from journeys.playbooks import queries, script
from journeys.playbooks.script import Sort, Step, Who

MANAGER = ("manager", _("The client’s manager"))


class StepForm(forms.Form):
    """What every form of a step does: show a step, and return the one that was written."""

    sort: Sort

    @classmethod
    def showing(cls, data: Any, step: Step | None) -> "StepForm":
        """Return the form with a step, or a new one."""
        return cls(data, initial=cls.initial_of(step) if step else {})

    @staticmethod
    def initial_of(step: Step) -> dict[str, Any]:
        """Return what the form shows of a step."""
        raise NotImplementedError

    def step(self) -> Step:
        """Return the step that was written."""
        raise NotImplementedError


class TaskStepForm(OneLineFields, StepForm):
    """What is to be done, by whom, until when."""

    sort = Sort.TASK
    title = forms.CharField(label=_("What is to be done"), max_length=script.LONGEST_TITLE)
    owner = forms.ChoiceField(label=_("Who does it"))
    days = forms.IntegerField(
        label=_("Working days for it"),
        min_value=0,
        max_value=script.LONGEST_WAIT,
        initial=2,
        help_text=_("Days on which whoever does it works. 0: on the same day."),
    )
    checklist = forms.CharField(
        label=_("Checklist"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("One thing in each line."),
    )
    waits = forms.BooleanField(label=_("The next step waits until this is done"), required=False, initial=True)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        leads = [(f"lead:{one.pk}", one.name) for one in organizations.departments()]
        people = [(f"employee:{one.pk}", one.name) for one in organizations.active_employees()]
        owner: Any = self.fields["owner"]
        owner.choices = [MANAGER, (_("Lead of a department"), leads), (_("Somebody of you"), people)]

    def clean_checklist(self) -> tuple[str, ...]:
        found = tuple(line.strip() for line in self.cleaned_data["checklist"].splitlines() if line.strip())
        if len(found) > script.MOST_CHECKS or any(len(line) > script.LONGEST_CHECK for line in found):
            raise ValidationError(
                _("At most %(lines)d lines of %(letters)d letters each."),
                params={"lines": script.MOST_CHECKS, "letters": script.LONGEST_CHECK},
            )
        return found

    @staticmethod
    def initial_of(step: Step) -> dict[str, Any]:
        owner = f"{step.who}:{step.who_id}" if step.who_id else step.who
        checklist = "\n".join(step.checklist)
        return {"title": step.title, "owner": owner, "days": step.days, "checklist": checklist, "waits": step.waits}

    def step(self) -> Step:
        data = self.cleaned_data
        who, _colon, who_id = data["owner"].partition(":")
        return Step(
            sort=self.sort,
            title=data["title"],
            who=Who(who),
            who_id=uuid.UUID(who_id) if who_id else None,
            days=data["days"],
            checklist=data["checklist"],
            waits=data["waits"],
        )


class MeetingStepForm(TaskStepForm):
    """A talk that is to be had: writing it down does the task."""

    sort = Sort.MEETING


ROLE_OR_PERSON = (("", _("The person whom the playbook is about")), *BuyerRole.choices)


class LetterStepForm(StepForm, TranslatedForm):
    """To whom, and the words in every language."""

    sort = Sort.LETTER
    languages = tuple(code for code, _name in settings.LANGUAGES)
    to = forms.ChoiceField(label=_("To whom"), choices=ROLE_OR_PERSON, required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        initial: dict[str, Any] = options["initial"]
        self.add_texts("subject", initial.get("subject", {}), label=_("Subject"), longest=script.LONGEST_TITLE)
        self.add_texts(
            "text",
            initial.get("text", {}),
            label=_("Text"),
            longest=script.LONGEST_TEXT,
            rows=8,
            hint=_("Greeting and signature are added. A language that is left empty: they get another one."),
        )

    @property
    def parts(self) -> list[tuple[Any, list[InLanguage]]]:
        return [(_("Subject"), self.in_languages("subject")), (_("Text"), self.in_languages("text"))]

    @staticmethod
    def initial_of(step: Step) -> dict[str, Any]:
        return {"to": step.to, "subject": step.subject, "text": step.text}

    def step(self) -> Step:
        subject, text = self.texts("subject", {}), self.texts("text", {})
        return Step(sort=self.sort, to=self.cleaned_data["to"], subject=subject, text=text)


class SurveyStepForm(StepForm):
    """Which survey, and who is asked."""

    sort = Sort.SURVEY
    to = forms.ChoiceField(label=_("Whom to ask"), choices=ROLE_OR_PERSON, required=False)
    survey = forms.ChoiceField(label=_("Survey"), required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["survey"].choices = [("", "—"), *triggers.askable_names().items()]  # type: ignore[attr-defined]

    @staticmethod
    def initial_of(step: Step) -> dict[str, Any]:
        return {"to": step.to, "survey": str(step.survey_id or "")}

    def step(self) -> Step:
        survey = self.cleaned_data["survey"]
        return Step(sort=self.sort, to=self.cleaned_data["to"], survey_id=uuid.UUID(survey) if survey else None)


class WaitStepForm(StepForm):
    """How long."""

    sort = Sort.WAIT
    days = forms.IntegerField(label=_("Days"), min_value=0, max_value=script.LONGEST_WAIT, initial=5)
    hours = forms.IntegerField(label=_("Hours"), min_value=0, max_value=23, initial=0)
    is_working = forms.BooleanField(label=_("Count working days only"), required=False, initial=True)

    @staticmethod
    def initial_of(step: Step) -> dict[str, Any]:
        return {"days": step.days, "hours": step.hours, "is_working": step.is_working}

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("days") == 0 and cleaned.get("hours") == 0:
            self.add_error("days", _("Say how long it waits."))
        return cleaned

    def step(self) -> Step:
        return Step(sort=self.sort, **self.cleaned_data)


class ConditionStepForm(StepForm, ConditionRows):
    """What has to hold, and what is left out where it does not."""

    sort = Sort.CONDITION
    skips = forms.IntegerField(
        label=_("Steps that are left out where it does not hold"),
        min_value=0,
        max_value=script.MOST_STEPS,
        initial=0,
        help_text=_("0: then the playbook is over."),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.names, self.facts = queries.condition_names(), queries.known_facts()
        self.offer([("", "—"), *((name, facts.fact_name(name, self.names)) for name in self.facts)])

    @staticmethod
    def initial_of(step: Step) -> dict[str, Any]:
        return {"skips": step.skips, **rows_of(step.where, queries.condition_names())}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not self.errors and self.where() is None:
            self.add_error("fact_0", _("Write at least one condition."))
        return cleaned

    def step(self) -> Step:
        return Step(sort=self.sort, where=read_condition(self.where()), skips=self.cleaned_data["skips"])


FORMS: dict[Sort, type[StepForm]] = {
    one.sort: one
    for one in (TaskStepForm, MeetingStepForm, LetterStepForm, SurveyStepForm, WaitStepForm, ConditionStepForm)
}
