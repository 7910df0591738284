"""A letter that somebody sent us, and the mailboxes of ours that take letters: log+<token>@… and the like."""

import email.utils
import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from accounts.mail.bounces import Kind, Reason, classify
from accounts.mail.bounces.bodies import answered
from accounts.mail.bounces.message import read
from accounts.mail.bounces.references import ARRIVED_AT, addresses
from accounts.mail.bounces.reply_text import FIELD, new_text

TOKEN = re.compile(r"([a-z]{2,20})\+([a-z2-7]{52})@", re.IGNORECASE)
FORWARDED_FROM = re.compile(r"^\W{0,3}(?:from|від|від кого|от|от кого|von|od|de)\W{0,3}:", re.IGNORECASE)
ADDRESSED = ("to", "cc")
LONGEST_ID = 250
FOREIGN = frozenset({Kind.HARD, Kind.SOFT, Kind.COMPLAINT, Kind.AUTO_REPLY})


@dataclass(frozen=True, slots=True)
class Letter:
    """What a letter says, without what it quotes; `passed_on` is the letter below it, which an answer may have, too."""

    message_id: str  # a digest of the letter where it names none
    sender: str
    recipients: tuple[str, ...]
    sent_at: datetime | None
    subject: str
    text: str
    passed_on_from: str = ""
    passed_on: str = ""


def tokens(raw: bytes, envelope_to: Sequence[str] = ()) -> set[tuple[str, str]]:
    """Return (mailbox, token) of every address of ours that the letter came to."""
    places = [*envelope_to, *read(raw).all(*ARRIVED_AT)]
    return {(name.lower(), token.lower()) for place in places for name, token in TOKEN.findall(place)}


def letter_of(raw: bytes) -> Letter | None:
    """Return what a person wrote; None for bounces, receipts and what a program answered."""
    report = classify(raw)
    if report.kind in FOREIGN or report.reason == Reason.RECEIPT:
        return None
    part = read(raw)
    text = answered(part).replace("\x00", "")
    writer, passed_on = _passed_on(text)
    return Letter(
        message_id=_message_id(part.first("message-id"), raw),
        sender=next(iter(addresses(part.first("from"))), ""),
        recipients=tuple(addresses(" ".join(part.all(*ADDRESSED)))),
        sent_at=_moment(part.first("date")),
        subject=part.first("subject").replace("\x00", "")[:300],
        text=new_text(text),
        passed_on_from=writer,
        passed_on=new_text(passed_on),
    )


def _message_id(text: str, raw: bytes) -> str:
    found = text.strip()
    if found and len(found) <= LONGEST_ID:
        return found
    return f"<{hashlib.sha256(raw).hexdigest()}>"


def _moment(text: str) -> datetime | None:
    try:
        found = email.utils.parsedate_to_datetime(text)
        return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _passed_on(text: str) -> tuple[str, str]:
    """Return who wrote the letter that is passed on below a header block, and its words; nothing where none is."""
    lines = text.split("\n")
    for place, line in enumerate(lines):
        block = [one for one in lines[place : place + 6] if FIELD.match(one)]
        if FORWARDED_FROM.match(line) and len(block) > 1 and (found := addresses(line)):
            rest = place
            while rest < len(lines) and (FIELD.match(lines[rest]) or (rest < place + 8 and lines[rest].strip())):
                rest += 1
            return found[0], "\n".join(lines[rest:])
    return "", ""
