"""The answer page as HTML: what is asked, what was typed, what is wrong. Nothing is read or written here.

What is the same for many people (`Sheet`) becomes a skeleton with slots for what is one person's (`Personal`); plain ones are
kept (`feedback.responses.kept`). Slots are marked by NUL, which no text of a survey and no name can hold.
"""

import base64
import hashlib
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from html import escape
from pathlib import Path
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import ngettext

from accounts.templatetags.ui import initials
from accounts.web.styles import lean
from accounts.web.theme import theme_of
from feedback.responses import controls
from feedback.responses.controls import Control
from feedback.responses.forms import Fields
from feedback.responses.models import Confidentiality
from feedback.surveys import recall, runner
from feedback.surveys.conditions import asked as answers_read
from feedback.surveys.document import Document, Texts, say
from feedback.surveys.runner import Asked, Fault, Person
from feedback.surveys.wording import Reader

PRODUCT_COLOR = "#7b2d5e"
LANGUAGE_LINKS = {"uk": "Укр", "en": "Eng", "ru": "Рус"}
SEEDS = 12  # so many orders of shuffled choices are kept
NOTHING: Mapping[str, Any] = {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """What the page shows to everybody who is asked the same.

    `fields` is what stands in the form, `answers` what was answered on earlier pages; `at` is the page of several, None where
    everything stands on one. `answered_on` is a day in words, where an answer is being changed.
    """

    document: Document
    person: Person
    language: str
    organization: str
    color: str
    has_sender: bool
    hides_in_role: bool
    fields: Fields = field(default_factory=dict)
    faults: Mapping[str, Fault] = field(default_factory=dict)
    notice: str = ""  # what is wrong with the whole
    answers: Mapping[str, Any] = field(default_factory=dict)
    readers: str = Confidentiality.NAMED
    at: int | None = None
    answered_on: str = ""
    is_open: bool = False  # behind an open link nobody is known, so there is nobody to hide
    seed: int = 0

    def say(self, texts: Texts) -> str:
        """Return a text of the document in the page's language."""
        return say(texts, self.language, self.document.languages)


@dataclass(frozen=True, slots=True, kw_only=True)
class Personal:
    """What fills the slots. `url` ends with "/"; `sender_line` is the sender's name and job."""

    url: str
    organization: str
    ticket: str = ""
    salutation: str = ""
    sender: str = ""
    sender_line: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Html:
    """A page, and the Content-Security-Policy source that allows its one style element."""

    content: bytes
    style: str

    def policy(self, *, framed_by: str = "'none'", sends_to: str = "'self'") -> str:
        """Return the policy of the page: its own style, and nothing else."""
        return (
            f"default-src 'none'; style-src {self.style}; img-src data:; form-action {sends_to}; base-uri 'none'; "
            f"frame-ancestors {framed_by}"
        )


@dataclass(frozen=True, slots=True)
class Skeleton:
    """A rendered page: what stands between its slots, the slots' names, and the texts that recall something."""

    pieces: tuple[bytes, ...]
    slots: tuple[str, ...]
    style: str
    texts: tuple[str, ...]

    def filled(self, personal: Personal, *, answers: Mapping[str, str] = NOTHING) -> Html:
        """Return the page of one person; `answers` are earlier ones in words, for texts that recall them."""
        values: dict[str, str] = {
            "url": escape(personal.url),
            "ticket": escape(personal.ticket),
            "sender": escape(personal.sender),
            "sender_line": escape(personal.sender_line),
            "initials": escape(initials(personal.sender)),
        }
        if self.texts:
            known = {**_known(personal), **answers}
            for number, text in enumerate(self.texts):
                values[str(number)] = escape(recall.fill(text, known)).replace("\n", "<br>")
        parts = [b""] * (2 * len(self.pieces) - 1)
        parts[::2] = self.pieces
        parts[1::2] = [values[name].encode() for name in self.slots]
        return Html(b"".join(parts), self.style)


def render(sheet: Sheet, personal: Personal) -> Html:
    """Return the page."""
    return skeleton_of(sheet).filled(personal, answers=_answers_in_words(sheet))


def preselected(document: Document, person: Person, score: str) -> dict[str, list[str]]:
    """Return the field of the leading score with the one that a letter's link names, if it is one."""
    first = next(iter(runner.walk(document, person, NOTHING)), None)
    if first is None or first.question.scale is None:
        return {}
    least, most = first.question.scale
    return {first.question.id: [score]} if score in {str(one) for one in range(least, most + 1)} else {}


def is_stepped(document: Document, person: Person) -> bool:
    """Tell whether the person goes page by page: because a page was begun, or because an answer decides what follows."""
    decided = any(next(answers_read(rule.when), "") for rule in document.rules)
    return decided or len(runner.steps(document, person, NOTHING)) > 1


def is_end(document: Document, person: Person, asked: Sequence[Asked]) -> bool:
    """Tell whether nothing can follow the page that asks this, whatever is answered."""
    last = document.questions.index(asked[-1].question) + 1 if asked else len(document.questions)
    return not any(runner.is_for(one.audience, person) for one in document.questions[last:])


def seed_of(row_id: uuid.UUID) -> int:
    """Return which order of shuffled choices a person sees, always the same one."""
    return row_id.int % SEEDS


# --- Slots ---


class _Texts:
    """Says the document's texts in one language; those that recall something become slots."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet, self.recalling = sheet, list[str]()

    def __call__(self, texts: Texts) -> str:
        text = self.sheet.say(texts)
        if not recall.names(text):
            return text
        self.recalling.append(text)
        return _slot(str(len(self.recalling) - 1))


def _slot(name: str) -> str:
    return f"\0{name}\0"


def _known(personal: Personal) -> dict[str, str]:
    found = {"salutation": personal.salutation, "organization": personal.organization, "sender": personal.sender}
    return found | {f"fact:{name}": str(value) for name, value in personal.facts.items() if value not in (None, "")}


def _answers_in_words(sheet: Sheet) -> dict[str, str]:
    reader = Reader(sheet.language, sheet.document.languages)
    with translation.override(sheet.language):
        return {f"answer:{one.id}": reader.within(one, sheet.answers) for one in sheet.document.questions}


# --- Skeletons ---


def skeleton_of(sheet: Sheet) -> Skeleton:
    """Render what the sheet's page shows to everybody."""
    texts = _Texts(sheet)
    with translation.override(sheet.language):
        context = _context(sheet, texts)
        style = _style(sheet.color, context["controls"])
        html = render_to_string("public/survey.html", {**context, "style": _element(style)})
    parts = html.split("\0")
    pieces = tuple(part.encode() for part in parts[::2])
    return Skeleton(pieces, tuple(parts[1::2]), source_of(style), tuple(texts.recalling))


def _context(sheet: Sheet, texts: Callable[[Texts], str]) -> dict[str, Any]:
    asked, ends = _on_page(sheet)
    found: list[Control] = []
    for one in asked:
        above = [before.id for before in found]
        fault = sheet.faults.get(one.question.id)
        found.append(
            controls.control(one, fields=sheet.fields, fault=fault, say=texts, seed=str(sheet.seed), before=above)
        )
    leads = bool(found) and found[0].is_scale and (sheet.at in {None, 0} or len(found) == 1)
    return {
        "sheet": sheet,
        "language": sheet.language,
        "organization": sheet.organization,
        "languages": [(one, LANGUAGE_LINKS.get(one, one)) for one in sheet.document.languages],
        "brand": initials(sheet.organization),
        "title": texts(sheet.document.title),
        "intro": texts(sheet.document.intro) if not sheet.at else "",
        "promise": _promise(sheet),
        "controls": found,
        "lead": found[0] if leads else None,
        "rest": found[1:] if leads else found,
        "is_first": not sheet.at,
        "is_last": ends,
        "faulty": [one for one in found if one.fault],
        "readers": _readers(sheet),
        "slots": {name: _slot(name) for name in ("url", "ticket", "sender", "sender_line", "initials")},
    }


def _on_page(sheet: Sheet) -> tuple[list[Asked], bool]:
    """Return what is asked on this page, and whether it is the last one whatever is answered."""
    pages = runner.steps(sheet.document, sheet.person, sheet.answers)
    if sheet.at is None:
        return [one for page in pages for one in page], True
    asked = pages[sheet.at] if sheet.at < len(pages) else []
    return asked, is_end(sheet.document, sheet.person, asked)


def _promise(sheet: Sheet) -> str:
    """Say how little it takes, on the first page of more than one question."""
    if sheet.at or sheet.answered_on or len(sheet.document.questions) == 1:
        return ""
    count, seconds = sheet.document.questions_promised, sheet.document.seconds_promised
    questions = ngettext("%(count)s question at most", "%(count)s questions at most", count) % {"count": count}
    minutes = round(seconds / 60)
    if seconds < 90:  # noqa: PLR2004 where people begin to think in minutes
        return questions + ", " + ngettext("%(count)s second", "%(count)s seconds", seconds) % {"count": seconds}
    return questions + ", " + ngettext("%(count)s minute", "%(count)s minutes", minutes) % {"count": minutes}


def _readers(sheet: Sheet) -> list[tuple[str, bool]]:
    offered = [
        Confidentiality.NAMED,
        *([Confidentiality.ROLE] if sheet.hides_in_role else []),
        Confidentiality.LEADERSHIP,
    ]
    return [(str(one), one == sheet.readers) for one in offered]


# --- Style ---


@lru_cache(maxsize=500)
def base_style(color: str, also: str = "") -> str:
    """Return the style of every public page in the organization's color; `also` names a file of some pages besides."""
    t = theme_of(color or PRODUCT_COLOR)
    light = f"--b:{t.fill};--ob:{t.on_fill};--be:{t.edge};--bt:{t.tint};--bx:{t.text}"
    dark = f"--be:{t.dark_edge};--bt:{t.dark_tint};--bx:{t.dark_text}"
    folder = Path(settings.BASE_DIR) / "static" / "css"
    file = "\n".join((folder / name).read_text(encoding="utf-8") for name in ("answer.css", also) if name)
    return f":root{{{light}}}@media(prefers-color-scheme:dark){{:root{{{dark}}}}}\n{lean(file)}"


def source_of(style: str) -> str:
    """Return how a policy allows this style and no other."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()}'"


def _style(color: str, found: list[Control]) -> str:
    """Return the style with the rules that switch wordings by the score that is chosen on the page."""
    rules = []
    for one in found:
        for of, group, _title in one.wordings:
            chosen = f"form:has(#q-{of} .{group}:checked) #t-{one.id}"
            rules.append(f"{chosen} .{group}{{display:inline}}{chosen} .any{{display:none}}")
    return base_style(color) + "".join(rules)


def document_html(template: str, *, language: str, color: str, context: Mapping[str, Any], also: str = "") -> Html:
    """Return another public page (thanks, closed, stop, data) in the same look; `also` as base_style takes it."""
    style = base_style(color, also)
    with translation.override(language):
        text = render_to_string(template, {**context, "language": language, "style": _element(style)})
    return Html(text.encode(), source_of(style))


def _element(style: str) -> SafeString:
    return mark_safe(f"<style>{style}</style>")  # noqa: S308 our own file and ids of questions  # nosec B308 B703
