"""As whom a draft is looked at."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.clients.enums import BuyerRole, Stage
from feedback.surveys.document import SCORED, Document
from feedback.surveys.runner import Person
from feedback.surveys.words import LANGUAGES


class PreviewForm(forms.Form):
    """Role, stage, language, and the score that was given."""

    role = forms.ChoiceField(label=_("Buyer role"), required=False, choices=[("", _("Not known")), *BuyerRole.choices])
    stage = forms.ChoiceField(label=_("Stage"), required=False, choices=[("", _("Not known")), *Stage.choices])
    language = forms.ChoiceField(label=_("Language"), required=False)
    score = forms.ChoiceField(label=_("Score"), required=False)

    def __init__(self, data: Any = None, *, document: Document) -> None:
        super().__init__(data, prefix="as")
        self.scored = next((one for one in document.questions if one.type in SCORED), None)
        first, last = (self.scored.scale or (0, 0)) if self.scored else (0, -1)
        marks = [(str(mark), str(mark)) for mark in range(first, last + 1)]
        self.fields["language"].choices = [(one, LANGUAGES.get(one, one)) for one in document.languages]  # type: ignore[attr-defined]
        self.fields["score"].choices = [("", _("Not given yet")), *marks]  # type: ignore[attr-defined]
        self.first_language = document.languages[0]

    def person(self) -> Person:
        """Return who looks; whatever was chosen wrongly is unknown."""
        chosen = self._chosen()
        return Person(
            role=chosen.get("role", ""),
            stage=chosen.get("stage", ""),
            language=chosen.get("language") or self.first_language,
        )

    def answers(self) -> dict[str, int]:
        """Return the score as an answer to the first scale."""
        score = self._chosen().get("score")
        return {self.scored.id: int(score)} if self.scored and score else {}

    def _chosen(self) -> dict[str, str]:
        self.is_valid()
        return getattr(self, "cleaned_data", {})
