"""A tool that calls an address, and the address it was given."""

import json
from dataclasses import dataclass, field

import pytest
from django.test import Client as Browser

from accounts.event_kinds import actions as kinds
from accounts.events.models import CustomKind, Event
from accounts.inbound import actions
from accounts.inbound.models import HookCall, InboundHook
from accounts.tenancy.context import tenant_context
from tests.cast import Person
from tests.factories.accounts import a_client, a_contact

LATE = "custom.order_late"
FIELDS = {"order": "text", "days": "number", "urgent": "boolean", "promised": "date", "seen": "time"}
BODY = {
    "ticket": {"id": 1047, "requester": {"email": "Taras@Nordwerk.example"}},
    "account": {"number": "C-7"},
    "order": {"no": "A-1047", "days": "3", "urgent": "yes"},
}
MAPPING = {
    "client": "/account/number",
    "client_by": "external_id",
    "contact": "/ticket/requester/email",
    "contact_by": "email",
    "happened_at": "",
    "key": "/ticket/id",
    "payload": {"order": "/order/no", "days": "/order/days", "urgent": "/order/urgent"},
}


@dataclass
class Tool:
    """Another system with one address."""

    person: Person
    hook: InboundHook
    token: str
    fields: dict = field(default_factory=dict)

    def call(self, body, *, content_type="application/json", token=None, **headers):
        raw = body if isinstance(body, bytes) else json.dumps(body).encode()
        browser = Browser(raise_request_exception=False, enforce_csrf_checks=True)
        return browser.post(f"/hooks/{token or self.token}/", raw, content_type=content_type, headers=headers)

    def refused(self, body, **options) -> str:
        answer = self.call(body, **options)
        assert answer.status_code == 422, answer.content
        assert answer["Content-Type"] == "application/problem+json"
        return answer.json()["detail"]

    def events(self) -> list[Event]:
        with tenant_context(self.person.organization.pk):
            return list(Event.objects.filter(kind=LATE).order_by("id"))

    def calls(self) -> list[HookCall]:
        with tenant_context(self.person.organization.pk):
            return list(HookCall.objects.order_by("id"))

    def change(self, **values) -> None:
        with tenant_context(self.person.organization.pk):
            InboundHook.objects.filter(pk=self.hook.pk).update(**values)


def give(person: Person, *, now, mapping=MAPPING, **values) -> Tool:
    """Return a tool of the person's organization, whose client C-7 and whose Taras it knows."""
    by = person.employee
    with tenant_context(person.organization.pk):
        kind = CustomKind(name=LATE, title="Late order", fields=FIELDS, created_at=now)
        kinds.add_kind(kind=kind, by=by, now=now)
        client = a_client("Nordwerk", by=by, now=now, external_id="C-7")
        a_contact("Taras", at=client, by=by, now=now, email="taras@nordwerk.example")
        hook = InboundHook(title="Help desk", kind=kind, mapping=mapping, **values)
        token = actions.add_hook(hook=hook, by=by, now=now)
    return Tool(person, hook, token)


@pytest.fixture
def tool(cast, now) -> Tool:
    return give(cast.alice, now=now)
