"""The main pages: accessible in both themes at both sizes, and never wider than the narrowest phone."""

import pytest
from django.urls import reverse

from tests.browser.conftest import SIZES

PUBLIC = ["/account/login/", "/account/signup/", "/account/login/code/", "/account/password/reset/", "/no-such-page/"]
SIGNED_IN = [
    *("/o/north/", "/o/north/no-such-page/", "/organizations/", "/organizations/new/"),
    *("/account/", "/account/sessions/", "/account/password/change/", "/account/email/", "/account/reauthenticate/"),
]


def each_look(page):
    for size in SIZES.values():
        for theme in ("light", "dark"):
            page.set_viewport_size(dict(zip(("width", "height"), size, strict=True)))
            page.emulate_media(color_scheme=theme)
            yield f"{size[0]} {theme}"


def test_public_pages_are_accessible(live_product, violations):
    page = live_product.open()

    for path in PUBLIC:
        page.goto(path)
        for look in each_look(page):
            assert violations(page) == [], f"{path} {look}"


def test_pages_behind_the_sign_in_are_accessible(live_product, violations):
    page = live_product.sign_in(live_product.cast.alice)

    for path in SIGNED_IN:
        page.goto(path)
        for look in each_look(page):
            assert violations(page) == [], f"{path} {look}"


def test_open_menus_and_failed_forms_are_accessible(live_product, violations):
    page = live_product.sign_in(live_product.cast.alice)
    for look in each_look(page):
        for menu in ("organizations", "person"):
            page.goto("/o/north/")
            page.locator(f'[popovertarget="{menu}"]').click()
            assert page.locator(f"#{menu}").is_visible()
            assert violations(page) == [], f"{menu} {look}"

    page.goto("/account/password/change/")
    page.get_by_label("Current password", exact=False).fill("wrong")
    page.get_by_label("New Password", exact=True).fill("123")
    page.get_by_label("New Password (again)").fill("1234")
    page.get_by_role("button", name="Save the password").click()
    for look in each_look(page):
        assert violations(page) == [], f"failed form {look}"


def test_nothing_is_wider_than_the_narrowest_phone(live_product):
    page = live_product.sign_in(live_product.cast.alice, viewport={"width": 320, "height": 640})
    house = [reverse(name, args=["north"]) for name in ("people", "departments", "touchpoints", "audit", "profile")]

    for path in [*SIGNED_IN, *house, reverse("settings-organization", args=["north"])]:
        page.goto(path)
        assert sideways(page) == 0, path

    stranger = live_product.open(viewport={"width": 320, "height": 640})
    for path in PUBLIC:
        stranger.goto(path)
        assert sideways(stranger) == 0, path


@pytest.mark.parametrize("path", ["/account/login/", "/account/signup/"])
def test_text_of_twice_the_size_fits_a_phone(live_product, path):
    page = live_product.open(path, viewport={"width": 390, "height": 844})

    page.evaluate("document.documentElement.style.setProperty('font-size', '200%')")

    assert sideways(page) == 0


def sideways(page):
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
