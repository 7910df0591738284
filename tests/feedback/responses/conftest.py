"""Somebody at a client of North is asked; a browser without a sign-in opens the link."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from django.test import Client

from accounts.clients.models import Position
from accounts.tenancy.context import tenant_context
from feedback.invitations.models import Invitation
from feedback.responses.models import Response
from tests.factories import feedback as factory
from tests.factories.accounts import a_client, a_contact


@dataclass
class Asked:
    """An invitation, and a browser at its page. Forms are sent as the page holds them."""

    invitation: Invitation
    token: str
    position: Position
    browser: Client

    @property
    def url(self) -> str:
        return f"/s/{self.token}/"

    def page(self, query: str = "") -> str:
        answer = self.browser.get(self.url + query)
        assert answer.status_code == 200, answer.status_code
        return answer.content.decode()

    def ticket(self, query: str = "") -> str:
        return self.page(query).partition('name="_ticket" value="')[2].partition('"')[0]

    def send(self, *, ticket: str | None = None, **fields: object):
        data = {"_ticket": self.ticket() if ticket is None else ticket, **fields}
        return self.browser.post(self.url, encoded(data), content_type=FORM)

    def responses(self) -> list[Response]:
        with tenant_context(self.invitation.organization_id):
            return list(Response.objects.order_by("id"))

    def changed(self, **columns: object) -> None:
        with tenant_context(self.invitation.organization_id):
            Invitation.objects.filter(pk=self.invitation.pk).update(**columns)


FORM = "application/x-www-form-urlencoded"


def encoded(fields: dict[str, object]) -> str:
    from urllib.parse import urlencode

    return urlencode(fields, doseq=True)


@pytest.fixture
def ask(cast, now) -> Callable[..., Asked]:
    """Return a function that asks a person of North's client Acme."""

    def asked(*questions: dict, role: str = "technical", peers: int = 0, who=cast.alice, **more: object) -> Asked:
        return ask_somebody(who, *questions, now=now, role=role, peers=peers, **more)

    return asked


def ask_somebody(
    who, *questions: dict, now, role: str = "technical", peers: int = 0, name: str = "Taras", **more: object
) -> Asked:
    document = more.pop("document", None) or factory.a_document(*questions, **more)
    with tenant_context(who.organization.pk):
        by = who.employee
        client = a_client("Acme", by=by, now=now, manager=by)
        position = a_contact(name, at=client, by=by, now=now, roles=[role], language="uk", salutation="Тарасе")
        for number in range(peers):
            a_contact(f"Peer {number}", at=client, by=by, now=now, roles=[role])
        version = factory.a_version(f"Relation {position.pk}", by=by, now=now, content=document)
        invitation, token = factory.an_invitation(to=position, version=version, by=by, now=now, role=role)
    return Asked(invitation, token, position, Client(raise_request_exception=False, enforce_csrf_checks=True))
