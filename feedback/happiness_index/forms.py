"""Clean input for how much each role counts."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from accounts.clients.enums import BuyerRole
from feedback.happiness_index.actions.weighing import HUNDRED


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
