"""A sender that outlives its lease, as while the database is away: what it says still counts, unless a person has decided."""

import uuid

import pytest

from accounts import clock
from accounts.jobs.models import Job
from accounts.mail import actions as mail
from accounts.mail import letters
from accounts.mail.letters import InDoubt, LetterKind, Priority
from accounts.mail.models import OutgoingEmail, State
from accounts.mail.outbox import gate, rows
from accounts.tenancy.context import tenant_context

LETTER, READER = "unknown_account", "taras@client.example"


@pytest.fixture
def late(cast, now, mailbox, monkeypatch):
    """Return a letter in the hands of such a sender; another worker has found it, and it is held."""
    kind = LetterKind(LETTER, priority=Priority.PERSONAL, in_doubt=InDoubt.HOLD, secret=False)
    monkeypatch.setitem(letters.KINDS, LETTER, kind)
    with tenant_context(cast.north.pk):
        row = mail.send(LETTER, to=READER, language="en", context={"email": READER}, now=now)
    item = rows.Item(Job.objects.get(queue="mail").pk, row, uuid.uuid4())
    rows.run(cast.north.pk, gate.attempt(item, now=now))
    Job.objects.update(leased_until=now)
    assert len(mailbox) == 0
    assert (look(item).state, Job.objects.filter(queue="mail").exists()) == (State.HELD, False)
    return item


def look(item):
    with tenant_context(item.row.organization_id):
        return OutgoingEmail.objects.get(pk=item.row.pk)


def say_it_has_left(item):
    rows.run(item.row.organization_id, rows.left(item, now=clock.real_now()))


def test_letter_has_left(late, mailbox):
    say_it_has_left(late)

    assert len(mailbox) == 0
    assert (look(late).state, look(late).reason) == (State.SENT, "")


def test_letter_that_was_not_sent_is_given_back(late, mailbox):
    with tenant_context(late.row.organization_id):
        rows.end(late, state=State.PENDING, reason="not in time", run_at=clock.real_now())

    assert [letter["To"] for letter in mailbox] == [READER]
    assert look(late).state == State.SENT


@pytest.mark.parametrize(("decide", "state"), [(mail.send_again, State.PENDING), (mail.drop, State.SUPPRESSED)])
def test_decision_of_a_person_stands(late, cast, now, decide, state):
    with tenant_context(cast.north.pk):
        decide(email=look(late), by=cast.alice.employee, now=now)

    say_it_has_left(late)

    assert look(late).state == state
