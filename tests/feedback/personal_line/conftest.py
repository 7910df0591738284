"""Taras works at North's client Acme and has a link to his own page; his browser knows no sign-in."""

from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.test import Client

from accounts.clients import actions
from accounts.clients.models import Contact, Position
from accounts.jobs import actions as jobs
from accounts.tenancy.context import tenant_context
from journeys.playbooks.models import Task
from tests.factories.accounts import a_client, a_contact

FORM = "application/x-www-form-urlencoded"
PAGES = ("", "write/", "said/", "talk/", "asking/", "colleague/", "data/")


@dataclass
class Line:
    """A person's own page, and a browser at it."""

    position: Position
    url: str
    browser: Client

    @property
    def organization_id(self):
        return self.position.organization_id

    def get(self, path: str = ""):
        return self.browser.get(self.url + path)

    def page(self, path: str = "") -> str:
        answer = self.get(path)
        assert answer.status_code == 200, answer.status_code
        return answer.content.decode()

    def post(self, path: str, **fields: object):
        return self.browser.post(self.url + path, urlencode(fields, doseq=True), content_type=FORM)

    def key(self) -> str:
        return self.page("write/").partition('name="key" value="')[2].partition('"')[0]

    def write(self, text: str, *, key: str = "", **fields: object):
        return self.post("write/", text=text, key=key or self.key(), **fields)

    def contact(self) -> Contact:
        with tenant_context(self.organization_id):
            return Contact.objects.get(pk=self.position.contact_id)

    def tasks(self, now) -> list[Task]:
        for _again in range(2):
            jobs.drain(queue="events", now=lambda: now + timedelta(minutes=1))
        with tenant_context(self.organization_id):
            return list(Task.objects.select_related("owner", "contact"))


def line_of(position: Position, *, now) -> Line:
    """Return the page of whoever holds the position; call inside tenant_context()."""
    url = actions.line_url(contact_id=position.contact_id, now=now)
    return Line(position, url[url.index("/p/") :], Client(raise_request_exception=False, enforce_csrf_checks=True))


def open_line(who, *, now, name: str = "Taras", client: str = "Acme", **fields: object) -> Line:
    with tenant_context(who.organization.pk):
        by = who.employee
        acme = a_client(client, by=by, now=now, manager=by)
        values = {"email": f"{name.lower()}@acme.example", "language": "en", "salutation": name} | fields
        return line_of(a_contact(name, at=acme, by=by, now=now, roles=["technical"], **values), now=now)


@pytest.fixture
def line(cast, now) -> Line:
    return open_line(cast.alice, now=now)
