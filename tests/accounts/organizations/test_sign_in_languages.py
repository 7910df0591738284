"""Who reads Ukrainian or Russian meets no English word and no letter of the other language on the way in, or in a letter."""

import re
import time
from html.parser import HTMLParser

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.test import Client

from accounts.organizations import actions
from accounts.organizations.models import Employee, User
from accounts.organizations.roles import Role
from accounts.tenancy.context import tenant_context
from tests.cast import PASSWORD

LOGIN, CODE, CODE_CONFIRM = "/account/login/", "/account/login/code/", "/account/login/code/confirm/"
SIGN_UP, SIGN_UP_CONFIRM = "/account/signup/", "/account/confirm-email/"
RESET, RESET_CONFIRM = "/account/password/reset/", "/account/password/reset/confirm/"
NEW_PASSWORD, SECOND_STEP = "/account/password/reset/complete/", "/account/2fa/authenticate/"
ALICE, HALF, LONG_ENOUGH = "alice@north.example", "alice@north", "heron on a wire"

# The product, the organization and the people of the test, and what has no other name.
ALLOWED = {"happiness", "North", "Alice", "Ahlberg", "Frida", "Falk", "JavaScript", "PIN", "QR", "UTC"}
FOREIGN = {"uk": "[ЫыЭэЁёЪъ]", "ru": "[ІіЇїЄєҐґ]"}
NAMES_FOR_PEOPLE = {"placeholder", "aria-label", "alt", "title"}
SILENT = {"script", "style", "code"}
VOID = {"br", "hr", "img", "input", "link", "meta"}


class Visible(HTMLParser):
    """What a person reads or hears: text and the names of things, without what is marked as another language."""

    def __init__(self, html, language):
        super().__init__()
        self.language, self.said, self.skipped = language, [], 0
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        if tag not in VOID and (self.skipped or tag in SILENT or attrs.get("lang", self.language) != self.language):
            self.skipped += 1
        if not self.skipped:
            self.said += [value for name, value in attrs.items() if name in NAMES_FOR_PEOPLE and value]

    def handle_endtag(self, tag):
        if self.skipped and tag not in VOID:
            self.skipped -= 1

    def handle_data(self, data):
        if not self.skipped:
            self.said.append(data)


def strangers_in(text, language):
    """Return the words that do not belong to the language."""
    text = re.sub(r"\S+@\S+|https?://\S+", " ", text)
    return sorted({*re.findall(r"[A-Za-z]{2,}", text)} - ALLOWED) + re.findall(rf"\w*{FOREIGN[language]}\w*", text)


def assert_speaks(answer, language):
    html = answer.content.decode()
    said = " ".join(Visible(html, language).said)

    assert f'<html lang="{language}"' in html
    assert re.search("[а-яіїє]{3}", said)
    assert strangers_in(said, language) == []


def assert_writes(letter, language, besides=""):
    html = letter.get_body(("html",)).get_content()
    for part in (letter["Subject"], letter.get_body(("plain",)).get_content(), " ".join(Visible(html, language).said)):
        assert re.search("[а-яіїє]{3}", part)
        assert strangers_in(part.replace(besides, " ") if besides else part, language) == []


@pytest.fixture(params=["uk", "ru"])
def language(request):
    return request.param


@pytest.fixture
def browser(language):
    """Return a function that opens a browser of somebody who reads the language."""
    return lambda: Client(headers={"accept-language": language})


@pytest.fixture
def alice_at_home(cast, browser):
    """Return Alice's browser on the pages of her own sign-in, just asked once more whether it is her."""
    client = browser()
    client.post(LOGIN, {"login": ALICE, "password": PASSWORD})
    client.post("/account/reauthenticate/", {"password": PASSWORD})
    return client


def founder(**changed):
    return {"organization_name": "Північ", "your_name": "Ada", "email": "ada@kobalt.example"} | {
        "password1": LONG_ENOUGH,
        **changed,
    }


def code_in(letter):
    return letter["Subject"].split()[0]


def code_of_app(secret, step=0):
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + step))


def set_up_app(client):
    """Set up the authenticator app and return its secret."""
    page = client.get("/account/2fa/totp/activate/").content.decode()
    secret = re.search(r'id="authenticator_secret">(\w+)<', page)[1]
    client.post("/account/2fa/totp/activate/", {"code": code_of_app(secret)})
    return secret


# --- Before signing in ---


@pytest.mark.parametrize(
    "path", [LOGIN, CODE, SIGN_UP, RESET, "/account/inactive/", "/account/password/reset/done/", "/join/no-such-token/"]
)
def test_page_for_strangers(path, db, browser, language):
    assert_speaks(browser().get(path), language)


@pytest.mark.parametrize(
    ("path", "entered"),
    [
        (LOGIN, {}),
        (LOGIN, {"login": ALICE, "password": "wrong"}),
        (LOGIN, {"login": HALF, "password": "wrong"}),
        (CODE, {}),
        (CODE, {"email": HALF}),
        (SIGN_UP, {}),
        (SIGN_UP, founder(email=HALF)),
        (SIGN_UP, founder(password1="short")),
        (SIGN_UP, founder(password1="password123")),
        (SIGN_UP, founder(password1="31415926535")),
        (SIGN_UP, founder(password1="ada@kobalt.example")),
        (SIGN_UP, founder(your_name="x" * 121)),
        (RESET, {}),
        (RESET, {"email": HALF}),
    ],
)
def test_refused_form(path, entered, cast, browser, language):
    answer = browser().post(path, entered)

    assert "field__error" in answer.content.decode() or "note--error" in answer.content.decode()
    assert_speaks(answer, language)


def test_too_many_wrong_passwords(cast, browser, language):
    client = browser()
    for _ in range(6):
        answer = client.post(LOGIN, {"login": ALICE, "password": "wrong"})

    assert_speaks(answer, language)


def test_too_many_tries_of_every_kind(db, browser, language):
    client = browser()
    for _ in range(40):
        answer = client.post(RESET, {"email": "nobody@nowhere.example"})
        if answer.status_code == 429:
            break

    assert answer.status_code == 429
    assert_speaks(answer, language)


# --- Codes by letter: the page, its refusals, the letter ---


@pytest.mark.parametrize(
    ("path", "confirm", "entered"),
    [
        (SIGN_UP, SIGN_UP_CONFIRM, founder()),
        (CODE, CODE_CONFIRM, {"email": ALICE}),
        (RESET, RESET_CONFIRM, {"email": ALICE}),
    ],
)
def test_code_page_and_letter(path, confirm, entered, cast, mailbox, browser, language):
    client = browser()
    page = client.post(path, entered, follow=True)
    [letter] = mailbox
    empty, wrong = client.post(confirm, {}), client.post(confirm, {"code": "WRONG"})
    client.post(confirm, {"action": "resend"})
    again = client.post(confirm, {"action": "resend"}, follow=True)

    for answer in (page, empty, wrong, again):
        assert_speaks(answer, language)
    assert_writes(letter, language, besides=code_in(letter))


def test_last_wrong_code(cast, browser, language):
    client = browser()
    client.post(CODE, {"email": ALICE})
    for _ in range(5):
        answer = client.post(CODE_CONFIRM, {"code": "WRONG"}, follow=True)

    assert_speaks(answer, language)


@pytest.mark.parametrize(
    ("path", "entered"),
    [
        (SIGN_UP, founder(email=ALICE)),
        (CODE, {"email": "nobody@nowhere.example"}),
        (RESET, {"email": "nobody@nowhere.example"}),
    ],
)
def test_taken_and_unknown_address(path, entered, cast, mailbox, browser, language):
    page = browser().post(path, entered, follow=True)

    assert_speaks(page, language)
    [letter] = mailbox
    assert_writes(letter, language)


def test_new_password(cast, mailbox, browser, language, django_capture_on_commit_callbacks):
    client = browser()
    client.post(RESET, {"email": ALICE})
    page = client.post(RESET_CONFIRM, {"code": code_in(mailbox[0])}, follow=True)
    refused = [
        client.post(NEW_PASSWORD, entered)
        for entered in ({}, {"password1": "short"}, {"password1": LONG_ENOUGH, "password2": "another one"})
    ]
    with django_capture_on_commit_callbacks(execute=True):
        done = client.post(NEW_PASSWORD, {"password1": LONG_ENOUGH, "password2": LONG_ENOUGH}, follow=True)

    for answer in (page, *refused, done):
        assert_speaks(answer, language)
    assert_writes(mailbox[-1], language)


# --- Joining by invitation ---


def test_joining(cast, now, mailbox, browser, language):
    with tenant_context(cast.north.pk):
        actions.invite(
            employee=Employee(name="Frida Falk", email="frida@elsewhere.example", language=language),
            role=Role.SPECIALIST,
            guest_until=None,
            by=cast.alice.employee,
            by_role=Role.OWNER,
            now=now,
        )
    [letter] = mailbox
    path = re.search(r"/join/\S+/", letter.get_body(("plain",)).get_content())[0]
    client = browser()

    for answer in (client.get(path), client.post(path, {}), client.post(path, {"password": "short"})):
        assert_speaks(answer, language)
    assert_writes(letter, language)


# --- A person's own sign-in ---


@pytest.mark.parametrize(
    "path",
    [
        "/account/",
        "/account/email/",
        "/account/password/change/",
        "/account/logout/",
        "/account/sessions/",
        "/account/reauthenticate/",
        "/account/2fa/totp/activate/",
        "/account/2fa/recovery-codes/generate/",
        "/account/2fa/webauthn/",
        "/account/2fa/webauthn/add/",
        "/organizations/new/",
    ],
)
def test_page_of_ones_own(path, alice_at_home, language):
    answer = alice_at_home.get(path)

    assert answer.status_code == 200
    assert_speaks(answer, language)


@pytest.mark.parametrize(
    ("path", "entered"),
    [
        ("/account/reauthenticate/", {}),
        ("/account/reauthenticate/", {"password": "wrong"}),
        ("/account/email/", {"action_add": ""}),
        ("/account/email/", {"action_add": "", "email": ALICE}),
        ("/account/email/", {"action_add": "", "email": HALF}),
        ("/account/password/change/", {}),
        ("/account/password/change/", {"oldpassword": "wrong", "password1": "short", "password2": "other"}),
        ("/account/password/change/", {"oldpassword": PASSWORD, "password1": LONG_ENOUGH, "password2": "other"}),
        ("/account/2fa/totp/activate/", {}),
        ("/account/2fa/totp/activate/", {"code": "000000"}),
        ("/account/2fa/recovery-codes/generate/", {}),
        ("/account/2fa/webauthn/add/", {"name": "Ключ", "credential": "{}"}),
        ("/organizations/new/", {"your_name": ""}),
    ],
)
def test_refused_change_of_ones_own(path, entered, alice_at_home, language):
    alice_at_home.get(path)
    answer = alice_at_home.post(path, entered)

    assert "field__error" in answer.content.decode() or "note--error" in answer.content.decode()
    assert_speaks(answer, language)


def test_password_for_somebody_without_one(alice_at_home, language):
    alice = User.objects.get(email=ALICE)
    alice.set_unusable_password()
    alice.save()
    alice_at_home.force_login(alice)

    for answer in (alice_at_home.get("/account/"), alice_at_home.get("/account/password/set/", follow=True)):
        assert_speaks(answer, language)


def test_changes_are_told(alice_at_home, mailbox, language, django_capture_on_commit_callbacks):
    changes = [
        ("/account/password/change/", {"oldpassword": PASSWORD, "password1": LONG_ENOUGH, "password2": LONG_ENOUGH}),
        ("/account/email/", {"action_add": "", "email": "new@north.example"}),
        ("/account/email/", {"action_send": "", "email": "new@north.example"}),
        ("/account/email/", {"action_remove": "", "email": "new@north.example"}),
        ("/account/sessions/", {}),
    ]
    for path, entered in changes:
        with django_capture_on_commit_callbacks(execute=True):
            assert_speaks(alice_at_home.post(path, entered, follow=True), language)

    assert mailbox
    for letter in mailbox:
        subject = code_in(letter)
        assert_writes(letter, language, besides=subject if re.fullmatch("[A-Z0-9-]+", subject) else "")


# --- The second step ---


def test_authenticator_app_and_recovery_codes(alice_at_home, mailbox, language, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        set_up_app(alice_at_home)

    for path in ("recovery-codes/", "recovery-codes/generate/", "totp/deactivate/", "reauthenticate/"):
        assert_speaks(alice_at_home.get(f"/account/2fa/{path}"), language)
    assert_speaks(alice_at_home.get("/account/"), language)
    download = alice_at_home.get("/account/2fa/recovery-codes/download/").content.decode()
    assert strangers_in(download, language) == []
    with django_capture_on_commit_callbacks(execute=True):
        answers = [
            alice_at_home.post("/account/2fa/recovery-codes/generate/", follow=True),
            alice_at_home.post("/account/2fa/totp/deactivate/", follow=True),
        ]
    for answer in answers:
        assert_speaks(answer, language)
    assert mailbox
    for letter in mailbox:
        assert_writes(letter, language)


def test_second_step(alice_at_home, browser, language):
    set_up_app(alice_at_home)
    client = browser()
    page = client.post(LOGIN, {"login": ALICE, "password": PASSWORD}, follow=True)

    assert page.redirect_chain[-1][0] == SECOND_STEP
    for answer in (page, client.post(SECOND_STEP, {}), client.post(SECOND_STEP, {"code": "000000"})):
        assert_speaks(answer, language)


def test_passkeys(alice_at_home, browser, language):
    """A passkey itself needs a browser; what stands around it does not."""
    passkey = Authenticator.objects.create(
        user=User.objects.get(email=ALICE),
        type=Authenticator.Type.WEBAUTHN,
        data={"name": "Ключ", "credential": {"clientExtensionResults": {"credProps": {"rk": True}}}},
    )
    keys = f"/account/2fa/webauthn/keys/{passkey.pk}"

    for path in ("/account/", "/account/2fa/webauthn/", f"{keys}/edit/", f"{keys}/remove/"):
        assert_speaks(alice_at_home.get(path), language)
    assert_speaks(alice_at_home.post(f"{keys}/edit/", {"name": ""}), language)
    assert_speaks(alice_at_home.get("/account/reauthenticate/"), language)
    assert_speaks(browser().post("/account/2fa/webauthn/login/", {"credential": "{}"}, follow=True), language)
    assert_speaks(alice_at_home.post(f"{keys}/remove/", follow=True), language)
