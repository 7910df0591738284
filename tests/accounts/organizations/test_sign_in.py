"""Password, code, new password, new address, sessions: what a person does before and around an organization."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.test import Client

from accounts import clock
from accounts.jobs import actions as jobs
from accounts.organizations.models import User
from accounts.organizations.roles import Role
from tests.cast import PASSWORD, found, hire, sign_in_for

LOGIN, CODE = "/account/login/", "/account/login/code/"
NEW_PASSWORD = "heron on a wire"


def sign_in(email, password=PASSWORD, **extra):
    client = Client(**extra)
    client.post(LOGIN, {"login": email, "password": password})
    return client


def code_in(letter):
    return letter["Subject"].split()[0]


def is_signed_in(client):
    return client.get("/account/").status_code == 200


def confirm(client):
    """Answer the question that stands before every change of the sign-in itself."""
    client.post("/account/reauthenticate/", {"password": PASSWORD})


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


# --- New password, new address ---


def test_forgotten_password_is_replaced_with_a_code(cast, mailbox):
    client = Client()
    client.post("/account/password/reset/", {"email": "alice@north.example"})
    client.post("/account/password/reset/confirm/", {"code": code_in(mailbox[0])})
    client.post("/account/password/reset/complete/", {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD})

    assert is_signed_in(sign_in("alice@north.example", NEW_PASSWORD))
    assert not is_signed_in(sign_in("alice@north.example", PASSWORD))
    assert mailbox[-1]["Subject"] == "You have a new password"


def test_new_password_for_unknown_address_looks_the_same(cast, mailbox):
    first = Client().post("/account/password/reset/", {"email": "alice@north.example"}, follow=True)
    second = Client().post("/account/password/reset/", {"email": "nobody@north.example"}, follow=True)

    assert shape(first, "alice@north.example") == shape(second, "nobody@north.example")
    assert len(mailbox) == 2


def test_changed_password_is_told_by_letter(cast, mailbox):
    client = sign_in("alice@north.example")
    form = {"oldpassword": PASSWORD, "password1": NEW_PASSWORD, "password2": NEW_PASSWORD}

    client.post("/account/password/change/", form)

    assert is_signed_in(sign_in("alice@north.example", NEW_PASSWORD))
    assert mailbox[-1]["Subject"] == "Your password was changed"
    assert "127.0.0.1" in mailbox[-1].get_body(("plain",)).get_content()


def test_weak_password_is_refused_with_a_reason(cast):
    page = sign_in("alice@north.example").post(
        "/account/password/change/", {"oldpassword": PASSWORD, "password1": "password12", "password2": "password12"}
    )

    assert "too common" in page.content.decode()
    assert is_signed_in(sign_in("alice@north.example"))


def test_new_address_counts_once_its_code_is_entered_and_the_old_one_hears_of_it(cast, mailbox):
    client = sign_in("alice@north.example")
    confirm(client)

    client.post("/account/email/", {"email": "alice@new.example", "action_add": ""})
    assert not is_signed_in(sign_in("alice@new.example"))
    client.post("/account/confirm-email/", {"code": code_in(mailbox.to("alice@new.example")[0])})

    assert [a.email for a in EmailAddress.objects.filter(user=cast.alice.user)] == ["alice@new.example"]
    assert is_signed_in(sign_in("alice@new.example"))
    assert mailbox.to("alice@north.example")[-1]["Subject"] == "Your sign-in has a new e-mail"
    assert client.get("/o/north/").status_code == 200


def test_sign_in_itself_is_changed_only_after_asking_again(cast):
    client = Client()
    client.force_login(cast.alice.user)

    for page in ["/account/2fa/totp/activate/", "/account/2fa/webauthn/add/"]:
        assert client.get(page)["Location"].startswith("/account/reauthenticate/")


# --- Sessions, language, leaving ---


def test_sessions_are_listed_and_the_others_signed_out(cast):
    here = sign_in("alice@north.example", HTTP_USER_AGENT="Mozilla/5.0 (Windows NT 10.0) Firefox/131.0")
    there = sign_in("alice@north.example", HTTP_USER_AGENT="Mozilla/5.0 (iPhone) Version/17.5 Safari/604.1")

    page = here.get("/account/sessions/").content.decode()
    assert "Firefox, Windows" in page
    assert "Safari, iPhone" in page

    here.post("/account/sessions/")

    assert is_signed_in(here)
    assert not is_signed_in(there)


def test_overview_shows_how_the_person_signs_in(cast):
    page = sign_in("alice@north.example").get("/account/").content.decode()

    assert "alice@north.example" in page
    assert "Only your password protects this sign-in" in page
    for link in [
        "/account/password/change/",
        "/account/email/",
        "/account/sessions/",
        "/account/2fa/webauthn/add/",
        "/o/north/",
    ]:
        assert f'href="{link}"' in page


def test_second_factor_index_of_allauth_leads_to_the_overview(cast):
    assert sign_in("alice@north.example").get("/account/2fa/")["Location"] == "/account/"


def test_signing_out_asks_first_and_works_by_post(cast):
    client = sign_in("alice@north.example")

    assert client.get("/account/logout/").status_code == 200
    assert is_signed_in(client)
    client.post("/account/logout/")
    assert not is_signed_in(client)


def test_language_is_chosen_without_a_sign_in(db):
    client = Client()

    client.post("/language/", {"language": "uk", "next": LOGIN})

    assert '<html lang="uk"' in client.get(LOGIN).content.decode()


def test_language_and_zone_of_the_organization_stay_outside_of_it(cast):
    from accounts.tenancy.context import tenant_context

    with tenant_context(cast.north.pk):
        cast.alice.employee.language = "uk"
        cast.alice.employee.save(update_fields=["language"])
    client = sign_in("alice@north.example")

    client.get("/o/north/")

    page = client.get("/account/sessions/").content.decode()
    assert '<html lang="uk"' in page
    assert "(EET)" in page or "(EEST)" in page


# --- A mail server that is away ---


@pytest.fixture
def _no_mail(settings):
    settings.EMAIL_PORT = 1  # nobody listens there


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


@pytest.mark.usefixtures("_no_mail")
def test_warning_that_cannot_be_sent_does_not_undo_the_change(cast):
    client = sign_in("alice@north.example")

    answer = client.post(
        "/account/password/change/", {"oldpassword": PASSWORD, "password1": NEW_PASSWORD, "password2": NEW_PASSWORD}
    )

    assert answer.status_code == 302
    assert is_signed_in(sign_in("alice@north.example", NEW_PASSWORD))


def shape(answer, address):
    """Return the page without what differs by itself: the address that was typed and one-time tokens."""
    import re

    page = answer.content.decode().replace(address, "ADDRESS")
    return re.sub(r'(name="csrfmiddlewaretoken" value=)"[^"]+"', r"\1", page)


def test_found_is_not_reachable_without_a_sign_in(db, now):
    found("east", "Eve Eastman", now=now)

    assert Client().get("/o/east/")["Location"] == "/account/login/?next=/o/east/"
