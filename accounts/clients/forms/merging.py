"""What is not done by a slip: two entries become one, a person is erased."""

from typing import Any

from django import forms
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from accounts.clients.queries import BOTH, OTHER, THIS, Difference
from accounts.web import formats
from accounts.web.text import sort_key

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


class ErasureForm(forms.Form):
    """The name of the person, typed: nobody is erased by a slip."""

    name = forms.CharField(label=_("The person's name, to be sure"), max_length=200)

    def __init__(self, *args: Any, name: str, **options: Any) -> None:
        super().__init__(*args, **options)
        self._name = name

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        if sort_key(name) != sort_key(self._name):
            raise forms.ValidationError(_("This is not the person's name. Write it as it stands above."))
        return name
