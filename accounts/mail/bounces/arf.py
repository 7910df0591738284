"""Complaints: RFC 5965 reports and the older forms of Outlook (JMRP)."""

import re

from accounts.mail.bounces.dsn import Fields
from accounts.mail.bounces.evidence import CERTAIN, LIKELY, clean
from accounts.mail.bounces.message import Part
from accounts.mail.bounces.references import addresses, message_ids
from accounts.mail.bounces.report import Kind, Reason, Report

# Of the registered types these are no complaint about a letter: "not-spam" takes one back, the others are about forged mail.
NO_COMPLAINT = frozenset({"not-spam", "auth-failure", "dmarc", "virus"})
FIELD = re.compile(r"^([A-Za-z-]{1,60})[ \t]*:[ \t]*([^\n]{0,1000})", re.MULTILINE)
NAMED_IN = ("original-rcpt-to", "removal-recipient", "original-recipient")
JMRP = "x-hmxmroriginalrecipient"
JMRP_SUBJECT = re.compile(r"^complaint about message from \S+", re.IGNORECASE)


def report(letter: Part) -> Report | None:
    """Return the complaint in this letter, or None."""
    for part in letter.walk(inside_letters=False):
        if part.media_type == "message/feedback-report":
            return _standard({name.lower(): value.strip() for name, value in reversed(FIELD.findall(part.text))})
    recipient = next((part.first(JMRP) for part in letter.walk() if part.first(JMRP)), "")
    if recipient or (JMRP_SUBJECT.match(letter.first("subject")) and message_ids(letter)):
        return Report(Kind.COMPLAINT, Reason.FEEDBACK_LOOP, next(iter(addresses(recipient)), ""), confidence=LIKELY)
    return None


def _standard(fields: Fields) -> Report:
    kind = fields.get("feedback-type", "").lower()
    named = addresses(" ".join(fields.get(name, "") for name in NAMED_IN))
    if kind in NO_COMPLAINT:
        return Report(Kind.NONE, recipient=next(iter(named), ""), diagnostic=clean(kind), confidence=CERTAIN)
    return Report(
        Kind.COMPLAINT, Reason.FEEDBACK_LOOP, next(iter(named), ""), diagnostic=clean(kind), confidence=CERTAIN
    )
