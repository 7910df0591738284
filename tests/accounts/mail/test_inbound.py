"""What comes back is believed when it names one of our letters, once, and only for its own organization."""

import json
import os
import smtplib
import subprocess
import sys
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client

from accounts.events.models import Event
from accounts.mail import actions as mail
from accounts.mail import addresses, inbound
from accounts.mail.models import Bounce, OutgoingEmail, State, Suppression
from accounts.tenancy.context import tenant_context
from happiness.local import ports
from tests.waiting import is_heard, wait_for


@pytest.fixture
def sent(cast, now):
    """Return a function that gives a letter of North that has left."""

    def letter(to="taras@client.example", *, at=now):
        with tenant_context(cast.north.pk):
            row = mail.send("staff_invitation", to=to, language="en", context={}, now=at)
            OutgoingEmail.objects.filter(pk=row.pk).update(state=State.SENT, sent_at=at)
            return row

    return letter


def dsn(row, *, status="5.1.1", action="failed", words="no such user here"):
    """Return a delivery report (RFC 3464) about the letter, as Postfix writes it."""
    return f"""From: MAILER-DAEMON@mx.client.example
To: {addresses.return_path(row)}
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="=_x"

--=_x
Content-Type: text/plain

<{row.to_address}>: {words}

--=_x
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.client.example

Final-Recipient: rfc822; {row.to_address}
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 {status} {words}

--=_x
Content-Type: text/rfc822-headers

Message-ID: {addresses.message_id(row)}
Subject: Hello

--=_x--
""".replace("\n", "\r\n").encode()


def state_of(row):
    with tenant_context(row.organization_id):
        blocked = Suppression.objects.filter(address=row.to_address).first()
        return (
            OutgoingEmail.objects.get(pk=row.pk).state,
            blocked.reason if blocked else None,
            sorted(Event.objects.values_list("kind", flat=True)),
        )


def test_hard_bounce_blocks_the_address_and_is_told(sent, now):
    row = sent()

    assert inbound.receive(dsn(row), now=now) == 1

    assert state_of(row) == (State.FAILED, Suppression.Reason.BOUNCE, ["mail.bounced"])


def test_same_bounce_twice_counts_once(sent, now):
    row = sent()
    inbound.receive(dsn(row), now=now)

    assert inbound.receive(dsn(row), now=now) == 0

    with tenant_context(row.organization_id):
        assert (Bounce.objects.count(), Event.objects.count()) == (1, 1)


def test_bounce_that_names_no_letter_of_ours_changes_nothing(sent, now):
    row = sent()
    foreign = dsn(row).replace(row.pk.hex.encode(), b"0190a1b2c3d47e5f8a9b0c1d2e3f4a5b")

    assert inbound.receive(foreign, now=now) == 0
    assert inbound.receive(b"Subject: hello\r\n\r\nbuy now", now=now) == 0

    assert state_of(row) == (State.SENT, None, [])


def test_bounce_with_another_organizations_name_on_our_letter_changes_nothing(sent, cast, now):
    row = sent()
    forged = dsn(row).replace(cast.north.pk.hex.encode(), cast.south.pk.hex.encode())

    assert inbound.receive(forged, now=now) == 0

    assert state_of(row) == (State.SENT, None, [])


def test_second_soft_bounce_in_a_month_pauses_the_address(sent, now):
    first, second = sent(at=now - timedelta(days=9)), sent(at=now - timedelta(days=1))
    inbound.receive(dsn(first, status="4.2.2", words="mailbox full"), now=now - timedelta(days=8))
    assert state_of(first)[1] is None

    inbound.receive(dsn(second, status="4.2.2", words="mailbox full"), now=now)

    assert state_of(second)[:2] == (State.SENT, Suppression.Reason.PAUSED)
    with tenant_context(second.organization_id):
        assert Suppression.objects.get().until == now + timedelta(days=30)


def test_good_delivery_between_two_soft_bounces_resets_them(sent, now):
    first = sent(at=now - timedelta(days=9))
    sent(at=now - timedelta(days=5))
    last = sent(at=now - timedelta(days=1))
    inbound.receive(dsn(first, status="4.2.2"), now=now - timedelta(days=8))

    inbound.receive(dsn(last, status="4.2.2"), now=now)

    assert state_of(last)[1] is None


def test_answer_of_a_person_becomes_an_event_with_its_words(sent, now):
    row = sent()
    answer = f"""From: Taras <taras@client.example>
To: hello@happiness.example
Subject: Re: Hello
In-Reply-To: {addresses.message_id(row)}
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: 8bit

Дякую, чекаємо на акт.

On Mon, 16 Nov 2026, happiness wrote:
> Hello
"""

    assert inbound.receive(answer.replace("\n", "\r\n").encode(), now=now) == 1

    with tenant_context(row.organization_id):
        event = Event.objects.get(kind="mail.replied")
    assert event.payload["text"] == "Дякую, чекаємо на акт."


# --- By a provider's hook ---

HOOK = "/mail/hooks/postmark/a-long-secret/"


def postmark(row):
    return {
        "RecordType": "Bounce",
        "Type": "HardBounce",
        "TypeCode": 1,
        "Email": row.to_address,
        "Description": "The server was unable to deliver your message (ex: unknown user, mailbox not found).",
        "Details": "smtp;550 5.1.1 The email account that you tried to reach does not exist",
        "MessageID": "883953f4-6105-42a2-a16a-77a8eac79483",
        "Metadata": {"message_id": addresses.message_id(row)},
        "Content": f"Message-ID: {addresses.message_id(row)}\r\n",
    }


def test_hook_blocks_the_address(sent, settings):
    settings.MAIL_HOOK_SECRET = "a-long-secret"
    row = sent()

    answer = Client().post(HOOK, json.dumps(postmark(row)), content_type="application/json")

    assert (answer.status_code, answer.content) == (200, b"1 of our letters")
    assert state_of(row)[1] == Suppression.Reason.BOUNCE


@pytest.mark.parametrize(
    ("secret", "path"), [("", HOOK), ("another", HOOK), ("a-long-secret", "/mail/hooks/acme/a-long-secret/")]
)
def test_hook_is_not_found_without_its_secret(db, settings, secret, path):
    settings.MAIL_HOOK_SECRET = secret

    assert Client(raise_request_exception=False).post(path, "{}", content_type="application/json").status_code == 404


@pytest.mark.parametrize("body", [b"", b"{", b"\xff", b"[" * 100_000, b"null", b"[1]", b'{"RecordType": 5}'])
def test_hook_takes_any_body_without_falling_over(db, settings, body):
    settings.MAIL_HOOK_SECRET = "a-long-secret"

    answer = Client(raise_request_exception=False).post(HOOK, body, content_type="application/json")

    assert answer.status_code in {200, 400}


# --- By SMTP and LMTP ---


@pytest.fixture(params=["smtp", "lmtp"])
def listener(request, transactional_db):
    """Run `manage.py receive_mail` on this test's database, and return a way to hand it a message."""
    port = ports.any_free()
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "happiness.settings", "MAIL_BOUNCE_DOMAIN": "back.example"}
    environment["DATABASE_URL"] = os.environ["DATABASE_URL"].rpartition("/")[0] + "/" + connection.settings_dict["NAME"]
    command = [
        sys.executable,
        "manage.py",
        "receive_mail",
        f"--port={port}",
        *(["--lmtp"] if request.param == "lmtp" else []),
    ]
    process = subprocess.Popen(command, env=environment)
    wait_for(lambda: is_heard(port), "the listener")

    def hand_over(content, to):
        kind = smtplib.LMTP if request.param == "lmtp" else smtplib.SMTP
        with kind("127.0.0.1", port, timeout=10) as server:
            return server.sendmail("<>", [to], content)

    yield hand_over
    process.terminate()
    assert process.wait(timeout=20) == 0


def test_listener_takes_in_a_bounce(listener, committed_cast, sent_by, settings):
    settings.MAIL_BOUNCE_DOMAIN = "back.example"
    row = sent_by(committed_cast.north)

    listener(dsn(row), addresses.return_path(row))

    assert state_of(row)[1] == Suppression.Reason.BOUNCE
    with pytest.raises(smtplib.SMTPRecipientsRefused):
        listener(dsn(row), "somebody@elsewhere.example")


@pytest.fixture
def sent_by(now):
    def letter(organization):
        with tenant_context(organization.pk):
            row = mail.send("staff_invitation", to="taras@client.example", language="en", context={}, now=now)
            OutgoingEmail.objects.filter(pk=row.pk).update(state=State.SENT, sent_at=now)
            return row

    return letter
