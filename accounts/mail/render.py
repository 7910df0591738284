"""A letter from its three templates: subject, text and HTML, in the reader's language."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation

from accounts.mail.plain import lively


@dataclass(frozen=True, slots=True)
class Letter:
    subject: str
    text: str
    html: str


def letter(name: str, *, language: str, context: dict[str, Any]) -> Letter:
    """Return templates/letters/<name>/ filled with `context`; the subject is one line whatever the context holds."""
    values = {**lively(context), "base_url": settings.BASE_URL, "letter_language": language}
    with translation.override(language):
        return Letter(
            subject=" ".join(render_to_string(f"letters/{name}/subject.txt", values).split()),
            text=render_to_string(f"letters/{name}/body.txt", values).strip() + "\n",
            html=render_to_string(f"letters/{name}/body.html", values),
        )
