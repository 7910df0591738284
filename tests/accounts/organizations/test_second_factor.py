"""The authenticator app and the recovery codes; passkeys need a browser (tests/browser/test_passkey.py)."""

import re
import time

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.test import Client

from tests.cast import PASSWORD

ACTIVATE, CODES = "/account/2fa/totp/activate/", "/account/2fa/recovery-codes/"


def code_of_app(secret, step=0):
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + step))


def with_password(email="alice@north.example"):
    client = Client()
    client.post("/account/login/", {"login": email, "password": PASSWORD})
    return client


def confirmed():
    """Return a browser that has just answered the question before changes of the sign-in."""
    client = with_password()
    client.post("/account/reauthenticate/", {"password": PASSWORD})
    return client


def set_up():
    """Return a signed-in browser, the secret in the app, and the recovery codes that were shown."""
    client = confirmed()
    secret = re.search(r'id="authenticator_secret">(\w+)<', client.get(ACTIVATE).content.decode())[1]
    page = client.post(ACTIVATE, {"code": code_of_app(secret)}, follow=True).content.decode()
    return client, secret, re.findall(r"<li>(\d{8})</li>", page)


def is_signed_in(client):
    return client.get("/account/").status_code == 200


def test_setting_up_shows_a_picture_for_the_app_and_the_secret(cast):
    page = confirmed().get(ACTIVATE).content.decode()

    assert 'src="data:image/svg+xml;' in page
    assert "authenticator_secret" in page


def test_wrong_code_does_not_switch_it_on(cast):
    client = confirmed()
    client.get(ACTIVATE)

    client.post(ACTIVATE, {"code": "000000"})

    assert not Authenticator.objects.exists()


def test_switched_on_it_shows_recovery_codes_and_tells_by_letter(cast, mailbox, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        client, _, codes = set_up()

    assert len(codes) == 10
    assert {letter["Subject"] for letter in mailbox} >= {"The authenticator app is on"}
    overview = client.get("/account/").content.decode()
    assert "Only your password protects" not in overview
    assert "10 unused codes" in overview


def test_password_alone_no_longer_signs_in(cast):
    _, secret, _ = set_up()
    client = with_password()

    assert not is_signed_in(client)
    client.post("/account/2fa/authenticate/", {"code": "000000"})
    assert not is_signed_in(client)
    client.post("/account/2fa/authenticate/", {"code": code_of_app(secret, step=1)})
    assert is_signed_in(client)


def test_code_by_letter_does_not_go_around_the_second_step(cast, mailbox):
    set_up()
    client = Client()
    client.post("/account/login/code/", {"email": "alice@north.example"})
    client.post("/account/login/code/confirm/", {"code": mailbox[-1]["Subject"].split()[0]})

    assert not is_signed_in(client)
    assert client.get("/account/2fa/authenticate/").status_code == 200


def test_recovery_code_works_once(cast):
    _, _, codes = set_up()

    first = with_password()
    first.post("/account/2fa/authenticate/", {"code": codes[0]})
    second = with_password()
    second.post("/account/2fa/authenticate/", {"code": codes[0]})

    assert is_signed_in(first)
    assert not is_signed_in(second)


def test_recovery_codes_are_downloaded_as_text(cast):
    client, _, codes = set_up()

    answer = client.get(f"{CODES}download/")

    assert answer["Content-Disposition"] == 'attachment; filename="recovery-codes.txt"'
    assert answer["Content-Type"].startswith("text/plain")
    assert all(code in answer.content.decode() for code in codes)


def test_new_recovery_codes_end_the_old_ones(cast, mailbox, django_capture_on_commit_callbacks):
    client, _, codes = set_up()

    with django_capture_on_commit_callbacks(execute=True):
        client.post(f"{CODES}generate/")

    later = with_password()
    later.post("/account/2fa/authenticate/", {"code": codes[0]})
    assert not is_signed_in(later)
    assert "You have new recovery codes" in [letter["Subject"] for letter in mailbox]


def test_switched_off_the_password_is_enough_again(cast, mailbox):
    client, _, _ = set_up()

    assert client.get("/account/2fa/totp/deactivate/").status_code == 200
    client.post("/account/2fa/totp/deactivate/")

    assert is_signed_in(with_password())
    assert mailbox[-1]["Subject"] == "The authenticator app is off"


def test_second_step_of_one_person_is_not_asked_of_another(cast):
    set_up()

    assert is_signed_in(with_password("bob@north.example"))
