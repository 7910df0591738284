"""Where a webhook may lead: to a public HTTPS host, called by its name.

A URL is looked at when it is entered, and again at every attempt: names lead elsewhere from one minute to the next.
"""

import re
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from typing import Any
from urllib.parse import urlsplit

from django.utils.translation import gettext_lazy as _

PORTS = frozenset({443, 8443})
HOST = re.compile(r"(?=.{1,253}\Z)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?\Z")
PRINTABLE = re.compile(r"[!-~]+\Z")

# Python 3.11 calls these global. The host at 168.63.129.16 is the management service of a large cloud, for its tenants only.
REFUSED_4 = [IPv4Network(net) for net in ("192.0.0.0/24", "192.88.99.0/24", "168.63.129.16/32", "224.0.0.0/4")]
REFUSED_6 = [IPv6Network("3fff::/20")]
PUBLIC_6 = IPv6Network("2000::/3")  # everything that is given to networks; what lies outside has a meaning of its own
NAT64 = IPv6Network("64:ff9b::/96")


class BadUrl(ValueError):
    """No webhook may have this URL; `says` tells a person why, in the language of the page."""

    def __init__(self, says: Any) -> None:
        super().__init__(says)
        self.says = says


@dataclass(frozen=True, slots=True)
class Target:
    """A URL taken apart, once: what is checked is what is called. `path` includes the query."""

    host: str
    port: int
    path: str

    @property
    def host_header(self) -> str:
        return self.host if self.port == 443 else f"{self.host}:{self.port}"  # noqa: PLR2004 the port of https


def parse(url: str) -> Target:
    """Take a webhook's URL apart; raise BadUrl for everything that is not plainly the address of a public HTTPS host.

    Numbers in any notation, names without a dot, user information, fragments and international letters are refused rather than
    understood, because programs differ in how they understand them.
    """
    if not url.isascii():
        raise BadUrl(_("Write the address in Latin letters; a host in other letters has a name that starts with xn--."))
    if not PRINTABLE.match(url) or "\\" in url or "#" in url:
        raise BadUrl(_("Write one complete address without spaces, for example https://example.com/hooks."))
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise BadUrl(_("Write one complete address without spaces, for example https://example.com/hooks.")) from error
    if parts.scheme != "https":
        raise BadUrl(_("The address must start with https://, so that nobody on the way can read the messages."))
    if "@" in parts.netloc:
        raise BadUrl(_("Leave out the name and password before the @; receivers check the signature instead."))
    host = parts.hostname or ""
    if not HOST.match(host):
        raise BadUrl(_("Write the name of a public host, not a number and not a name of your own network."))
    if port is not None and port not in PORTS:
        raise BadUrl(_("Only the ports 443 and 8443 are possible."))
    return Target(host, port or 443, (parts.path or "/") + (f"?{parts.query}" if parts.query else ""))


def is_public(text: str) -> bool:
    """Tell whether an IP address belongs to the public internet; an address within an address must be public as well."""
    try:
        address = ip_address(text)
    except ValueError:
        return False
    return all(_is_public(one) for one in _meant_by(address))


def _meant_by(address: IPv4Address | IPv6Address) -> list[IPv4Address | IPv6Address]:
    """Return the IPv4 addresses that an IPv6 address stands for, or the address itself."""
    if isinstance(address, IPv4Address):
        return [address]
    if address.ipv4_mapped:
        return [address.ipv4_mapped]
    if address in NAT64:
        return [IPv4Address(int(address) & 0xFFFFFFFF)]
    if address.sixtofour:
        return [address.sixtofour]
    if address.teredo:
        return [*address.teredo]
    return [address]


def _is_public(address: IPv4Address | IPv6Address) -> bool:
    if not address.is_global or address.is_multicast:
        return False
    if isinstance(address, IPv4Address):
        return not any(address in net for net in REFUSED_4)
    return address in PUBLIC_6 and not any(address in net for net in REFUSED_6)
