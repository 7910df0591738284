"""E-mail addresses and web domains."""

import re

from accounts.exchange.cells.plain import BadCell, Wrong, sound

EMAIL = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*@([^@\s]+)")
LABEL = re.compile(r"(?!-)[a-z0-9-]{1,63}(?<!-)")
LONGEST_EMAIL, LONGEST_DOMAIN = 254, 253
NAMED_ADDRESS = re.compile(r"<([^<>]*)>")


def emails(text: str) -> list[str]:
    """Return the addresses of a cell ("Olha <o@b.example>; p@b.example") in lower case, each once; raise BadCell."""
    found = NAMED_ADDRESS.findall(sound(text)) or [part.strip() for part in re.split(r"[,;\s|]+", text)]
    return list(dict.fromkeys(_email(part.removeprefix("mailto:")) for part in found if part))


def domain(text: str) -> str:
    """Return the domain of a web address, without its scheme, "www." and path; raise BadCell."""
    host = re.sub(r"^[a-z]+://", "", sound(text).strip().lower())
    host = re.split(r"[/?#:]", host, maxsplit=1)[0].rpartition("@")[2]
    return _host(host.removeprefix("www."), Wrong.DOMAIN)


def _email(text: str) -> str:
    found = EMAIL.fullmatch(text.strip())
    if not found:
        raise BadCell(Wrong.EMAIL)
    address = f"{text.strip().rpartition('@')[0]}@{_host(found[1].lower(), Wrong.EMAIL)}".lower()
    if len(address) > LONGEST_EMAIL:
        raise BadCell(Wrong.EMAIL)
    return address


def _host(host: str, wrong: Wrong) -> str:
    try:
        plain = host.encode("idna").decode() if not host.isascii() else host
    except UnicodeError as error:
        raise BadCell(wrong) from error
    labels = plain.split(".")
    if len(labels) == 1 or len(plain) > LONGEST_DOMAIN or not all(LABEL.fullmatch(label) for label in labels):
        raise BadCell(wrong)
    if labels[-1].isdigit():  # an IP address, or half of a number
        raise BadCell(wrong)
    return plain
