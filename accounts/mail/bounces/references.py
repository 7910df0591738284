"""Which letters of ours a message speaks of, by their shape; whether they are genuine is asked elsewhere."""

import re
from collections.abc import Iterable

from accounts.mail.bounces.message import LETTERS, TEXT_BYTES, Part

# <organization-row.r1@our.domain>, both parts hexadecimal.
MESSAGE_ID = re.compile(
    r"(?<![\w.-])([0-9a-f]{8,40}-[0-9a-f]{8,40}\.r\d{1,6}@[a-z0-9][a-z0-9.-]{0,200}[a-z0-9])", re.IGNORECASE
)
# bounce+TOKEN@our.domain; what the token holds is its maker's business.
TOKEN = re.compile(r"""(?:^|[\s<"':;,])[^\s<>@"',;:+]{1,64}\+([^\s<>@"',;:]{1,200})@""")
COPIED_RETURN_PATH = re.compile(r"^[ \t>]*return-path:[ \t]*(\S{1,300})", re.IGNORECASE | re.MULTILINE)
ADDRESS = re.compile(r"""[^\s<>()\[\]:;,"'@|=]{1,64}@[^\s<>()\[\]:;,"'@|=]{1,200}[^\s<>()\[\]:;,"'@|=.!?]""")

ARRIVED_AT = (
    "to",
    "cc",
    "delivered-to",
    "x-original-to",
    "envelope-to",
    "x-envelope-to",
    "x-forwarded-to",
    "x-rcpt-to",
)
SENT_FROM = (
    "return-path",
    "original-mail-from",
    "x-postfix-sender",
    "original-envelope-id",
    "x-original-sender",
    "errors-to",
)
LIMIT = 20


def message_ids(letter: Part) -> tuple[str, ...]:
    """Return the Message-IDs of our shape in all headers and texts, but for the letter's own."""
    own = {found.lower() for found in MESSAGE_ID.findall(letter.first("message-id"))}
    found = dict.fromkeys(each.lower() for text in _texts(letter) for each in MESSAGE_ID.findall(text))
    return tuple(each for each in found if each not in own)[:LIMIT]


def is_ours(letter: Part) -> bool:
    """Tell whether this is a letter of ours that went in a circle."""
    return bool(MESSAGE_ID.search(letter.first("message-id")))


def return_path_tokens(letter: Part) -> tuple[str, ...]:
    """Return what stands behind "+" in the addresses this letter came to and the enclosed one came from."""
    values = letter.all(*ARRIVED_AT)
    for part in letter.walk():
        if part is not letter:
            values += part.all(*SENT_FROM)
            if not part.children:
                values += _copied(part)
    values += _copied(letter) if not letter.children else []
    return tuple(dict.fromkeys(token for value in values for token in TOKEN.findall(value)))[:LIMIT]


def written_to(letter: Part) -> str:
    """Return the address that the enclosed letter was written to, if it is enclosed and has only one."""
    for part in letter.walk():
        if part is not letter and part.media_type not in LETTERS:
            addresses = {address.lower() for address in ADDRESS.findall(part.first("to"))}
            if len(addresses) == 1:
                return addresses.pop()
    return ""


def related(one: str, other: str) -> bool:
    """Tell whether two addresses may be one mailbox; an address that is not known may be any."""
    local, _, domain = one.partition("@")
    other_local, _, place = other.partition("@")
    same = local == other_local or domain == place or domain.endswith(f".{place}") or place.endswith(f".{domain}")
    return not one or not other or same


def addresses(text: str) -> list[str]:
    """Return the e-mail addresses in a text, in lower case and in their order."""
    return list(dict.fromkeys(found.lower().strip("'`") for found in ADDRESS.findall(text)))


def _copied(part: Part) -> list[str]:
    """Return the senders named in a plain text: a copied letter, or fields of a report."""
    if not part.media_type.startswith(("text/", "message/")):
        return []
    text = part.text
    fields = re.findall(r"^(?:original-mail-from|x-postfix-sender):[^\n]{1,300}", text, re.IGNORECASE | re.MULTILINE)
    return COPIED_RETURN_PATH.findall(text) + fields


def _texts(letter: Part) -> Iterable[str]:
    for part in letter.walk():
        yield from (value for _, value in part.headers)
        if not part.children and part.media_type.startswith(("text/", "message/", "multipart/")):
            yield part.text[:TEXT_BYTES]
