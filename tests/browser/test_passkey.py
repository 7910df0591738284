"""A passkey on a virtual device: added, used to sign in, removed."""

import pytest

from tests.cast import PASSWORD


@pytest.fixture
def page(live_product):
    page = live_product.sign_in(live_product.cast.alice)
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    page.authenticator = device.send("WebAuthn.addVirtualAuthenticator", {"options": options})["authenticatorId"]
    page.device = device
    return page


def add_passkey(page, name):
    page.goto("/account/")
    page.get_by_role("link", name="Add a passkey").click()
    if "reauthenticate" in page.url:
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Confirm").click()
    page.get_by_label("What do you call it?").fill(name)
    page.get_by_role("button", name="Add the passkey").click()
    page.wait_for_url("**/recovery-codes/")


def test_passkey_replaces_the_password(page):
    add_passkey(page, "My laptop")
    assert page.locator("#recovery_codes li").count() == 10
    page.goto("/account/")
    assert "My laptop" in page.locator("main").inner_text()
    page.get_by_role("button", name="Sign out").click()

    page.get_by_role("button", name="Use a passkey").click()

    page.wait_for_url("**/o/north/")


def test_passkey_is_the_second_step_after_the_password(page):
    add_passkey(page, "My laptop")
    page.goto("/account/")
    page.get_by_role("button", name="Sign out").click()
    page.get_by_label("Email").fill("alice@north.example")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url("**/2fa/authenticate/")

    page.get_by_role("button", name="Use a passkey").click()

    page.wait_for_url("**/o/north/")


def test_passkey_is_renamed_and_removed(page):
    add_passkey(page, "My laptop")
    page.goto("/account/")
    page.get_by_role("link", name="Rename My laptop").click()
    page.get_by_label("What do you call it?").fill("Old laptop")
    page.get_by_role("button", name="Save").click()

    page.get_by_role("link", name="Remove Old laptop").click()
    page.get_by_role("button", name="Remove the passkey").click()

    page.wait_for_url("**/account/")
    assert "Old laptop" not in page.locator("#passkeys").locator("..").locator("..").inner_text()


def test_refused_passkey_is_said_and_the_page_stays_usable(page):
    page.device.send("WebAuthn.setUserVerified", {"authenticatorId": page.authenticator, "isUserVerified": False})
    page.goto("/account/")
    page.get_by_role("button", name="Sign out").click()

    page.get_by_role("button", name="Use a passkey").click()

    page.get_by_role("alert").wait_for()
    assert "choose another way" in page.get_by_role("alert").inner_text()
