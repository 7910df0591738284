"""What people see when something is wrong: what happened, what to do, and nothing that could fail again."""

import pytest
from django.conf import settings

from accounts.organizations import queries


def heading(page):
    return page.locator("h1").inner_text()


def test_missing_right_names_the_roles_that_have_it(live_product):
    page = live_product.sign_in(live_product.cast.bob, "/o/north/settings/organization/")

    assert heading(page) == "This page is not yours to open"
    assert page.locator(".chip").all_inner_texts() == ["Owner", "Administrator"]
    page.get_by_role("link", name="Whom to ask").click()
    assert heading(page) == "People"


def test_foreign_and_unknown_organizations_look_the_same(live_product):
    page = live_product.sign_in(live_product.cast.alice)
    seen = []
    for slug in ("south", "nowhere"):
        answer = page.goto(f"/o/{slug}/")
        seen.append((answer.status, page.locator("main").inner_text()))

    assert seen[0] == seen[1]
    assert seen[0][0] == 404


def test_form_from_another_time_is_opened_afresh(live_product):
    page = live_product.open("/account/login/")
    page.context.clear_cookies()

    page.get_by_label("Email").fill("alice@north.example")
    page.get_by_label("Password", exact=True).fill("x")
    page.get_by_role("button", name="Sign in", exact=True).click()

    assert heading(page) == "This form was open for too long"
    page.get_by_role("link", name="Open the form afresh").click()
    assert heading(page) == "Sign in"


def test_unreadable_and_oversized_requests_are_told_apart(live_product):
    page = live_product.open("/account/login/")

    assert page.goto("/account/login/?next=%00").status == 400
    assert heading(page) == "This request cannot be read"

    answer = page.request.post("/account/login/", data="x" * (settings.MAX_BODY_BYTES + 1))
    assert answer.status == 413
    assert "That is too large" in answer.text()


@pytest.mark.parametrize("locale", ["uk", "ru"])
def test_early_failures_speak_the_language_of_the_browser(live_product, locale):
    page = live_product.open("/account/login/?next=%00", locale=locale)

    assert page.locator("html").get_attribute("lang") == locale


def test_broken_page_says_so_in_three_languages(live_product, monkeypatch, violations):
    def broken():
        raise RuntimeError("on purpose")

    page = live_product.sign_in(live_product.cast.alice)
    monkeypatch.setattr(queries, "departments", broken)

    answer = page.goto("/o/north/")

    assert answer.status == 500
    text = page.locator("main").inner_text()
    assert all(words in text for words in ("on our side", "зламалося в нас", "сломалось у нас"))
    assert violations(page) == []
    page.get_by_role("link", name="To the start page").focus()  # it still is a link, whatever failed
    assert live_product.troubles == [f"500 {live_product.url}/o/north/"]
    live_product.troubles.clear()
