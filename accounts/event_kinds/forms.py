"""Clean input for the pages of kinds: the kind, the rows of its fields, and a payload to try."""

import json
from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.event_kinds import queries
from accounts.events.kinds import CUSTOM
from accounts.events.models import CustomKind
from accounts.events.payload import FIELD_LIMIT, NAME, RESERVED, BadPayload, Fault, FieldType, clean
from accounts.web.forms import LongText
from accounts.web.text import OneLineFields

TYPES = {
    FieldType.TEXT: _("Text"),
    FieldType.NUMBER: _("Number"),
    FieldType.BOOLEAN: _("Yes or no"),
    FieldType.DATE: _("Day"),
    FieldType.TIME: _("Moment"),
    FieldType.ID: _("Id (UUID)"),
}
FAULTS = {
    Fault.UNKNOWN: _("the kind has no such field"),
    Fault.NOT_TEXT: _("not a text"),
    Fault.NOT_NUMBER: _("not a number"),
    Fault.TOO_LARGE: _("too large a number"),
    Fault.NOT_BOOLEAN: _("neither true nor false"),
    Fault.NOT_DATE: _("not a day, for example 2026-03-01"),
    Fault.NOT_TIME: _("not a moment, for example 2026-03-01T09:30:00+02:00"),
    Fault.NO_ZONE: _("a moment needs its time zone, for example +02:00 at its end"),
    Fault.NOT_ID: _("not a UUID"),
}
NAME_RULE = _("Small Latin letters, digits and underscores, a letter first, 40 characters at most.")
ROWS, ADD, DROP = "fields", "add", "drop"


class KindForm(OneLineFields, forms.ModelForm):
    """Name, key and description. The key is what other systems send: it is chosen once."""

    key = forms.CharField(
        label=_("Key"),
        max_length=len(CUSTOM) + 40,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "spellcheck": "false", "translate": "no", "placeholder": "order_late"}
        ),
        help_text=_("What your systems send, with custom. before it. It cannot be changed later."),
    )

    class Meta:
        model = CustomKind
        fields = ("title", "description")
        widgets = {"description": LongText}  # noqa: RUF012 Django's own shape
        help_texts = {  # noqa: RUF012 Django's own shape
            "title": _("What the timeline of a client says, for example: Order is late."),
            "description": _("When your systems send it, and who looks after them."),
        }

    field_order = ("title", "key", "description")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if not self.instance._state.adding:
            del self.fields["key"]

    def clean_key(self) -> str:
        key: str = self.cleaned_data["key"].removeprefix(CUSTOM)
        if not NAME.match(key):
            raise ValidationError(NAME_RULE)
        twin = queries.named(CUSTOM + key)
        if twin and twin.archived_at:
            raise ValidationError(_("An archived kind has this key. Bring it back, or choose another key."))
        if twin:
            raise ValidationError(_("There is a kind with this key already."))
        self.instance.name = CUSTOM + key
        return key


class FieldForm(forms.Form):
    """One field of the payload; a row without a name is none."""

    name = forms.CharField(
        label=_("Field"),
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    type = forms.ChoiceField(label=_("Type"), choices=[(str(one), label) for one, label in TYPES.items()])

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        if name and not NAME.match(name):
            raise ValidationError(NAME_RULE)
        if name in RESERVED:
            raise ValidationError(_("Every event has a field of this name already. Choose another one."))
        return name


class BaseFieldRows(forms.BaseFormSet):
    """The rows of a form, beside the fields that are fixed because events have come."""

    def __init__(self, *args: Any, fixed: Mapping[str, str], **options: Any) -> None:
        super().__init__(*args, **{"prefix": ROWS} | options)
        self.fixed = fixed

    def clean(self) -> None:
        seen = set(self.fixed)
        for row in self.forms:
            name = row.cleaned_data.get("name") if hasattr(row, "cleaned_data") else ""
            if name and name in seen:
                row.add_error("name", _("There is a field of this name already."))
            seen.add(name or "")
        if len(self.chosen()) > FIELD_LIMIT:
            raise ValidationError(_("A kind has %(number)s fields at most.") % {"number": FIELD_LIMIT})

    def chosen(self) -> dict[str, str]:
        """Return every field with its type, fixed ones first."""
        rows = [row.cleaned_data for row in self.forms if row.is_valid()]
        return {**self.fixed, **{row["name"]: row["type"] for row in rows if row.get("name")}}


FieldRows: Any = forms.formset_factory(
    FieldForm, formset=BaseFieldRows, extra=0, max_num=FIELD_LIMIT, absolute_max=FIELD_LIMIT
)


def rearranged(data: Mapping[str, Any]) -> list[dict[str, str]] | None:
    """Return the rows as typed, with one more or one less, when a button of the rows was pressed; else None."""
    if ADD not in data and DROP not in data:
        return None
    total = str(data.get(f"{ROWS}-TOTAL_FORMS", ""))
    count = min(int(total), FIELD_LIMIT) if total.isascii() and total.isdigit() and len(total) < 4 else 0  # noqa: PLR2004
    rows = [{name: data.get(f"{ROWS}-{number}-{name}", "") for name in ("name", "type")} for number in range(count)]
    if ADD in data:
        return [*rows, {}][:FIELD_LIMIT]
    return [row for number, row in enumerate(rows) if str(number) != data[DROP]]


class PayloadForm(forms.Form):
    """A payload to be held against the kind; nothing is published."""

    payload = forms.CharField(
        label=_("Payload as JSON"),
        max_length=100_000,
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false", "class": "code"}),
    )

    def __init__(self, *args: Any, fields: Mapping[str, FieldType], **options: Any) -> None:
        super().__init__(*args, **options)
        self.of_kind = fields

    def clean_payload(self) -> str:
        text: str = self.cleaned_data["payload"]
        try:
            payload = json.loads(text)
        except (ValueError, RecursionError) as error:
            raise ValidationError(
                _("This is not JSON. Look for a missing quotation mark, comma or bracket.")
            ) from error
        if not isinstance(payload, dict):
            raise ValidationError(_("A payload is a JSON object: fields with values between { and }."))
        try:
            clean(payload, self.of_kind)
        except BadPayload as bad:
            raise ValidationError([f"{name[:60]}: {FAULTS[fault]}" for name, fault in bad.faults.items()]) from bad
        return text
