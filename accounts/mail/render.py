"""A letter from its three templates: subject, text and HTML, in the reader's language."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation

from accounts.mail.models import OutgoingEmail, SystemLetter
from accounts.mail.plain import lively
from accounts.web.theme import theme_of

BRAND = "#7b2d5e"  # of letters whose context names no brand_color


@dataclass(frozen=True, slots=True)
class Letter:
    subject: str
    text: str
    html: str


def letter(name: str, *, language: str, context: dict[str, Any]) -> Letter:
    """Return templates/letters/<name>/ filled with `context`; the subject is one line whatever the context holds.

    `brand_color` in the context is the color of the organization that writes; other letters have the product's own.
    """
    return filled(f"letters/{name}", language=language, context=context)


def written(row: OutgoingEmail | SystemLetter) -> Letter:
    """Return the letter of a row of the outbox. Letters of an organization, in whose scope this runs, wear its color."""
    color = row.organization.brand_color if isinstance(row, OutgoingEmail) else ""
    return letter(row.letter, language=row.language, context={**row.context, "brand_color": color})


def filled(folder: str, *, language: str, context: dict[str, Any]) -> Letter:
    """Return the letter whose three templates stand in `folder`; `letter` says what the context may hold."""
    values = lively(context)
    values |= {"base_url": settings.BASE_URL, "letter_language": language}
    values |= {"brand": theme_of(values.get("brand_color") or BRAND)}
    with translation.override(language):
        return Letter(
            subject=" ".join(render_to_string(f"{folder}/subject.txt", values).split()),
            text=render_to_string(f"{folder}/body.txt", values).strip() + "\n",
            html=render_to_string(f"{folder}/body.html", values),
        )
