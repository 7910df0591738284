"""Imports through their pages, with the worker's turn in this process."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts import clock
from accounts.clients.models import Contact
from accounts.exchange.models import ImportJob, ImportRow
from accounts.jobs import actions as jobs
from accounts.tenancy.context import organization_id_or_none, tenant_context
from tests.cast import Person


@dataclass
class Importer:
    """A person who imports, in their browser."""

    browser: Client
    person: Person
    what: str = "clients"
    scope: ExitStack = field(default_factory=ExitStack)  # of a test that looks into the tables

    def look_inside(self) -> None:
        """Enter the organization's scope; it is left while a page is asked for or a worker works."""
        self.scope.enter_context(tenant_context(self.person.organization.pk))

    @contextmanager
    def outside(self) -> Iterator[None]:
        is_inside = organization_id_or_none() is not None
        self.scope.close()
        yield
        if is_inside:
            self.look_inside()

    def post(self, url: str, data: dict[str, object]):
        with self.outside():
            return self.browser.post(url, data)

    def get(self, url: str):
        with self.outside():
            return self.browser.get(url)

    def upload(self, content: bytes, name: str = "clients.csv"):
        """Send a file and return the answer."""
        file = SimpleUploadedFile(name, content)
        return self.post(self.person.url(f"imports/new/?what={self.what}"), {"file": file, "pasted": ""})

    def paste(self, text: str):
        """Send pasted rows and return the answer."""
        return self.post(self.person.url(f"imports/new/?what={self.what}"), {"pasted": text})

    def newest(self) -> ImportJob:
        with tenant_context(self.person.organization.pk):
            return ImportJob.objects.select_related("by").order_by("-created_at").first()

    def url(self, path: str = "") -> str:
        return self.person.url(f"imports/{self.newest().pk}/{path}")

    def choose(self, **changes: object):
        """Accept what was guessed about the columns, but for `changes`, and return the answer."""
        job = self.newest()
        fields = {f"column-{index}": field for index, field in enumerate(job.mapping)}
        header = {"has_header": "on"} if job.header_row else {}
        return self.post(self.url("columns/"), fields | header | changes)

    def check(self, table: str | bytes) -> ImportJob:
        """Bring a table to its preview."""
        answer = self.paste(table) if isinstance(table, str) else self.upload(table)
        assert answer.status_code == 302, answer.content.decode()
        self.work()
        answer = self.choose()
        assert answer.status_code == 302, answer.content.decode()
        self.work()
        return self.newest()

    def run(self, table: str | bytes) -> ImportJob:
        """Import a table from paste to result."""
        job = self.check(table)
        assert job.state == ImportJob.State.READY, (job.state, job.fault)
        self.post(self.url("run/"), {})
        self.work()
        return self.newest()

    def undo(self) -> ImportJob:
        self.post(self.url("undo/"), {})
        self.work()
        return self.newest()

    def work(self) -> None:
        with self.outside():
            jobs.drain(queue="imports", now=clock.real_now)

    def rows(self) -> list[ImportRow]:
        with tenant_context(self.person.organization.pk):
            return list(ImportRow.objects.filter(job=self.newest()).order_by("number"))

    def faults(self) -> dict[int, list[tuple[str, str]]]:
        """Return (code, column) of what is wrong, by row."""
        return {row.number: [(one["code"], one["column"]) for one in row.faults] for row in self.rows() if row.faults}

    def page(self, path: str = "") -> str:
        answer = self.get(self.url(path))
        assert answer.status_code == 200, answer.status_code
        return answer.content.decode()


@pytest.fixture
def importing(client_of) -> Callable[[Person], Importer]:
    return lambda person: Importer(client_of(person), person)


@pytest.fixture
def alice(cast, importing) -> Importer:
    return importing(cast.alice)


@pytest.fixture
def inside(alice) -> Iterator[None]:
    """The scope of North, for looking into its tables."""
    alice.look_inside()
    yield
    alice.scope.close()


def people(organization) -> dict[str, list[tuple[str, list[str]]]]:
    """Return who works where, in which roles, by name."""
    with tenant_context(organization.pk):
        found = {}
        for contact in Contact.objects.prefetch_related("positions__client", "positions__roles"):
            found[contact.name] = sorted(
                (place.client.name, sorted(role.role for role in place.roles.all() if role.valid_until is None))
                for place in contact.positions.all()
            )
        return found
