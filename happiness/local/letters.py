"""The letters in the catcher's folder, taken apart for reading. Plain Python; a letter that is malformed is shown, too."""

import email
import email.policy
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage
from html.parser import HTMLParser
from pathlib import Path

from happiness.local.mailbox import LETTER_ID

_URL = re.compile(r"https?://[^\s<>\"']+")


@dataclass(frozen=True)
class Letter:
    """One caught letter. `delivered_to` are the addresses of the envelope: who truly gets it, hidden copies included."""

    id: str
    sender: str
    to: str
    delivered_to: list[str]
    subject: str
    date: str
    caught_at: datetime
    headers: list[tuple[str, str]]
    text: str
    html: str
    links: list[str]
    attachments: list[str]
    raw: bytes

    def as_json(self) -> dict[str, object]:
        """Return what a test or a script wants to know."""
        return {
            "id": self.id,
            "from": self.sender,
            "to": self.to,
            "delivered_to": self.delivered_to,
            "subject": self.subject,
            "date": self.date,
            "caught_at": self.caught_at.isoformat(),
            "headers": self.headers,
            "text": self.text,
            "html": self.html,
            "links": self.links,
            "attachments": self.attachments,
        }


def newest(folder: Path, limit: int) -> tuple[int, list[Letter]]:
    """Return how many letters there are, and the newest of them."""
    ids = sorted((file.stem for file in folder.glob("*.eml") if LETTER_ID.fullmatch(file.stem)), reverse=True)
    letters = [read(folder, letter_id) for letter_id in ids[:limit]]
    return len(ids), [letter for letter in letters if letter is not None]


def read(folder: Path, letter_id: str) -> Letter | None:
    """Return a letter, or None when there is none of that name; a name that could leave the folder has none."""
    if not LETTER_ID.fullmatch(letter_id):
        return None
    try:
        raw = (folder / f"{letter_id}.eml").read_bytes()
    except FileNotFoundError:
        return None
    message = email.message_from_bytes(raw, policy=email.policy.default)
    text, html = _body(message, "plain"), _body(message, "html")
    return Letter(
        id=letter_id,
        sender=_header(message, "From"),
        to=_header(message, "To"),
        delivered_to=[_printable(str(address)) for address in message.get_all("Delivered-To", [])],
        subject=_header(message, "Subject"),
        date=_header(message, "Date"),
        caught_at=datetime.fromtimestamp(int(letter_id[:19]) / 1e9, tz=UTC),
        headers=[(name, _printable(str(value))) for name, value in message.raw_items()],
        text=text,
        html=html,
        links=_links(text, html),
        attachments=[part.get_filename() or part.get_content_type() for part in message.iter_attachments()]
        if message.is_multipart()
        else [],
        raw=raw,
    )


def delete_all(folder: Path) -> int:
    """Remove every letter and return how many there were."""
    files = [file for file in folder.glob("*.eml") if LETTER_ID.fullmatch(file.stem)]
    for file in files:
        file.unlink(missing_ok=True)
    return len(files)


def _header(message: EmailMessage, name: str) -> str:
    try:
        return _printable(str(message.get(name, "")))
    except (ValueError, LookupError, AttributeError, TypeError):  # the parser's known ways to fail on bad headers
        return next((_printable(str(value)) for key, value in message.raw_items() if key.lower() == name.lower()), "")


def _body(message: EmailMessage, kind: str) -> str:
    part = message.get_body((kind,))
    if part is None:
        return ""
    try:
        return _printable(str(part.get_content()))
    except (LookupError, ValueError):  # a character set nobody knows
        return bytes(part.get_payload(decode=True) or b"").decode("utf-8", "replace")


def _printable(text: str) -> str:
    """Return the text with bytes that no character set explains as question marks."""
    return text.encode("utf-8", "replace").decode()


def _links(text: str, html: str) -> list[str]:
    """Return the addresses a reader can follow, each once, in the order of reading."""
    anchors = _Anchors()
    anchors.feed(html)
    in_text = [url.rstrip(".,;:!?)]}") for url in _URL.findall(text)]
    return list(dict.fromkeys(anchors.found + in_text))


class _Anchors(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        href = dict(attrs).get("href")
        if tag == "a" and href:
            self.found.append(href.strip())
