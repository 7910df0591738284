"""Roles, invitations and departures, as the administration handles them."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from accounts import clock
from accounts.audit.models import AuditEntry
from accounts.jobs import actions as jobs
from accounts.organizations import actions
from accounts.organizations.models import Department, Employee, Membership, StaffInvitation, Touchpoint
from accounts.organizations.roles import Role
from accounts.tenancy.context import tenant_context
from tests.cast import hire

KYIV = ZoneInfo("Europe/Kyiv")


def url(person, employee, path=""):
    return person.url(f"settings/people/{employee.pk}/{path}")


def role_of(person):
    with tenant_context(person.organization.pk):
        return Membership.objects.get(pk=person.membership.pk).role


@pytest.fixture
def frida(cast, now):
    """Somebody who does not sign in."""
    with tenant_context(cast.north.pk):
        return Employee.objects.create(name="Frida Falk", email="frida@north.example", created_at=now)


def link_in(letter):
    words = letter.get_body(("plain",)).get_content().split()
    return next(word for word in words if "/join/" in word).split("localhost:8000")[-1]


# --- Roles ---


def test_role_is_changed(cast, client_of):
    answer = client_of(cast.dave).post(
        url(cast.dave, cast.carol.employee, "access/"), {"role": "executive"}, follow=True
    )

    assert "Access changed: Executive." in answer.content.decode()
    assert role_of(cast.carol) == Role.EXECUTIVE
    with tenant_context(cast.north.pk):
        entry = AuditEntry.objects.get(action="membership.changed")
    assert entry.changes == {"role": ["specialist", "executive"]}


def test_role_needs_the_right(cast, client_of):
    for person in (cast.bob, cast.carol, cast.erin):
        answer = client_of(person).post(url(person, cast.carol.employee, "access/"), {"role": "administrator"})
        assert answer.status_code == 403
    assert role_of(cast.carol) == Role.SPECIALIST


def test_role_is_changed_by_post_only(cast, client_of):
    assert client_of(cast.dave).get(url(cast.dave, cast.carol.employee, "access/")).status_code == 405


@pytest.mark.parametrize("role", ["", "king", "OWNER", "owner\x00"])
def test_role_must_be_one_of_the_eight(cast, client_of, role):
    answer = client_of(cast.alice).post(url(cast.alice, cast.carol.employee, "access/"), {"role": role})

    assert answer.status_code == 422
    assert role_of(cast.carol) == Role.SPECIALIST


def test_administrator_neither_makes_nor_unmakes_an_owner(cast, client_of):
    client = client_of(cast.dave)

    made = client.post(url(cast.dave, cast.dave.employee, "access/"), {"role": "owner"})
    unmade = client.post(url(cast.dave, cast.alice.employee, "access/"), {"role": "viewer"})
    removed = client.post(url(cast.dave, cast.alice.employee, "departure/"), follow=True)

    assert made.status_code == unmade.status_code == 422
    assert "Only an owner can do this" in removed.content.decode()
    assert role_of(cast.alice) == Role.OWNER
    assert role_of(cast.dave) == Role.ADMINISTRATOR


def test_administrator_sees_why_an_owner_cannot_be_changed(cast, client_of):
    page = client_of(cast.dave).get(url(cast.dave, cast.alice.employee)).content.decode()

    assert "Only an owner changes what concerns an owner." in page
    assert "Change access" not in page


def test_last_owner_keeps_the_role(cast, client_of):
    client = client_of(cast.alice)

    changed = client.post(url(cast.alice, cast.alice.employee, "access/"), {"role": "viewer"})
    gone = client.post(url(cast.alice, cast.alice.employee, "departure/"))

    assert changed.status_code == 422
    assert "Make somebody else an owner first." in changed.content.decode()
    assert gone.status_code == 302
    assert role_of(cast.alice) == Role.OWNER
    assert client.get(cast.alice.url()).status_code == 200


def test_owner_steps_down_when_there_is_another_one(cast, client_of):
    client = client_of(cast.alice)
    client.post(url(cast.alice, cast.bob.employee, "access/"), {"role": "owner"})

    answer = client.post(url(cast.alice, cast.alice.employee, "access/"), {"role": "viewer"})

    assert answer.headers["Location"] == "/"
    assert (role_of(cast.alice), role_of(cast.bob)) == (Role.VIEWER, Role.OWNER)


def test_guest_stays_until_the_end_of_the_day_in_the_zone_of_the_house(cast, client_of, now):
    last_day = now.astimezone(KYIV).date() + timedelta(days=10)

    client_of(cast.dave).post(
        url(cast.dave, cast.carol.employee, "access/"), {"role": "auditor", "guest_until": last_day}
    )

    with tenant_context(cast.north.pk):
        ends_at = Membership.objects.get(pk=cast.carol.membership.pk).ends_at
    assert ends_at == datetime(last_day.year, last_day.month, last_day.day, 23, 59, tzinfo=KYIV)


@pytest.mark.parametrize("days", [None, -1, 367, 4000])
def test_guest_needs_a_day_within_a_year(cast, client_of, now, days):
    last_day = "" if days is None else now.astimezone(KYIV).date() + timedelta(days=days)

    answer = client_of(cast.dave).post(
        url(cast.dave, cast.carol.employee, "access/"), {"role": "auditor", "guest_until": last_day}
    )

    assert answer.status_code == 422
    assert "guest_until" in answer.context["form"].errors
    assert role_of(cast.carol) == Role.SPECIALIST


@pytest.mark.parametrize("day", ["2026-02-29", "31.04.2026", "0000-01-01", "10000-01-01", "9999-12-31", "x"])
def test_guest_needs_a_day_of_the_calendar(cast, client_of, day):
    answer = client_of(cast.dave).post(
        url(cast.dave, cast.carol.employee, "access/"), {"role": "auditor", "guest_until": day}
    )

    assert answer.status_code == 422


def test_guest_whose_time_ran_out_is_let_in_again(cast, client_of, now):
    with tenant_context(cast.north.pk):
        Membership.objects.filter(pk=cast.erin.membership.pk).update(ends_at=now - timedelta(minutes=1))
    assert client_of(cast.erin).get(cast.erin.url()).status_code == 404
    page = client_of(cast.alice).get(url(cast.alice, cast.erin.employee)).content.decode()
    assert "time ended" in page

    client_of(cast.alice).post(url(cast.alice, cast.erin.employee, "access/"), {"role": "viewer"})

    assert client_of(cast.erin).get(cast.erin.url()).status_code == 200


# --- Invitations ---


def test_person_is_invited(cast, client_of, frida, mailbox):
    answer = client_of(cast.dave).post(url(cast.dave, frida, "invitation/"), {"role": "viewer"}, follow=True)

    page = answer.content.decode()
    assert "An invitation is on its way to frida@north.example." in page
    assert "Send again" in page
    assert "Withdraw" in page
    assert len(mailbox.to("frida@north.example")) == 1


def test_inviting_needs_the_right(cast, client_of, frida, mailbox):
    for path in ("invitation/", "invitation/letter/", "invitation/revocation/"):
        assert client_of(cast.bob).post(url(cast.bob, frida, path), {"role": "viewer"}).status_code == 403
    assert not mailbox


def test_administrator_invites_no_owner(cast, client_of, frida, mailbox):
    answer = client_of(cast.dave).post(url(cast.dave, frida, "invitation/"), {"role": "owner"})

    assert answer.status_code == 422
    assert not mailbox


def test_administrator_leaves_the_offer_of_an_owner_alone(cast, client_of, frida, mailbox):
    client_of(cast.alice).post(url(cast.alice, frida, "invitation/"), {"role": "owner"})
    client = client_of(cast.dave)

    for path in ("invitation/", "invitation/letter/", "invitation/revocation/", "departure/"):
        client.post(url(cast.dave, frida, path), {"role": "viewer"})
    details = {"name": "Frida Falk", "email": "dave+frida@north.example", "language": "en", "time_zone": "UTC"}
    hours = {"work_days": ["1"], "work_starts": "09:00", "work_ends": "10:00"}
    client.post(url(cast.dave, frida, "edit/"), {**details, **hours})

    with tenant_context(cast.north.pk):
        invitation = StaffInvitation.objects.get(revoked_at=None)
        assert (invitation.role, invitation.employee.email) == (Role.OWNER, "frida@north.example")
        assert invitation.employee.left_at is None
    assert len(mailbox) == 1


def test_member_is_not_invited(cast, client_of, mailbox):
    answer = client_of(cast.dave).post(url(cast.dave, cast.carol.employee, "invitation/"), {"role": "viewer"})

    assert answer.status_code == 422
    assert "access already" in answer.content.decode()
    assert not mailbox


def test_second_invitation_kills_the_first_link(cast, client_of, frida, mailbox):
    client = client_of(cast.dave)
    client.post(url(cast.dave, frida, "invitation/"), {"role": "viewer"})
    client.post(url(cast.dave, frida, "invitation/"), {"role": "executive"})

    older, newer = (link_in(letter) for letter in mailbox)
    assert client.get(older).status_code == 410
    assert client.get(newer).status_code == 200
    with tenant_context(cast.north.pk):
        assert StaffInvitation.objects.get(revoked_at=None).role == Role.EXECUTIVE


def test_letter_is_sent_again_with_a_new_link(cast, client_of, frida, mailbox):
    client = client_of(cast.dave)
    client.post(url(cast.dave, frida, "invitation/"), {"role": "viewer"})
    client.post(url(cast.dave, frida, "invitation/letter/"))

    older, newer = (link_in(letter) for letter in mailbox)
    assert client.get(older).status_code == 410
    assert client.get(newer).status_code == 200


def test_expired_offer_is_shown_and_sent_again(cast, client_of, frida, now):
    client = client_of(cast.dave)
    client.post(url(cast.dave, frida, "invitation/"), {"role": "viewer"})
    with tenant_context(cast.north.pk):
        StaffInvitation.objects.update(expires_at=now - timedelta(days=1))
    assert "Invitation expired" in client.get(url(cast.dave, frida)).content.decode()

    page = client.post(url(cast.dave, frida, "invitation/letter/"), follow=True).content.decode()

    assert "Invited, open until" in page


def test_invitation_is_withdrawn_once(cast, client_of, frida, mailbox):
    client = client_of(cast.dave)
    client.post(url(cast.dave, frida, "invitation/"), {"role": "viewer"})
    link = link_in(mailbox[-1])

    first = client.post(url(cast.dave, frida, "invitation/revocation/"), follow=True).content.decode()
    second = client.post(url(cast.dave, frida, "invitation/revocation/"), follow=True).content.decode()

    assert "The invitation is withdrawn." in first
    assert "no longer open" in second
    assert client.get(link).status_code == 410


def test_invitation_waits_while_the_mail_server_is_away(cast, client_of, frida, mailbox, settings):
    port, settings.EMAIL_PORT = settings.EMAIL_PORT, 1

    answer = client_of(cast.dave).post(url(cast.dave, frida, "invitation/"), {"role": "viewer"})

    assert answer.status_code == 302
    assert not mailbox
    settings.EMAIL_PORT = port
    jobs.drain(queue="mail", now=lambda: clock.real_now() + timedelta(minutes=5))
    assert client_of(cast.dave).get(link_in(mailbox[0])).status_code == 200


# --- Departures ---


def test_departure_says_what_happens_and_does_it(cast, client_of, now):
    with tenant_context(cast.north.pk):
        sales = Department.objects.create(name="Sales", lead=cast.bob.employee)
        Touchpoint.objects.create(name="First call", department=sales, owner=cast.bob.employee)
    client = client_of(cast.alice)

    question = client.get(url(cast.alice, cast.bob.employee, "departure/")).content.decode()
    answer = client.post(url(cast.alice, cast.bob.employee, "departure/"), follow=True).content.decode()

    assert "Access ends at once" in question
    assert "Sales" in question
    assert "First call" in question
    assert "Bob Berg has left." in answer
    assert client_of(cast.bob).get(cast.bob.url()).status_code == 404


def test_looking_at_the_question_ends_nothing(cast, client_of):
    client_of(cast.alice).get(url(cast.alice, cast.bob.employee, "departure/"))

    assert client_of(cast.bob).get(cast.bob.url()).status_code == 200


def test_departure_needs_the_right(cast, client_of):
    assert client_of(cast.bob).post(url(cast.bob, cast.carol.employee, "departure/")).status_code == 403


def test_departure_is_idempotent(cast, client_of):
    client = client_of(cast.alice)
    for _ in range(2):
        client.post(url(cast.alice, cast.bob.employee, "departure/"))

    with tenant_context(cast.north.pk):
        assert AuditEntry.objects.filter(action="employee.left").count() == 1
        assert AuditEntry.objects.filter(action="membership.ended").count() == 1


def test_departure_withdraws_the_offer_of_somebody_without_access(cast, client_of, frida, mailbox):
    client = client_of(cast.dave)
    client.post(url(cast.dave, frida, "invitation/"), {"role": "viewer"})
    link = link_in(mailbox[-1])

    client.post(url(cast.dave, frida, "departure/"))

    assert client.get(link).status_code == 410


def test_somebody_who_left_gets_no_role_without_an_invitation(cast, client_of, now):
    with tenant_context(cast.north.pk):
        actions.remove_employee(employee=cast.bob.employee, by=cast.alice.employee, by_role=Role.OWNER, now=now)

    answer = client_of(cast.alice).post(url(cast.alice, cast.bob.employee, "access/"), {"role": "administrator"})

    assert answer.status_code == 422
    assert client_of(cast.bob).get(cast.bob.url()).status_code == 404


def test_somebody_who_left_comes_back_by_invitation(cast, client_of, mailbox):
    client = client_of(cast.alice)
    client.post(url(cast.alice, cast.bob.employee, "departure/"))
    page = client.post(url(cast.alice, cast.bob.employee, "invitation/"), {"role": "viewer"}, follow=True)
    assert "Invited, open until" in page.content.decode()

    client_of(cast.bob).post(link_in(mailbox[-1]))

    assert client_of(cast.bob).get(cast.bob.url()).status_code == 200
    assert role_of(cast.bob) == Role.VIEWER
    with tenant_context(cast.north.pk):
        assert Employee.objects.get(pk=cast.bob.employee.pk).left_at is None


def test_departure_from_one_house_leaves_the_other_open(cast, client_of, now):
    both = hire(cast.south, "Bob Berg", role=Role.VIEWER, now=now, user=cast.bob.user)

    client_of(cast.alice).post(url(cast.alice, cast.bob.employee, "departure/"))

    assert client_of(cast.bob).get(both.url()).status_code == 200


def test_departure_counts_from_the_real_moment_in_a_demo_that_stands_on_another_day(cast, client_of):
    for offset in (timedelta(days=-30), timedelta(days=30)):
        with tenant_context(cast.north.pk):
            organization = cast.north
            organization.is_demo, organization.clock_offset = True, offset
            organization.save()
        person = {True: cast.bob, False: cast.carol}[offset < timedelta(0)]

        client_of(cast.alice).post(url(cast.alice, person.employee, "departure/"))

        assert client_of(person).get(person.url()).status_code == 404
