"""The corpus: invented messages in the shapes of real servers, each with its right answer.

`corpus/templates/` holds one frame per server, `rows.txt` fills frames with that server's answers, the other files hold whole
messages. Between `<<<` and `>>>` stands text that is written in the message's charset and transfer encoding; {{letter}} is
a copy of our letter, {{verp}} our return path, {{id}} our Message-ID.

`held_out/` was written before the first pattern and was read only through its figure; see test_corpus.py.
"""

import base64
import hashlib
import quopri
import re
from dataclasses import dataclass
from email.header import Header
from functools import cache
from pathlib import Path

CORPUS = Path(__file__).parent / "corpus"
PARTS = ("development", "held_out")
STRANGER = "client@firma.example"


@dataclass(frozen=True)
class Specimen:
    name: str
    kind: str
    reason: str  # "" is not asked for; so are the next two
    recipient: str
    status: str
    raw: bytes
    token: str  # ours, if the message names it
    message_id: str


@cache
def specimens(part: str) -> list[Specimen]:
    """Return all messages of one part of the corpus."""
    found = list(_rows(CORPUS / part / "rows.txt"))
    for path in sorted((CORPUS / part).glob("*.txt")):
        if path.name != "rows.txt":
            found += _messages(path)
    assert len({each.name for each in found}) == len(found)
    return found


def everything() -> list[Specimen]:
    return [each for part in PARTS for each in specimens(part)]


def specimen(name: str) -> Specimen:
    return next(each for each in everything() if each.name == name)


def _rows(path: Path):
    for line in path.read_text(encoding="utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        cells = [cell.strip() for cell in line.split(" | ")]
        name, template, kind, reason, recipient, action, status, diagnostic, *options = cells
        fields = {"kind": "smtp", "charset": "us-ascii", "cte": "7bit", **_options(options[0] if options else "")}
        fields |= {"action": action, "status": status, "diagnostic": diagnostic}
        frame = (CORPUS / "templates" / f"{template}.txt").read_text(encoding="utf-8")
        exact = "" if status == "-" or status.endswith(".0.0") else status
        yield _specimen((name, kind, reason, recipient, exact), frame, fields)


def _messages(path: Path):
    for chunk in re.split(r"(?m)^#### ", path.read_text(encoding="utf-8"))[1:]:
        heading, _, message = chunk.partition("\n")
        name, kind, reason, recipient, status, *options = [cell.strip(" |") for cell in f"{heading} ".split(" | ")]
        yield _specimen((name, kind, reason, recipient, status), message, _options(options[0] if options else ""))


def _options(text: str) -> dict[str, str]:
    return dict(pair.split("=", 1) for pair in text.split(";") if "=" in pair)


def _specimen(labels: tuple[str, ...], message: str, options: dict[str, str]) -> Specimen:
    name, kind, reason, recipient, status = ("" if label == "-" else label for label in labels)
    digest = hashlib.sha256(name.encode()).hexdigest()
    token, message_id = f"k7{digest[:10]}.9fA", f"{digest[:32]}-{digest[32:]}.r1@mail.happiness.example"
    letter = (CORPUS / "templates" / "letter.txt").read_text(encoding="utf-8").rstrip()
    to = recipient if "@" in recipient else STRANGER
    local, _, domain = to.rpartition("@")
    fields = {"to": to, **options, "letter": letter, "recipient": to, "local": local, "domain": domain}
    fields |= {"verp": f"bounce+{token}@mail.happiness.example", "id": f"<{message_id}>"}
    for _ in range(2):  # the letter has fields of its own
        message = re.sub(r"\{\{(\w+)\}\}", lambda found: fields[found[1]], message)
    raw = _encoded(message, options.get("charset", "utf-8"), options.get("cte", "8bit"))
    raw = raw.replace(b"\n", {"cr": b"\r", "crlf": b"\r\n"}.get(options.get("newline", ""), b"\n"))
    named = token in message
    return Specimen(
        name, kind, reason, recipient, status, raw, token if named else "", message_id if message_id in message else ""
    )


def _encoded(message: str, charset: str, transfer: str) -> bytes:
    head, _, body = message.partition("\n\n")
    lines = [line if line.isascii() else _header(line, charset) for line in head.split("\n")]
    out, inside = ["\n".join(lines).encode(), b"\n\n"], False
    for piece in re.split(r"(?m)^(?:<<<|>>>)\n?", body):
        out.append(_transferred(piece.encode(charset, "replace"), transfer) if inside else piece.encode())
        inside = not inside
    return b"".join(out)


def _header(line: str, charset: str) -> str:
    name, _, value = line.partition(": ")
    text, bracket, address = value.partition(" <")
    charset = "utf-8" if charset.startswith("utf-16") else charset
    return f"{name}: {Header(text, charset, maxlinelen=60, header_name=name).encode()}{bracket}{address}"


def _transferred(data: bytes, transfer: str) -> bytes:
    match transfer:
        case "base64":
            return base64.encodebytes(data)
        case "quoted-printable":
            return quopri.encodestring(data)
        case _:
            return data
