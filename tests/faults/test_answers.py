"""Answers of clients' contacts: fifty at the same moment, and a web server that is killed while they arrive."""

import shutil
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request
from contextlib import suppress
from pathlib import Path

import psutil
import pytest
from django.test import Client

from accounts.events.models import Event
from accounts.jobs.models import Job
from accounts.tenancy.context import tenant_context
from tests.faults.house import House, kill
from tests.faults.test_at_once import at_once
from tests.feedback.responses.conftest import FORM, ask_somebody

ASK = """
from accounts import clock
from accounts.organizations.models import Organization
from accounts.tenancy.context import tenant_context
from accounts.tenancy.registry import active_organization_ids
from accounts.clients.models import Position
from accounts.organizations.models import Membership
from tests.factories import feedback as factory
now = clock.real_now()
with tenant_context(active_organization_ids()[0]):
    by = Membership.objects.select_related("employee").filter(role="owner").first().employee
    version = factory.a_version("Under fire", by=by, now=now)
    to = Position.objects.select_related("contact", "client").first()
    for _ in range(%d):
        print("TOKEN", factory.an_invitation(to=to, version=version, by=by, now=now)[1])
"""
COUNT = """
from accounts.tenancy.context import tenant_context
from accounts.tenancy.registry import active_organization_ids
from accounts.events.models import Event
from feedback.responses.models import Response
with tenant_context(active_organization_ids()[0]):
    rows = list(Response.objects.filter(version__survey__name="Under fire").values_list("pk", "invitation_id", "revision"))
    told = Event.objects.filter(dedupe_key__in=[f"response.submitted:{pk}" for pk, _i, _r in rows]).count()
print("COUNT", len(rows), len({one for _pk, one, _r in rows}), told, max(number for _pk, _i, number in rows))
"""
ANSWERS = 60


def test_fifty_sends_of_one_link_are_one_answer(committed_cast, now):
    """F13: everybody sees the same thanks."""
    asked = ask_somebody(committed_cast.alice, now=now)
    body = urllib.parse.urlencode({"_ticket": asked.ticket(), "recommend": "9", "words": "Так"})

    answers = at_once(lambda: Client(raise_request_exception=False).post(asked.url, body, content_type=FORM))

    assert {(one.status_code, one["Location"]) for one in answers} == {(303, f"{asked.url}done/?l=uk")}
    assert [(one.nps, one.revision) for one in asked.responses()] == [(9, 1)]
    with tenant_context(asked.invitation.organization_id):
        event = Event.objects.get(kind="response.submitted")
    assert Job.objects.filter(queue="events", subject_id=event.pk).count() == 1


@pytest.mark.xdist_group("faults")
def test_killed_web_server_loses_no_answer_and_doubles_none():
    """F12: killed at any moment, before and after the commit; whoever sends again sees the thanks."""
    root = Path(tempfile.mkdtemp(prefix="happiness-answers-", dir="/var/tmp"))
    root.chmod(0o755)
    house = House(root)
    options = (
        "--port",
        str(house.web_port),
        "--workers",
        "1",
        "--blocking-threads",
        "2",
        "--interface",
        "wsgi",
        "--no-ws",
    )
    program = ("-m", "granian", *options, "happiness.wsgi:application")
    try:
        house.furnish()
        lines = house.run("manage.py", "shell", "-v", "0", "-c", ASK % ANSWERS).splitlines()
        tokens = [line.removeprefix("TOKEN ") for line in lines if line.startswith("TOKEN")]
        assert len(tokens) == ANSWERS
        house.start("web", *program)
        for number, token in enumerate(tokens):
            if number % 20 == 10:
                with suppress(psutil.NoSuchProcess):
                    kill(psutil.Process(house.processes["web"].pid))
                house.processes["web"].wait()
                house.start("web", *program)
            send_until_thanked(house.web_port, token, strike=number % 20 == 5 and house)
        counted = house.run("manage.py", "shell", "-v", "0", "-c", COUNT).splitlines()
    finally:
        house.close()
        shutil.rmtree(root, ignore_errors=True)

    assert f"COUNT {ANSWERS} {ANSWERS} {ANSWERS} 1" in counted


def send_until_thanked(port: int, token: str, *, strike: House | None) -> None:
    """Send the same answer until the page of thanks is shown; the server may be killed right after the first send."""
    body = urllib.parse.urlencode({"recommend": "9", "words": "Так"}).encode()
    give_up_at = time.monotonic() + 60
    while time.monotonic() < give_up_at:
        with suppress(OSError):
            if strike:
                hang_up(port, token, body)
                kill(psutil.Process(strike.processes["web"].pid))
                strike.processes["web"].wait()
                program = strike.processes["web"].args[1:]
                strike.start("web", *program)
                strike = None
            request = urllib.request.Request(f"http://127.0.0.1:{port}/s/{token}/", body)
            with urllib.request.urlopen(request, timeout=10) as answer:
                assert answer.url.endswith("/done/?l=uk") or "/done/?l=" in answer.url
                return
        time.sleep(0.2)
    raise AssertionError("nobody was thanked")


def hang_up(port: int, token: str, body: bytes) -> None:
    """Send a whole answer and wait for no reply."""
    import socket

    with socket.create_connection(("127.0.0.1", port), timeout=5) as line:
        head = f"POST /s/{token}/ HTTP/1.1\r\nHost: localhost\r\nContent-Type: {FORM}\r\nContent-Length: {len(body)}\r\n\r\n"
        line.sendall(head.encode() + body)
