"""Fifty times the same at the same moment: one row, one letter, one effect."""

import json
import threading
from concurrent.futures import ThreadPoolExecutor

from django.db import connections
from django.test import Client

from accounts.events import actions as events
from accounts.events import kinds
from accounts.events.actions import Fact
from accounts.events.models import Event
from accounts.jobs.models import Job
from accounts.mail import actions as mail
from accounts.mail import addresses
from accounts.mail.models import Bounce, OutgoingEmail
from accounts.tenancy.context import tenant_context
from tests.accounts.mail.bounces.test_hooks import ses

TIMES = 50


def at_once(act) -> list:
    """Return what `act` has answered in each of fifty threads that started together."""
    together = threading.Barrier(TIMES)

    def one(_number):
        try:
            together.wait()
            return act()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(TIMES) as threads:
        return list(threads.map(one, range(TIMES)))


def write(organization, now):
    with tenant_context(organization.pk):
        return mail.send(
            "webhook_disabled",
            to="taras@client.example",
            language="uk",
            context={"organization_name": "North", "webhook_title": "Warehouse", "url": "https://north.example/"},
            now=now,
            dedupe_key="digest:2026-W47:taras",
        )


def test_event(committed_cast, now):
    def publish():
        with tenant_context(committed_cast.north.pk):
            fact = Fact(kind=kinds.MAIL_REPLIED, happened_at=now, dedupe_key="reply-7")
            return events.publish(fact, now=now).pk

    assert len(set(at_once(publish))) == 1

    with tenant_context(committed_cast.north.pk):
        assert Event.objects.count() == 1
    assert Job.objects.filter(queue=events.QUEUE).count() == 1


def test_letter(committed_cast, now, mailbox):
    assert len({row.pk for row in at_once(lambda: write(committed_cast.north, now))}) == 1

    assert [letter["To"] for letter in mailbox] == ["taras@client.example"]


def test_report_of_a_mail_provider(committed_cast, now, mailbox, settings):
    settings.MAIL_HOOK_SECRET = "only for the provider"
    row = write(committed_cast.north, now)
    assert len(mailbox) == 1
    told = ses()
    told["mail"]["headers"][0]["value"] = addresses.message_id(row)
    body = json.dumps(told)

    def report():
        address = "/mail/hooks/ses/only%20for%20the%20provider/"
        return Client().post(address, body, content_type="application/json").status_code

    assert set(at_once(report)) == {200}

    with tenant_context(committed_cast.north.pk):
        assert Bounce.objects.count() == 1
        assert Event.objects.filter(kind=kinds.MAIL_BOUNCED.name).count() == 1
        assert OutgoingEmail.objects.get().state == "failed"
