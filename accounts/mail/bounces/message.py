"""Bytes → parts. Reads a bounded beginning, to a bounded depth, and takes whatever it is given.

The standard library's parser is not used: it recurses as deep as a sender likes and raises on some headers.
"""

import binascii
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from accounts.mail.bounces import charsets

READ = 2 * 1024 * 1024  # bytes of a letter that are looked at; what follows is somebody's attachment
DEPTH = 8
PARTS = 60
HEADER_LINES = 1000
HEADER_BYTES = 4000
AHEAD = 2000  # bytes
TEXT_BYTES = 200_000  # of one text part
ENCODED_BYTES = 3 * TEXT_BYTES  # the same as quoted-printable

HEADER = re.compile(rb"([!-9;-~]{1,76})[ \t]*:(.*)", re.DOTALL)
PARAMETER = re.compile(r""";\s*([a-z-]{1,30})(?:\*0?\*?)?\s*=\s*(?:"([^"]{0,200})"|([^\s;"]{1,200}))""", re.IGNORECASE)
MEDIA_TYPE = re.compile(r"\s*([a-z0-9.+-]{1,60}/[a-z0-9.+-]{1,60})", re.IGNORECASE)
# Headers follow: what stands before them is the rest of a folded one that lost its indent on the way.
MORE_HEADERS = re.compile(
    rb"[^\n]+\n(?:[^\n]+\n)*?(?:from|to|subject|date|message-id|mime-version|content-[a-z-]+|received|x-[a-z-]+|auto-submitted):",
    re.IGNORECASE,
)
LOST_BOUNDARY = re.compile(rb"\n--(\S[^\n]{0,100}?)[ \t]*\n(?=[A-Za-z-]{1,40}:|\n)")
LETTERS = frozenset({"message/rfc822", "message/global", "text/rfc822-headers", "message/global-headers"})


@dataclass(frozen=True)
class Part:
    """A letter or a part of one. `ended` says that its end was seen, so that nothing of it is missing."""

    headers: tuple[tuple[str, str], ...]
    body: bytes
    children: tuple["Part", ...] = ()
    ended: bool = True

    def all(self, *names: str) -> list[str]:
        """Return the values of the headers of these lower-case names, in their order."""
        return [value for name, value in self.headers if name in names]

    def first(self, name: str) -> str:
        """Return the first header of this name, or nothing."""
        return next((value for key, value in self.headers if key == name), "")

    @cached_property
    def media_type(self) -> str:
        """Return "text/plain" and the like, in lower case."""
        return _media_type(self.first("content-type"))

    def parameter(self, name: str) -> str:
        """Return a parameter of Content-Type, or nothing."""
        return _parameter(self.first("content-type"), name)

    def payload(self) -> bytes:
        """Return the bytes of a leaf without their transfer encoding, no more than a text may have."""
        return _unwrap(self.body[:ENCODED_BYTES], self.first("content-transfer-encoding"))[:TEXT_BYTES]

    @cached_property
    def text(self) -> str:
        """Return the text of a leaf, whatever its charset."""
        return charsets.decode(self.payload(), self.parameter("charset"))

    def walk(self, *, inside_letters: bool = True) -> Iterator["Part"]:
        """Yield this part and those within it, with or without those of enclosed letters."""
        yield self
        if inside_letters or self.media_type not in LETTERS:
            for child in self.children:
                yield from child.walk(inside_letters=inside_letters)


def read(raw: bytes) -> Part:
    """Parse a letter."""
    data = bytes(raw[:READ])
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):  # a whole letter saved as UTF-16
        data = data.decode("utf-16", "replace").encode("utf-8", "replace")
    data = data.removeprefix(b"\xef\xbb\xbf").replace(b"\r\n", b"\n").replace(b"\r", b"\n").lstrip(b"\n\x00")
    return _parse(data, DEPTH, [PARTS], ended=True)


def _parse(data: bytes, depth: int, budget: list[int], *, ended: bool) -> Part:
    budget[0] -= 1
    headers, body = _split(data)
    content_type = next((value for name, value in headers if name == "content-type"), "")
    kind = _media_type(content_type)
    children: tuple[Part, ...] = ()
    if depth and kind.startswith("multipart/"):
        pieces = _pieces(body, _parameter(content_type, "boundary").encode(errors="replace"), budget)
        children = tuple(_parse(piece, depth - 1, budget, ended=whole) for piece, whole in pieces if budget[0] > 0)
    elif depth and kind in LETTERS and budget[0] > 0:
        encoding = next((value for name, value in headers if name == "content-transfer-encoding"), "")
        children = (_parse(_unwrap(body, encoding).lstrip(b"\n"), depth - 1, budget, ended=ended),)
    return Part(headers, body, children, ended)


def _split(data: bytes) -> tuple[tuple[tuple[str, str], ...], bytes]:
    """Part headers from body. A line that is no header begins the body even where the empty line was lost."""
    lines: list[bytes] = []
    place = 0
    for _ in range(HEADER_LINES):
        end = data.find(b"\n", place)
        line = data[place : end if end >= 0 else len(data)]
        if line[:1] in {b" ", b"\t"} and lines:
            if line.strip() and len(lines[-1]) < HEADER_BYTES:
                lines[-1] += b" " + line.strip()[:HEADER_BYTES]
        elif line.startswith((b"From ", b">From ")):
            pass  # a mailbox file's separator
        elif line and HEADER.match(line[:100]):
            lines.append(line[:HEADER_BYTES])
        elif line and lines and MORE_HEADERS.match(data[place : place + AHEAD]):
            lines[-1] = lines[-1][:HEADER_BYTES] + b" " + line[:HEADER_BYTES]
        else:
            place += not line  # the empty line belongs to neither
            break
        place = end + 1 if end >= 0 else len(data)
        if end < 0:
            break
    return tuple(_header(line) for line in lines), data[place:]


def _header(line: bytes) -> tuple[str, str]:
    name, _, value = line.partition(b":")
    text = charsets.decode(value.strip()[:HEADER_BYTES])
    return name.strip().decode("ascii", "replace").lower(), " ".join(charsets.decode_words(text).split())


def _pieces(body: bytes, boundary: bytes, budget: list[int]) -> list[tuple[bytes, bool]]:
    """Cut a multipart body at its boundary, each piece with whether its end was seen."""
    data = b"\n" + body
    mark = b"\n--" + boundary
    if not boundary or mark not in data:
        lost = LOST_BOUNDARY.search(data[:TEXT_BYTES])
        if not lost:
            return []
        mark = b"\n--" + lost[1]
    pieces: list[tuple[bytes, bool]] = []
    start, place = -1, data.find(mark)
    while place >= 0 and len(pieces) < budget[0]:
        end = data.find(b"\n", place + 1)
        rest = data[place + len(mark) : end if end >= 0 else len(data)].strip()
        if rest in {b"", b"--"}:
            if start >= 0:
                pieces.append((data[start:place], True))
            start = end + 1 if end >= 0 and not rest else -1
            if rest:
                return pieces
        place = data.find(mark, place + 1)
    if start >= 0:
        pieces.append((data[start:], False))
    return pieces


def _unwrap(body: bytes, encoding: str) -> bytes:
    match encoding.strip().lower():
        case "base64":
            return charsets.unbase64(body)
        case "quoted-printable":
            return binascii.a2b_qp(body)
        case _:
            return body


def _media_type(content_type: str) -> str:
    found = MEDIA_TYPE.match(content_type)
    return found[1].lower() if found else "text/plain"


def _parameter(content_type: str, name: str) -> str:
    for key, quoted, plain in PARAMETER.findall(content_type):
        if key.lower() == name:
            return quoted or plain
    return ""
