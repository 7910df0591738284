"""A server's words → hard or soft. Hard needs evidence and no contradiction; everything else is soft."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from accounts.mail.bounces import phrases_permanent, phrases_temporary
from accounts.mail.bounces.report import Kind, Reason
from accounts.mail.bounces.wording import expanded, fold

CERTAIN, LIKELY, GUESS = 0.95, 0.9, 0.5
LIMIT = 8000  # characters of a server's answer that are weighed
DIAGNOSTIC = 300

STATUS = re.compile(r"\b([245]\.\d{1,3}\.\d{1,3})\b")
ENHANCED = re.compile(r"(?<![\d.])([245])\.(\d{1,3})\.(\d{1,3})(?![\d.]\d)")
# A reply code stands where an answer begins: not every three digits are one.
REPLY = re.compile(
    r"(?:^|said:|says:|replied:|returned:|response:?|reason:|error:?|smtp;|<--|<<<|: |\"|>:)\s{0,20}([45]\d\d)(?=[ \-#;]|$)",
    re.MULTILINE | re.IGNORECASE,
)
CONTINUED = re.compile(r"\s{1,20}[245]\d\d[- ](?:[245]\.\d{1,3}\.\d{1,3}\s)?")
LINK = re.compile(r"\b(?:https?://|www\.)\S+")
ADDRESS = re.compile(r"[^\s<>()]{1,64}@[^\s<>():;,]{1,200}")
HOST = re.compile(
    r"\b(?:host|server|with|by|to|from) (?:[\w-]{1,63}\.){1,10}[\w-]{1,63}\.?(?=[\s:\[(]|$)|\[[\d.:a-f]{3,45}\]"
)

# What an enhanced code says by itself. 5.1.0, 5.2.1 and 5.x.0 say too little: they neither prove nor contradict.
HARD_CODES = {
    "5.1.1": Reason.MAILBOX_UNKNOWN,
    "5.1.10": Reason.MAILBOX_UNKNOWN,
    "5.1.2": Reason.DOMAIN_UNKNOWN,
    "5.1.6": Reason.DISABLED,
}
NEUTRAL_CODES = frozenset({"5.0.0", "5.1.0", "5.2.1", "5.3.0", "5.4.0", "5.4.4", "5.5.0", "5.4.310"})
SOFT_CODES = {
    "4.2.2": Reason.MAILBOX_FULL,
    "5.2.2": Reason.MAILBOX_FULL,
    "5.2.3": Reason.SIZE,
    "5.3.4": Reason.SIZE,
    "4.4.1": Reason.TIMEOUT,
    "4.4.2": Reason.TIMEOUT,
    "4.4.7": Reason.TIMEOUT,
    "5.4.7": Reason.TIMEOUT,
    "5.7.1": Reason.POLICY,
}

Table = tuple[tuple[Reason, re.Pattern[str]], ...]


def _compiled(rows: Iterable[tuple[Reason, str, str]]) -> Table:
    return tuple((reason, re.compile(expanded(pattern))) for reason, _, pattern in rows)


PERMANENT = _compiled(phrases_permanent.ROWS)
DEFINITE = _compiled(phrases_permanent.DEFINITE)
TEMPORARY = _compiled(phrases_temporary.ROWS)
DECISIVE = _compiled(phrases_temporary.DECISIVE)


@dataclass(frozen=True, slots=True)
class Verdict:
    kind: Kind
    reason: Reason
    status: str = ""
    confidence: float = GUESS


def judge(answer: str, *, status: str = "", sure: bool = True) -> Verdict:
    """Weigh a server's answer and its enhanced code. `sure=False`: something is missing or odd, so never hard."""
    answer = answer[:LIMIT]
    codes = [".".join(found) for found in ENHANCED.findall(answer)]
    code = _telling(status, codes)
    text = normal(answer)
    temporary = code.startswith("4") or any(each[0] == "4" for each in [*codes, *REPLY.findall(answer)])
    soft, hard, definite = find(TEMPORARY, text), find(PERMANENT, text), find(DEFINITE, text)
    if definite and sure and not temporary:
        return Verdict(Kind.HARD, definite, code, CERTAIN)
    reason = soft or SOFT_CODES.get(code) or (Reason.POLICY if code.startswith("5.7.") else None)
    if soft or temporary:
        return Verdict(Kind.SOFT, reason or Reason.OTHER, code, LIKELY if reason else GUESS)
    known = [each for each in {code, *codes} if each.startswith("5")]
    by_code = next((HARD_CODES[each] for each in sorted(known) if each in HARD_CODES), None)
    contradicted = [each for each in known if each not in HARD_CODES and each not in NEUTRAL_CODES]
    if contradicted or not (hard or by_code):
        reason = reason or next((SOFT_CODES[each] for each in sorted(contradicted) if each in SOFT_CODES), Reason.OTHER)
        return Verdict(Kind.SOFT, reason, code, LIKELY if reason is not Reason.OTHER else GUESS)
    cause = hard or by_code or Reason.OTHER
    if not sure:
        return Verdict(Kind.SOFT, cause, code, GUESS)
    return Verdict(Kind.HARD, cause, code, CERTAIN if hard and by_code else LIKELY)


def find(table: Table, text: str) -> Reason | None:
    """Return the reason of the first row that fits a text made `normal`."""
    return next((reason for reason, pattern in table if pattern.search(text)), None)


def normal(text: str) -> str:
    """Return the text folded, without links, addresses and host names, whose words say nothing."""
    text = CONTINUED.sub(lambda found: " " if "-" in found[0] else found[0], text)
    text = ADDRESS.sub("@", LINK.sub(" ", fold(text)))
    return HOST.sub(" ", text)


def clean(text: str) -> str:
    """Return a diagnostic as one printable line."""
    line = " ".join("".join(letter if letter.isprintable() else " " for letter in text[: DIAGNOSTIC * 4]).split())
    return line if len(line) <= DIAGNOSTIC else line[: DIAGNOSTIC - 1] + "…"


def _telling(status: str, codes: list[str]) -> str:
    """Return the code that says most: the field's own, unless it is only "something" and the answer is more exact."""
    if status and not status.endswith(".0.0"):
        return status
    return next(
        (each for each in codes if not each.endswith(".0.0") and each[0] != "2"), status or next(iter(codes), "")
    )
