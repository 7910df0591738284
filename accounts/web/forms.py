"""How every form looks: label above, error beside its field, one summary on top."""

import json
from datetime import date
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.forms.boundfield import BoundField
from django.forms.renderers import TemplatesSetting
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

# Beyond these a year is a slip of the keyboard, and a midnight may be no moment at all.
EARLIEST, LATEST = date(1970, 1, 1), date(2199, 12, 31)


class FormRenderer(TemplatesSetting):
    """Render whole forms and single fields with the product's templates."""

    form_template_name = "components/form.html"
    field_template_name = "components/field.html"


class DayField(forms.DateField):
    """A day, with the browser's own calendar."""

    def __init__(self, *, earliest: date = EARLIEST, **options: Any) -> None:
        super().__init__(widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **options)
        years = {"first": earliest.year, "last": LATEST.year}
        said = format_lazy(_("Look at the year: a day between {first} and {last} is meant."), **years)
        self.validators += [MinValueValidator(earliest, said), MaxValueValidator(LATEST, said)]


class LongText(forms.Textarea):
    """A text worth keeping: what is typed stays in the browser until the server has it (static/js/behaviours/drafts.js).

    Not for what is confidential or typed at a shared machine: such fields take a plain Textarea. Its view needs @once, which
    tells the browser that the text has arrived.
    """

    def __init__(self, attrs: dict[str, str] | None = None) -> None:
        super().__init__({"rows": "5", "data-draft": "", **(attrs or {})})


CHECK = "check_field"  # in what htmx sends: the field that was left


class FieldChecked(Exception):
    """A form was filled from the request to look at one field alone: whoever wanted to act on it must not.

    Raised instead of returned, so that no view has to know of checks: FieldCheckMiddleware answers with the field, and what
    the view has written is rolled back.
    """

    def __init__(self, field: BoundField) -> None:
        super().__init__(field.name)
        self.field = field


class CheckedOnLeaving(forms.BaseForm):
    """Mix into a form that is sent to the address of its own page: slips in addresses and days are told when a field is left.

    An empty field is no slip: somebody who only passes by is told nothing. Without JavaScript nothing is checked before
    the form is sent.
    """

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name, field in self.fields.items():
            if isinstance(field, (forms.EmailField, forms.DateField)):
                field.widget.attrs |= {
                    "hx-post": "",
                    "hx-trigger": "change",
                    "hx-target": "closest .field",
                    "hx-swap": "outerHTML",
                    "hx-sync": "closest form:abort",
                    "hx-vals": json.dumps({CHECK: self.add_prefix(name)}),
                }

    def full_clean(self) -> None:
        super().full_clean()
        left = self.data.get(CHECK, "") if self.is_bound else ""
        field = next((one for one in self if one.html_name == left), None)
        if field is not None:
            if not field.data:
                self.errors.pop(field.name, None)
            raise FieldChecked(field)
