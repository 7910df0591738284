"""The way to a mail server that wants encryption and a password, and the signature that proves whose letter it is."""

import dkim
import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from accounts import clock
from accounts.jobs import actions as jobs
from accounts.jobs.models import Job
from accounts.mail import actions as mail
from accounts.mail import smtp
from accounts.mail.models import OutgoingEmail, State
from accounts.tenancy.context import tenant_context
from happiness.local import ports
from tests.accounts.mail.server import start
from tests.accounts.webhooks.receiver import Authority, ssl

USER, PASSWORD = "north", "only for the mail server"


class Strict:
    """Takes a letter from who has come by TLS and has said the password."""

    def __init__(self):
        self.taken = []

    def authenticate(self, _server, session, _envelope, _mechanism, data):
        return AuthResult(
            success=session.ssl is not None and (data.login, data.password) == (USER.encode(), PASSWORD.encode())
        )

    async def handle_DATA(self, server, session, envelope):  # noqa: N802 as aiosmtpd calls it
        self.taken.append(envelope.content)
        return "250 taken"


@pytest.fixture
def strict(tmp_path, monkeypatch, settings):
    """Return such a server; this process trusts the authority behind its certificate."""
    authority, port, handler = Authority(tmp_path), ports.any_free(), Strict()
    (tmp_path / "authority.pem").write_text(authority.pem())
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "authority.pem"))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(authority.certificate("localhost"))
    options = {"tls_context": context, "require_starttls": True, "auth_required": True}
    server = Controller(handler, hostname="127.0.0.1", port=port, authenticator=handler.authenticate, **options)
    server.start()
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_USE_TLS = "localhost", port, True
    settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = USER, PASSWORD
    yield handler
    smtp.connection().close()
    server.stop()


@pytest.fixture
def letter(cast, now):
    """Return a function that lets a letter leave, and returns its row and its job."""

    def leave():
        with tenant_context(cast.north.pk):
            row = mail.send("unknown_account", to="taras@client.example", language="uk", context={}, now=now)
        jobs.drain(queue="mail", now=clock.real_now)
        with tenant_context(cast.north.pk):
            return OutgoingEmail.objects.get(pk=row.pk), Job.objects.filter(queue="mail").first()

    return leave


def test_letter_leaves_by_an_encrypted_line_with_a_password(strict, letter):
    row, job = letter()

    assert (row.state, job, len(strict.taken)) == (State.SENT, None, 1)


@pytest.mark.parametrize(
    "wrong", [{"EMAIL_HOST_PASSWORD": "another"}, {"EMAIL_HOST": "127.0.0.1"}, {"EMAIL_USE_TLS": False}]
)
def test_letter_waits_while_the_server_does_not_let_us_in(strict, letter, settings, wrong):
    """A wrong password, a certificate for another name, no encryption: whoever runs the house can mend it."""
    for name, value in wrong.items():
        setattr(settings, name, value)

    row, job = letter()

    assert (row.state, strict.taken) == (State.PENDING, [])
    assert job.last_error.startswith(smtp.AWAY)
    assert settings.EMAIL_HOST_PASSWORD not in job.last_error


def test_signature_holds_for_the_letter_as_it_was_sent(letter, settings, tmp_path):
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    traditional, plain = serialization.PrivateFormat.TraditionalOpenSSL, serialization.NoEncryption()
    (tmp_path / "dkim.pem").write_bytes(key.private_bytes(serialization.Encoding.PEM, traditional, plain))
    public = key.public_key().public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    record, names = b"v=DKIM1; k=rsa; p=" + b"".join(public.splitlines()[1:-1]), []
    settings.DKIM_KEY_FILE, settings.DKIM_SELECTOR = str(tmp_path / "dkim.pem"), "autumn"
    settings.MAIL_ADDRESS = "happiness@north.example"

    def published(name, **_options):
        names.append(name)
        return record

    controller, server, settings.EMAIL_PORT = start()
    letter()
    controller.stop()

    [(_reader, content)] = server.taken
    assert dkim.verify(content, dnsfunc=published)
    assert not dkim.verify(content.replace(b"To: ", b"To: other@client.example, ", 1), dnsfunc=published)
    assert not dkim.verify(content + b"more\r\n", dnsfunc=published)
    assert set(names) == {b"autumn._domainkey.north.example."}
