"""Bounces and answers out of a mailbox: taken in once, marked after the commit, and nothing holds up what stands behind it."""

import sys
from datetime import timedelta
from subprocess import Popen

import pytest

from accounts import clock
from accounts.events.models import Event
from accounts.jobs import actions as jobs
from accounts.jobs.models import Job
from accounts.mail import actions as mail
from accounts.mail import addresses, evidence, inbound, inbox
from accounts.mail.models import Bounce, OutgoingEmail, State, Suppression
from accounts.tenancy.context import tenant_context
from tests.accounts.jobs.processes import CHECKOUT, environment
from tests.accounts.mail import imap_server
from tests.accounts.mail.imap_server import cut_at
from tests.accounts.mail.test_inbound import dsn

LEASE_OVER = timedelta(minutes=7)


@pytest.fixture(scope="module")
def server():
    with imap_server.start() as running:
        yield running


@pytest.fixture
def box(server, settings):
    """The mailbox that the product fetches from, empty."""
    server.empty()
    settings.MAIL_INBOX = server.url
    return server


@pytest.fixture
def sent(now):
    """Return a function that gives a letter of an organization that has left."""

    def letter(organization, to="taras@client.example"):
        with tenant_context(organization.pk):
            row = mail.send("staff_invitation", to=to, language="en", context={}, now=now)
            OutgoingEmail.objects.filter(pk=row.pk).update(state=State.SENT, sent_at=now)
            return row

    return letter


def look_in(*, after=timedelta(0)):
    """Do what the timetable and a worker do."""
    inbox.request_fetch(now=clock.real_now())
    jobs.drain(queue=inbox.QUEUE, now=lambda: clock.real_now() + after)


def known(organization):
    """Return how many bounces, bounce events and blocked addresses an organization has."""
    with tenant_context(organization.pk):
        events = Event.objects.filter(kind="mail.bounced")
        return Bounce.objects.count(), events.count(), Suppression.objects.count()


def test_unseen_messages_are_taken_in_once_and_marked(box, cast, sent):
    for organization in (cast.north, cast.south):
        box.deliver(dsn(sent(organization)))
    box.deliver(b"From: shop@elsewhere.example\r\nSubject: Buy!\r\n\r\nNow.\r\n")

    for _twice in range(2):
        look_in()

    assert known(cast.north) == known(cast.south) == (1, 1, 1)
    assert (box.count("SEEN"), box.count("FLAGGED")) == (3, 0)
    assert not Job.objects.filter(queue=inbox.QUEUE).exists()


def test_message_that_was_read_by_a_person_is_left_alone(box, cast, sent):
    box.deliver(dsn(sent(cast.north)))
    with box.open() as client:
        client.store("1", "+FLAGS", r"(\Seen)")

    look_in()

    assert known(cast.north) == (0, 0, 0)


def test_line_that_breaks_before_the_mark_changes_nothing_the_second_time(box, cast, sent, settings):
    box.deliver(dsn(sent(cast.north)))

    with cut_at(b"STORE", box) as settings.MAIL_INBOX:
        look_in()
    assert known(cast.north) == (1, 1, 1)
    assert box.count("UNSEEN") == 1
    assert Job.objects.get(queue=inbox.QUEUE).last_error

    settings.MAIL_INBOX = box.url
    look_in(after=inbox.PAUSE)

    assert known(cast.north) == (1, 1, 1)
    assert box.count("UNSEEN") == 0


def test_worker_killed_before_the_mark_changes_nothing_the_second_time(box, committed_cast, sent):
    box.deliver(dsn(sent(committed_cast.north)))
    inbox.request_fetch(now=clock.real_now())
    workers: list[Popen] = []

    def kill():
        workers[0].kill()

    with cut_at(b"STORE", box, then=kill) as line:
        env = environment() | {"MAIL_INBOX": line, "EMAIL_URL": "smtp://127.0.0.1:1"}
        workers.append(Popen([sys.executable, "manage.py", "drain"], cwd=CHECKOUT, env=env))
        assert workers[0].wait(timeout=60) == -9
    assert known(committed_cast.north) == (1, 1, 1)
    assert box.count("UNSEEN") == 1

    look_in(after=LEASE_OVER)

    assert known(committed_cast.north) == (1, 1, 1)
    assert box.count("UNSEEN") == 0
    assert not Job.objects.filter(queue=inbox.QUEUE).exists()


def test_monster_is_set_aside_unread_and_holds_up_nobody(box, cast, sent, monkeypatch):
    monkeypatch.setattr(inbound, "MOST_BYTES", 5000)
    box.deliver(dsn(sent(cast.north, "big@client.example")) + b"x" * 5000)
    box.deliver(dsn(sent(cast.north)))

    look_in()

    assert known(cast.north) == (1, 1, 1)
    assert (box.count("FLAGGED"), box.count("UNSEEN")) == (1, 0)


def test_message_that_breaks_us_is_set_aside_and_holds_up_nobody(box, cast, sent, monkeypatch):
    box.deliver(dsn(sent(cast.north, "x@client.example")))
    box.deliver(dsn(sent(cast.south)))
    monkeypatch.setattr(inbound, "suppress", _fail_for("x@client.example", inbound.suppress))  # a fault of ours

    look_in()

    assert known(cast.north) == (0, 0, 0)
    assert known(cast.south) == (1, 1, 1)
    assert (box.count("FLAGGED"), box.count("UNSEEN")) == (1, 0)


def _fail_for(address, suppress):
    def fail(**values):
        if values["address"] == address:
            raise KeyError(address)
        return suppress(**values)

    return fail


@pytest.mark.parametrize("address", ["imap://post:wrong@127.0.0.1:{port}/", "imap://127.0.0.1:1/", "pop3://127.0.0.1/"])
def test_mailbox_that_is_away_is_asked_again_later(box, cast, settings, address):
    settings.MAIL_INBOX = address.format(port=box.port)

    look_in()

    job = Job.objects.get(queue=inbox.QUEUE)
    assert job.run_at > clock.real_now()
    assert job.last_error
    look_in()
    assert Job.objects.filter(queue=inbox.QUEUE).count() == 1


def test_folder_that_is_not_there_is_a_fault(box, cast, settings):
    settings.MAIL_INBOX = box.url.replace("INBOX", "Nowhere")

    look_in()

    assert "Nowhere" in Job.objects.get(queue=inbox.QUEUE).last_error


def test_without_a_mailbox_nothing_is_asked_for(cast, settings):
    settings.MAIL_INBOX = ""

    look_in()

    assert not Job.objects.filter(queue=inbox.QUEUE).exists()


def test_what_does_not_fit_before_the_deadline_waits_for_the_next_look(box, cast, sent):
    box.deliver(dsn(sent(cast.north)))
    inbox.fetch(jobs.INSTALLATION, [], deadline=0.0)
    assert box.count("UNSEEN") == 1

    look_in()

    assert box.count("UNSEEN") == 0


def test_mailbox_can_be_the_witness_of_what_has_left(box, cast, sent, settings):
    settings.MAIL_EVIDENCE = box.url
    row = sent(cast.north)
    ask = evidence.witness()
    assert ask(addresses.message_id(row)) is False

    box.deliver(f"Message-ID: {addresses.message_id(row)}\r\n\r\nHello\r\n".encode())

    assert ask(addresses.message_id(row)) is True
    settings.MAIL_EVIDENCE = "imap://127.0.0.1:1/"
    with pytest.raises(evidence.WitnessAway):
        evidence.witness()(addresses.message_id(row))
