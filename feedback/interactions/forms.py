"""Clean input for a talk: at most three things have to be said."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.clients.models import Contact, Position
from accounts.organizations import queries as organizations
from accounts.organizations.forms.fields import PersonChoice
from accounts.web.forms import DayField, LongText
from accounts.web.mood import Mood
from accounts.web.text import OneLineFields
from feedback.interactions.actions import Said
from feedback.interactions.models import Channel, Interaction, Visibility

FACES = {
    Mood.UPSET: 20,
    Mood.TENSE: 47,
    Mood.NEUTRAL: 60,
    Mood.CONTENT: 72,
    Mood.DELIGHTED: 90,
}  # the middle of each band
MOST_FILES = 5
LARGEST_FILE = 10 * 1024 * 1024
MOST_TOPICS, LONGEST_TOPIC = 10, 60
FILE_TYPES = (
    ".pdf",
    ".png",
    ".jpg",
    ".jpeg",
    ".webp",
    ".docx",
    ".xlsx",
    ".pptx",
    ".odt",
    ".ods",
    ".txt",
    ".csv",
    ".eml",
)
CLOCK_SKEW = timedelta(minutes=15)
LOCAL_TIME = "%Y-%m-%dT%H:%M"


class FaceSelect(forms.RadioSelect):
    """Five faces and "no idea", each with its word."""

    template_name = "components/mood_choice.html"


class FilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """A few documents or pictures."""

    def __init__(self) -> None:
        types = ", ".join(FILE_TYPES)
        super().__init__(
            label=_("Files"),
            required=False,
            widget=FilesInput(attrs={"multiple": True, "accept": ",".join(FILE_TYPES)}),
            help_text=format_lazy("{} {}", _("Up to five, 10 MB each:"), types),
        )

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        files = [super(FilesField, self).clean(one, initial) for one in data or []]
        if len(files) > MOST_FILES:
            raise ValidationError(_("Five files fit. Leave some out, or put them into one archive elsewhere."))
        for file in files:
            if not (file.name or "").lower().endswith(FILE_TYPES):
                raise ValidationError(
                    _("%(name)s is of a kind that is not kept here. Save it as PDF."), params={"name": file.name}
                )
            if file.size > LARGEST_FILE:
                raise ValidationError(_("%(name)s is larger than 10 MB."), params={"name": file.name})
        return files


class PeopleForm(forms.Form):
    """With whom of the client: of those who work there now. Where nobody does, nobody is asked for."""

    people = forms.MultipleChoiceField(
        label=_("With whom"), required=False, widget=forms.CheckboxSelectMultiple, choices=()
    )

    def __init__(self, *args: Any, positions: Sequence[Position], **options: Any) -> None:
        super().__init__(*args, **options)
        self._contacts = {str(one.contact_id): one.contact for one in positions}
        self.fields["people"].choices = [(key, one.name) for key, one in self._contacts.items()]  # type: ignore[attr-defined]
        if not self._contacts:
            del self.fields["people"]

    @property
    def people_there(self) -> list[Contact]:
        """Return the contacts that were chosen."""
        return [self._contacts[key] for key in self.cleaned_data.get("people", [])]


class InteractionForm(OneLineFields, PeopleForm, forms.ModelForm):
    """Who, how, and what: the rest unfolds."""

    mood = forms.TypedChoiceField(
        label=_("How are they?"),
        required=False,
        coerce=int,
        empty_value=None,
        widget=FaceSelect,
        choices=[*((str(score), face.label) for face, score in FACES.items()), ("", pgettext_lazy("mood", "No idea"))],
    )
    topics = forms.CharField(label=_("Topics"), required=False, help_text=_("With commas, for example: acts, support"))
    need = forms.CharField(label=_("What they need"), required=False, max_length=500)
    promise = forms.CharField(label=_("What was promised"), required=False, max_length=500)
    promise_due = DayField(label=_("Until"), required=False)
    promise_owner = PersonChoice(label=_("Who keeps it"), queryset=None, required=False, empty_label=_("I do"))
    attachments = FilesField()

    class Meta:
        model = Interaction
        fields = (
            "people",
            "channel",
            "mood",
            "notes",
            "quote",
            "happened_at",
            "visibility",
            "department",
            "touchpoint",
        )
        widgets: ClassVar = {
            "channel": forms.RadioSelect,
            "notes": LongText(attrs={"rows": "4"}),
            "quote": forms.Textarea(attrs={"rows": 2}),
            "visibility": forms.RadioSelect,
            "happened_at": forms.DateTimeInput(attrs={"type": "datetime-local"}, format=LOCAL_TIME),
        }
        help_texts: ClassVar = {"quote": _("Word for word, in their language: it is what convinces others.")}

    def __init__(self, *args: Any, now: datetime, **options: Any) -> None:
        super().__init__(*args, **options)
        self._now = now
        self.fields["channel"].choices = Channel.written_down()  # type: ignore[attr-defined]
        self.fields["visibility"].choices = Visibility.choices  # type: ignore[attr-defined]
        self.fields["happened_at"].input_formats = [LOCAL_TIME, "%Y-%m-%dT%H:%M:%S"]  # type: ignore[attr-defined]
        self.fields["promise_owner"].queryset = organizations.active_employees()  # type: ignore[attr-defined]
        self.fields["department"].queryset = organizations.departments()  # type: ignore[attr-defined]
        self.fields["touchpoint"].queryset = organizations.touchpoints()  # type: ignore[attr-defined]

    @property
    def said(self) -> Said:
        """Return what the talk leaves to do."""
        return Said(
            need=self.cleaned_data["need"],
            promise=self.cleaned_data["promise"],
            promise_owner=self.cleaned_data["promise_owner"],
            promise_due=self.cleaned_data["promise_due"],
        )

    def clean_happened_at(self) -> datetime:
        moment: datetime = self.cleaned_data["happened_at"]
        if moment > self._now + CLOCK_SKEW:
            raise ValidationError(_("A talk is written down when it has taken place. Choose a time until now."))
        return moment

    def clean_topics(self) -> list[str]:
        topics = list(dict.fromkeys(filter(None, (one.strip() for one in self.cleaned_data["topics"].split(",")))))
        if len(topics) > MOST_TOPICS or any(len(one) > LONGEST_TOPIC for one in topics):
            raise ValidationError(_("At most ten topics of a few words each, with commas between them."))
        return topics

    def clean(self) -> dict[str, Any]:
        super().clean()
        values = self.cleaned_data
        if not self.errors and values.get("mood") is None and not values.get("notes") and not values.get("quote"):
            self.add_error("mood", _("Choose a face, or write what was said: one of the two is enough."))
        if values.get("promise") and not values.get("promise_due"):
            self.add_error("promise_due", _("A promise has a day. Say until when."))
        if values.get("promise_due") and not values.get("promise"):
            self.add_error("promise", _("Say what was promised, or leave the day out."))
        touchpoint = values.get("touchpoint")
        if touchpoint and not values.get("department"):
            values["department"] = touchpoint.department
        self.instance.topics = values.get("topics", [])
        return values
