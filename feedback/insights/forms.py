"""What answers are narrowed to; it stands in the address, so that what somebody sees can be shared."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta, tzinfo
from typing import Any

from django import forms
from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.clients.enums import BuyerRole, Stage
from accounts.clients.forms.filters import ALL
from accounts.clients.models import Client, Segment
from accounts.organizations.roles import LEADERSHIP
from accounts.web.forms import DayField
from feedback.insights.queries import AnswerFilter, Edition
from feedback.insights.queries.answers import GROUPS
from feedback.insights.words import ASPECTS

LONGEST = 200
NOWHERE = "none"  # the stage, department or touchpoint that nobody knows
PLACES = ("stage", "department", "touchpoint")
RARE = ("version", "segment", "language", "origin", "proxy")


class ResultsFilter(forms.Form):
    """Answers by when, who and how; figures and lists share it, so that a figure leads to its answers."""

    role = forms.ChoiceField(label=_("Buyer role"), required=False, choices=[ALL, *BuyerRole.choices])
    stage = forms.ChoiceField(label=_("Stage"), required=False, choices=[ALL, *Stage.choices])
    since = DayField(label=_("From"), required=False)
    until = DayField(label=_("Up to and including"), required=False)
    version = forms.ChoiceField(label=_("Version"), required=False)
    segment: Any = forms.ModelChoiceField(label=_("Segment"), queryset=None, required=False, empty_label=ALL[1])
    language = forms.ChoiceField(label=_("Language"), required=False, choices=[ALL, *settings.LANGUAGES])
    origin = forms.ChoiceField(
        label=_("Imported answers"),
        required=False,
        choices=[("", _("With them")), ("live", _("Without them")), ("import", _("Only them"))],
    )
    proxy = forms.ChoiceField(
        label=_("Answers by phone"),
        required=False,
        choices=[("", _("With them")), ("own", _("Without them")), ("proxy", _("Only them"))],
    )
    client: Any = forms.ModelChoiceField(label=_("Client"), queryset=None, required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        editions: Sequence[Edition],
        segments: QuerySet[Segment],
        clients: QuerySet[Client],
        zone: tzinfo,
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.zone = zone
        versions = [(str(one.id), str(one.number)) for one in reversed(editions)]
        self.fields["version"].choices = [ALL, *versions]  # type: ignore[attr-defined]
        self.fields["segment"].queryset = segments  # type: ignore[attr-defined]
        self.fields["client"].queryset = clients  # type: ignore[attr-defined]
        self.ids = {str(one.id): one.id for one in editions}

    def clean(self) -> dict[str, Any]:
        super().clean()
        since, until = self.cleaned_data.get("since"), self.cleaned_data.get("until")
        if since and until and since > until:
            self.add_error("until", _("The last day is before the first one."))
        return self.cleaned_data

    @property
    def has_rare(self) -> bool:
        """Tell whether a filter that is folded away is in use, or wrong."""
        return any(self.data.get(name) for name in RARE) or bool(self.errors)

    @property
    def client_name(self) -> str:
        """Return the name of the client that answers are narrowed to."""
        client = getattr(self, "cleaned_data", {}).get("client")
        return client.name if client else ""

    def wanted(self) -> AnswerFilter:
        """Return the filter as queries take it; days are those of the organization."""
        return AnswerFilter(**self._columns())

    def _columns(self) -> dict[str, Any]:
        data = self.cleaned_data
        return {
            "start": self._midnight(data["since"]),
            "end": self._midnight(data["until"] and data["until"] + timedelta(days=1)),
            "version": self.ids.get(data["version"]),
            "segment": data["segment"] and data["segment"].pk,
            "client": data["client"] and data["client"].pk,
            **{name: data[name] for name in ("role", "stage", "language", "origin", "proxy")},
        }

    def _midnight(self, day: date | None) -> datetime | None:
        return datetime.combine(day, time.min, tzinfo=self.zone) if day else None


class AnswersFilter(ResultsFilter):
    """Single answers: also by what was answered, and whether in words."""

    has_words = forms.BooleanField(label=_("Only with words"), required=False)
    is_confided = forms.BooleanField(label=_("With answers for top management only"), required=False)
    group = forms.ChoiceField(
        label=pgettext_lazy("of those who answered", "Group"),
        required=False,
        choices=[ALL, *((name, name) for name in GROUPS)],
        widget=forms.HiddenInput,
    )
    question = forms.CharField(required=False, max_length=LONGEST, widget=forms.HiddenInput)
    answer = forms.CharField(required=False, max_length=LONGEST, widget=forms.HiddenInput)
    row = forms.CharField(required=False, max_length=LONGEST, widget=forms.HiddenInput)

    def __init__(self, *args: Any, reader: str, **options: Any) -> None:
        super().__init__(*args, **options)
        if reader not in LEADERSHIP:
            del self.fields["is_confided"]

    def wanted(self) -> AnswerFilter:
        """Return the filter as queries take it."""
        data = self.cleaned_data
        names = ("group", "question", "answer", "row", "has_words")
        chosen = {name: data[name] for name in names}
        return AnswerFilter(**self._columns(), **chosen, is_confided=data.get("is_confided", False))


class ThemesFilter(forms.Form):
    """Which topics, of which stage, department, touchpoint and role; `by` says what the table's columns are."""

    by = forms.ChoiceField(
        label=_("Topics by"),
        required=False,
        choices=[("stage", _("Stage")), ("department", _("Department")), ("touchpoint", _("Touchpoint"))],
    )
    aspect = forms.ChoiceField(label=_("Topic"), required=False, choices=[ALL, *ASPECTS.items()])
    stage = forms.ChoiceField(label=_("Stage"), required=False)
    department = forms.ChoiceField(label=_("Department"), required=False)
    touchpoint = forms.ChoiceField(label=_("Touchpoint"), required=False)
    role = forms.ChoiceField(label=_("Buyer role"), required=False, choices=[ALL, *BuyerRole.choices])

    def __init__(
        self,
        *args: Any,
        departments: Sequence[tuple[str, str]],
        touchpoints: Sequence[tuple[str, str]],
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.fields["stage"].choices = [ALL, *Stage.choices, (NOWHERE, _("Unknown"))]  # type: ignore[attr-defined]
        self.fields["department"].choices = [ALL, *departments, (NOWHERE, _("Unknown"))]  # type: ignore[attr-defined]
        self.fields["touchpoint"].choices = [ALL, *touchpoints, (NOWHERE, _("Unknown"))]  # type: ignore[attr-defined]

    def named(self) -> str:
        """Return in words what is asked for."""
        chosen = [(name, self.cleaned_data[name]) for name in ("aspect", *PLACES, "role")]
        return ", ".join(str(dict(self.fields[name].choices)[value]) for name, value in chosen if value)  # type: ignore[attr-defined]
