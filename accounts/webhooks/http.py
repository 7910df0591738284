"""One POST to a stranger's server: to a public address, over TLS with a valid certificate, within a time, never redirected.

`Network` is what is asked of the machine. Tests bring a network of their own; what is checked about its answers stays.
"""

import functools
import http.client
import io
import queue
import socket
import ssl
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.webhooks import address
from accounts.webhooks.address import BadUrl, Target

SECONDS = 15.0  # for everything: name, connection, TLS, request and the answer's head
BODY_SECONDS = 2.0  # the answer is known by its status; its text is worth a short wait only
MOST_TEXT, MOST_BYTES = 1024, 32 * 1024
MOST_ADDRESSES = 4


class Fault(models.TextChoices):
    """Why there was no answer."""

    URL = "url", _("The address is not allowed")
    ADDRESS = "address", _("The host name leads to no public address")
    CONNECTION = "connection", _("No connection")
    TIMEOUT = "timeout", _("No answer in time")
    TLS = "tls", _("No encrypted connection")
    CERTIFICATE = "certificate", _("The certificate is not valid")
    ANSWER = "answer", _("The answer was not HTTP")
    SECRET = "secret", _("The signing secret cannot be read; change it")
    OURS = "ours", _("A fault on our side")


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What came of a POST: a status with the beginning of its text, or a fault with a few words."""

    ms: int = 0
    status: int | None = None
    text: str = ""
    fault: Fault | None = None
    retry_after: str = ""

    @property
    def is_success(self) -> bool:
        return self.status is not None and 200 <= self.status < 300  # noqa: PLR2004 HTTP's own range


class NotPublic(OSError):
    """The host name leads nowhere, or to an address that is not public. One word for both, or it tells of our network."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Network:
    """`resolve` a name into IP addresses, `dial` one of them within some seconds, and whom to `trust`."""

    resolve: Callable[[str, int], list[str]]
    dial: Callable[[str, int, float], socket.socket]
    trust: Callable[[], ssl.SSLContext]


def _resolve(host: str, port: int) -> list[str]:
    # The dot at the end: never a name of our own network's search list.
    found = socket.getaddrinfo(f"{host}.", port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def _dial(ip: str, port: int, seconds: float) -> socket.socket:
    return socket.create_connection((ip, port), timeout=seconds)


INTERNET = Network(resolve=_resolve, dial=_dial, trust=functools.cache(ssl.create_default_context))


def post(
    url: str,
    *,
    headers: Mapping[str, str],
    body: bytes,
    seconds: float = SECONDS,
    most_text: int = MOST_TEXT,
    text_seconds: float | None = None,
    network: Network = INTERNET,
) -> Answer:
    """Send the body once and return what came of it; faults of the receiver or of the way there are answers, too.

    `headers` are ours: plain ASCII without line breaks. Who needs the answer's text waits longer for more of it.
    """
    started = time.monotonic()
    deadline = started + seconds
    try:
        target = address.parse(url)
        with _connect(target, network, deadline) as line:
            _send(line, _request(target, headers, body), deadline)
            response = _head(line, deadline, text_seconds)
            result: dict[str, Any] = {
                "text": _beginning(response, most_text),
                "status": response.status,
                "retry_after": response.headers.get("Retry-After", ""),
            }
    except (BadUrl, OSError, http.client.HTTPException) as error:
        fault, words = _explain(error)
        result = {"text": words[:MOST_TEXT], "fault": fault}
    return Answer(ms=round((time.monotonic() - started) * 1000), **result)


def _connect(target: Target, network: Network, deadline: float) -> ssl.SSLSocket:
    """Connect to an address that the name leads to right now; the certificate must be the name's."""
    addresses = _addresses(target, network, deadline)
    if not addresses or not all(address.is_public(ip) for ip in addresses):
        raise NotPublic
    sock = _first(addresses[:MOST_ADDRESSES], target.port, network, deadline)
    try:
        sock.settimeout(_left(deadline))
        return network.trust().wrap_socket(sock, server_hostname=target.host)
    except BaseException:
        sock.close()
        raise


def _addresses(target: Target, network: Network, deadline: float) -> list[str]:
    """Ask for the name in a thread: the system's resolver knows no time limit."""
    found: queue.SimpleQueue[list[str]] = queue.SimpleQueue()

    def ask() -> None:
        try:
            found.put(network.resolve(target.host, target.port))
        except (OSError, UnicodeError):
            found.put([])

    threading.Thread(target=ask, name="webhook-name", daemon=True).start()
    try:
        return found.get(timeout=_left(deadline))
    except queue.Empty as error:
        raise TimeoutError from error


def _first(addresses: list[str], port: int, network: Network, deadline: float) -> socket.socket:
    """Return a connection to the first address that takes one; each gets its share of the time that is left."""
    for position, ip in enumerate(addresses):
        is_last = position == len(addresses) - 1
        try:
            return network.dial(ip, port, _left(deadline) / (len(addresses) - position))
        except OSError:
            if is_last:
                raise
    raise NotPublic  # no address at all


def _request(target: Target, headers: Mapping[str, str], body: bytes) -> bytes:
    lines = {
        "Host": target.host_header,
        "User-Agent": "happiness-webhooks/1",
        "Content-Type": "application/json",
        "Content-Length": str(len(body)),
        "Accept-Encoding": "identity",
        "Connection": "close",
        **headers,
    }
    head = "".join(f"{name}: {value}\r\n" for name, value in lines.items())
    return f"POST {target.path} HTTP/1.1\r\n{head}\r\n".encode("ascii") + body


def _send(line: ssl.SSLSocket, data: bytes, deadline: float) -> None:
    rest = memoryview(data)
    while rest:
        line.settimeout(_left(deadline))
        rest = rest[line.send(rest) :]


class _Incoming(io.RawIOBase):
    """What the receiver says: not after the deadline and not more than MOST_BYTES, however slowly it comes."""

    def __init__(self, line: ssl.SSLSocket, deadline: float) -> None:
        self.line, self.deadline, self.room = line, deadline, MOST_BYTES

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        if not self.room:
            raise http.client.HTTPException("the answer's head is too long")
        self.line.settimeout(_left(self.deadline))
        number = self.line.recv_into(memoryview(buffer)[: self.room])
        self.room -= number
        return number

    def makefile(self, mode: str) -> io.BufferedReader:
        """What http.client asks of a socket."""
        return io.BufferedReader(self, buffer_size=MOST_TEXT)


def _head(line: ssl.SSLSocket, deadline: float, text_seconds: float | None = None) -> http.client.HTTPResponse:
    incoming = _Incoming(line, deadline)
    response = http.client.HTTPResponse(incoming, method="POST")  # type: ignore[arg-type]  # it only calls makefile
    response.begin()
    incoming.deadline = min(deadline, time.monotonic() + (text_seconds or BODY_SECONDS))
    return response


def _beginning(response: http.client.HTTPResponse, most: int = MOST_TEXT) -> str:
    """Return the beginning of the text, or what of it has come in time."""
    text = b""
    try:
        while len(text) < most and (part := response.read1(most - len(text))):
            text += part
    except (OSError, http.client.HTTPException):
        pass  # the status has been said, and it alone counts
    return text.decode("utf-8", "replace").replace("\x00", "\N{REPLACEMENT CHARACTER}")


def _explain(error: Exception) -> tuple[Fault, str]:
    match error:
        case BadUrl():
            return Fault.URL, ""
        case NotPublic():
            return Fault.ADDRESS, ""
        case TimeoutError():
            return Fault.TIMEOUT, ""
        case ssl.SSLCertVerificationError():
            return Fault.CERTIFICATE, error.verify_message
        case ssl.SSLError():
            return Fault.TLS, error.reason or ""
        case http.client.HTTPException() if not isinstance(error, OSError):
            return Fault.ANSWER, " ".join(str(error).split())
        case _:
            return Fault.CONNECTION, getattr(error, "strerror", None) or str(error)


def _left(deadline: float) -> float:
    """Return the seconds until the deadline; raise TimeoutError after it."""
    seconds = deadline - time.monotonic()
    if seconds <= 0:
        raise TimeoutError
    return seconds
