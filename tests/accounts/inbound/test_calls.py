"""A tool calls: what becomes of what it sends, and what opens nothing."""

import base64
import gzip
import hashlib
import hmac
import json
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test import Client as Browser

from accounts import clock, tokens
from accounts.event_kinds import actions as kinds
from accounts.events.models import Event, Origin
from accounts.inbound import actions, public_views
from accounts.inbound.models import HookSample, InboundHook
from accounts.organizations.models import Organization
from accounts.tenancy.context import tenant_context
from accounts.webhooks import signing
from tests.accounts.inbound.conftest import BODY, LATE, MAPPING, give

pytestmark = pytest.mark.django_db


def test_call_becomes_an_event_of_its_client_and_person(tool, cast, now):
    answer = tool.call(BODY)

    assert answer.status_code == 200, answer.content
    (event,) = tool.events()
    assert answer.json() == {"status": "created", "id": str(event.pk)}
    assert event.payload == {"order": "A-1047", "days": 3, "urgent": True}
    assert event.origin == Origin.LIVE
    assert event.client_id is not None
    assert event.contact_id is not None
    assert "Set-Cookie" not in answer
    assert [(call.status, call.event_id) for call in tool.calls()] == [("created", event.pk)]
    with tenant_context(cast.south.pk):
        assert not Event.objects.filter(kind=LATE).exists()


def test_same_number_is_the_same_event_for_ever_also_through_the_other_door(tool):
    first = tool.call(BODY).json()
    again = tool.call(BODY | {"order": {"no": "another"}}).json()

    assert again == {"status": "duplicate", "id": first["id"]}
    assert [event.dedupe_key for event in tool.events()] == [f"api:{LATE}:1047"]


def test_same_body_without_a_number_is_one_event_within_a_day(tool, cast, now):
    tool.change(mapping=MAPPING | {"key": ""})
    first, again = tool.call(BODY).json(), tool.call(BODY).json()
    other = tool.call(BODY | {"more": 1}).json()

    assert (again["status"], again["id"], other["status"]) == ("duplicate", first["id"], "created")
    assert len(tool.events()) == 2


def test_body_that_was_refused_may_come_again_once_it_is_mended(tool, cast, now):
    tool.change(mapping=MAPPING | {"key": "", "client": "/account/name"})
    assert "/account/name" in tool.refused(BODY)
    tool.change(mapping=MAPPING | {"key": ""})
    assert tool.call(BODY).json()["status"] == "created"


@pytest.mark.django_db(transaction=True)
def test_fifty_calls_at_once_are_one_event(committed_cast, now):
    tool = give(committed_cast.alice, now=now, mapping=MAPPING | {"key": ""})

    def call(_number):
        try:
            return tool.call(BODY)
        finally:
            connection.close()

    with ThreadPoolExecutor(10) as threads:
        answers = list(threads.map(call, range(50)))

    assert {answer.status_code for answer in answers} == {200}
    assert sorted(answer.json()["status"] for answer in answers) == ["created"] + ["duplicate"] * 49
    assert len(tool.events()) == 1
    assert len({answer.json()["id"] for answer in answers}) == 1


def test_form_is_read_and_json_inside_of_it_too(tool):
    fields = {"account": json.dumps(BODY["account"]), "ticket": json.dumps(BODY["ticket"]), "order": '{"no": "A"}'}
    answer = tool.call(urlencode(fields).encode(), content_type="application/x-www-form-urlencoded")

    assert answer.status_code == 200, answer.content
    assert tool.events()[0].payload == {"order": "A"}


@pytest.mark.parametrize(
    ("told", "seen"),
    [
        ("2026-03-01T09:30:00+02:00", "2026-03-01T07:30:00+00:00"),
        ("2026-03-01T09:30:00", "2026-03-01T07:30:00+00:00"),  # of the house in Kyiv
        (1772357400, "2026-03-01T09:30:00+00:00"),
        (1772357400000, "2026-03-01T09:30:00+00:00"),
        ("1772357400", "2026-03-01T09:30:00+00:00"),
    ],
)
def test_times_are_read_as_tools_write_them(tool, told, seen):
    payload = {"seen": "/at", "promised": "/at"}
    tool.change(mapping=MAPPING | {"payload": payload})

    assert tool.call(BODY | {"at": told}).status_code == 200
    assert tool.events()[0].payload == {"seen": seen, "promised": "2026-03-01"}


@pytest.mark.parametrize(
    ("body", "mapping", "said"),
    [
        ({}, {}, "nothing at /account/number"),
        (BODY, None, "not mapped yet"),
        (BODY | {"account": {"number": "C-8"}}, {}, "does not exist"),
        (BODY | {"account": {"number": {"a": 1}}}, {}, "no single value"),
        (BODY | {"order": {"days": "many"}}, {}, "days: not a number"),
        (BODY | {"order": {"days": 10**30}}, {}, "too large"),
        (BODY | {"order": {"no": ["x"]}}, {}, "order: not a text"),
        (BODY | {"at": "yesterday"}, {"happened_at": "/at"}, "no time"),
        (BODY | {"at": "2099-01-01T00:00:00Z"}, {"happened_at": "/at"}, "clock"),
        (BODY | {"at": "2020-01-01T00:00:00Z"}, {"happened_at": "/at"}, "30 days"),
        (b"", {}, "neither JSON nor a form"),
        (b"{", {}, "neither JSON"),
        (b'"text"', {}, "neither JSON"),
        (b'{"a": 1, "a": 2}', {}, "neither JSON"),
        (b"\xff\xfe", {}, "neither JSON"),
        (b"[" * 10_000 + b"]" * 10_000, {}, "neither JSON"),
        (b'{"a":' * 500 + b"1" + b"}" * 500, {}, "neither JSON"),
        (b'{"a": ' + b"9" * 10_000 + b"}", {}, "neither JSON"),
        (gzip.compress(b" " * 1_000_000), {}, "neither JSON"),
        (b'{"account": {"number": "\\ud800\\u0000"}}', {"contact": ""}, "does not exist"),
    ],
)
def test_call_that_tells_no_event_is_kept_with_the_reason(tool, body, mapping, said):
    tool.change(
        mapping={} if mapping is None else MAPPING | mapping, capturing_until=clock.real_now() + timedelta(hours=1)
    )

    assert said in tool.refused(body)
    assert tool.events() == []
    (call,) = tool.calls()
    assert call.status == "refused"
    assert call.faults
    assert "Taras" not in json.dumps(call.faults)


@pytest.mark.parametrize("content_type", ["text/plain", "", "application/vnd.tool+json"])
def test_json_is_read_whatever_it_is_called(tool, content_type):
    assert tool.call(BODY, content_type=content_type).status_code == 200


def test_kind_that_was_archived_takes_nothing(tool, cast, now):
    with tenant_context(cast.north.pk):
        kinds.archive_kind(kind=tool.hook.kind, by=cast.alice.employee, now=now)
    assert "No kind" in tool.refused(BODY)


# --- The door ---


def test_tokens_that_open_nothing_are_the_same_404(tool, cast, now):
    with tenant_context(cast.north.pk):
        revoked = InboundHook(title="Old", kind=tool.hook.kind)
        of_revoked = actions.add_hook(hook=revoked, by=cast.alice.employee, now=now)
        actions.revoke_hook(hook=revoked, by=cast.alice.employee, now=now)
        former = tool.token
        tool.token = actions.rotate_hook(hook=tool.hook, by=cast.alice.employee, now=now)
    foreign = tokens.make(
        kind=tokens.Kind.INBOUND_HOOK, organization_id=cast.south.pk, row_id=tool.hook.pk, nonce=b"x" * 16
    )
    of_another_kind = tokens.make(
        kind=tokens.Kind.API, organization_id=cast.north.pk, row_id=tool.hook.pk, nonce=b"x" * 16
    )
    wrong = [
        of_revoked,
        former,
        foreign,
        of_another_kind,
        "x",
        tool.token[:-2] + "AA",
        tool.token.upper(),
        "y" * 10_000,
    ]
    answers = [tool.call(BODY, token=token) for token in wrong]

    assert [answer.status_code for answer in answers] == [404] * len(wrong)
    assert len({answer.content for answer in answers}) == 1
    assert tool.events() == tool.calls() == []
    assert tool.call(BODY).status_code == 200
    with tenant_context(cast.north.pk):
        Organization.objects.filter(pk=cast.north.pk).update(is_active=False)
    assert tool.call(BODY).status_code == 404


def test_door_takes_posts_of_a_bounded_size_and_rate(tool, monkeypatch):
    assert Browser().get(f"/hooks/{tool.token}/").status_code == 405
    assert tool.call(b'{"a": "' + b"x" * 300_000 + b'"}').status_code == 413
    monkeypatch.setattr(public_views, "PER_MINUTE", 2)
    assert [tool.call(BODY).status_code for _number in range(3)] == [200, 200, 429]
    monkeypatch.setattr(public_views, "WRONG_PER_MINUTE", 1)
    assert [tool.call(BODY, token="x").status_code for _number in range(2)][-1] == 429


# --- Signatures ---


def test_signature_of_the_body_is_asked_for(tool, cast, now):
    with tenant_context(cast.north.pk):
        tool.hook.set_secret("shared", now=now)
        tool.hook.signing, tool.hook.header = "hmac", "X-Signature"
        tool.hook.save()
    raw = json.dumps(BODY).encode()
    digest = hmac.digest(b"shared", raw, hashlib.sha256)
    good = [digest.hex(), f"sha256={digest.hex()}", digest.hex().upper(), base64.b64encode(digest).decode()]
    wrong = ["", "sha256=", "x", "ї", digest.hex()[:-1], hmac.digest(b"other", raw, hashlib.sha256).hex()]

    assert [tool.call(raw, **{"X-Signature": one}).status_code for one in good] == [200] * 4
    assert tool.call(raw).status_code == 401
    for one in wrong:
        answer = Browser(raise_request_exception=False).post(
            f"/hooks/{tool.token}/", raw, content_type="application/json", HTTP_X_SIGNATURE=one
        )
        assert answer.status_code == 401
    assert len(tool.events()) == 1
    assert tool.calls()[-1].faults[0]["code"] == "bad_signature"


def test_signature_of_standard_webhooks_is_of_the_last_five_minutes(tool, cast, now):
    secret = signing.new_secret()
    with tenant_context(cast.north.pk):
        tool.hook.set_secret(signing.serialize(secret), now=now)
        tool.hook.signing = "standard"
        tool.hook.save()
    raw, second = json.dumps(BODY).encode(), int(time.time())

    def call(timestamp, body=raw):
        return tool.call(body, **signing.headers(message_id="m1", timestamp=timestamp, body=raw, secrets=[secret]))

    assert [call(second).status_code, call(second).json()["status"]] == [200, "duplicate"]
    old = call(second - 360)
    assert (old.status_code, call(second + 360).status_code) == (401, 401)
    assert "five minutes" in old.json()["detail"]
    assert call(second, body=raw + b" ").status_code == 401
    assert tool.call(raw).status_code == 401
    assert len(tool.events()) == 1


# --- Samples and calls are kept for a while ---


def test_bodies_are_kept_only_while_they_are_captured_and_five_of_them(tool, cast, now):
    tool.call(BODY)
    with tenant_context(cast.north.pk):
        assert not HookSample.objects.exists()
        actions.capture(hook=tool.hook, now=now)
    for number in range(7):
        tool.call(BODY | {"number": number})
    tool.call({"large": "x" * 70_000})
    with tenant_context(cast.north.pk):
        kept = [sample.content["number"] for sample in HookSample.objects.order_by("-received_at", "-id")]
        assert kept == [6, 5, 4, 3, 2]
        actions.tidy([], now + timedelta(days=6))
        assert HookSample.objects.count() == 5
        actions.tidy([], now + timedelta(days=8))
        assert not HookSample.objects.exists()
    assert tool.calls() == []
    tool.change(capturing_until=now - timedelta(seconds=1))
    tool.call(BODY)
    with tenant_context(cast.north.pk):
        assert not HookSample.objects.exists()
