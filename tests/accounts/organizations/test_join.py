"""An invitation is offered by a letter and accepted by a button."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from accounts.organizations import actions
from accounts.organizations.models import Employee, StaffInvitation, User
from accounts.organizations.roles import Role
from accounts.tenancy.context import tenant_context
from accounts.tenancy.registry import seats_of
from tests.cast import PASSWORD


@pytest.fixture
def invited(cast, now, mailbox):
    """Return a function that invites somebody to North and returns the path in their letter."""

    def invite(email="frida@elsewhere.example", role=Role.SPECIALIST, **options):
        with tenant_context(cast.north.pk):
            actions.invite(
                employee=Employee(name="Frida Falk", email=email),
                role=role,
                guest_until=options.get("guest_until"),
                by=cast.alice.employee,
                by_role=Role.OWNER,
                now=options.get("now", now),
            )
        text = mailbox.to(email)[-1].get_body(("plain",)).get_content()
        return re.search(r"/join/\S+/", text)[0]

    return invite


def places(email, now):
    return [(seat.slug, seat.role) for seat in seats_of(User.objects.get(email=email).pk, now=now)]


def test_new_person_chooses_a_password_and_is_in(invited, now):
    client = Client()
    path = invited()

    page = client.get(path).content.decode()
    answer = client.post(path, {"password": "heron on a wire"}, follow=True)

    assert "Join North" in page
    assert "Alice Ahlberg" in page
    assert "Specialist" in page
    assert answer.redirect_chain[-1][0] == "/o/north/"
    assert places("frida@elsewhere.example", now) == [("north", Role.SPECIALIST)]


def test_opening_the_link_accepts_nothing(invited):
    path = invited()

    for _ in range(3):
        Client().get(path)
        Client().head(path)

    assert not User.objects.filter(email="frida@elsewhere.example").exists()


def test_member_elsewhere_joins_with_the_sign_in_they_have(cast, invited, client_of, now):
    path = invited("mallory@south.example")
    client = client_of(cast.mallory)

    assert 'type="password"' not in client.get(path).content.decode()
    client.post(path)

    assert places("mallory@south.example", now) == [("north", Role.SPECIALIST), ("south", Role.OWNER)]


def test_person_with_a_sign_in_is_led_there_and_back(cast, invited):
    path = invited("mallory@south.example")
    client = Client()

    page = client.get(path).content.decode()
    assert f'href="/account/login/?next={path}"' in page
    login = {"login": "mallory@south.example", "password": PASSWORD, "next": path}
    assert client.post("/account/login/", login)["Location"] == path


def test_stranger_cannot_set_a_password_for_somebody_who_has_one(cast, invited, now):
    path = invited("mallory@south.example")

    answer = Client().post(path, {"password": "heron on a wire"})

    assert answer.status_code == 403
    assert places("mallory@south.example", now) == [("south", Role.OWNER)]
    assert User.objects.get(email="mallory@south.example").check_password(PASSWORD)


def test_invitation_of_somebody_else_is_not_accepted(cast, invited, client_of, now):
    path = invited()

    answer = client_of(cast.mallory).post(path)

    assert answer.status_code == 403
    assert "You are signed in as mallory@south.example" in answer.content.decode()
    assert places("mallory@south.example", now) == [("south", Role.OWNER)]


def test_weak_password_is_refused(invited):
    answer = Client().post(invited(), {"password": "12345"})

    assert answer.status_code == 422
    assert not User.objects.filter(email="frida@elsewhere.example").exists()


def test_accepted_invitation_is_closed(invited):
    path = invited()
    Client().post(path, {"password": "heron on a wire"})

    answer = Client().get(path)

    assert answer.status_code == 410
    assert "This invitation is closed" in answer.content.decode()


def test_late_invitation_says_whom_to_ask(invited, now):
    path = invited(now=now - timedelta(days=8))

    answer = Client().get(path)

    assert answer.status_code == 410
    assert "Ask Alice Ahlberg" in answer.content.decode()


def test_newer_letter_closes_the_older_one(cast, invited, mailbox, now):
    older = invited()
    with tenant_context(cast.north.pk):
        actions.resend_invitation(
            invitation=StaffInvitation.objects.get(), by=cast.alice.employee, by_role=Role.OWNER, now=now
        )

    assert Client().get(older).status_code == 410


def test_guest_reads_when_the_access_ends(invited, now):
    page = Client().get(invited(role=Role.AUDITOR, guest_until=now + timedelta(days=30))).content.decode()

    assert "Access ends" in page


@pytest.mark.parametrize("token", ["x", "A" * 78, "А" * 10, "%00"])
def test_invented_link_is_not_found(db, token):
    assert Client(raise_request_exception=False).get(f"/join/{token}/").status_code in {400, 404}


def test_letter_names_house_person_and_role(invited, mailbox):
    path = invited()
    [letter] = mailbox.to("frida@elsewhere.example")

    assert letter["Subject"] == "Alice Ahlberg invites you to North"
    assert letter["From"].startswith("North <")
    for kind in ("plain", "html"):
        content = letter.get_body((kind,)).get_content()
        assert path in content
        assert "Specialist" in content
