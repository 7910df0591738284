"""As whom a draft is looked at, and which part of it; the names of the fields are those of the preview's address."""

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.clients.enums import BuyerRole, Stage
from feedback.surveys.document import SCORED, Document
from feedback.surveys.words import LANGUAGES

PAGE = "page"
PARTS = [
    ("letter", pgettext_lazy("channel", "Letter")),
    (PAGE, pgettext_lazy("of a survey", "Page")),
    ("thanks", _("Thanks")),
]


class PreviewForm(forms.Form):
    """Part, role, stage, language, and the score that was given."""

    part = forms.ChoiceField(label=_("Part"), required=False, choices=PARTS, initial=PAGE)
    role = forms.ChoiceField(label=_("Buyer role"), required=False, choices=[("", _("Not known")), *BuyerRole.choices])
    stage = forms.ChoiceField(label=_("Stage"), required=False, choices=[("", _("Not known")), *Stage.choices])
    language = forms.ChoiceField(label=_("Language"), required=False)
    score = forms.ChoiceField(label=_("Score"), required=False)

    def __init__(self, data: Any = None, *, document: Document) -> None:
        super().__init__(data)
        scored = next((one for one in document.questions if one.type in SCORED), None)
        first, last = (scored.scale or (0, 0)) if scored else (0, -1)
        marks = [(str(mark), str(mark)) for mark in range(first, last + 1)]
        self.fields["language"].choices = [(one, LANGUAGES.get(one, one)) for one in document.languages]  # type: ignore[attr-defined]
        self.fields["score"].choices = [("", _("Not given yet")), *marks]  # type: ignore[attr-defined]

    def query(self) -> str:
        """Return the query of the preview's address; whatever was chosen wrongly is left out."""
        self.is_valid()
        chosen = getattr(self, "cleaned_data", {})
        return urlencode({name: value for name, value in chosen.items() if value})
