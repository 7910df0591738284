"""What surveys of other programs have in common on their way in and out: what is lost, names that become ids, plain words.

Plain Python. Nothing is dropped in silence: whatever does not come along is a Loss, and pages say it in their language.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from html import unescape
from html.parser import HTMLParser
from typing import Any

from feedback.surveys.document import BadDocument, Document
from feedback.surveys.document import read as read_document
from feedback.surveys.document.reading import ID, LONGEST

LONGEST_ID = 40
LONGEST_DETAIL = 200


class BadSurvey(ValueError):
    """The data is no survey; `place` says where and `reason` what is wrong, for a log."""

    def __init__(self, place: str, reason: str) -> None:
        super().__init__(f"{place}: {reason}")
        self.place = place
        self.reason = reason


class Lost(StrEnum):
    """What did not come along; pages say it in their language."""

    QUESTION = "question"  # `type`: one that we do not ask
    SETTING = "setting"  # setting: one that we do not have
    CONDITION = "condition"  # expression: it could not be understood, so the part is for everybody
    TRIGGER = "trigger"  # `type`: something that the other program does by itself
    LANGUAGE = "language"  # language: one that the organization does not write in
    SCALE = "scale"  # a scale became a choice of its marks
    MARKS = "marks"  # the words of the marks between the ends
    FORMAT = "format"  # format: a text is taken as it is written
    TEXT_CUT = "text_cut"  # most
    TOO_MANY = "too_many"  # most, found: what is beyond
    NUMBER = "number"  # setting: it has to be whole, and not too large
    HEADING = "heading"  # text: of a page or a panel
    MARKUP = "markup"  # bold words, links, pictures: only the words came along
    HIDDEN = "hidden"  # a question that nobody saw
    RECALL = "recall"  # name: a value in a text that only the other program can fill in
    # On the way out: other programs do not know it. It is kept beside, and comes back when we read the file.
    OWN = "own"  # setting
    FALLBACK = "fallback"  # words: what is said where nothing is known
    VARIABLE = "variable"  # name: a value in a text that nobody has given the other program
    RULE = "rule"  # number: a rule that leads nowhere, or that cannot be written


@dataclass(frozen=True, slots=True)
class Loss:
    """`place` is the name that the other program uses; "" for the survey as a whole. `details` fill the sentence."""

    place: str
    kind: Lost
    details: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Foreign:
    """A survey of another program as ours, and everything that did not come along."""

    document: Document
    losses: list[Loss]


class Losses(list[Loss]):
    """What was lost so far, each once."""

    def note(self, place: str, kind: Lost, **details: Any) -> None:
        """Note one loss; long texts of strangers are cut."""
        short = {key: one[:LONGEST_DETAIL] if isinstance(one, str) else one for key, one in details.items()}
        loss = Loss(place[:LONGEST_DETAIL], kind, short)
        if loss not in self:
            self.append(loss)


def ids_for(names: Iterable[str], *, prefix: str, taken: Iterable[str] = ()) -> list[str]:
    """Return a valid id for each name, each once: what is one already stays, the first time it stands there."""
    names = list(names)
    used = set(taken)
    kept = [bool(ID.match(name)) and name not in names[:at] and name not in used for at, name in enumerate(names)]
    used |= {name for name, stays in zip(names, kept, strict=True) if stays}
    found = []
    for name, stays in zip(names, kept, strict=True):
        found.append(name if stays else _slug(name, prefix, used))
        used.add(found[-1])
    return found


def _slug(name: str, prefix: str, used: set[str]) -> str:
    slug = re.sub(r"[^a-z0-9]+", "_", name[:LONGEST].lower()).strip("_")
    if not slug or not slug[0].isalpha():
        slug = f"{prefix}{slug}"
    candidate, number = slug[:LONGEST_ID], 2
    while candidate in used:
        end = f"_{number}"
        candidate, number = slug[: LONGEST_ID - len(end)] + end, number + 1
    return candidate


def clean(text: str) -> str:
    """Return the text without what no database keeps: NUL and halves of characters."""
    return text.replace("\0", "").encode("utf-8", "ignore").decode().strip()


def cut(text: str, place: str, losses: Losses, *, most: int = LONGEST) -> str:
    """Return the clean text, cut to what a survey's text may have."""
    text = clean(text)
    if len(text) > most:
        losses.note(place, Lost.TEXT_CUT, most=most)
    return text[:most].strip()


class _Words(HTMLParser):
    SILENT = frozenset({"script", "style", "head", "title", "template", "iframe", "object"})
    BREAKING = frozenset({"br", "p", "div", "li", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "table"})
    BARE = frozenset({"br", "p", "div", "span", "body", "html"})  # nothing is lost without them

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self.silent = 0
        self.is_marked_up = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.is_marked_up |= tag not in self.BARE or bool(attrs)
        self.silent += tag in self.SILENT
        if tag in self.BREAKING:
            self.found.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self.silent = max(0, self.silent - (tag in self.SILENT))
        if tag in self.BREAKING - {"br", "li"}:
            self.found.append("\n")

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.found.append(data)


def words_of(html: str) -> tuple[str, bool]:
    """Return the words of HTML without its tags and scripts, and whether something was lost with the tags."""
    parser = _Words()
    try:
        parser.feed(html)
        parser.close()
    except (AssertionError, ValueError):  # what no browser would read either
        return unescape(re.sub(r"<[^>]*>", "", html)).strip(), True
    lines = [line.strip() for line in "".join(parser.found).splitlines()]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip(), parser.is_marked_up


def document_of(data: Mapping[str, Any]) -> Document:
    """Return the document of its JSON; raise BadSurvey."""
    try:
        return read_document(data)
    except BadDocument as error:
        raise BadSurvey(error.place, error.reason) from error
