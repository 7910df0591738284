"""Readers that were lost: owners and administrators hear of them in one letter a day."""

import hashlib
from datetime import timedelta

import pytest

from accounts import clock
from accounts.jobs import actions as jobs
from accounts.jobs.models import Job
from accounts.mail import actions as mail
from accounts.mail import inbound
from accounts.mail.bounces import Kind, Report
from accounts.mail.models import OutgoingEmail, State
from accounts.organizations.actions import mail_trouble
from accounts.tenancy.context import tenant_context
from tests.accounts.mail import server


@pytest.fixture
def later(monkeypatch, now):
    """Return a function that lets time pass and does what is due then."""
    moment = [now]
    monkeypatch.setattr(clock, "real_now", lambda: moment[0])

    def wait(**time):
        moment[0] += timedelta(**time)
        jobs.drain(queue="events", now=clock.real_now)
        jobs.drain(queue=mail_trouble.QUEUE, now=clock.real_now)

    return wait


@pytest.fixture
def come_back(cast, later):
    """Let a letter to an address come back now: for good, unless told otherwise."""

    def back(to, *, kind=Kind.HARD, organization=cast.north, says="550 5.1.1 no such user"):
        now = clock.real_now()
        with tenant_context(organization.pk):
            row = mail.send("staff_invitation", to=to, language="en", context={}, now=now)
            OutgoingEmail.objects.filter(pk=row.pk).update(state=State.SENT, sent_at=now)
        name = f"{organization.pk.hex}-{row.pk.hex}.r1@localhost"
        report = Report(kind=kind, message_ids=(name,), diagnostic=says)
        assert inbound.take_in([report], digest=hashlib.sha256(to.encode()).hexdigest(), now=now) == 1
        later()

    return back


def letters(organization):
    with tenant_context(organization.pk):
        return list(OutgoingEmail.objects.filter(letter="readers_lost").order_by("created_at", "to_address"))


def addresses(row):
    return [reader["address"] for reader in row.context["readers"]]


def test_owner_and_administrators_get_one_letter_about_all_of_them(cast, come_back, later, mailbox):
    for number in range(3):
        come_back(f"taras{number}@client.example")
    come_back("angry@client.example", kind=Kind.COMPLAINT, says="")
    later(minutes=9)
    assert letters(cast.north) == []

    later(minutes=2)

    assert [row.to_address for row in letters(cast.north)] == ["alice@north.example", "dave@north.example"]
    (letter,) = mailbox.to("alice@north.example")
    assert letter["Subject"] == "4 addresses get no more letters"
    for part in ("plain", "html"):
        text = letter.get_body((part,)).get_content()
        assert text.count("@client.example") == 4
        assert text.count("550 5.1.1 no such user") == 3
        assert "reported a letter as unwanted" in text
        assert "/o/north/settings/mail/blocked/" in text
    assert letters(cast.south) == []


def test_after_a_letter_there_is_a_days_rest_and_nothing_is_left_out(cast, come_back, later):
    come_back("first@client.example")
    later(minutes=11)
    for address in ("second@client.example", "third@client.example"):
        come_back(address)
        later(hours=8)
    assert len(letters(cast.north)) == 2

    later(hours=8)

    assert [addresses(row) for row in letters(cast.north)] == [
        *[["first@client.example"]] * 2,
        *[["second@client.example", "third@client.example"]] * 2,
    ]
    later(days=2)
    assert len(letters(cast.north)) == 4
    assert not Job.objects.filter(queue=mail_trouble.QUEUE).exists()


def test_each_organization_hears_of_its_own_readers(cast, come_back, later):
    come_back("taras@client.example")
    come_back("oksana@client.example", organization=cast.south)

    later(minutes=11)

    assert [addresses(row) for row in letters(cast.south)] == [["oksana@client.example"]]
    assert [addresses(row) for row in letters(cast.north)] == [["taras@client.example"]] * 2


@pytest.mark.parametrize("kind", [Kind.SOFT, Kind.AUTO_REPLY, Kind.REPLY])
def test_what_is_not_for_good_is_no_news(cast, come_back, later, kind):
    come_back("taras@client.example", kind=kind)

    later(minutes=11)

    assert letters(cast.north) == []


def test_many_readers_fit_one_letter(cast, come_back, later, mailbox):
    for number in range(25):
        come_back(f"taras{number}@client.example")

    later(minutes=11)

    text = mailbox.to("alice@north.example")[0].get_body(("plain",)).get_content()
    assert text.count("@client.example") == 20
    assert "and 5 more" in text


def test_address_that_the_server_refuses_at_once_counts_as_well(cast, later, settings, now):
    with tenant_context(cast.north.pk):
        mail.send("webhook_disabled", to="unknown@client.example", language="en", context={"url": "x"}, now=now)
    controller, _moody, settings.EMAIL_PORT = server.start()
    jobs.drain(queue="mail", now=clock.real_now)
    controller.stop()

    later()
    later(minutes=11)

    assert addresses(letters(cast.north)[0]) == ["unknown@client.example"]
