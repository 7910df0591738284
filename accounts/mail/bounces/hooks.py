"""HTTP hooks of mail providers: JSON → the same reports, one for each recipient. What is no event gives none.

A provider's own "permanent" counts only where the server's answer does not speak against it: providers also call a block
or a full mailbox permanent.
"""

import json
from collections import deque
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from accounts.mail.bounces.evidence import CERTAIN, LIKELY, STATUS, clean, judge
from accounts.mail.bounces.references import MESSAGE_ID, TOKEN
from accounts.mail.bounces.report import Kind, Reason, Report

EVENTS = 1000
NESTED_JSON = 1_000_000  # characters
STRINGS = 500
NO_REPLY_CODE = 600

SES_SOFT = {
    "mailboxfull": Reason.MAILBOX_FULL,
    "messagetoolarge": Reason.SIZE,
    "contentrejected": Reason.POLICY,
    "attachmentrejected": Reason.POLICY,
    "customtimeoutexceeded": Reason.TIMEOUT,
    # Not tried at all: somebody's letter failed once, perhaps not ours.
    "suppressed": Reason.POLICY,
    "onaccountsuppressionlist": Reason.POLICY,
    "noemail": Reason.OTHER,
}
POSTMARK = {
    "hardbounce": (Kind.HARD, Reason.MAILBOX_UNKNOWN),
    "bademailaddress": (Kind.SOFT, Reason.OTHER),
    "softbounce": (Kind.SOFT, Reason.OTHER),
    "transient": (Kind.SOFT, Reason.OTHER),
    "dnserror": (Kind.SOFT, Reason.OTHER),
    "spamnotification": (Kind.SOFT, Reason.SPAM),
    "blocked": (Kind.SOFT, Reason.SPAM),
    "dmarcpolicy": (Kind.SOFT, Reason.POLICY),
    "smtpapierror": (Kind.SOFT, Reason.OTHER),
    "manuallydeactivated": (Kind.SOFT, Reason.POLICY),
    "unknown": (Kind.SOFT, Reason.OTHER),
    "spamcomplaint": (Kind.COMPLAINT, Reason.FEEDBACK_LOOP),
    "autoresponder": (Kind.AUTO_REPLY, Reason.VACATION),
    "challengeverification": (Kind.AUTO_REPLY, Reason.CHALLENGE),
}
SENDGRID = {
    "bounce": Kind.HARD,
    "dropped": Kind.SOFT,
    "deferred": Kind.SOFT,
    "spamreport": Kind.COMPLAINT,
    "delivered": Kind.NONE,
}
BREVO = {
    "hard_bounce": Kind.HARD,
    "soft_bounce": Kind.SOFT,
    "blocked": Kind.SOFT,
    "invalid_email": Kind.SOFT,
    "deferred": Kind.SOFT,
    "error": Kind.SOFT,
    "spam": Kind.COMPLAINT,
    "complaint": Kind.COMPLAINT,
    "delivered": Kind.NONE,
}


def classify_ses(payload: object) -> list[Report]:
    """Read an event of Amazon SES, bare or inside the SNS envelope."""
    event = _dict(payload)
    if "Message" in event:
        event = _parsed(event["Message"])
    kind = _text(event, "notificationType") or _text(event, "eventType")
    found: list[Report] = []
    if kind == "bounce":
        bounce = _dict(event.get("bounce"))
        label, subtype = _text(bounce, "bounceType"), _text(bounce, "bounceSubType")
        for each in _dicts(bounce.get("bouncedRecipients")):
            claim = Kind.HARD if label == "permanent" and subtype not in SES_SOFT else Kind.SOFT
            answer = _string(each, "diagnosticCode").removeprefix("smtp;").strip()
            report = _failure(each.get("emailAddress"), answer, _string(each, "status"), claim)
            found.append(_because(report, SES_SOFT.get(subtype)))
    elif kind == "complaint":
        recipients = _dicts(_dict(event.get("complaint")).get("complainedRecipients"))
        found = [_plain(Kind.COMPLAINT, each.get("emailAddress")) for each in recipients]
    elif kind == "delivery":
        reached = _dict(event.get("delivery")).get("recipients")
        found = [_plain(Kind.NONE, each) for each in reached[:EVENTS]] if isinstance(reached, list) else []
    elif kind == "deliverydelay":
        for each in _dicts(_dict(event.get("deliveryDelay")).get("delayedRecipients")):
            answer = _string(each, "diagnosticCode")
            found.append(_failure(each.get("emailAddress"), answer, _string(each, "status"), Kind.SOFT))
    return _referring(found, event.get("mail"))


def classify_postmark(payload: object) -> list[Report]:
    """Read a bounce, complaint or delivery of Postmark."""
    event = _dict(payload)
    record, label = _text(event, "RecordType"), _text(event, "Type")
    recipient = event.get("Email") or event.get("Recipient")
    if record == "delivery":
        return _referring([_plain(Kind.NONE, recipient)], event)
    if record not in {"bounce", "spamcomplaint"} and label not in POSTMARK:
        return []
    kind, reason = POSTMARK.get(label or record, (Kind.SOFT, Reason.OTHER))
    if kind in {Kind.HARD, Kind.SOFT}:
        answer = _string(event, "Details")
        return _referring([_because(_failure(recipient, answer, "", kind), reason)], event)
    return _referring([replace(_plain(kind, recipient), reason=reason)], event)


def classify_mailgun(payload: object) -> list[Report]:
    """Read an event of Mailgun."""
    event = _dict(_dict(payload).get("event-data"))
    name, recipient = _text(event, "event"), event.get("recipient")
    if name == "complained":
        return _referring([_plain(Kind.COMPLAINT, recipient)], event)
    if name == "delivered":
        return _referring([_plain(Kind.NONE, recipient)], event)
    if name != "failed":
        return []
    status = _dict(event.get("delivery-status"))
    # "suppress-bounce" and the like: Mailgun did not try, so the mailbox has said nothing this time.
    tried = not _text(event, "reason").startswith("suppress")
    claim = Kind.HARD if _text(event, "severity") == "permanent" and tried else Kind.SOFT
    code = status.get("code")
    words = _string(status, "message") or _string(status, "description")
    answer = f"{code} {words}" if isinstance(code, int) and 0 < code < NO_REPLY_CODE else words
    return _referring([_failure(recipient, answer, _string(status, "enhanced-code"), claim, known=False)], event)


def classify_sendgrid(payload: object) -> list[Report]:
    """Read a batch of events of SendGrid."""
    found: list[Report] = []
    for event in _dicts(payload if isinstance(payload, list) else [payload]):
        kind = SENDGRID.get(_text(event, "event"))
        if kind in {Kind.HARD, Kind.SOFT}:
            claim = Kind.SOFT if _text(event, "type") == "blocked" else kind
            answer = _string(event, "reason") or _string(event, "response")
            reports = [_failure(event.get("email"), answer, _string(event, "status"), claim, known=False)]
        else:
            reports = [_plain(kind, event.get("email"))] if kind else []
        found += _referring(reports, event)
    return found


def classify_brevo(payload: object) -> list[Report]:
    """Read an event of Brevo, or a batch of them."""
    found: list[Report] = []
    for event in _dicts(payload if isinstance(payload, list) else [payload]):
        kind = BREVO.get(_text(event, "event"))
        if kind in {Kind.HARD, Kind.SOFT}:
            reports = [_failure(event.get("email"), _string(event, "reason"), "", kind)]
        else:
            reports = [_plain(kind, event.get("email"))] if kind else []
        found += _referring(reports, event)
    return found


def _failure(recipient: object, answer: str, status: str, claim: Kind, *, known: bool = True) -> Report:
    """Weigh the server's answer; without one, the provider's word counts if it is `known` to mean a dead mailbox."""
    found = STATUS.search(status)
    verdict = judge(answer, status=found[1] if found else "", sure=claim is Kind.HARD)
    kind, reason, confidence = verdict.kind, verdict.reason, verdict.confidence
    silent = not answer.strip() and not found
    if claim is Kind.HARD and silent and known:
        kind, reason, confidence = Kind.HARD, Reason.MAILBOX_UNKNOWN, LIKELY
    elif claim is Kind.SOFT:
        kind = Kind.SOFT
    return Report(kind, reason, _address(recipient), verdict.status, clean(answer), confidence=confidence)


def _because(report: Report, reason: Reason | None) -> Report:
    """Take the provider's reason where the server's answer gave none."""
    return replace(report, reason=reason) if reason and report.reason is Reason.OTHER else report


def _plain(kind: Kind, recipient: object) -> Report:
    reason = {Kind.COMPLAINT: Reason.FEEDBACK_LOOP, Kind.NONE: Reason.DELIVERED}.get(kind, Reason.OTHER)
    return Report(kind, reason, _address(recipient), confidence=CERTAIN)


def _referring(reports: list[Report], context: object) -> list[Report]:
    """Add the Message-IDs and tokens of ours that the event names anywhere: in headers, metadata or tags."""
    texts = list(_strings(context)) if reports else []
    ids = tuple(dict.fromkeys(found.lower() for text in texts for found in MESSAGE_ID.findall(text)))
    named = {each.recipient for each in reports}
    tokens = tuple(
        dict.fromkeys(
            found[1] for text in texts if text.strip("<> ").lower() not in named for found in TOKEN.finditer(text)
        )
    )
    return [replace(each, message_ids=ids, return_path_tokens=tokens) for each in reports]


def _strings(value: object) -> Iterator[str]:
    waiting, seen = deque([value]), 0
    while waiting and seen < STRINGS:
        each = waiting.popleft()
        seen += 1
        if isinstance(each, str):
            yield each[:5000]
        elif isinstance(each, dict):
            waiting += list(each.values())[:STRINGS]
        elif isinstance(each, list):
            waiting += each[:STRINGS]


def _parsed(text: object) -> dict[str, Any]:
    try:
        return _dict(json.loads(text) if isinstance(text, str) and len(text) <= NESTED_JSON else text)
    except (ValueError, RecursionError):
        return {}


def _dict(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _dicts(value: object) -> list[dict[str, Any]]:
    return [each for each in value[:EVENTS] if isinstance(each, dict)] if isinstance(value, list) else []


def _string(event: dict[str, Any], name: str) -> str:
    value = event.get(name)
    return value.replace("\x00", "") if isinstance(value, str) else ""


def _text(event: dict[str, Any], name: str) -> str:
    return _string(event, name).strip().lower()


def _address(value: object) -> str:
    text = clean(value).strip("<> ").lower() if isinstance(value, str) else ""
    return text if "@" in text else ""
