"""One answer as lists and pages show it: whose it is, as far as the person let it be known, and what they said."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts.clients.enums import BuyerRole
from accounts.web import formats
from feedback.insights.queries import Edition
from feedback.insights.queries.answers import BROUGHT
from feedback.responses.models import Confidentiality, Response, Source
from feedback.surveys.document import OTHER, WRITTEN, Document
from feedback.surveys.wording import Reader


@dataclass(frozen=True, slots=True)
class Words:
    """What somebody wrote, under the question's title."""

    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Line:
    """An answer in a list."""

    row: Response
    name: str
    is_named: bool  # the name is the person's, and leads to them
    when: str
    score: float | None
    words: Sequence[Words]
    chips: Sequence[dict[str, str]]


def lines(rows: Iterable[Response], editions: Sequence[Edition], *, language: str) -> list[Line]:
    """Return answers with client and contact at hand as a list shows them; no statement is run."""
    documents = {one.id: one.document for one in editions}
    return [
        Line(
            row=row,
            name=name_of(row),
            is_named=is_named(row),
            when=when(row),
            score=row.mood,
            words=words_of(row, documents[row.version_id], language=language),
            chips=chips_of(row),
        )
        for row in rows
    ]


def is_named(row: Response) -> bool:
    """Tell whether the person may be named to whoever may read the answer, and has a page."""
    return row.contact is not None and row.confidentiality != Confidentiality.ROLE and not row.contact.erased_at


def name_of(row: Response) -> str:
    """Return who answered; of somebody who wished to stay unnamed the role, of an open link's visitor what is known."""
    if row.contact and row.confidentiality != Confidentiality.ROLE:
        return str(row.contact)  # somebody who was erased is called so
    return role_of(row) or (_("Somebody at the open link") if row.source == Source.OPEN else _("Somebody"))


def role_of(row: Response) -> str:
    """Return the name of the role in which the person answered; "" where it is unknown."""
    return str(BuyerRole(row.role).label) if row.role else ""


def when(row: Response) -> str:
    """Return the day of the answer; of an unnamed one the month, or the list of who was asked would tell whose it is."""
    return (
        formats.month(row.happened_at) if row.confidentiality == Confidentiality.ROLE else formats.day(row.happened_at)
    )


def words_of(row: Response, document: Document, *, language: str) -> list[Words]:
    """Return what the person wrote, in the order of the questions."""
    reader = Reader(language, document.languages)
    found = []
    for question in document.questions:
        keys = [question.id] if question.type in WRITTEN else [f"{question.id}.{OTHER}"] if question.has_other else []
        found += [Words(reader.title(question), text) for key in keys if (text := row.answers.get(key))]
    return found


def chips_of(row: Response) -> list[dict[str, Any]]:
    """Return the marks of an answer: who may read it, how it came, whether it was changed."""
    found = []
    if row.confidentiality == Confidentiality.LEADERSHIP:
        found.append({"label": _("For top management only"), "tone": "care", "symbol": "lock"})
    if row.confidentiality == Confidentiality.ROLE:
        found.append({"label": _("Without a name"), "tone": "", "symbol": ""})
    if row.proxy_by_id and row.proxy_confirmed_at:
        found.append({"label": _("By phone, confirmed"), "tone": "", "symbol": "phone"})
    elif row.proxy_by_id:
        found.append({"label": _("By phone, not confirmed yet"), "tone": "care", "symbol": "phone"})
    if row.origin in BROUGHT:
        found.append({"label": pgettext("answer", "Imported"), "tone": "", "symbol": ""})
    if row.source in {Source.OPEN, Source.REPLY, Source.API}:
        found.append({"label": row.get_source_display(), "tone": "", "symbol": ""})
    if row.amended_at:
        found.append({"label": _("Changed afterwards"), "tone": "", "symbol": ""})
    return found
