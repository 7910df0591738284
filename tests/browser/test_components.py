"""/ui/ holds every component: what is right there is right on the pages. Accessible in each look, narrow and large enough."""

import pytest

from tests.browser.conftest import each_look, sideways


@pytest.mark.parametrize("brand", ["", "#1f4fd8", "#ffd400"])
def test_components_are_accessible_in_every_look(live_product, violations, brand):
    page = live_product.open("/ui/?brand=" + brand.replace("#", "%23"))

    for look in each_look(page):
        assert violations(page) == [], look


def test_chosen_theme_wins_over_the_system(live_product):
    page = live_product.open("/ui/?theme=dark", color_scheme="light")
    ground = "getComputedStyle(document.documentElement).backgroundColor"

    assert page.evaluate(ground) == "rgb(21, 20, 18)"
    page.goto("/ui/?theme=light")
    page.emulate_media(color_scheme="dark")
    assert page.evaluate(ground) == "rgb(250, 248, 244)"


@pytest.mark.parametrize("language", ["en", "uk", "ru"])
def test_components_fit_the_narrowest_phone_and_large_text(live_product, language):
    page = live_product.open(f"/ui/?language={language}", viewport={"width": 320, "height": 640})
    assert sideways(page) == 0

    page.set_viewport_size({"width": 390, "height": 844})
    page.evaluate("document.documentElement.style.setProperty('font-size', '200%')")
    assert sideways(page) == 0


def test_targets_are_large_enough_for_a_finger(live_product):
    page = live_product.open("/ui/", viewport={"width": 390, "height": 844})

    small = page.evaluate(
        """[...document.querySelectorAll("main a, main button, main summary, main select, main input")]
          .filter((element) => !element.closest(".button-link, p:not(.cluster), dialog:not([open])"))
          .filter((element) => element.getClientRects().length)
          .map((element) => [element.closest("label") ?? element, element])
          .filter(([target]) => target.getBoundingClientRect().height < 24)
          .map(([, element]) => element.outerHTML.slice(0, 80))"""
    )
    assert small == []


def test_nothing_moves_for_those_who_asked(live_product):
    page = live_product.open("/ui/", reduced_motion="reduce")

    moving = page.evaluate("document.getAnimations().filter((one) => one.playState === 'running').length")
    assert moving == 0
    page.emulate_media(reduced_motion="no-preference")
    page.reload()
    assert page.evaluate("document.getAnimations().length") > 0  # the skeleton breathes, so the test could fail


def test_dialog_opens_closes_and_gives_the_focus_back(live_product):
    page = live_product.open("/ui/")
    link = page.get_by_role("link", name="Ask a question")

    link.focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="Close the case?")
    assert dialog.is_visible()
    assert dialog.evaluate("dialog => dialog.contains(document.activeElement)")
    page.keyboard.press("Escape")
    assert not dialog.is_visible()
    assert link.evaluate("link => link === document.activeElement")


def test_form_of_a_dialog_that_htmx_does_not_know_leads_to_its_page(live_product):
    page = live_product.open("/ui/")

    page.get_by_role("link", name="Open a form").click()
    dialog = page.get_by_role("dialog", name="A form in a dialog")
    dialog.get_by_label("Full name").fill("Jonas")
    dialog.get_by_role("button", name="Save").click()

    page.wait_for_url("**/ui/form/")
    assert "2 fields need a correction" in page.get_by_role("alert").inner_text()
    assert page.get_by_label("Full name").input_value() == "Jonas"


def test_form_of_a_dialog_is_a_page_without_scripts(live_product):
    page = live_product.open("/ui/", java_script_enabled=False)

    page.get_by_role("link", name="Open a form").click()

    assert page.url.endswith("/ui/form/")
    page.get_by_role("button", name="Save").click()
    assert "3 fields need a correction" in page.get_by_role("alert").inner_text()


def test_menu_unfolds_and_folds_by_keyboard(live_product):
    page = live_product.open("/ui/")
    button = page.locator("details[data-dropdown] summary")

    button.focus()
    page.keyboard.press("Enter")
    assert page.get_by_role("link", name="Change", exact=True).is_visible()
    page.keyboard.press("Tab")
    page.keyboard.press("Escape")
    assert not page.get_by_role("link", name="Change", exact=True).is_visible()
    assert button.evaluate("button => button === document.activeElement")
    button.click()
    page.get_by_role("heading", name="Components").click()
    assert not page.get_by_role("link", name="Change", exact=True).is_visible()
