"""A world outside: names, addresses and one HTTPS server, and a clock that a test can turn."""

import re
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial

import pytest
from django.db.models import Prefetch

from accounts import clock
from accounts.audit.models import AuditEntry
from accounts.events import actions as events
from accounts.events.actions import Fact
from accounts.events.kinds import MAIL_REPLIED
from accounts.events.models import Event
from accounts.jobs import actions as jobs
from accounts.jobs import registry
from accounts.tenancy.context import tenant_context
from accounts.webhooks.deliver import deliver
from accounts.webhooks.http import Network
from accounts.webhooks.models import DeliveryAttempt, Webhook, WebhookDelivery
from accounts.webhooks.queries import QUEUE
from tests.accounts.webhooks.receiver import HOST, Authority, Receiver
from tests.cast import Person

PUBLIC = "93.184.216.34"


@dataclass(slots=True)
class World:
    """The production checks see this network. Whatever is dialed leads to the receiver, once the checks have passed."""

    receiver: Receiver
    authority: str
    addresses: dict[str, list[str]] = field(default_factory=lambda: {HOST: [PUBLIC]})
    dialed: list[tuple[str, int]] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    while_dialing: Callable[[], None] | None = None

    @property
    def network(self) -> Network:
        return Network(resolve=self.resolve, dial=self.dial, trust=self.trust)

    def resolve(self, host: str, port: int) -> list[str]:
        self.asked.append(host)
        return self.addresses[host]

    def dial(self, ip: str, port: int, seconds: float) -> socket.socket:
        self.dialed.append((ip, port))
        if self.while_dialing:
            self.while_dialing()
        return socket.create_connection(self.receiver.server_address, timeout=seconds)

    def trust(self) -> ssl.SSLContext:
        return ssl.create_default_context(cadata=self.authority)


@pytest.fixture(scope="session")
def authority(tmp_path_factory) -> Authority:
    return Authority(tmp_path_factory.mktemp("certificates"))


@pytest.fixture(scope="session")
def good_certificate(authority):
    return authority.certificate(HOST)


@pytest.fixture
def receiver(good_certificate) -> Iterator[Receiver]:
    with Receiver(good_certificate) as server:
        thread = threading.Thread(target=partial(server.serve_forever, poll_interval=0.01))
        thread.start()
        yield server
        server.hanging_up.set()
        server.shutdown()
        thread.join()


@pytest.fixture
def world(receiver, authority) -> World:
    return World(receiver, authority.pem())


@dataclass(slots=True)
class Clock:
    now: datetime

    def step(self, **parts: float) -> datetime:
        self.now += timedelta(**parts)
        return self.now


@pytest.fixture
def time(monkeypatch, now) -> Clock:
    """A clock that stands until a test turns it."""
    stopped = Clock(now)
    monkeypatch.setattr(clock, "real_now", lambda: stopped.now)
    return stopped


@pytest.fixture
def work(world, monkeypatch) -> Callable[[], int]:
    """Do everything that is due, as a worker does, in the test's world; return how many jobs were taken."""
    monkeypatch.setitem(registry._outward, QUEUE, partial(deliver, network=world.network))

    def drain() -> int:
        return jobs.drain(queue=events.QUEUE, now=clock.real_now) + jobs.drain(queue=QUEUE, now=clock.real_now)

    return drain


@pytest.fixture
def add_webhook(client_of) -> Callable[..., tuple[Webhook, str]]:
    """Add a webhook on the settings page; return it with the secret that the page shows."""

    def add(person: Person, **fields: object) -> tuple[Webhook, str]:
        form = {"title": "Warehouse", "url": f"https://{HOST}/in?key=1", "everything": "on", **fields}
        page = client_of(person).post(person.url("settings/webhooks/new/"), form).content.decode()
        secret = re.search(r"whsec_[A-Za-z0-9+/=]+", page)
        assert secret, page
        with tenant_context(person.organization.pk):
            return Webhook.objects.get(title=form["title"], removed_at=None), secret[0]

    return add


@pytest.fixture
def publish(time) -> Callable[..., Event]:
    """Publish something that happened to a client of the person's organization."""

    def tell(person: Person, **fields: object) -> Event:
        fact = {"kind": MAIL_REPLIED, "happened_at": time.now, "payload": {"text": "Дякую!"}, **fields}
        with tenant_context(person.organization.pk):
            return events.publish(Fact(**fact), now=time.now)

    return tell


@pytest.fixture
def deliveries() -> Callable[[Webhook], list[WebhookDelivery]]:
    """Return a webhook's messages as they stand now, oldest first."""

    def read(webhook: Webhook) -> list[WebhookDelivery]:
        with tenant_context(webhook.organization_id):
            tries = Prefetch("attempts", DeliveryAttempt.objects.order_by("at", "id"))
            rows = WebhookDelivery.objects.filter(webhook=webhook.pk).prefetch_related(tries)
            return list(rows.order_by("created_at", "id"))

    return read


@pytest.fixture
def open_page(client_of):
    def get(person: Person, path: str, code: int = 200) -> str:
        response = client_of(person).get(person.url(f"settings/webhooks/{path}"))
        assert response.status_code == code
        return response.content.decode()

    return get


@pytest.fixture
def act(client_of):
    def post(person: Person, path: str, code: int = 200, **form: object) -> str:
        response = client_of(person).post(person.url(f"settings/webhooks/{path}"), form, follow=True)
        assert response.status_code == code
        return response.content.decode()

    return post


@pytest.fixture
def acts(cast):
    """Return what the audit trail of North says about webhooks, oldest first."""

    def read() -> list[AuditEntry]:
        with tenant_context(cast.north.pk):
            return list(AuditEntry.objects.filter(action__startswith="webhook.").order_by("happened_at", "id"))

    return read
