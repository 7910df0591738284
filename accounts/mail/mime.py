"""A letter as bytes: plain, valid MIME, built without the email package because that costs more than SMTP itself.

Every line is ASCII or UTF-8 (8BITMIME) of at most 998 bytes and ends with CRLF; a header can hold no line break whatever it is
given. A body with a longer line, and every body for a server without 8BITMIME, is quoted-printable.
"""

import base64
import quopri
import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from email.utils import format_datetime

LONGEST_LINE = 998
SHORT = 70  # characters of a header that need no folding
ENCODED_WORD = 45  # bytes of UTF-8 in one encoded word: 60 characters of base64
BREAKS = re.compile(r"[\x00-\x1f\x7f\u0085\u2028\u2029]+")
ATOM = re.compile(r"[A-Za-z0-9 !#$%&'*+/=?^_`{|}~-]*\Z")


def build(
    *,
    sender: tuple[str, str],
    to: tuple[str, str],
    subject: str,
    text: str,
    html: str,
    message_id: str,
    date: datetime,
    headers: Sequence[tuple[str, str]] = (),
    eight_bit: bool = True,
) -> bytes:
    """Return the message. `sender` and `to` are (name, address); `headers` are further ones, for example List-Unsubscribe."""
    boundary = f"=_{message_id.strip('<>').partition('@')[0]}"
    lines = [
        _header("From", address(*sender)),
        _header("To", address(*to)),
        _header("Subject", words(subject)),
        _header("Date", format_datetime(date)),
        _header("Message-ID", message_id),
        "MIME-Version: 1.0",
        *(_header(name, value) for name, value in headers),
        f'Content-Type: multipart/alternative; boundary="{boundary}"',
        "",
        "",
    ]
    parts = [_part("plain", text, boundary, eight_bit), _part("html", html, boundary, eight_bit)]
    return "\r\n".join(lines).encode("ascii") + b"".join(parts) + f"--{boundary}--\r\n".encode("ascii")


def one_line(text: str) -> str:
    """Return the text without line breaks and control characters."""
    return " ".join(BREAKS.sub(" ", text).split())


def words(text: str) -> str:
    """Return a header's text: as it is when ASCII, else encoded words (RFC 2047) of whole characters, folded."""
    text = one_line(text)
    if text.isascii() and len(text) <= SHORT and "=?" not in text:
        return text
    return "\r\n ".join(f"=?utf-8?b?{base64.b64encode(piece).decode()}?=" for piece in _pieces(text))


def address(name: str, mailbox: str) -> str:
    """Return `name <mailbox>`; a name with marks is quoted or encoded, so that it cannot pretend to be an address."""
    mailbox = one_line(mailbox).replace(" ", "")
    name = one_line(name)
    if not name:
        return mailbox
    is_plain = name.isascii() and len(name) <= SHORT and "=?" not in name  # "=?" would be read as an encoded word
    if is_plain and ATOM.match(name):
        return f"{name} <{mailbox}>"
    if is_plain:
        quoted = name.replace("\\", "\\\\").replace('"', '\\"')
        return f'"{quoted}" <{mailbox}>'
    return f"{words(name)}\r\n <{mailbox}>"


def _header(name: str, value: str) -> str:
    # `words` and `address` fold with CRLF and a blank; nothing else may break a line.
    folded = [one_line(line) for line in value.split("\r\n ")]
    return f"{name}: " + "\r\n ".join(folded)


def _pieces(text: str) -> Iterable[bytes]:
    piece = b""
    for character in text:
        encoded = character.encode("utf-8", "replace")
        if len(piece) + len(encoded) > ENCODED_WORD:
            yield piece
            piece = b""
        piece += encoded
    yield piece


def _part(subtype: str, body: str, boundary: str, eight_bit: bool) -> bytes:
    lines = body.replace("\x00", "").encode("utf-8", "replace").splitlines() or [b""]
    if eight_bit and max(map(len, lines)) <= LONGEST_LINE:
        encoding, content = "8bit", b"\r\n".join(lines)
    else:
        encoding = "quoted-printable"
        content = quopri.encodestring(b"\n".join(lines)).replace(b"\n", b"\r\n")
    head = (
        f"--{boundary}\r\nContent-Type: text/{subtype}; charset=utf-8\r\nContent-Transfer-Encoding: {encoding}\r\n\r\n"
    )
    return head.encode("ascii") + content + b"\r\n"
