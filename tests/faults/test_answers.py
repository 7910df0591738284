"""Answers of clients' contacts: fifty at the same moment, and a web server that is killed while they arrive."""

import shutil
import socket
import tempfile
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
from tests.waiting import wait_for

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
ANSWERS = 40
BODY = urllib.parse.urlencode({"recommend": "9", "words": "Так"}).encode()


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
    try:
        house.furnish()
        lines = house.run("manage.py", "shell", "-v", "0", "-c", ASK % ANSWERS).splitlines()
        tokens = [line.removeprefix("TOKEN ") for line in lines if line.startswith("TOKEN")]
        assert len(tokens) == ANSWERS
        house.start_web()
        for number, token in enumerate(tokens):
            if number % 20 == 5:
                hang_up(house.web_port, token)
                kill_and_start(house)
            if number % 20 == 10:
                kill_and_start(house)
            wait_for(lambda token=token: is_thanked(house.web_port, token), "thanks")
        counted = house.run("manage.py", "shell", "-v", "0", "-c", COUNT).splitlines()
    finally:
        house.close()
        shutil.rmtree(root, ignore_errors=True)

    assert f"COUNT {ANSWERS} {ANSWERS} {ANSWERS} 1" in counted


def kill_and_start(house: House) -> None:
    web = house.processes["web"]
    kill(psutil.Process(web.pid))
    web.wait()
    house.start_web()


def is_thanked(port: int, token: str) -> bool:
    """Send the answer, which may have been sent before, and tell whether the page of thanks is shown."""
    request = urllib.request.Request(f"http://127.0.0.1:{port}/s/{token}/", BODY)
    with suppress(OSError), urllib.request.urlopen(request, timeout=10) as answer:
        return "/done/?l=" in answer.url
    return False


def hang_up(port: int, token: str) -> None:
    """Send a whole answer and wait for no reply."""
    with socket.create_connection(("127.0.0.1", port), timeout=5) as line:
        head = f"POST /s/{token}/ HTTP/1.1\r\nHost: localhost\r\nContent-Type: {FORM}\r\nContent-Length: {len(BODY)}\r\n\r\n"
        line.sendall(head.encode() + BODY)
