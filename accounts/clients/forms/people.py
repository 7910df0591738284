"""A person at a client: who they are, their place and roles there, and leaving."""

from collections.abc import Iterable
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import QuerySet
from django.utils.dates import MONTHS
from django.utils.translation import gettext_lazy as _

from accounts.clients.enums import BuyerRole, Messenger
from accounts.clients.forms.custom import CustomFields
from accounts.clients.models import Contact, CustomField, Position
from accounts.organizations.forms import CountryField
from accounts.organizations.forms.fields import LowerCaseEmailField, TimeZoneField
from accounts.web.forms import DayField
from accounts.web.text import OneLineFields

MOST_ADDRESSES = 10
DAYS = [(day, day) for day in range(1, 32)]
LONGEST_MONTHS = {2: 29, 4: 30, 6: 30, 9: 30, 11: 30}


class RolesField(forms.MultipleChoiceField):
    """As whom the person is heard. Nobody has to know at once: without a role the person is only listed."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("label", _("Buyer roles"))
        super().__init__(choices=BuyerRole.choices, required=False, widget=forms.CheckboxSelectMultiple, **options)


class AddressesField(forms.CharField):
    """Several e-mail addresses, one on each line, the first one is where letters go."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            label=_("E-mail addresses"),
            required=False,
            widget=forms.Textarea(
                attrs={"rows": 2, "autocomplete": "off", "spellcheck": "false", "inputmode": "email"}
            ),
            help_text=_("One on each line; letters go to the first."),
            **options,
        )

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> Any:
        lines = (line.strip().lower() for line in (super().to_python(value) or "").splitlines())
        return list(dict.fromkeys(filter(None, lines)))

    def validate(self, value: list[str]) -> None:
        super().validate(value)
        if len(value) > MOST_ADDRESSES:
            raise ValidationError(_("Keep the ten addresses that are in use."))
        for address in value:
            try:
                validate_email(address)
            except ValidationError as error:
                raise ValidationError(
                    _("“%(address)s” is no e-mail address. Write it like taras@nordwerk.de."),
                    params={"address": address},
                ) from error

    def run_validators(self, value: Any) -> None:
        """The validators of a text say nothing about a list."""


class MessengersField(AddressesField):
    """Names in messengers, one on each line: "Telegram @taras"."""

    def __init__(self) -> None:
        super(AddressesField, self).__init__(
            label=_("Messengers"),
            required=False,
            widget=forms.Textarea(attrs={"rows": 2, "autocomplete": "off", "spellcheck": "false"}),
            help_text=_("One on each line, for example: Telegram @taras"),
        )

    def prepare_value(self, value: Any) -> Any:
        if not isinstance(value, list):
            return value
        return "\n".join(f"{Messenger(row['kind']).label} {row['handle']}" for row in value)

    def to_python(self, value: Any) -> Any:
        lines = (line.strip() for line in (super(AddressesField, self).to_python(value) or "").splitlines())
        return [_messenger(line) for line in filter(None, lines)]

    def validate(self, value: list[dict[str, str]]) -> None:  # type: ignore[override]
        if len(value) > MOST_ADDRESSES:
            raise ValidationError(_("Keep the ten names that are in use."))


def _messenger(line: str) -> dict[str, str]:
    """Return the messenger that the line names first, or Other with the whole line."""
    for kind in Messenger:
        for name in {str(kind.label).casefold(), kind.value}:
            if kind is not Messenger.OTHER and line.casefold().startswith(name):
                handle = line[len(name) :].strip(" :–-")
                if handle:
                    return {"kind": kind.value, "handle": handle[:200]}
    return {"kind": Messenger.OTHER.value, "handle": line[:200]}


class NewContactForm(OneLineFields, forms.ModelForm):
    """The least that makes a person reachable: only the name is required."""

    email = LowerCaseEmailField(label=_("E-mail"), max_length=254, required=False)
    job_title = forms.CharField(label=_("Job title"), max_length=200, required=False)
    roles = RolesField(help_text=_("A person may have several, and may have others at another client."))

    class Meta:
        model = Contact
        fields = ("name", "email", "job_title", "roles", "language", "salutation", "phone")
        help_texts: ClassVar = {
            "salutation": _("As letters begin, in the language of the person, for example: Dear Mr Melnyk"),
            "language": _("Of surveys and letters to this person."),
        }
        widgets: ClassVar = {
            "name": forms.TextInput(attrs={"autocomplete": "off"}),
            "phone": forms.TextInput(attrs={"type": "tel", "autocomplete": "off"}),
        }


class ContactForm(OneLineFields, CustomFields, forms.ModelForm):
    """Everything about a person that holds at every client."""

    addresses = AddressesField()
    messengers = MessengersField()
    country = CountryField(empty_label=_("Unknown"))
    time_zone = TimeZoneField(help_text=_("Letters come in working hours of this zone."))
    birth_day = forms.TypedChoiceField(
        label=_("Day of birth"), choices=[("", "–"), *DAYS], coerce=int, empty_value=None, required=False
    )
    birth_month = forms.TypedChoiceField(
        label=_("Month of birth"), choices=[("", "–"), *MONTHS.items()], coerce=int, empty_value=None, required=False
    )

    field_order = ("name", "salutation", "addresses", "phone", "messengers")

    class Meta:
        model = Contact
        fields = (
            "name",
            "salutation",
            "addresses",
            "phone",
            "language",
            "country",
            "time_zone",
            "talk_card",
            "interests",
            "birth_day",
            "birth_month",
            "birthday_source",
            "notes",
            "consent",
            "consent_source",
            "asking",
            "external_id",
        )
        help_texts: ClassVar = {
            **NewContactForm.Meta.help_texts,
            "talk_card": _("Formal or not, letters or calls, when not to disturb: shown before every call."),
            "birthday_source": _("For example: told us at the fair. Without it the birthday is not kept."),
            "consent_source": _("For example: contract of 12 March, or said on the phone."),
        }
        widgets: ClassVar = {
            "phone": forms.TextInput(attrs={"type": "tel", "autocomplete": "off"}),
            "talk_card": forms.Textarea(attrs={"rows": 3}),
            "interests": forms.Textarea(attrs={"rows": 2}),
            "notes": forms.Textarea(attrs={"rows": 4}),
        }

    def __init__(self, *args: Any, own_fields: Iterable[CustomField], **options: Any) -> None:
        super().__init__(*args, **options)
        self.add_custom(own_fields, self.instance.custom)

    def clean(self) -> dict[str, Any]:
        super().clean()
        if not self.errors:
            self.instance.custom = self.custom_values()
        day, month = self.cleaned_data.get("birth_day"), self.cleaned_data.get("birth_month")
        if bool(day) != bool(month):
            self.add_error("birth_month" if day else "birth_day", _("A birthday is a day and a month."))
        elif day and month and day > LONGEST_MONTHS.get(month, 31):
            self.add_error("birth_day", _("This month has fewer days."))
        if day and not self.cleaned_data.get("birthday_source"):
            self.add_error("birthday_source", _("Say how we know the birthday: it is personal."))
        self.instance.messengers = self.cleaned_data.get("messengers", self.instance.messengers)
        return self.cleaned_data


class PositionForm(OneLineFields, forms.ModelForm):
    """A person's place at one client."""

    roles = RolesField()

    class Meta:
        model = Position
        fields = ("job_title", "roles", "influence", "started_on")
        field_classes: ClassVar = {"started_on": DayField}


class DepartureForm(forms.Form):
    """Somebody has left; who takes over may be known or not."""

    left_on = DayField(label=_("Last day"))
    successor: Any = forms.ModelChoiceField(
        label=_("Successor"),
        queryset=None,
        required=False,
        empty_label=_("Not known yet"),
        help_text=_("Takes over the buyer roles. Somebody new has to be added to the client first."),
    )

    def __init__(
        self, *args: Any, colleagues: QuerySet[Contact], today: date, since: date | None, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.fields["successor"].queryset = colleagues  # type: ignore[attr-defined]
        self.initial.setdefault("left_on", today)
        self._today, self._since = today, since

    def clean_left_on(self) -> date:
        day: date = self.cleaned_data["left_on"]
        if day > self._today:
            raise ValidationError(_("Note it when the day has come: until then the person is still heard."))
        if self._since and day < self._since:
            raise ValidationError(_("The person has worked there only since a later day."))
        return day
