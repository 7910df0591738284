"""The organization's own fields in the form of a client or a person."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.clients.enums import FieldKind
from accounts.clients.models import CustomField
from accounts.web.forms import DayField
from accounts.web.text import one_line

PREFIX = "custom_"
MOST_DIGITS, MOST_PLACES = 15, 6  # what every reader of JSON keeps exactly
LONGEST = 1000
LONG_AGO = date(1000, 1, 1)  # a company may be old
ANSWERS = [("", _("Unknown")), ("true", _("Yes")), ("false", _("No"))]


class CustomFields(forms.BaseForm):
    """Mix into a form: call `add_custom` in `__init__`, take `custom_values` of a valid form. None of them is required."""

    own: Mapping[str, CustomField] = {}
    kept: Mapping[str, Any] = {}

    def add_custom(self, fields: Iterable[CustomField], values: Mapping[str, Any]) -> None:
        """Add the organization's fields, filled with `values`, which also holds those of archived fields."""
        self.own, self.kept = {PREFIX + field.key: field for field in fields}, values
        for name, field in self.own.items():
            self.fields[name] = _form_field(field, values.get(field.key))
            if field.key in values:
                self.initial[name] = _shown(field.kind, values[field.key])

    def custom_values(self) -> dict[str, Any]:
        """Return what the row keeps: plain JSON values, nothing for what is empty."""
        typed = {field.key: _kept(self.cleaned_data[name]) for name, field in self.own.items()}
        archived = {key: value for key, value in self.kept.items() if key not in typed}
        return archived | {key: value for key, value in typed.items() if value is not None}


def _form_field(field: CustomField, value: Any) -> forms.Field:
    options: dict[str, Any] = {"label": field.label, "required": False}
    match field.kind:
        case FieldKind.NUMBER:
            return forms.DecimalField(max_digits=MOST_DIGITS, decimal_places=MOST_PLACES, **options)
        case FieldKind.DATE:
            return DayField(earliest=LONG_AGO, **options)
        case FieldKind.BOOLEAN:
            return forms.TypedChoiceField(
                choices=ANSWERS, coerce=lambda word: word == "true", empty_value=None, **options
            )
        case FieldKind.CHOICE:
            # A choice that was taken off the list stays where it is chosen, or saving another field would drop it.
            words = dict.fromkeys([*field.choices, *([value] if value else [])])
            return forms.ChoiceField(choices=[("", "–"), *((word, word) for word in words)], **options)
    return forms.CharField(max_length=LONGEST, validators=[one_line], **options)


def _shown(kind: str, value: Any) -> Any:
    if kind == FieldKind.BOOLEAN:
        return "true" if value else "false"
    return date.fromisoformat(value) if kind == FieldKind.DATE else value


def _kept(value: Any) -> Any:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, date):
        return value.isoformat()
    return None if value == "" else value
