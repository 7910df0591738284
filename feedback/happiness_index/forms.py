"""Clean input for how much each role counts, and how long what was said."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.clients.enums import BuyerRole
from accounts.web.text import OneLineFields
from feedback.happiness_index.actions.weighing import HUNDRED
from feedback.happiness_index.formula import Formula
from feedback.happiness_index.models import IndexVersion


class WeightsForm(forms.Form):
    """Three numbers that make 100; `weights` are what holds now."""

    def __init__(self, *args: Any, weights: Mapping[str, int], **options: Any) -> None:
        super().__init__(*args, **options)
        for role in BuyerRole:
            self.fields[role] = forms.IntegerField(
                label=role.label, min_value=0, max_value=HUNDRED, initial=weights[role]
            )

    def clean(self) -> dict[str, Any]:
        """Let the numbers make 100."""
        values = super().clean() or {}
        total = sum(values.get(role, 0) for role in BuyerRole)
        if not self.errors and total != HUNDRED:
            error = _("Together they make %(total)s, and should make 100.") % {"total": total}
            raise forms.ValidationError(error, code="hundred")
        return values

    def wanted(self) -> dict[str, int]:
        """Return what was typed, as actions take it."""
        return {str(role): self.cleaned_data[role] for role in BuyerRole}


class VersionForm(OneLineFields, forms.ModelForm):
    """A name, three weights that make 100, and half-lives; `formula` is what counts now."""

    class Meta:
        model = IndexVersion
        fields = (
            *("title", "economic", "technical", "end_user", "answer_days", "words_days", "talk_days"),
            *("good_mark_days", "bad_mark_days"),
        )
        help_texts: ClassVar = {"title": gettext_lazy("What is new about it, for those who compare it later.")}

    def __init__(self, *args: Any, formula: Formula, **options: Any) -> None:
        lives = {f"{kind}_days": days for kind, days in formula.half_lives.items()}
        super().__init__(*args, initial={**formula.weights, **lives, **options.pop("initial", {})}, **options)

    @property
    def weights(self) -> list[forms.BoundField]:
        return [self[role] for role in BuyerRole]

    @property
    def half_lives(self) -> list[forms.BoundField]:
        return [field for field in self if field.name.endswith("_days")]

    def clean(self) -> dict[str, Any]:
        """Let the numbers make 100."""
        values = super().clean() or {}
        total = sum(values.get(role, 0) for role in BuyerRole)
        if not set(self.errors) & set(BuyerRole) and total != HUNDRED:
            error = _("Together they make %(total)s, and should make 100.") % {"total": total}
            raise forms.ValidationError(error, code="hundred")
        return values
