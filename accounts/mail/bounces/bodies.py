"""The words that a person would read in a letter."""

import html
import re
from collections.abc import Callable

from accounts.mail.bounces.message import LETTERS, Part

BREAK = re.compile(r"<(?:br|/?p|/?div|/?tr|/?li|/?h[1-6]|/?table|/?pre|hr)\b[^<>]{0,2000}>", re.IGNORECASE)
TAG = re.compile(r"<[a-z/!?][^<>]{0,5000}>", re.IGNORECASE)
HIDDEN = re.compile(r"<(style|script|head|title)\b", re.IGNORECASE)
# Where mail programs begin the letter that is answered.
QUOTE = re.compile(
    r"""<(?:div|blockquote|p|span|hr)\b[^<>]{0,500}?(?:class|id|type)\s*=\s*["']?
    (?:gmail_quote|gmail_attr|yahoo_quoted|moz-cite-prefix|divRplyFwdMsg|appendonsend|cite\b|OLK_SRC_BODY_SECTION|mailru-blockquote
    |isForwardContent|ms-outlook-mobile-reference-message|protonmail_quote|zmail_extra|tutanota_quote)""",
    re.IGNORECASE | re.VERBOSE,
)
HIDDEN_END = {"style": "</style", "script": "</script", "head": "</head", "title": "</title"}


def readable(letter: Part) -> str:
    """Return the text of a letter: its plain text if it has one, else its HTML without tags."""
    return _best(letter, from_html)


def answered(letter: Part) -> str:
    """Return the text of an answer; of HTML only what stands before the quoted letter."""
    return _best(letter, lambda markup: from_html(_before_quote(markup)))


def from_html(markup: str) -> str:
    """Return the text of an HTML document; it is never shown as HTML again."""
    text = BREAK.sub("\n", " ".join(_visible(markup).split()))
    lines = (" ".join(line.split()) for line in html.unescape(TAG.sub("", text)).split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _best(letter: Part, convert: Callable[[str], str]) -> str:
    leaves = [
        part for part in letter.walk(inside_letters=False) if not part.children and part.media_type not in LETTERS
    ]
    for part in leaves:
        if part.media_type == "text/plain" and not _attached(part) and (text := part.text).strip():
            return text
    for part in leaves:
        if part.media_type == "text/html" and not _attached(part):
            return convert(part.text)
    # A multipart whose boundary is nowhere: better its raw text than nothing.
    return next((part.text for part in leaves if part.media_type.startswith(("multipart/", "text/"))), "")


def _attached(part: Part) -> bool:
    return part.first("content-disposition").lower().startswith("attachment")


def _before_quote(markup: str) -> str:
    found = QUOTE.search(markup)
    return markup[: found.start()] if found and found.start() else markup


def _visible(markup: str) -> str:
    """Drop styles, scripts and the head, in one pass however often they are opened and never closed."""
    out, place = [], 0
    folded = markup.lower()
    if len(folded) != len(markup):  # lower-casing some letters changes their number
        folded = markup
    while found := HIDDEN.search(markup, place):
        out.append(markup[place : found.start()])
        end = folded.find(HIDDEN_END[found[1].lower()], found.end())
        if end < 0:
            return "".join(out)
        place = end
    return "".join([*out, markup[place:]])
