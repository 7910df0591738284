"""Scope handling, the cast, clients; nothing else."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage

import hypothesis
import pytest
from aiosmtpd.controller import Controller
from django.core.cache import caches
from django.core.management.commands import flush
from django.test import Client
from django.test.utils import setup_databases, teardown_databases

from accounts import clock
from accounts.jobs import actions as jobs
from accounts.tenancy.context import organization_id_or_none
from accounts.tenancy.owner import as_owner
from happiness.local import ports
from tests.cast import Cast, Person, assemble
from tests.emptying import empty

# A busy machine is no fault of the code under test.
hypothesis.settings.register_profile("tests", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow])
hypothesis.settings.load_profile("tests")

# --- The database: made by its owner, used as the restricted role ---


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment, django_db_blocker, django_db_modify_db_settings) -> Iterator[None]:
    with django_db_blocker.unblock(), as_owner():
        made = setup_databases(verbosity=0, interactive=False, aliases={"default"}, serialized_aliases=set())
    yield
    with django_db_blocker.unblock(), as_owner():
        teardown_databases(made, verbosity=0)


@pytest.fixture(scope="session", autouse=True)
def _flush_as_owner() -> Iterator[None]:
    """Tests with real commits end with empty tables: emptying.empty() instead of TRUNCATE over all of them."""
    handle = flush.Command.handle
    flush.Command.handle = lambda _command, **_options: empty()
    yield
    flush.Command.handle = handle


@pytest.fixture(autouse=True)
def _no_scope_left_behind() -> Iterator[None]:
    yield
    assert organization_id_or_none() is None


@pytest.fixture(autouse=True)
def _empty_cache() -> Iterator[None]:
    """Rate limits of one test must not meet the next one; other workers' keys have another prefix."""
    yield
    cache = caches["default"]
    client = cache._cache.get_client()
    for key in client.scan_iter(match=f"{cache.key_prefix}:*", count=1000):
        client.delete(key)


# --- Letters: a real SMTP server in this process ---


class Mailbox(Sequence[EmailMessage]):
    """Letters that the server has taken, oldest first. Whoever looks has the outbox emptied first, as a worker does."""

    def __init__(self) -> None:
        self.received: list[EmailMessage] = []

    async def handle_DATA(  # noqa: N802 the name that aiosmtpd calls
        self, server: object, session: object, envelope: object
    ) -> str:
        self.received.append(message_from_bytes(envelope.content, _class=EmailMessage, policy=policy.default))
        return "250 OK"

    def __getitem__(self, index: object) -> object:
        jobs.drain(queue="mail", now=clock.real_now)
        return self.received[index]

    def __len__(self) -> int:
        jobs.drain(queue="mail", now=clock.real_now)
        return len(self.received)

    def to(self, address: str) -> list[EmailMessage]:
        return [letter for letter in self if address in letter["To"]]


@pytest.fixture(scope="session")
def _smtp_server() -> Iterator[tuple[Mailbox, int]]:
    letters = Mailbox()
    port = ports.any_free()
    server = Controller(letters, hostname="127.0.0.1", port=port)
    server.start()
    yield letters, port
    server.stop()


@pytest.fixture(autouse=True)
def mailbox(_smtp_server, settings) -> Mailbox:
    letters, port = _smtp_server
    letters.received.clear()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    return letters


# --- People ---


@pytest.fixture
def now() -> datetime:
    return clock.real_now()


@pytest.fixture
def cast(db, now) -> Cast:
    return assemble(now=now)


@pytest.fixture
def committed_cast(transactional_db, now) -> Cast:
    """The cast of tests with real commits: threads, workers, a server of its own."""
    return assemble(now=now)


@pytest.fixture
def client_of() -> Callable[[Person], Client]:
    """Return a browser in which the person is signed in; server errors are answers, as for everybody."""

    def signed_in(person: Person) -> Client:
        client = Client(raise_request_exception=False)
        client.force_login(person.user)
        return client

    return signed_in
