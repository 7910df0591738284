"""An organization that is switched off: closed to everybody, while its work waits. Switched on, all of it goes on."""

import re
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from accounts import clock
from accounts.audit.models import AuditEntry
from accounts.jobs import actions as jobs
from accounts.jobs.models import Job
from accounts.mail import actions as mail
from accounts.mail import alarm
from accounts.mail.models import OutgoingEmail, State
from accounts.organizations import actions
from accounts.organizations.models import Employee
from accounts.organizations.roles import Role
from accounts.tenancy.context import tenant_context
from happiness import metrics
from tests.cast import PASSWORD


def switch(state):
    call_command("switch_organization", "north", state)


def write(organization, to, now):
    with tenant_context(organization.pk):
        return mail.send("unknown_account", to=to, language="en", context={"email": to}, now=now)


def test_member_reads_in_their_own_language_that_it_is_switched_off_and_whom_to_ask(cast, client_of, settings):
    settings.OPERATOR_EMAIL = "operator@house.example"
    with tenant_context(cast.north.pk):
        Employee.objects.filter(pk=cast.alice.employee.pk).update(language="uk")
    alice, mallory, url = client_of(cast.alice), client_of(cast.mallory), cast.alice.url("settings/people/")

    switch("off")
    page = alice.get(url)
    assert page.status_code == 403
    assert "Організацію «North» вимкнено" in page.content.decode()
    assert "mailto:operator@house.example" in page.content.decode()
    assert alice.post(cast.alice.url("settings/departments/new/"), {"name": "Care"}).status_code == 403
    assert mallory.get(url).status_code == 404
    assert mallory.get(cast.mallory.url()).status_code == 200

    switch("on")
    assert alice.get(url).status_code == 200


def test_sign_in_leads_to_the_page_that_says_so(cast):
    switch("off")

    page = Client().post("/account/login/", {"login": "alice@north.example", "password": PASSWORD}, follow=True)

    assert (page.status_code, page.request["PATH_INFO"]) == (403, "/o/north/")
    assert "North is switched off" in page.content.decode()


def test_list_of_organizations_says_which_one_is_switched_off(cast, client_of):
    switch("off")

    assert "Switched off for now" in client_of(cast.alice).get("/organizations/").content.decode()
    assert "Switched off for now" not in client_of(cast.mallory).get("/organizations/").content.decode()


def test_invitation_waits_until_it_is_switched_on(cast, now, mailbox):
    with tenant_context(cast.north.pk):
        frida = Employee(name="Frida Falk", email="frida@elsewhere.example", created_at=now)
        actions.invite(
            employee=frida, role=Role.VIEWER, guest_until=None, by=cast.alice.employee, by_role=Role.OWNER, now=now
        )
    path = re.search(r"/join/\S+/", mailbox.to(frida.email)[-1].get_body(("plain",)).get_content())[0]
    visitor = Client()

    switch("off")
    assert visitor.get(path).status_code == 403
    assert visitor.post(path, {"password": PASSWORD}).status_code == 403
    switch("on")

    assert visitor.get(path).status_code == 200


def test_letters_wait_raise_no_alarm_and_leave_when_it_is_switched_on(cast, now, mailbox):
    north, south = write(cast.north, "taras@client.example", now), write(cast.south, "ivan@client.example", now)
    assert "happiness_jobs_waiting" in (before := metrics.exposition().decode())

    switch("off")
    assert [letter["To"] for letter in mailbox] == ["ivan@client.example"]
    with tenant_context(cast.north.pk):
        waiting = OutgoingEmail.objects.get(pk=north.pk)
    assert (waiting.state, waiting.attempts) == (State.PENDING, 0)
    assert Job.objects.filter(subject_id=north.pk, attempts=0).exists()
    later = now + timedelta(days=3)
    assert alarm.overdue(now=later).letters == 0
    assert 'happiness_jobs_waiting{queue="mail"} 2.0' in before
    assert 'happiness_jobs_waiting{queue="mail"}' not in metrics.exposition().decode()

    switch("on")
    assert [letter["To"] for letter in mailbox] == ["ivan@client.example", "taras@client.example"]
    assert south.pk != north.pk


def test_work_of_a_process_that_died_waits_too(cast, now):
    write(cast.north, "taras@client.example", now)
    Job.objects.filter(queue="mail").update(leased_until=now - timedelta(minutes=1))

    switch("off")
    assert jobs.drain(queue="mail", now=clock.real_now) == 0
    switch("on")

    assert jobs.drain(queue="mail", now=clock.real_now) == 1


def test_switch_is_audited_once_and_repeatable(cast, capsys):
    for state in ("off", "off", "on"):
        call_command("switch_organization", "north", state)

    assert capsys.readouterr().out.splitlines() == ["north is now off", "north was already off", "north is now on"]
    with tenant_context(cast.north.pk):
        entries = AuditEntry.objects.filter(action__startswith="organization.switched").order_by("happened_at", "id")
        assert [(entry.action, entry.actor_id) for entry in entries] == [
            ("organization.switched_off", None),
            ("organization.switched_on", None),
        ]
    with tenant_context(cast.south.pk):
        assert not AuditEntry.objects.filter(action__startswith="organization.switched").exists()


def test_audit_trail_is_proven_while_it_is_switched_off(cast, capsys):
    switch("off")

    call_command("verify_audit")

    assert str(cast.north.pk) in capsys.readouterr().out


@pytest.mark.django_db
def test_unknown_address_is_refused():
    with pytest.raises(CommandError, match="/o/nowhere/"):
        call_command("switch_organization", "nowhere", "off")
