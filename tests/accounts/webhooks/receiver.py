"""A real HTTPS server on loopback that answers as a test tells it, and the certificates for it."""

import socketserver
import ssl
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.message import Message
from http.server import BaseHTTPRequestHandler
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

HOST = "hooks.example.com"
Behave = Callable[["Handler"], None]


@dataclass(frozen=True, slots=True)
class Received:
    path: str
    headers: Message
    body: bytes
    host: str  # what the client asked for when the connection began (SNI)


class Handler(BaseHTTPRequestHandler):
    """Keeps every POST, and answers with the next of the planned behaviors, or 204."""

    protocol_version = "HTTP/1.1"
    server: "Receiver"

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.received.append(Received(self.path, self.headers, body, self.server.asked_for[-1]))
        behave = self.server.planned.pop(0) if self.server.planned else self.server.usual
        behave(self)

    def log_message(self, *args: object) -> None:
        pass


def status(code: int, text: str = "", **headers: str) -> Behave:
    """Return a behavior that answers with a status and a text; `Retry_After="5"` is a header."""

    def behave(handler: Handler) -> None:
        handler.send_response(code)
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.send_header("Content-Length", str(len(text.encode())))
        handler.end_headers()
        handler.wfile.write(text.encode())

    return behave


def raw(*parts: bytes, pause: float = 0) -> Behave:
    """Return a behavior that writes these bytes, with a pause before each but the first, and hangs up."""

    def behave(handler: Handler) -> None:
        handler.close_connection = True
        for number, part in enumerate(parts):
            if number and handler.server.hanging_up.wait(pause):
                return
            handler.wfile.write(part)
            handler.wfile.flush()

    return behave


class Receiver(socketserver.ThreadingTCPServer):
    daemon_threads, allow_reuse_address = True, True

    def __init__(self, certificate: Path) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.received: list[Received] = []
        self.planned: list[Behave] = []
        self.usual: Behave = status(204)
        self.asked_for: list[str] = []
        self.hanging_up = threading.Event()
        self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.context.sni_callback = lambda _line, name, _context: self.asked_for.append(name)
        self.show(certificate)

    def show(self, certificate: Path) -> None:
        """Use another certificate from now on."""
        self.context.load_cert_chain(certificate)

    def finish_request(self, request, client_address) -> None:
        request.settimeout(20)
        with self.context.wrap_socket(request, server_side=True) as line:
            Handler(line, client_address, self)

    def handle_error(self, request, client_address) -> None:
        """A client that hangs up is what many of the tests are about."""


@dataclass(slots=True)
class Authority:
    """Makes certificates, each with its key in one file."""

    folder: Path
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))

    @property
    def name(self) -> x509.Name:
        return x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "Test authority")])

    def pem(self) -> str:
        return self._sign(self.name, self.key, x509.BasicConstraints(ca=True, path_length=0)).decode()

    def certificate(self, host: str, *, days: int = 1, self_signed: bool = False) -> Path:
        """Return a file with key and certificate for the host, valid for so many days (negative: expired)."""
        key = ec.generate_private_key(ec.SECP256R1())
        subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, host)])
        alternative = x509.SubjectAlternativeName([x509.DNSName(host)])
        signed = self._sign(subject, key, alternative, days=days, by=key if self_signed else None)
        file = self.folder / f"{host}.{days}.{self_signed}.pem"
        plain = key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        file.write_bytes(plain + signed)
        return file

    def _sign(self, subject, key, extension, *, days: int = 1, by=None) -> bytes:
        now = datetime.now(UTC)  # noqa: TID251 certificates are checked by the machine's clock
        signer = by or self.key
        builder = (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(subject if by else self.name)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - timedelta(days=30))
            .not_valid_after(now + timedelta(days=days))
            .add_extension(extension, critical=isinstance(extension, x509.BasicConstraints))
        )
        return builder.sign(signer, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)
