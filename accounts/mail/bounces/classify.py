"""The order in which a letter to the return address is read."""

from dataclasses import replace

from accounts.mail.bounces import arf, auto_reply, dsn, references, wild
from accounts.mail.bounces.bodies import answered, readable
from accounts.mail.bounces.evidence import CERTAIN, GUESS, LIKELY
from accounts.mail.bounces.message import Part, read
from accounts.mail.bounces.reply_text import new_text
from accounts.mail.bounces.report import Kind, Reason, Report

RECEIPTS = frozenset({"message/disposition-notification", "message/global-disposition-notification"})
TEXT = 20_000


def classify(raw: bytes) -> Report:
    """Tell what a letter is. Several recipients with different fates make one soft report: see `classify_each`."""
    letter = read(raw)
    found = _each(letter)
    meant = references.written_to(letter) if len(found) > 1 else ""
    return _agreed([each for each in found if meant and each.recipient == meant] or found)


def classify_each(raw: bytes) -> list[Report]:
    """Return one report for each recipient that a letter names; always at least one. Never raises."""
    return _each(read(raw))


def _each(letter: Part) -> list[Report]:
    ids, tokens = references.message_ids(letter), references.return_path_tokens(letter)
    ours = bool(ids or tokens)
    to = references.written_to(letter) if ours else ""
    found = _failures(letter, to=to) or [_letter(letter, ours=ours)]
    if ours and len({each.kind for each in found}) > 1:
        # A letter of ours has one recipient: this one stands for several people, and one of them may be well.
        found = [each if each.recipient == to else _softened(each) for each in found]
    return [replace(each, message_ids=ids, return_path_tokens=tokens) for each in found]


def _failures(letter: Part, *, to: str) -> list[Report]:
    """Return complaints, status reports and notices; nothing for letters that somebody or somebody's program wrote."""
    complaint = arf.report(letter)
    if complaint:
        return [complaint]
    found = dsn.reports(letter)
    if found:
        return [_here(each, to) for each in found]
    if any(part.media_type in RECEIPTS for part in letter.walk(inside_letters=False)):
        return [Report(Kind.NONE, Reason.RECEIPT, confidence=CERTAIN)]
    if auto_reply.titled(letter):
        return []
    return [_here(each, to) for each in wild.reports(letter)]


def _here(report: Report, to: str) -> Report:
    """Soften a report of another address: a forwarding that leads nowhere does not say that the mailbox we wrote to is gone."""
    return report if references.related(to, report.recipient) else _softened(report)


def _softened(report: Report) -> Report:
    return replace(report, kind=Kind.SOFT, confidence=GUESS) if report.kind is Kind.HARD else report


def _letter(letter: Part, *, ours: bool) -> Report:
    """Tell a person's answer from a program's, and both from what is no answer at all."""
    text = readable(letter)
    reason = auto_reply.reason(letter, text, ours=ours)
    if reason and not references.is_ours(letter):
        return Report(Kind.AUTO_REPLY, reason, text=new_text(text)[:TEXT], confidence=LIKELY)
    answers = letter.first("in-reply-to") or wild.ANSWERED.match(letter.first("subject"))
    mass = letter.all("list-id", "list-unsubscribe", "list-post", "feedback-id") or _automatic(letter)
    if references.is_ours(letter) or not (ours or (answers and not mass)):
        return Report(Kind.NONE, confidence=LIKELY)
    return Report(Kind.REPLY, text=new_text(answered(letter))[:TEXT], confidence=LIKELY if ours else GUESS)


def _automatic(letter: Part) -> bool:
    submitted = letter.first("auto-submitted").lower()
    return bool(submitted) and not submitted.startswith("no")


def _agreed(found: list[Report]) -> Report:
    """Return what all reports agree on. Whoever disagrees makes it soft: one of the recipients may be well."""
    if len({each.kind for each in found}) == 1:
        return found[0]
    return replace(found[0], kind=Kind.SOFT, reason=Reason.OTHER, recipient="", status="", confidence=GUESS)
