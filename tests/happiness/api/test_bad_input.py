"""Requests that are no requests: every answer is problem JSON, and nothing is saved."""

import gzip
import json

import pytest
from django.test import Client as Browser

from accounts.clients.models import Client
from accounts.tenancy.context import tenant_context
from tests.happiness.api.conftest import is_problem

pytestmark = pytest.mark.django_db

BODIES = {
    "nothing": (b"", 422),
    "half": (b'{"name": "A"', 400),
    "a list": (b'[{"name": "A"}]', 422),
    "a text": (b'"A"', 422),
    "null": (b"null", 422),
    "a number": (b"5", 422),
    "bad UTF-8": (b'{"name": "\xff\xfe"}', 400),
    "UTF-16": ('{"name": "A"}'.encode("utf-16"), 400),
    "depth": (b'{"name": ' + b"[" * 10_000 + b"]" * 10_000 + b"}", 400),
    "depth of objects": (b'{"name":' * 10_000 + b"1" + b"}" * 10_000, 400),
    "a huge number": (b'{"name": ' + b"9" * 10_000 + b"}", 400),
    "a name twice": (b'{"name": "A", "name": "B"}', 400),
    "infinity": (b'{"name": Infinity}', 400),
    "a gzip bomb": (gzip.compress(b" " * 10_000_000), 400),
    "three megabytes": (b'{"name": "' + b"x" * 3_000_000 + b'"}', 413),
}


@pytest.mark.parametrize(("body", "status"), BODIES.values(), ids=BODIES)
def test_body_that_is_no_row(system, cast, body, status):
    headers = {"Authorization": f"Bearer {system.token}"}

    answer = Browser(raise_request_exception=False).post(
        "/api/v1/clients/", body, content_type="application/json", headers=headers
    )

    is_problem(answer, status)
    with tenant_context(cast.north.pk):
        assert not Client.objects.exists()


@pytest.mark.parametrize("body", [b"null", b"[]", b"5", b'"client"', b"{", b'{"client": null}'])
def test_change_that_is_no_change(system, body):
    made = system.post("clients/", {"name": "A"}).json()["id"]
    person = system.post("contacts/", {"name": "B", "client": made}).json()["id"]
    money = {"title": "C", "amount": "1", "currency": "EUR", "starts_on": "2026-01-01"}
    contract = system.post("contracts/", {"client": made} | money).json()["id"]
    talk = system.post(
        "interactions/", {"client": made, "channel": "call", "happened_at": "2026-01-01T00:00:00Z", "mood": 5}
    )
    headers = {"Authorization": f"Bearer {system.token}"}

    for path in (f"contacts/{person}/", f"contracts/{contract}/", f"interactions/{talk.json()['id']}/"):
        answer = Browser(raise_request_exception=False).patch(
            f"/api/v1/{path}", body, content_type="application/json", headers=headers
        )
        is_problem(answer, 400 if body == b"{" else 422)


@pytest.mark.parametrize("content_type", ["text/plain", "application/xml", "multipart/form-data; boundary=x", ""])
def test_other_kinds_of_bodies_are_refused(system, content_type):
    headers = {"Authorization": f"Bearer {system.token}"}

    answer = Browser(raise_request_exception=False).generic(
        "POST", "/api/v1/clients/", b'{"name": "A"}', content_type=content_type, headers=headers
    )

    is_problem(answer, 415)


def test_address_of_nothing_is_a_problem_too(system):
    is_problem(system.get("nothing/"), 404)


def test_wrong_types_are_named_and_unknown_fields_are_named_too(system, cast):
    wrong = {"name": {"a": 1}, "tags": "VIP", "manager": 5, "language": ["en"], "time_zone": None, "domain": 1.5}

    errors = is_problem(system.post("clients/", wrong), 422)["errors"]
    assert set(errors) >= {"name", "tags", "manager", "language", "time_zone"}
    assert "nmae" in is_problem(system.post("clients/", {"name": "A", "nmae": "B"}), 422)["errors"]
    with tenant_context(cast.north.pk):
        assert not Client.objects.exists()


def test_answers_are_json_whatever_is_accepted(system):
    assert system.ask("get", "clients/", {}, Accept="text/xml").status_code in {200, 406}
    assert system.ask("get", "clients/", {}, Accept="*/*")["Content-Type"] == "application/json"


@pytest.mark.parametrize(
    ("query", "statuses"),
    [
        ("cursor=abc", {404, 422}),
        ("cursor=%00", {400}),
        ("cursor=cD0xMjM%3D", {200, 404, 422}),
        ("limit=0", {200, 422}),
        ("limit=-1", {200, 422}),
        ("limit=1e9", {200, 422}),
        ("limit=abc", {200, 422}),
        ("limit=201", {200, 422}),
        ("updated_since=1732233600", {422}),
        ("updated_since=2026-02-30T00:00:00Z", {422}),
        ("updated_since=2026-01-01", {422}),
        ("updated_since=10000-01-01T00:00:00Z", {422}),
        ("updated_since=0001-01-01T00:00:00%2B14:00", {200, 422}),
        ("external_id=%00", {400}),
        ("&".join(f"f{number}=1" for number in range(50)), {200, 422}),
    ],
)
def test_nonsense_in_the_address_is_a_problem_or_clamped(system, query, statuses):
    for path in ("clients/", "contacts/", "contracts/", "interactions/"):
        answer = system.ask("get", f"{path}?{query}", {})
        assert answer.status_code in statuses, (path, answer.status_code, answer.content[:200])
        if answer.status_code >= 400:
            is_problem(answer, answer.status_code)
        else:
            assert len(json.loads(answer.content)["results"]) <= 200
