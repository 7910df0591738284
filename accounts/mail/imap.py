"""A mailbox by IMAP, as an address names it: imaps://user:password@host/folder."""

import imaplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import SplitResult, unquote, urlsplit

SECONDS = 15
PORTS = {"imap": 143, "imaps": 993}


class MailboxAway(RuntimeError):
    """The mailbox cannot be opened or read right now."""


@contextmanager
def mailbox(address: str, *, readonly: bool) -> Iterator[imaplib.IMAP4]:
    """Open the folder (INBOX when none is named) and close it at the end; raise MailboxAway for whatever the server does."""
    url = urlsplit(address)
    try:
        server = _connect(url)
        try:
            _open(server, url, readonly=readonly)
            yield server
            server.logout()
        except BaseException:
            server.shutdown()  # not as `with` does it: where the line is broken, LOGOUT fails and leaves it open
            raise
    except (OSError, imaplib.IMAP4.error) as error:
        raise MailboxAway(f"{type(error).__name__}: {error}") from error


def _connect(url: SplitResult) -> imaplib.IMAP4:
    if url.scheme not in PORTS:
        raise MailboxAway("a mailbox is named imaps://user:password@host/folder")
    host, port = url.hostname or "", url.port or PORTS[url.scheme]
    if url.scheme == "imap":
        return imaplib.IMAP4(host, port, timeout=SECONDS)
    # Python's own default believes every certificate.
    return imaplib.IMAP4_SSL(host, port, ssl_context=ssl.create_default_context(), timeout=SECONDS)


def _open(server: imaplib.IMAP4, url: SplitResult, *, readonly: bool) -> None:
    server.login(unquote(url.username or ""), unquote(url.password or ""))
    folder = unquote(url.path.strip("/")) or "INBOX"
    status, answer = server.select(f'"{folder}"', readonly=readonly)
    if status != "OK":
        raise MailboxAway(f"{folder}: {answer}")
