"""Was it sent? Asked of somebody who keeps every letter that has left: for a letter whose sender died with it in hand.

MAIL_EVIDENCE names the witness: a folder of letters (the catcher of `manage.py up`), or an IMAP mailbox that gets a blind
copy of everything. Without one nobody can tell, and the letter's kind decides (letters.InDoubt).
"""

from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings

from accounts.mail import imap

Witness = Callable[[str], bool]


class WitnessAway(RuntimeError):
    """The witness cannot be asked right now; ask again later."""


def witness() -> Witness | None:
    """Return a function that tells whether a letter with this Message-ID has left, or None when nobody can tell."""
    where = urlsplit(settings.MAIL_EVIDENCE)
    if where.scheme == "folder":
        return lambda message_id: _in_folder(Path(where.path), message_id)
    if where.scheme in imap.PORTS:
        return lambda message_id: _in_mailbox(settings.MAIL_EVIDENCE, message_id)
    return None


def _in_folder(folder: Path, message_id: str) -> bool:
    needle = f"Message-ID: {message_id}".encode()
    try:
        return any(needle in path.read_bytes() for path in folder.glob("*.eml"))
    except OSError as error:
        raise WitnessAway from error


def _in_mailbox(address: str, message_id: str) -> bool:
    try:
        with imap.mailbox(address, readonly=True) as mailbox:
            _status, found = mailbox.uid("SEARCH", "HEADER", "Message-ID", f'"{message_id}"')
    except imap.MailboxAway as error:
        raise WitnessAway from error
    return bool(found and found[0])
