"""A letter from its three templates: subject, text and HTML, in the reader's language.

Rendering costs more than anything else about a letter, so it is done once for each language and look. Where a template prints
a text of the context as it is (LetterKind.slots), the form that is kept has a slot, and a letter is the form with its slots
filled. Everything else in the context is part of the form.
"""

import json
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.html import escape

from accounts.mail.letters import KINDS
from accounts.mail.models import OutgoingEmail, SystemLetter
from accounts.mail.plain import lively, plain
from accounts.web.theme import theme_of

FORMS = 256  # kept by a process: a few MB
LARGEST = 5_000  # characters of a form's context: a larger one belongs to one letter
BRAND = "#7b2d5e"  # of letters whose context names no brand_color
SLOT = re.compile("\x00(\\d+)\x00")  # `plain` leaves no NUL in a context, so that no text can look like a slot


@dataclass(frozen=True, slots=True)
class Letter:
    subject: str
    text: str
    html: str


def letter(name: str, *, language: str, context: dict[str, Any]) -> Letter:
    """Return templates/letters/<name>/ filled with `context`; the subject is one line whatever the context holds.

    `brand_color` in the context is the color of the organization that writes; other letters have the product's own.
    """
    slots = KINDS[name].slots if name in KINDS else ()
    return filled(f"letters/{name}", language=language, context=context, slots=slots)


def written(row: OutgoingEmail | SystemLetter) -> Letter:
    """Return the letter of a row of the outbox. Letters of an organization wear its color, which is read in its scope."""
    color = row.organization.brand_color if isinstance(row, OutgoingEmail) else ""
    return letter(row.letter, language=row.language, context={**row.context, "brand_color": color})


def filled(folder: str, *, language: str, context: dict[str, Any], slots: tuple[str, ...] = ()) -> Letter:
    """Return the letter whose three templates stand in `folder`; `letter` says what the context may hold."""
    values: list[str] = []
    rest = json.dumps(_with_slots(plain(context), slots, values), sort_keys=True)
    form = _form if len(rest) <= LARGEST else _form.__wrapped__
    subject, text, html = form(folder, language, rest, settings.BASE_URL)
    return Letter(
        subject=" ".join(_fill(subject, values).split()),
        text=_fill(text, values).strip() + "\n",
        html=_fill(html, [escape(value) for value in values]),
    )


def _with_slots(context: dict[str, Any], slots: tuple[str, ...], values: list[str]) -> dict[str, Any]:
    """Return the context with marks in place of the texts that are slots, and add the texts to `values`."""
    marked = dict(context)
    for slot in slots:
        first, _dot, rest = slot.partition(".")
        value = marked.get(first)
        if rest and isinstance(value, dict):
            marked[first] = _with_slots(value, (rest,), values)
        elif not rest and isinstance(value, str):
            marked[first] = f"\x00{len(values)}\x00"
            values.append(value)
    return marked


@lru_cache(maxsize=FORMS)
def _form(folder: str, language: str, context: str, base_url: str) -> tuple[list[str], list[str], list[str]]:
    """Return subject, text and HTML, each in pieces: text, number of a slot, text …"""
    values = lively(json.loads(context))
    values |= {"base_url": base_url, "letter_language": language}
    values |= {"brand": theme_of(values.get("brand_color") or BRAND)}
    with translation.override(language):
        subject, text, html = (
            SLOT.split(render_to_string(f"{folder}/{part}", values))
            for part in ("subject.txt", "body.txt", "body.html")
        )
    return subject, text, html


def _fill(pieces: list[str], values: list[str]) -> str:
    filled = list(pieces)
    filled[1::2] = [values[int(number)] for number in pieces[1::2]]
    return "".join(filled)
