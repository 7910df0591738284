"""Letters that must not leave any more, letters that cannot, and a sender that is told to stop."""

import math
import os
import re
import signal

import pytest
from django.conf import settings as django_settings

from accounts import clock
from accounts.jobs import actions as jobs
from accounts.jobs.models import Job
from accounts.mail import actions as mail
from accounts.mail.letters import KINDS, LetterKind
from accounts.mail.models import OutgoingEmail, State, Suppression
from accounts.mail.outbox.deliver import deliver
from accounts.organizations import actions as organizations
from accounts.organizations.models import Employee
from accounts.organizations.roles import Role
from accounts.tenancy.context import tenant_context
from accounts.webhooks.actions import switching
from accounts.webhooks.models import Webhook
from tests.accounts.jobs.processes import running
from tests.waiting import wait_for

SENDERS = 5
CONTEXT = {"organization_name": "North", "webhook_title": "Warehouse", "url": "https://north.example/"}


def write(organization, to, now, *, letter="webhook_disabled", context=CONTEXT):
    with tenant_context(organization.pk):
        return mail.send(letter, to=to, language="en", context=context, now=now)


def letters(organization) -> dict[str, tuple[str, str]]:
    """Return state and reason of each reader's letter."""
    with tenant_context(organization.pk):
        rows = OutgoingEmail.objects.values_list("to_address", "state", "reason")
        return {address: (state, reason) for address, state, reason in rows}


def test_poison_fails_alone_with_its_reason(cast, now, mailbox, monkeypatch):
    monkeypatch.setitem(KINDS, "no_such_letter", LetterKind("no_such_letter"))
    good = [f"reader{number}@client.example" for number in range(40)]
    for number, reader in enumerate(good):
        if number == 10:
            write(cast.north, "broken@client.example", now, letter="no_such_letter")
        if number == 20:
            write(cast.north, "not an address", now)
        if number == 30:
            write(cast.north, "long@client.example", now, context={**CONTEXT, "webhook_title": "long " * 2_000_000})
        write(cast.north, reader, now)

    assert sorted(letter["To"] for letter in mailbox) == sorted(good)

    states = letters(cast.north)
    assert {states[reader] for reader in good} == {(State.SENT, "")}
    for reader, reason in (
        ("broken@client.example", "TemplateDoesNotExist"),
        ("not an address", "the address is impossible"),
        ("long@client.example", "larger than 2 MB"),
    ):
        assert states[reader][0] == State.FAILED
        assert reason in states[reader][1]
    assert not Job.objects.filter(queue="mail").exists()


def test_letter_to_somebody_who_has_left_meanwhile_does_not_leave(cast, now, mailbox):
    with tenant_context(cast.north.pk):
        webhook = Webhook.objects.create(title="Warehouse", url="https://north.example/", created_at=now)
        switching.switch_off(webhook=webhook, reason=Webhook.Reason.FAILING, by=None, now=now)
        Employee.objects.filter(pk=cast.dave.employee.pk).update(left_at=now)

    assert [letter["To"] for letter in mailbox] == ["Alice Ahlberg <alice@north.example>"]

    assert letters(cast.north)["dave@north.example"] == (State.SUPPRESSED, "the reader has left the organization")


def test_letter_in_hand_waits_when_its_organization_was_switched_off_a_moment_ago(cast, now, mailbox):
    """What nobody has in hand yet is not even taken: tests/accounts/organizations/test_switched_off.py."""
    row = write(cast.north, "taras@client.example", now)
    with tenant_context(cast.north.pk):
        organizations.switch_off(now=now)

    deliver(cast.north.pk, [(Job.objects.get(queue="mail").pk, row.pk)], deadline=math.inf)

    assert mailbox.received == []
    assert letters(cast.north)["taras@client.example"] == (State.PENDING, "")
    assert Job.objects.get(queue="mail").last_error == "the organization is switched off"


def test_invitation_that_was_withdrawn_meanwhile_does_not_leave(cast, now, mailbox):
    with tenant_context(cast.north.pk):
        for name in ("olga", "oleh"):
            invitation = organizations.invite(
                employee=Employee(name=name.title(), email=f"{name}@north.example", created_at=now),
                role=Role.SPECIALIST,
                guest_until=None,
                by=cast.alice.employee,
                by_role=Role.OWNER,
                now=now,
            )
        organizations.revoke_invitation(invitation=invitation, by=cast.alice.employee, by_role=Role.OWNER, now=now)

    assert [letter["To"] for letter in mailbox] == ["olga@north.example"]

    assert letters(cast.north)["oleh@north.example"] == (State.SUPPRESSED, "the invitation is no longer open")


def test_letter_to_somebody_who_declined_meanwhile_does_not_leave(cast, now, mailbox):
    write(cast.north, "taras@client.example", now)
    with tenant_context(cast.north.pk):
        Suppression.objects.create(address="taras@client.example", reason=Suppression.Reason.BY_HAND, created_at=now)

    assert len(mailbox) == 0

    assert letters(cast.north)["taras@client.example"][0] == State.SUPPRESSED


@pytest.mark.xdist_group("processes")
def test_senders_that_are_told_to_stop_leave_nothing_in_doubt(committed_cast, now, mailbox, tmp_path):
    """Five of them, one after the other, each while there are letters left."""
    log, pids, sent, letters_each = tmp_path / "log", tmp_path / "pids", mailbox.received, 30
    address = {"EMAIL_URL": f"smtp://127.0.0.1:{django_settings.EMAIL_PORT}"}
    for number in range(SENDERS * letters_each):
        write(committed_cast.north, f"reader{number}@client.example", now)

    with running("-m", "tests.faults.senders", str(SENDERS), str(pids), log=log, **address) as senders:
        for turn in range(SENDERS):
            wait_for(lambda turn=turn: len(sent) > turn * letters_each, log)
            os.kill(int(pids.read_text().split()[turn]), signal.SIGTERM)
        assert senders.wait(30) == 0
    assert {state for state, _reason in letters(committed_cast.north).values()} <= {State.PENDING, State.SENT}

    jobs.drain(queue="mail", now=clock.real_now)
    assert len({letter["To"] for letter in sent}) == len(sent) == SENDERS * letters_each
    assert not re.search("in doubt|Traceback", log.read_text())
