"""One act on many clients."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.clients.forms.fields import LONGEST_TAG, SegmentChoice
from accounts.clients.models import Segment, Tag
from accounts.organizations.forms.fields import PersonChoice
from accounts.organizations.models import Employee
from accounts.web.text import OneLineFields


class BulkForm(OneLineFields, forms.Form):
    """What to do, and with what: `act` names the field that counts; the others are not looked at."""

    act = forms.ChoiceField(
        choices=[(name, name) for name in ("manager", "sponsor", "segment", "add_tag", "remove_tag", "archive")],
        widget=forms.HiddenInput,
    )
    manager = PersonChoice(label=_("Happiness manager"), queryset=None, required=False, empty_label=_("Nobody"))
    sponsor = PersonChoice(label=_("Executive sponsor"), queryset=None, required=False, empty_label=_("Nobody"))
    segment = SegmentChoice(
        label=_("Segment"), queryset=None, required=False, empty_label=pgettext_lazy("segment", "None")
    )
    add_tag = forms.CharField(label=_("Tag to add"), required=False, max_length=LONGEST_TAG)
    remove_tag: "forms.ModelChoiceField[Tag]" = forms.ModelChoiceField(
        label=_("Tag to remove"), queryset=None, required=False, empty_label=_("Choose a tag")
    )

    def __init__(
        self, *args: Any, people: QuerySet[Employee], segments: QuerySet[Segment], tags: QuerySet[Tag], **options: Any
    ) -> None:
        super().__init__(*args, **options)
        choices = {"manager": people, "sponsor": people, "segment": segments, "remove_tag": tags}
        for name, rows in choices.items():
            self.fields[name].queryset = rows  # type: ignore[attr-defined]

    def clean_add_tag(self) -> str:
        return " ".join(self.cleaned_data["add_tag"].split())

    def clean(self) -> dict[str, Any]:
        super().clean()
        act = self.cleaned_data.get("act", "")
        if act in {"add_tag", "remove_tag"} and act not in self.errors and not self.cleaned_data[act]:
            self.add_error(act, ValidationError(_("Say which tag."), code="required"))
        return self.cleaned_data
