from datetime import date, timedelta
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.clients.models import Position
from accounts.organizations import queries as organizations
from accounts.organizations.models import Employee
from accounts.organizations.roles import LEADERSHIP
from accounts.web import formats
from accounts.web.forms import DayField, LongText
from accounts.web.text import OneLineFields
from feedback.interactions.models import Visibility
from feedback.interactions.queries.talks import MANAGERS
from journeys.cases import queries
from journeys.cases.models import Case, CaseSettings, Compensation, End, Pause, RootCause

MOST_WHYS = 5


class NewCaseForm(OneLineFields, forms.Form):
    """A case by hand: what it is about, of whom, in which words, and who may read it."""

    title = forms.CharField(label=_("What it is about"), max_length=200)
    person = forms.ChoiceField(label=_("Who said it"), required=False)
    quote = forms.CharField(label=_("In their words"), max_length=2000, required=False, widget=LongText)
    visibility = forms.ChoiceField(label=_("Who may read it"))

    def __init__(self, *args: Any, positions: list[Position], role: str, **options: Any) -> None:
        super().__init__(*args, **options)
        self._people = {str(one.contact_id): one.contact for one in positions}
        names = [(key, str(one)) for key, one in self._people.items()]
        self.fields["person"].choices = [("", _("Nobody in particular")), *names]  # type: ignore[attr-defined]
        own = {Visibility.TEAM} | ({Visibility.MANAGERS} if role in MANAGERS else set())
        own |= {Visibility.LEADERSHIP} if role in LEADERSHIP else set()
        choices = [choice for choice in Visibility.choices if choice[0] in own]
        self.fields["visibility"].choices = choices  # type: ignore[attr-defined]

    @property
    def who(self) -> Any:
        """Return the person that was chosen, if any."""
        return self._people.get(self.cleaned_data["person"])


class NoteForm(forms.Form):
    """What happened, and whether it is for top management alone."""

    text = forms.CharField(
        label=_("What happened"),
        max_length=4000,
        widget=LongText({"rows": "3", "placeholder": _("For example: spoke for 12 minutes, agreed on a day")}),  # type: ignore[dict-item]
        error_messages={"required": _("Write in a few words what happened.")},
    )
    is_quiet = forms.BooleanField(label=_("Quiet: only I and top management see it"), required=False)


class SolutionForm(forms.Form):
    """Why it happened, who mends it, and until when that is promised."""

    cause: Any = forms.ModelChoiceField(label=_("Cause"), queryset=None, required=False, empty_label=_("Not known yet"))
    department: Any = forms.ModelChoiceField(
        label=_("Department that mends it"), queryset=None, required=False, empty_label=_("Ours")
    )
    promised_on = DayField(label=_("Promised to the client until"), required=False)
    whys = forms.CharField(
        label=_("Why, and why that"),
        help_text=_("One answer on a line, five at most: each asks why the line above it is so."),
        required=False,
        max_length=2500,
        widget=forms.Textarea({"rows": "3"}),
    )

    def __init__(self, *args: Any, case: Case, today: date, **options: Any) -> None:
        initial = {name: getattr(case, name) for name in ("cause", "department", "promised_on", "whys")}
        super().__init__(*args, **{"initial": initial, **options})
        self.case, self.today = case, today
        self.fields["cause"].queryset = queries.causes(besides=case.cause_id)  # type: ignore[attr-defined]
        self.fields["department"].queryset = organizations.department_choices(  # type: ignore[attr-defined]
            besides=case.department_id
        )
        self.fields["department"].label_from_instance = _with_lead  # type: ignore[attr-defined]

    def clean_promised_on(self) -> date | None:
        day: date | None = self.cleaned_data["promised_on"]
        if day is None or day == self.case.promised_on:
            return day
        if day < self.today:
            raise forms.ValidationError(_("This day is over. Choose today or a later day."))
        answered = self.case.requests.filter(ready_on__isnull=False).select_related("department")
        last = answered.order_by("-answered_at").first()
        ready_on = last.ready_on if last else None
        if last and ready_on and day < ready_on:
            told = {"department": last.department.name, "day": formats.day(ready_on)}
            raise forms.ValidationError(
                _("%(department)s can do it from %(day)s on. Choose that day or a later one.") % told
            )
        return day

    def clean_whys(self) -> str:
        lines = [line.strip() for line in self.cleaned_data["whys"].splitlines() if line.strip()]
        if len(lines) > MOST_WHYS:
            raise forms.ValidationError(_("Five answers are enough: leave out what does not lead to the next one."))
        return "\n".join(lines)


def _with_lead(department: Any) -> str:
    return f"{department.name} ({department.lead.name})" if department.lead else str(department.name)


class UnitForm(forms.Form):
    """What a department is asked; its lead answers by a link in the letter."""

    department: Any = forms.ModelChoiceField(label=_("Department"), queryset=None)
    question = forms.CharField(label=_("What do you ask?"), max_length=1000, widget=forms.Textarea({"rows": "3"}))

    def __init__(self, *args: Any, case: Case, **options: Any) -> None:
        super().__init__(*args, **{"initial": {"department": case.department_id}, **options})
        rows = organizations.department_choices().filter(lead__isnull=False, lead__left_at=None)
        self.fields["department"].queryset = rows  # type: ignore[attr-defined]
        self.fields["department"].label_from_instance = _with_lead  # type: ignore[attr-defined]


class OwnerForm(forms.Form):
    """Who carries the case from now on."""

    owner = forms.ChoiceField(label=_("Who carries it"))

    def __init__(self, *args: Any, able: list[Employee], **options: Any) -> None:
        super().__init__(*args, **options)
        self._able = {str(one.pk): one for one in able}
        self.fields["owner"].choices = [(key, one.name) for key, one in self._able.items()]  # type: ignore[attr-defined]

    @property
    def chosen(self) -> Employee:
        return self._able[self.cleaned_data["owner"]]


class PauseForm(forms.Form):
    """Why the clock stands still."""

    why = forms.ChoiceField(label=_("Why it waits"), choices=Pause.choices)


class AskForm(forms.Form):
    """What the person reads in the letter: their own words, and what we did about them."""

    said = forms.CharField(
        label=_("You said"),
        max_length=500,
        widget=LongText({"rows": "3"}),
        help_text=_("As the client reads it again."),
    )
    done = forms.CharField(
        label=_("We did"),
        max_length=500,
        widget=LongText({"rows": "3"}),
        help_text=_("In the client's language: what is different now."),
    )


class EndForm(forms.Form):
    """How a case ends without the client's word."""

    end = forms.ChoiceField(
        label=_("How it ends"),
        choices=[(one.value, one.label) for one in (End.UNCONFIRMED, End.DROPPED)],
        widget=forms.RadioSelect,
    )
    text = forms.CharField(label=_("Why"), max_length=1000, widget=LongText({"rows": "3"}))


class ApologyForm(OneLineFields, forms.Form):
    subject = forms.CharField(label=_("Subject"), max_length=150)
    text = forms.CharField(label=_("Letter"), max_length=4000, widget=LongText({"rows": "14"}))


class ReferenceForm(forms.Form):
    text = forms.CharField(label=_("Letter"), max_length=2000, widget=LongText({"rows": "8"}))


class CompensationForm(OneLineFields, forms.ModelForm):
    """What we give, and what it costs us."""

    class Meta:
        model = Compensation
        fields = ("what", "amount")


class CauseForm(OneLineFields, forms.ModelForm):
    """A cause, and the department that mends it."""

    class Meta:
        model = RootCause
        fields = ("name", "department")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        rows = organizations.department_choices(besides=self.instance.department_id)
        self.fields["department"].queryset = rows  # type: ignore[attr-defined]


class SettingsForm(forms.ModelForm):
    """Hours of each step, and limits."""

    class Meta:
        model = CaseSettings
        fields = (
            *("accept_hours", "contact_hours", "fix_hours", "confirm_hours", "low_mood", "limit", "recur_count"),
            *("recur_days", "follow_up_days"),
        )
        help_texts: ClassVar = {
            "accept_hours": _("Hours of work, in the week of whoever carries the case, without holidays."),
            "low_mood": _("Of 100. Below 40 people are upset: 5 and less of 10."),
            "limit": _("For one case, in the currency of the organization. Above it top management decides."),
        }

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("contact_hours", 0) < cleaned.get("accept_hours", 0):
            self.add_error("contact_hours", _("Nobody calls before the case is accepted: give this step more time."))
        return cleaned


class ConfirmationForm(forms.Form):
    """The client's word: yes, or not yet and what is missing."""

    answer = forms.ChoiceField(choices=[("yes", "yes"), ("no", "no")])
    text = forms.CharField(max_length=2000, required=False)


class UnitAnswerForm(forms.Form):
    """What the department says, and when it is ready."""

    answer = forms.CharField(
        max_length=2000, error_messages={"required": _("Write in a few words what you found out.")}
    )
    ready_on = forms.DateField(required=False, error_messages={"invalid": _("Choose a day from the calendar.")})

    def __init__(self, *args: Any, today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.today = today

    def clean_ready_on(self) -> date | None:
        day: date | None = self.cleaned_data["ready_on"]
        if day and not self.today <= day <= self.today + timedelta(days=730):
            raise forms.ValidationError(_("Choose today or a later day, within two years."))
        return day
