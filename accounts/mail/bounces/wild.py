"""Bounces that follow no standard: recognized by sender, subject and first words, weighed by the lines with codes."""

import re
from dataclasses import replace

from accounts.mail.bounces.bodies import readable
from accounts.mail.bounces.evidence import DECISIVE, GUESS, LIKELY, LIMIT, clean, find, judge, normal
from accounts.mail.bounces.message import LETTERS, Part
from accounts.mail.bounces.references import MESSAGE_ID, addresses, written_to
from accounts.mail.bounces.report import Kind, Report
from accounts.mail.bounces.wild_patterns import COPY, DAEMONS, OFFICES, OPENING, SENDER, SUBJECT
from accounts.mail.bounces.wording import fold

BODY = 30_000  # characters
ANSWER_LINES = 60
RECIPIENTS = 50
BELONGING = 4  # lines after one with a code
ANSWERED = re.compile(r"^(?:re|aw|sv|fwd?|fw|ответ|відповідь|odp|tr|rv|wg)\s*:", re.IGNORECASE)
CODED = re.compile(r"(?:^|[\s:;(<\"#])(?:[45]\d\d[ \-#]|#?[45]\.\d{1,3}\.\d{1,3}(?!\.?\d))")
TRANSCRIPT = re.compile(r"\b[45]\d\d[ \-]#?[45]\.\d{1,3}\.\d{1,3}\b|\brcpt to:", re.IGNORECASE)
FIELDS = re.compile(r"^(?:final-recipient|action|content-type):", re.IGNORECASE | re.MULTILINE)
READABLE = ("text/", "image/", *LETTERS)
# "Need RCPT": what a server says when the sender goes on after the refusal.
AFTERMATH = re.compile(r"\b503\b")
REASONED = re.compile(
    r"^\W*(?:reason|error|response|cause|because|diagnostic|причина|помилка|ошибка|grund|powód|raison|motivo)\b",
    re.IGNORECASE,
)


def reports(letter: Part) -> list[Report]:
    """Return what a notice without a status part says of each recipient; nothing for a letter that is no such notice."""
    sure = _recognized(letter)
    if sure is None:
        return []
    text = own_words(readable(letter))
    answer = answer_in(text)
    verdict = judge(answer or text, sure=sure and not _broken(letter))
    kind, reason, confidence = verdict.kind, verdict.reason, verdict.confidence
    # The frame around the answer may say that it is not final.
    doubt = find(DECISIVE, normal(f"{letter.first('subject')} {text[:LIMIT]}"))
    if doubt and kind is Kind.HARD:
        kind, reason, confidence = Kind.SOFT, doubt, GUESS
    elif doubt and confidence < LIKELY:
        reason = doubt
    report = Report(kind, reason, "", verdict.status, clean(answer or text), confidence=confidence)
    return [replace(report, recipient=each) for each in _recipients(letter, text)]


def own_words(text: str) -> str:
    """Return the notice without the copy of the original letter."""
    text = text[:BODY]
    found = COPY.search(text)
    return text[: found.start()] if found and found.start() else text


def answer_in(text: str) -> str:
    """Return the lines that carry a server's answer: a code or a "reason", with what belongs to them."""
    kept: list[str] = []
    following = 0
    for line in own_words(text).splitlines():
        if not line.strip():
            following = 0
        elif AFTERMATH.search(line):
            continue
        elif CODED.search(line) or REASONED.match(line):
            kept.append(line.strip())
            following = BELONGING
        elif following:
            kept.append(line.strip())
            following -= 1
        if len(kept) > ANSWER_LINES:
            break
    return "\n".join(kept)


def from_daemon(letter: Part) -> bool:
    """Tell whether a machine that writes nothing but notices sent this."""
    return bool(DAEMONS.match(_local_part(letter)))


def _recognized(letter: Part) -> bool | None:
    """Tell whether this is a notice: True, False for "it seems so", None for no."""
    sender = next(iter(letter.all("from", "sender")), "").lower()
    subject = fold(letter.first("subject"))
    if from_daemon(letter) or letter.first("x-failed-recipients") or letter.first("x-mddsn-message"):
        return True
    if ANSWERED.match(subject):
        return None
    text = own_words(readable(letter))
    notice, opened = bool(SUBJECT.search(subject)), bool(OPENING.search(fold(text)))
    official = bool(OFFICES.match(_local_part(letter)) or SENDER.search(sender))
    unsent = "<>" in letter.all("return-path") or (bool(sender) and "@" not in sender)
    if (official and (notice or opened or TRANSCRIPT.search(text))) or (unsent and (notice or opened)):
        return True
    return False if notice and opened and not letter.first("in-reply-to") else None


def _local_part(letter: Part) -> str:
    sender = next(iter(letter.all("from", "sender")), "").lower()
    bare = re.sub(r"\W*[<(].*", "", sender).strip()  # "From: MAILER-DAEMON (Mail Delivery System)"
    return next((each.partition("@")[0] for each in addresses(sender)), bare)


def _broken(letter: Part) -> bool:
    """Tell whether this was a standard report of which something is lost, perhaps a contradiction."""
    leaves = [part for part in letter.walk(inside_letters=False) if not part.children]
    return any(
        not part.ended or not part.media_type.startswith(READABLE) or FIELDS.search(own_words(part.text))
        for part in leaves
    )


def _recipients(letter: Part, text: str) -> list[str]:
    """Return who was not reached: as a field says, else whom the letter was written to, else the first stranger named."""
    named = addresses(" ".join(letter.all("x-failed-recipients")))
    if named:
        return named[:RECIPIENTS]
    known = addresses(" ".join(letter.all("from", "to", "reply-to", "return-path", "delivered-to", "x-original-to")))
    strangers = [each for each in addresses(MESSAGE_ID.sub(" ", text)) if each not in known]
    original = written_to(letter)
    return [original if original in strangers else next(iter(strangers), "")]
