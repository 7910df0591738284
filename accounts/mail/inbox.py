"""Bounces and answers out of a mailbox, for those whose mail server can neither hand them over nor call us.

A message is marked as seen after what it said was committed. A process that dies in between reads it again, which changes
nothing (inbound).
"""

import imaplib
import logging
import re
import time
import uuid
from datetime import datetime, timedelta

from django.conf import settings
from django.db import InterfaceError, OperationalError

from accounts import clock
from accounts.jobs import actions as jobs
from accounts.mail import imap, inbound

log = logging.getLogger(__name__)

QUEUE = "inbox"
PAUSE = timedelta(minutes=2)  # while the mailbox is away
SIZE = re.compile(rb"RFC822\.SIZE (\d+)")
SEEN, SET_ASIDE = r"(\Seen)", r"(\Seen \Flagged)"


def request_fetch(*, now: datetime) -> None:
    """Ask for a look into MAIL_INBOX, where there is one: the timetable's entry."""
    if settings.MAIL_INBOX:
        owner = jobs.INSTALLATION
        jobs.enqueue_many(queue=QUEUE, subject_ids=[owner], now=now, organization_id=owner)


def fetch(organization_id: uuid.UUID, batch: list[tuple[uuid.UUID, uuid.UUID]], deadline: float) -> None:
    """Take in every unseen message, none after the deadline: the next look finds the rest. The ledger calls this."""
    away = ""
    try:
        _take_in_unseen(deadline)
    except imap.MailboxAway as error:
        log.warning("the mailbox is away", extra={"error": str(error)})
        away = str(error)
    for job_id, _subject_id in batch:
        if away:
            jobs.postpone(job_id, run_at=clock.real_now() + PAUSE, error=away)
        else:
            jobs.finish(job_id)


def _take_in_unseen(deadline: float) -> None:
    with imap.mailbox(settings.MAIL_INBOX, readonly=False) as mailbox:
        _status, found = mailbox.uid("SEARCH", "UNSEEN", "UNDELETED")
        for uid in (found[0] or b"").decode("ascii").split():
            if time.monotonic() > deadline:
                return
            flags = _take_in(mailbox, uid)
            mailbox.uid("STORE", uid, "+FLAGS.SILENT", flags)


def _take_in(mailbox: imaplib.IMAP4, uid: str) -> str:
    """Act on a message and return the flags it gets. One that is too large, or breaks us, is set aside for a person."""
    size = SIZE.search(b" ".join(_parts(mailbox, uid, "(RFC822.SIZE)")))
    if size and int(size[1]) > inbound.MOST_BYTES:
        log.warning("a message is too large to be read", extra={"uid": uid, "bytes": int(size[1])})
        return SET_ASIDE
    content = max(_parts(mailbox, uid, "(BODY.PEEK[])"), key=len, default=b"")
    try:
        inbound.receive(content, now=clock.real_now())
    except (InterfaceError, OperationalError):  # the database is away: the message stays unseen
        raise
    except Exception:  # whatever is in it must not stop those behind it
        log.exception("a message could not be taken in", extra={"uid": uid})
        return SET_ASIDE
    return SEEN


def _parts(mailbox: imaplib.IMAP4, uid: str, what: str) -> list[bytes]:
    """Return the pieces of the server's answer: texts, and literals such as the message itself."""
    status, answer = mailbox.uid("FETCH", uid, what)
    if status != "OK":
        raise imap.MailboxAway(f"FETCH: {status}")
    return [piece for part in answer or [] if part for piece in (part if isinstance(part, tuple) else (part,))]
