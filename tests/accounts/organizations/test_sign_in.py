"""Password and code: how a person gets in, and how a stranger does not."""

from datetime import timedelta

import pytest
from django.test import Client

from accounts import clock
from accounts.jobs import actions as jobs
from accounts.organizations.models import User
from accounts.organizations.roles import Role
from tests.accounts.organizations.signing import CODE, LOGIN, code_in, is_signed_in, shape, sign_in
from tests.cast import PASSWORD, found, hire, sign_in_for

# --- Password ---


def test_password_leads_to_the_only_organization(cast):
    client = Client()

    answer = client.post(LOGIN, {"login": "Alice@North.Example", "password": PASSWORD}, follow=True)

    assert answer.redirect_chain[-1][0] == "/o/north/"
    assert "Alice Ahlberg" in answer.content.decode()


def test_one_person_in_two_organizations_chooses(cast, now):
    hire(cast.south, "Alice Ahlberg", role=Role.VIEWER, now=now, user=cast.alice.user)

    page = sign_in("alice@north.example").get("/", follow=True)

    assert page.redirect_chain[-1][0] == "/organizations/"
    assert "/o/north/" in page.content.decode()
    assert "/o/south/" in page.content.decode()


def test_person_without_an_organization_is_offered_to_found_one(db, now):
    sign_in_for("loner@example.com", now=now)

    page = sign_in("loner@example.com").get("/", follow=True)

    assert page.redirect_chain[-1][0] == "/organizations/new/"


def test_wrong_password_and_unknown_address_read_the_same(cast):
    known = Client().post(LOGIN, {"login": "alice@north.example", "password": "wrong"})
    unknown = Client().post(LOGIN, {"login": "alice@nowhere.example", "password": "wrong"})

    assert known.status_code == unknown.status_code == 200
    assert "do not belong together" in known.content.decode()
    assert shape(known, "alice@north.example") == shape(unknown, "alice@nowhere.example")


@pytest.mark.parametrize(
    ("target", "landing"),
    [("/organizations/", "/organizations/"), ("https://evil.example/", "/"), ("//evil.example", "/")],
)
def test_sign_in_returns_to_pages_of_ours_only(cast, target, landing):
    answer = Client().post(
        f"{LOGIN}?next={target}", {"login": "alice@north.example", "password": PASSWORD, "next": target}
    )

    assert answer["Location"] == landing


def test_many_wrong_passwords_end_in_a_page_that_says_so(cast):
    client = Client()

    for _ in range(7):
        answer = client.post(LOGIN, {"login": "alice@north.example", "password": "wrong"})

    assert "Too many wrong tries" in answer.content.decode()
    assert (
        "Too many wrong tries"
        in client.post(LOGIN, {"login": "alice@north.example", "password": PASSWORD}).content.decode()
    )


def test_too_many_requests_get_our_page_with_429(cast):
    client = Client()

    answers = [client.get(LOGIN, REMOTE_ADDR="203.0.113.9") for _ in range(2)]
    answers += [
        client.post(LOGIN, {"login": f"p{number}@x.example", "password": "x"}, REMOTE_ADDR="203.0.113.9")
        for number in range(31)
    ]

    assert answers[-1].status_code == 429
    assert "Too many tries" in answers[-1].content.decode()


def test_switched_off_sign_in_says_whom_to_ask(cast):
    User.objects.filter(pk=cast.alice.user.pk).update(is_active=False)

    page = Client().post(LOGIN, {"login": "alice@north.example", "password": PASSWORD}, follow=True)

    assert "Ask an administrator" in page.content.decode()


# --- Code by letter ---


def test_code_from_a_letter_signs_in(cast, mailbox):
    client = Client()
    client.post(CODE, {"email": "alice@north.example"})
    [letter] = mailbox.to("alice@north.example")

    answer = client.post("/account/login/code/confirm/", {"code": code_in(letter).lower()}, follow=True)

    assert answer.redirect_chain[-1][0] == "/o/north/"


def test_code_for_unknown_address_looks_the_same_and_sends_another_letter(cast, mailbox):
    known, unknown = Client(), Client()

    first = known.post(CODE, {"email": "alice@north.example"}, follow=True)
    second = unknown.post(CODE, {"email": "nobody@north.example"}, follow=True)

    assert first.redirect_chain == second.redirect_chain
    assert shape(first, "alice@north.example") == shape(second, "nobody@north.example")
    [letter] = mailbox.to("nobody@north.example")
    assert letter["Subject"] == "There is no sign-in under this address"


def test_new_code_replaces_the_old_one(cast, mailbox):
    client = Client()
    client.post(CODE, {"email": "alice@north.example"})
    client.post("/account/login/code/confirm/", {"action": "resend"})
    old, new = mailbox.to("alice@north.example")

    client.post("/account/login/code/confirm/", {"code": code_in(old)})
    assert not is_signed_in(client)
    client.post("/account/login/code/confirm/", {"code": code_in(new)})
    assert is_signed_in(client)


def test_three_wrong_codes_end_the_attempt(cast, mailbox):
    client = Client()
    client.post(CODE, {"email": "alice@north.example"})
    [letter] = mailbox.to("alice@north.example")

    for _ in range(3):
        client.post("/account/login/code/confirm/", {"code": "WRONG"})
    client.post("/account/login/code/confirm/", {"code": code_in(letter)})

    assert not is_signed_in(client)


# --- A mail server that is away ---


def test_code_waits_while_the_mail_server_is_away(cast, mailbox, settings):
    port, settings.EMAIL_PORT = settings.EMAIL_PORT, 1
    client = Client()

    answer = client.post(CODE, {"email": "alice@north.example"})

    assert answer.status_code == 302
    assert not mailbox
    settings.EMAIL_PORT = port
    jobs.drain(queue="mail", now=lambda: clock.real_now() + timedelta(minutes=5))
    client.post("/account/login/code/confirm/", {"code": code_in(mailbox[0])})
    assert is_signed_in(client)


def test_found_is_not_reachable_without_a_sign_in(db, now):
    found("east", "Eve Eastman", now=now)

    assert Client().get("/o/east/")["Location"] == "/account/login/?next=/o/east/"
