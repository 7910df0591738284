"""A client, and who of us works for it."""

from collections.abc import Iterable
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.clients.forms.custom import CustomFields
from accounts.clients.forms.fields import DomainField, SegmentChoice, TagsField, TypedTimeZoneField
from accounts.clients.models import Client, ClientTeamMember, CustomField, Segment
from accounts.organizations.forms import CountryField
from accounts.organizations.forms.fields import PersonChoice
from accounts.organizations.models import Employee
from accounts.web.forms import DayField
from accounts.web.text import OneLineFields


class ClientForm(OneLineFields, CustomFields, forms.ModelForm):
    """Everything that is known about a client itself; only the name is required."""

    domain = DomainField()
    manager = PersonChoice(
        label=_("Happiness manager"),
        queryset=None,
        required=False,
        empty_label=_("Nobody yet"),
        help_text=_("The one person who answers for this client's happiness."),
    )
    sponsor = PersonChoice(label=_("Executive sponsor"), queryset=None, required=False, empty_label=_("Nobody"))
    segment = SegmentChoice(
        label=_("Segment"), queryset=None, required=False, empty_label=pgettext_lazy("segment", "None")
    )
    country = CountryField(empty_label=_("Unknown"))
    time_zone = TypedTimeZoneField(required=False, help_text=_("Type a city. Empty: the zone of your organization."))
    language = forms.ChoiceField(label=_("Language"), help_text=_("Of letters to people whose own is not known."))
    tags = TagsField()

    class Meta:
        model = Client
        fields = (
            "name",
            "domain",
            "manager",
            "segment",
            "sponsor",
            "country",
            "language",
            "time_zone",
            "tags",
            "external_id",
        )
        help_texts: ClassVar = {"external_id": _("For example in your CRM. Imports find the client by it.")}
        widgets: ClassVar = {"name": forms.TextInput(attrs={"autocomplete": "off"})}

    def __init__(
        self,
        *args: Any,
        people: QuerySet[Employee],
        segments: QuerySet[Segment],
        own_fields: Iterable[CustomField],
        house_zone: str,
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.house_zone = house_zone
        self.fields["manager"].queryset = self.fields["sponsor"].queryset = people  # type: ignore[attr-defined]
        self.fields["segment"].queryset = segments  # type: ignore[attr-defined]
        self.fields["language"].choices = Client._meta.get_field("language").choices  # type: ignore[attr-defined]
        self.add_custom(own_fields, self.instance.custom)

    def clean_time_zone(self) -> str:
        return self.cleaned_data["time_zone"] or self.house_zone

    def clean(self) -> dict[str, Any]:
        super().clean()
        if not self.errors:
            self.instance.custom = self.custom_values()
        return self.cleaned_data


class TeamMemberForm(OneLineFields, forms.ModelForm):
    """One of us who works for the client from a day on."""

    employee = PersonChoice(label=_("Person"), queryset=None, empty_label=_("Choose a person"))
    started_on = DayField(label=_("From"), required=False, help_text=_("Empty: from today."))

    class Meta:
        model = ClientTeamMember
        fields = ("employee", "duty", "started_on")
        help_texts: ClassVar = {"duty": _("What this person does there, for example: project lead.")}

    def __init__(self, *args: Any, people: QuerySet[Employee], today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.today = today
        self.fields["employee"].queryset = people  # type: ignore[attr-defined]

    def clean_started_on(self) -> date:
        return self.cleaned_data["started_on"] or self.today


class TeamEndForm(forms.Form):
    """The last day on which somebody works for the client."""

    ended_on = DayField(label=_("Last day"), required=False)

    def __init__(self, *args: Any, today: date, since: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.today, self.since = today, since

    def clean_ended_on(self) -> date:
        day: date = self.cleaned_data["ended_on"] or self.today
        if day < self.since:
            raise ValidationError(_("This is before the first day. Choose a later one."))
        return day
