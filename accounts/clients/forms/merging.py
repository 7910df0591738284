"""Which of two entries stays, and what it says where they differ."""

from typing import Any

from django import forms
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from accounts.clients.queries import BOTH, OTHER, THIS, Difference
from accounts.web import formats

SHOWN = 120  # characters of a long text


class MergeForm(forms.Form):
    """The entry that stays, and one choice for each difference."""

    stays = forms.ChoiceField(label=_("Which entry stays"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, this: Any, other: Any, differences: list[Difference], **options: Any) -> None:
        super().__init__(*args, **options)
        stays: Any = self.fields["stays"]
        since = _("%(name)s, here since %(day)s")
        stays.choices = [
            (which, since % {"name": row.name, "day": formats.day(row.created_at)})
            for which, row in ((THIS, this), (OTHER, other))
        ]
        stays.initial = THIS if this.created_at <= other.created_at else OTHER
        for one in differences:
            choices: list[tuple[str, Any]] = [(THIS, _short(one.this)), (OTHER, _short(one.other))]
            if one.is_long:
                choices.append((BOTH, _("Both texts, one after the other")))
            self.fields[f"part_{one.name}"] = forms.ChoiceField(
                label=one.label[:1].upper() + one.label[1:],
                choices=choices,
                initial=one.usual,
                widget=forms.RadioSelect,
            )

    def chosen(self) -> dict[str, str]:
        """Return which entry each difference is taken from."""
        return {
            name.removeprefix("part_"): value for name, value in self.cleaned_data.items() if name.startswith("part_")
        }


def _short(text: str) -> str:
    return Truncator(text).chars(SHOWN)
