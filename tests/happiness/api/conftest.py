"""Another system with a token, and what its answers must be."""

import json

import pytest
from django.test import Client as Browser

from accounts.api_tokens import actions
from accounts.api_tokens.models import ApiToken, Scope
from accounts.tenancy.context import tenant_context
from accounts.tenancy.uuid7 import uuid7


class System:
    """Another system with a token."""

    def __init__(self, person, *, now, scopes=tuple(Scope.values), **fields):
        with tenant_context(person.organization.pk):
            self.row = ApiToken(title=f"System {uuid7()}", scopes=list(scopes), **fields)
            self.token = actions.add_token(token=self.row, by=person.employee, now=now)

    def ask(self, method, path, data=None, **headers):
        browser = Browser(raise_request_exception=False)
        options = {"data": json.dumps(data), "content_type": "application/json"} if method != "get" else {"data": data}
        headers = {"Authorization": f"Bearer {self.token}"} | headers
        return getattr(browser, method)(f"/api/v1/{path}", headers=headers, **options)

    def get(self, path, **query):
        return self.ask("get", path, query)

    def post(self, path, data, **headers):
        return self.ask("post", path, data, **headers)

    def patch(self, path, data):
        return self.ask("patch", path, data)


@pytest.fixture
def system(cast, now):
    return System(cast.alice, now=now)


def is_problem(answer, status):
    assert answer.status_code == status, answer.content
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["status"] == status
    return answer.json()
