"""What a person does with their own sign-in: password, address, sessions, language."""

from allauth.account.models import EmailAddress
from django.test import Client

from accounts.tenancy.context import tenant_context
from tests.accounts.organizations.signing import LOGIN, NEW_PASSWORD, code_in, confirm, is_signed_in, shape, sign_in
from tests.cast import PASSWORD

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
    with tenant_context(cast.north.pk):
        cast.alice.employee.language = "uk"
        cast.alice.employee.save(update_fields=["language"])
    client = sign_in("alice@north.example")

    client.get("/o/north/")

    page = client.get("/account/sessions/").content.decode()
    assert '<html lang="uk"' in page
    assert "(EET)" in page or "(EEST)" in page


def test_warning_that_cannot_be_sent_does_not_undo_the_change(cast, settings):
    settings.EMAIL_PORT = 1  # nobody listens there
    client = sign_in("alice@north.example")

    answer = client.post(
        "/account/password/change/", {"oldpassword": PASSWORD, "password1": NEW_PASSWORD, "password2": NEW_PASSWORD}
    )

    assert answer.status_code == 302
    assert is_signed_in(sign_in("alice@north.example", NEW_PASSWORD))
