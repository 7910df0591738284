"""Log lines join a request and an organization, and hold neither persons nor link tokens."""

import io
import json
import logging
import logging.config

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from accounts.organizations.models import Employee
from accounts.tenancy.context import tenant_context
from happiness.logs import logging_settings


@pytest.fixture
def lines():
    """Configure logging as production does, and return what it has written so far."""
    written, before = io.StringIO(), logging.root.handlers[:]
    logging.config.dictConfig(logging_settings(style="json"))
    logging.root.handlers[0].setStream(written)
    yield lambda: [json.loads(line) for line in written.getvalue().splitlines()]
    logging.root.handlers[:] = before


def test_request_is_one_line_with_route_and_organization(cast, client_of, lines):
    client_of(cast.alice).get(cast.alice.url(), headers={"X-Request-ID": "feedbeef0001"})

    line = next(line for line in lines() if line["name"] == "happiness.access")
    assert line["request_id"] == "feedbeef0001"
    assert line["organization_id"] == str(cast.north.pk)
    assert (line["method"], line["route"], line["status"]) == ("GET", "o/<slug:slug>/", 200)


def test_no_token_and_no_person_in_any_line(cast, lines):
    client = Client(raise_request_exception=False)
    client.get("/join/c2VjcmV0LXRva2Vu/")
    client.get("/nowhere/c2VjcmV0LXRva2Vu/?who=alice@north.example")
    client.post("/account/login/", {"login": "alice@north.example", "password": "hunter2 hunter2"})

    text = json.dumps(lines())
    assert "happiness.access" in text
    for secret in ("c2VjcmV0LXRva2Vu", "alice", "hunter2"):
        assert secret not in text


def test_lines_of_a_job_name_their_organization(cast, lines):
    with tenant_context(cast.south.pk):
        logging.getLogger("accounts.jobs").info("working")

    assert [line["organization_id"] for line in lines() if line["message"] == "working"] == [str(cast.south.pk)]


def test_error_of_the_database_goes_without_the_rows_values(cast, lines):
    with tenant_context(cast.north.pk):
        try:
            with transaction.atomic():
                Employee.objects.create(name="Twin", email=cast.bob.employee.email, created_at=cast.north.created_at)
        except IntegrityError:
            logging.getLogger("accounts.jobs").exception("job failed")

    text = json.dumps(lines())
    assert "employee_email_once" in text
    assert cast.bob.employee.email not in text
