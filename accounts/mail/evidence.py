"""Was it sent? Asked of somebody who keeps every letter that has left: for a letter whose sender died with it in hand.

MAIL_EVIDENCE names the witness: a folder of letters (the catcher of `manage.py up`), or an IMAP mailbox that gets a blind
copy of everything. Without one nobody can tell, and the letter's kind decides (letters.InDoubt).
"""

import imaplib
from collections.abc import Callable
from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.conf import settings

Witness = Callable[[str], bool]


class WitnessAway(RuntimeError):
    """The witness cannot be asked right now; ask again later."""


def witness() -> Witness | None:
    """Return a function that tells whether a letter with this Message-ID has left, or None when nobody can tell."""
    where = urlsplit(settings.MAIL_EVIDENCE)
    if where.scheme == "folder":
        return lambda message_id: _in_folder(Path(where.path), message_id)
    if where.scheme in {"imap", "imaps"}:
        return lambda message_id: _in_mailbox(settings.MAIL_EVIDENCE, message_id)
    return None


def _in_folder(folder: Path, message_id: str) -> bool:
    needle = f"Message-ID: {message_id}".encode()
    try:
        return any(needle in path.read_bytes() for path in folder.glob("*.eml"))
    except OSError as error:
        raise WitnessAway from error


def _in_mailbox(address: str, message_id: str) -> bool:
    url = urlsplit(address)
    client = imaplib.IMAP4_SSL if url.scheme == "imaps" else imaplib.IMAP4
    try:
        with client(url.hostname or "", url.port or (993 if url.scheme == "imaps" else 143), timeout=15) as mailbox:
            mailbox.login(unquote(url.username or ""), unquote(url.password or ""))
            mailbox.select(url.path.strip("/") or "INBOX", readonly=True)
            _status, found = mailbox.uid("SEARCH", "HEADER", "Message-ID", f'"{message_id}"')
    except (OSError, imaplib.IMAP4.error) as error:
        raise WitnessAway from error
    return bool(found and found[0])
