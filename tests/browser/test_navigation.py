"""Every link of the menus leads somewhere, by mouse, by keyboard and without scripts."""

import pytest

from accounts.organizations.roles import Role
from tests.cast import hire

START = "/o/north/"
# Links, the button that shows them, and the page they are on.
MENUS = {
    ".nav a": (None, START),
    ".settings__nav a": (None, "/o/north/settings/"),
    "#organizations a": ("organizations", START),
    "#person a": ("person", START),
}


@pytest.fixture
def people(live_product, now):
    cast = live_product.cast
    return {"owner": cast.alice, "viewer": hire(cast.north, "Vera Vogt", role=Role.VIEWER, now=now), "guest": cast.erin}


@pytest.mark.parametrize("who", ["owner", "viewer", "guest"])
def test_every_menu_link_leads_to_a_page(live_product, people, who):
    page = live_product.sign_in(people[who], viewport={"width": 1440, "height": 900})
    clicked = set()

    for links, (menu, start) in MENUS.items():
        page.goto(start)
        for number in range(page.locator(links).count()):
            page.goto(start)
            if menu:
                page.locator(f'[popovertarget="{menu}"]').click()
            link = page.locator(links).nth(number)
            name = link.inner_text().strip()
            with page.expect_navigation() as navigation:
                link.click()
            assert navigation.value.status == 200, name
            assert page.locator("h1").inner_text(), name
            clicked.add(name.split("\n")[0])

    assert {"Overview", "People", "My profile", "Sign-in and security", "New organization"} <= clicked
    assert ("Audit trail" in clicked) == (who != "viewer")
    assert ("Look" in clicked) == (who == "owner")


def test_phone_has_its_own_bar_and_the_current_page_is_marked(live_product):
    page = live_product.sign_in(live_product.cast.alice, viewport={"width": 390, "height": 844})
    bar = page.get_by_role("navigation", name="Navigation on phones")

    for number in range(bar.get_by_role("link").count()):
        link = bar.get_by_role("link").nth(number)
        link.click()
        assert bar.get_by_role("link").nth(number).get_attribute("aria-current") == "page"
    assert not page.get_by_role("navigation", name="Main navigation").is_visible()

    bar.get_by_role("button", name="More").click()
    rest = page.get_by_role("navigation", name="More pages of the organization")
    rest.get_by_role("link", name="Settings").click()
    assert page.url.endswith("/o/north/settings/organization/")


def test_next_steps_of_the_overview_lead_somewhere(live_product):
    page = live_product.sign_in(live_product.cast.alice)
    count = page.locator("main a").count()
    assert count >= 4

    for number in range(count):
        page.goto("/o/north/")
        with page.expect_navigation() as navigation:
            page.locator("main a").nth(number).click()
        assert navigation.value.status == 200


def test_keyboard_alone_is_enough(live_product):
    page = live_product.sign_in(live_product.cast.alice)
    page.goto("/o/north/")

    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip-link"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"

    page.locator('[popovertarget="person"]').focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent.trim()") == "My profile"
    page.keyboard.press("Escape")
    assert not page.locator("#person").is_visible()


def test_failed_form_takes_the_focus_to_what_is_wrong(live_product):
    page = live_product.open("/account/signup/")
    page.locator("main form").evaluate("form => form.noValidate = true")

    page.get_by_role("button", name="Send me the code").click()

    alert = page.get_by_role("alert")
    assert "4 fields need a correction" in alert.inner_text()
    assert alert.evaluate("alert => alert === document.activeElement")
    alert.get_by_role("link", name="Your name").click()
    assert page.evaluate("document.activeElement.name") == "your_name"


def test_without_scripts_a_person_signs_in_goes_about_and_leaves(live_product):
    page = live_product.sign_in(live_product.cast.alice, java_script_enabled=False)
    assert "Alice Ahlberg" in page.locator("h1").inner_text()

    page.locator('[popovertarget="person"]').click()
    page.get_by_role("link", name="Sign-in and security").click()
    assert page.locator("h1").inner_text() == "Sign-in and security"
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/account/login/")
    assert "Passkeys need JavaScript" in page.locator("main").inner_text()


def test_language_is_switched_on_the_spot(live_product):
    page = live_product.open("/account/signup/")

    page.get_by_role("button", name="Українська").click()

    assert page.url.endswith("/account/signup/")
    assert page.locator("html").get_attribute("lang") == "uk"
