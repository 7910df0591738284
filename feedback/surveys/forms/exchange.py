"""Surveys of other programs, as they are handed in."""

import json
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from feedback.surveys import document as documents
from feedback.surveys import limesurvey, surveyjs
from feedback.surveys.document import BadDocument
from feedback.surveys.foreign import BadSurvey, Foreign
from feedback.surveys.limesurvey import MOST_BYTES

LONGEST_PASTE = 500_000  # characters; a form may hold two million bytes
LONGEST_DRAFT = 1_000_000


class ImportForm(forms.Form):
    """A file of another program, or its text."""

    file = forms.FileField(
        label=_("File"),
        required=False,
        allow_empty_file=True,
        help_text=_("JSON of SurveyJS or .lss of LimeSurvey, at most 5 MB."),
        widget=forms.FileInput(attrs={"accept": ".json,.lss"}),
    )
    pasted = forms.CharField(
        label=_("Or paste its text here"),
        required=False,
        max_length=LONGEST_PASTE,
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false", "autocomplete": "off"}),
    )
    language = forms.ChoiceField(
        label=_("Language of its texts"),
        choices=settings.LANGUAGES,
        help_text=_("Of those that do not say themselves in which language they are."),
    )

    def clean(self) -> dict[str, Any]:
        super().clean()
        file, pasted = self.cleaned_data.get("file"), self.cleaned_data.get("pasted")
        if self.errors:
            return self.cleaned_data
        if (file is None) == (not pasted):
            raise ValidationError(_("Choose a file, or paste its text: one of the two."))
        if file is not None and file.size > MOST_BYTES:
            raise ValidationError({"file": _("The file is larger than 5 MB: no survey is.")})
        first = self.cleaned_data["language"]
        languages = [first, *(code for code, _name in settings.LANGUAGES if code != first)]
        try:
            self.cleaned_data["found"] = _read(file.read() if file is not None else str(pasted), languages)
        except BadSurvey as error:
            text = _(
                "This cannot be read as a survey. Save it in the other program once more, in UTF-8, and try again."
            )
            where = _("It went wrong here: %(place)s") % {"place": error.place[:200]} if error.place else ""
            raise ValidationError({"pasted" if file is None else "file": [text, where] if where else [text]}) from error
        return self.cleaned_data

    def found(self) -> Foreign:
        """Return the survey, and what of it did not come along."""
        found: Foreign = self.cleaned_data["found"]
        return found


class ImportedForm(forms.Form):
    """What was understood, on its way from the page that showed it."""

    content = forms.CharField(max_length=LONGEST_DRAFT, widget=forms.HiddenInput)

    def clean_content(self) -> documents.Document:
        try:
            return documents.read(json.loads(self.cleaned_data["content"]))
        except (ValueError, RecursionError, BadDocument) as error:
            raise ValidationError(_("The survey was damaged on its way. Hand the file in once more.")) from error


def _read(text: bytes | str, languages: list[str]) -> Foreign:
    start = text[:64] if isinstance(text, str) else text[:64].decode("latin-1")
    if start.lstrip("\ufeff\u00ef\u00bb\u00bf\u00fe\u00ff\0 \t\r\n").startswith("<"):  # behind what marks the encoding
        return limesurvey.read(text, languages=languages)
    return surveyjs.read(surveyjs.loads(text), languages=languages)
