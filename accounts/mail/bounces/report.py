"""What a letter to the return address turned out to be."""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """The six classes. Whoever is unsure says SOFT: a false HARD silences a client for ever."""

    HARD = "hard"  # no such mailbox or domain, or a dead account, by clear evidence that nothing contradicts
    SOFT = "soft"  # every other failure or delay, and every doubt
    COMPLAINT = "complaint"  # the reader pressed "this is spam"
    AUTO_REPLY = "auto_reply"  # out of office, a ticket robot, a challenge: nobody has read the letter
    REPLY = "reply"  # a person answered
    NONE = "none"  # anything else: newsletters, receipts, notices of success


class Reason(StrEnum):
    MAILBOX_UNKNOWN = "mailbox_unknown"
    DOMAIN_UNKNOWN = "domain_unknown"
    DISABLED = "disabled"
    MAILBOX_FULL = "mailbox_full"
    SIZE = "size"
    GREYLISTED = "greylisted"
    SPAM = "spam"
    RELAY_DENIED = "relay_denied"
    POLICY = "policy"
    TIMEOUT = "timeout"
    VACATION = "vacation"
    CHALLENGE = "challenge"
    FEEDBACK_LOOP = "feedback_loop"
    DELIVERED = "delivered"
    RECEIPT = "receipt"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Report:
    """One recipient's fate, or one reply. Without `message_ids` and `return_path_tokens` it concerns no letter of ours.

    Both are only of our shape: whether they are genuine, the caller asks.
    """

    kind: Kind
    reason: Reason = Reason.OTHER
    recipient: str = ""  # as the server named it, in lower case
    status: str = ""  # an enhanced code of RFC 3463, "5.1.1"
    diagnostic: str = ""  # the server's words, one line
    message_ids: tuple[str, ...] = ()  # ours, without angle brackets
    return_path_tokens: tuple[str, ...] = ()  # what stands behind "+" in the address it came to; case as found
    text: str = ""  # of a reply or an auto-reply: what is new in it
    confidence: float = 0.0  # 0.95 by a standard, 0.9 by well-known words, 0.5 for want of anything better
