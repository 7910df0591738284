"""One kept connection to the mail server, and what became of each letter that was handed to it."""

import smtplib
import ssl
import threading
import time
from dataclasses import dataclass
from enum import Enum
from typing import Any

from django.conf import settings

IDLE = 60.0  # servers close idle connections after some minutes; ours is fresh or new
AWAY = "the mail server is away"  # how the reason begins why a letter waits that the server did not even see
GREYLIST = range(400, 500)
RECIPIENT = 1  # the second question
GO_AHEAD, CLOSING = 354, 421


class Outcome(Enum):
    SENT = "sent"
    REFUSED = "refused"  # 5xx: will never be taken
    DEFERRED = "deferred"  # 4xx: try later
    UNREACHABLE = "unreachable"  # nothing was handed over, and nothing else can be now
    UNKNOWN = "unknown"  # the line was lost after the content: the server may have it


@dataclass(frozen=True, slots=True)
class Result:
    """`says` is the server's answer or our word for the fault; `permanent_recipient`: the address itself was refused."""

    outcome: Outcome
    says: str = ""
    code: int = 0
    refused_recipient: bool = False


class ServerAway(RuntimeError):
    """The mail server cannot be reached, or does not let us in."""


class Connection:
    """A connection that is opened when it is needed and kept between letters. One per thread."""

    def __init__(self) -> None:
        self._smtp: smtplib.SMTP | None = None
        self._used_at = 0.0
        self._asked: list[str] = []  # questions whose answers nobody has read yet

    def takes_eight_bit(self) -> bool:
        """Open the connection if needed and tell whether the server takes 8-bit bodies; raise ServerAway when it is away."""
        try:
            return bool(self._open().has_extn("8bitmime"))
        except (OSError, smtplib.SMTPException) as error:
            self.close()
            raise ServerAway(_words(error)) from error

    def announce(self, *, envelope_from: str, to: str, eight_bit: bool) -> None:
        """Ask the questions about a letter of which it is still being found out whether it may leave; `send` reads the answers.

        Only where the server takes them at once. Raises as `send` does; a server that is away is `send`'s to tell.
        """
        questions = _questions(envelope_from, to, eight_bit)
        try:
            smtp = self._open()
            if smtp.has_extn("pipelining"):
                _ask(smtp, questions)
                self._asked = questions
        except (OSError, smtplib.SMTPException):
            self.close()

    def withdraw(self) -> None:
        """Give up the connection if a letter was announced: without its content the server has nothing (RFC 5321, 4.1.1.4)."""
        if self._asked:
            self.close()

    def send(self, *, envelope_from: str, to: str, content: bytes, eight_bit: bool) -> Result:
        """Hand over one letter. After an UNREACHABLE or UNKNOWN the next letter gets a new connection.

        Raises ValueError for an address that no command can hold, and never for anything that the server does.
        """
        questions = _questions(envelope_from, to, eight_bit)
        if self._asked != questions:
            self.withdraw()
        try:
            smtp = self._open()
        except (OSError, smtplib.SMTPException) as error:
            self.close()
            return Result(Outcome.UNREACHABLE, _words(error))
        handed_over = False
        try:
            refusal = self._answers(smtp, questions)
            if refusal:
                asked, code, answer = refusal
                return self._refused(smtp, code, answer, recipient=asked == RECIPIENT)
            handed_over = True  # from here on only the server knows whether it has the letter
            smtp.send(_stuffed(content) + b".\r\n")
            code, answer = smtp.getreply()
        except (OSError, smtplib.SMTPException) as error:
            self.close()
            return Result(Outcome.UNKNOWN if handed_over else Outcome.UNREACHABLE, _words(error))
        self._used_at = time.monotonic()
        if 200 <= code < 300:  # noqa: PLR2004
            return Result(Outcome.SENT, _line(answer), code)
        return self._refused(smtp, code, answer)

    def close(self) -> None:
        """Forget the connection without waiting for the server."""
        if self._smtp is not None:
            self._smtp.close()
            self._smtp, self._asked = None, []

    def _answers(self, smtp: smtplib.SMTP, questions: list[str]) -> tuple[int, int, bytes] | None:
        """Return None for "go ahead", else which question was refused first, the code and the text.

        One round trip where the server takes questions that follow on each other (RFC 2920), as nearly every one does, or
        none if they were asked before; else three.
        """
        at_once, is_asked, self._asked = smtp.has_extn("pipelining"), bool(self._asked), []
        if at_once and not is_asked:
            _ask(smtp, questions)
        refusal, goes_ahead = None, False
        for asked, question in enumerate(questions):
            code, answer = smtp.getreply() if at_once else smtp.docmd(question)
            goes_ahead = question == "DATA" and code == GO_AHEAD
            if not (goes_ahead or (question != "DATA" and 200 <= code < 300)):  # noqa: PLR2004 SMTP's own ranges
                refusal = refusal or (asked, code, answer)
                if not at_once or code == CLOSING:
                    return refusal
        if refusal and goes_ahead:  # it waits for a letter to nobody
            smtp.send(b".\r\n")
            smtp.getreply()
        return refusal

    def _refused(self, smtp: smtplib.SMTP, code: int, answer: Any, *, recipient: bool = False) -> Result:
        try:
            smtp.rset()
        except (OSError, smtplib.SMTPException):
            self.close()
        if code == CLOSING:  # nothing of this letter was taken
            self.close()
            return Result(Outcome.UNREACHABLE, f"{code} {_line(answer)}", code)
        outcome = Outcome.DEFERRED if code in GREYLIST or code < 0 else Outcome.REFUSED
        return Result(
            outcome, f"{code} {_line(answer)}", code, refused_recipient=recipient and outcome is Outcome.REFUSED
        )

    def _open(self) -> smtplib.SMTP:
        if self._smtp is not None and time.monotonic() - self._used_at > IDLE:
            self.close()
        if self._smtp is None:
            self._smtp = _connect()
            self._used_at = time.monotonic()
        return self._smtp


def _connect() -> smtplib.SMTP:
    host, port, timeout = settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT
    if settings.EMAIL_USE_SSL:
        smtp: smtplib.SMTP = smtplib.SMTP_SSL(host, port, timeout=timeout, context=ssl.create_default_context())
    else:
        smtp = smtplib.SMTP(host, port, timeout=timeout)
    try:
        smtp.ehlo()
        if settings.EMAIL_USE_TLS:
            smtp.starttls(context=ssl.create_default_context())
            smtp.ehlo()
        if settings.EMAIL_HOST_USER:
            smtp.login(settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD)
    except BaseException:
        smtp.close()
        raise
    return smtp


def _questions(envelope_from: str, to: str, eight_bit: bool) -> list[str]:
    questions = [f"MAIL FROM:<{envelope_from}>{' BODY=8BITMIME' if eight_bit else ''}", f"RCPT TO:<{to}>", "DATA"]
    if any(len(question.splitlines()) > 1 for question in questions):
        raise ValueError("an address holds a line break")
    return questions


def _ask(smtp: smtplib.SMTP, questions: list[str]) -> None:
    smtp.send("".join(f"{question}\r\n" for question in questions))


_local = threading.local()


def connection() -> Connection:
    """Return this thread's connection to the configured server."""
    target = (settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_HOST_USER)
    if getattr(_local, "target", None) != target:
        if hasattr(_local, "connection"):
            _local.connection.close()
        _local.connection, _local.target = Connection(), target
    return _local.connection


def _stuffed(content: bytes) -> bytes:
    """Return the letter with a dot before each line that begins with one, or the server would see its end there."""
    content = content.replace(b"\n.", b"\n..")
    return b"." + content if content.startswith(b".") else content


def _line(answer: Any) -> str:
    text = answer.decode("utf-8", "replace") if isinstance(answer, bytes) else str(answer)
    return " ".join(text.split())[:200]


def _words(error: Exception) -> str:
    return f"{type(error).__name__}: {_line(error)}" if str(error) else type(error).__name__
