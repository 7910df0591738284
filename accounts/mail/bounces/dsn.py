"""Delivery status notifications of RFC 3464 and RFC 6533: one report for each recipient named."""

import re

from accounts.mail.bounces.bodies import readable
from accounts.mail.bounces.evidence import CERTAIN, STATUS, clean, judge
from accounts.mail.bounces.message import Part
from accounts.mail.bounces.references import related
from accounts.mail.bounces.report import Kind, Reason, Report
from accounts.mail.bounces.wild import answer_in, from_daemon, own_words

STATUS_PARTS = frozenset({"message/delivery-status", "message/global-delivery-status", "text/delivery-status"})
RECIPIENT_FIELDS = ("final-recipient", "original-recipient", "x-actual-recipient")
RECIPIENTS = 50
FIELD = re.compile(r"([A-Za-z-]{1,60})[ \t]*:[ \t]*(.*)")
ADDRESS = re.compile(r'((?:"[^"]{0,64}"|[^\s()"]{1,64})@[^\s()]{1,255})')
ARRIVED = ("delivered", "relayed", "expanded")

Fields = dict[str, str]


def reports(letter: Part) -> list[Report]:
    """Return the fate of every recipient in the letter's status parts; nothing if it has none.

    A notice that only wraps another one is looked into; a person who forwards one is not.
    """
    found: list[Report] = []
    for part in letter.walk(inside_letters=from_daemon(letter)):
        if part.media_type in STATUS_PARTS:
            found += [_report(fields, letter, part) for fields in blocks(part.text)]
    return found[:RECIPIENTS]


def blocks(text: str) -> list[Fields]:
    """Return the fields of each recipient, however the sender separated them."""
    groups: list[Fields] = [{}]
    name = ""
    for line in text.splitlines():
        if not line.strip():
            groups.append({})
            name = ""
        elif line[0] in " \t" and name:
            groups[-1][name] = f"{groups[-1][name]} {line.strip()}"[:2000]
        elif field := FIELD.match(line):
            name = field[1].lower()
            if name in groups[-1] and name in {*RECIPIENT_FIELDS, "action", "status"}:
                groups.append({})
            groups[-1].setdefault(name, field[2].strip()[:2000])
        if len(groups) > RECIPIENTS * 2:
            break
    return [each for each in groups if any(field in each for field in RECIPIENT_FIELDS) or "action" in each]


def _report(fields: Fields, letter: Part, part: Part) -> Report:
    action = fields.get("action", "").lower()
    stated = fields.get("status", "")
    found = STATUS.search(stated)
    status = found[1] if found else ""
    recipient = _recipient(fields)
    words = _typed(fields.get("diagnostic-code", ""))
    answer = words or STATUS.sub("", stated, count=1).strip(" ()")
    if action.startswith(ARRIVED):
        return Report(Kind.NONE, Reason.DELIVERED, recipient, status, clean(words), confidence=CERTAIN)
    if not answer or not re.search(r"[^\W\d_]{3}", answer):
        frame = readable(letter)
        answer = answer_in(frame) or own_words(frame) or answer
    # Only a report that is complete, says "failed" and speaks of the address itself, not of where it forwards to, can be hard.
    # Some filters write neither a status nor a final recipient; where only one of them is missing, it was lost.
    whole = bool(status) or not ("status" in fields or "final-recipient" in fields)
    sure = action.startswith("fail") and part.ended and whole
    verdict = judge(answer, status=status, sure=sure and related(_address(fields, "original-recipient"), recipient))
    kind, reason, confidence = verdict.kind, verdict.reason, verdict.confidence
    if action.startswith("delay"):
        kind, confidence = Kind.SOFT, CERTAIN
    return Report(kind, reason, recipient, verdict.status, clean(answer), confidence=confidence)


def _typed(value: str) -> str:
    """Return the words of "smtp; 550 …"; a value without its type is all words."""
    kind, separator, words = value.partition(";")
    return (words if separator and " " not in kind.strip() else value).strip()


def _recipient(fields: Fields) -> str:
    return next((found for name in RECIPIENT_FIELDS if (found := _address(fields, name))), "")


def _address(fields: Fields, name: str) -> str:
    value = _typed(fields.get(name, ""))
    found = re.search(r"<([^<>]{1,320})>", value) or ADDRESS.match(value)
    return found[1].strip().lower() if found and "@" in found[1] else ""
