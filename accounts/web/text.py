"""Text at the edge: what a one-line field may hold. Everything else (emoji, right-to-left text) is kept as it was typed."""

import unicodedata
import uuid
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

INVISIBLE = {"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp", "Zs"}
CONTROL = {"Cc", "Zl", "Zp"}  # line breaks and other orders to a terminal; NUL is refused by every form field


def one_line(value: str) -> None:
    """Refuse line breaks, control characters and text of which nothing can be seen; raise ValidationError."""
    categories = [unicodedata.category(character) for character in value]
    if CONTROL.intersection(categories):
        raise ValidationError(_("Write this on one line, without control characters."), code="one_line")
    if categories and INVISIBLE.issuperset(categories):
        raise ValidationError(_("Write something that can be seen."), code="invisible")


# Letters that Unicode keeps outside of the alphabets' order, as the letter before them and a mark.
_ORDER = str.maketrans({"ё": "е~", "ґ": "г~", "є": "е~~", "і": "и~", "ї": "и~~", "ў": "у~"})


def sort_key(value: str) -> str:
    """Return the text as lists sort it in plain code order: without case, in the order of the uk, ru and en alphabets.

    Cut to 400 characters, the length of the columns that keep it.
    """
    return " ".join(value.casefold().translate(_ORDER).split())[:400]


def as_id(text: str) -> uuid.UUID | None:
    """Return the id that an address or a form has brought; None for any other text."""
    try:
        return uuid.UUID(text)
    except ValueError:
        return None


def beginning(column: str, start: str) -> dict[str, str]:
    """Return the filter under which a column in plain code order begins so: a range, because LIKE is not used beside
    row-level security."""
    return {f"{column}__gte": start, f"{column}__lt": f"{start}\U0010ffff"}


class OneLineFields(forms.BaseForm):
    """Mix into a form: each of its text fields holds one line, unless its widget is a text area."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for field in self.fields.values():
            if isinstance(field, forms.CharField) and not isinstance(field.widget, forms.Textarea):
                field.validators.append(one_line)
