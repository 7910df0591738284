"""The frame of every page: keys, dialogs, toasts, search and themes, by keyboard alone and for every eye."""

from accounts import clock
from accounts.jobs import actions as jobs
from accounts.tenancy.context import tenant_context
from tests.browser.conftest import each_look, sideways
from tests.factories.accounts import a_client

LOOK = "/o/north/settings/look/"
CHOICES = "/account/preferences/"


def focused(page, what):
    return page.evaluate(f"document.activeElement.{what}")


def test_pages_of_the_shell_are_accessible(live_product, violations):
    page = live_product.sign_in(live_product.cast.alice)

    for path in (LOOK, f"{LOOK}?brand_color=%23ffd400", f"{LOOK}?brand_color=wrong", CHOICES):
        page.goto(path)
        for look in each_look(page):
            assert violations(page) == [], f"{path} {look}"


def test_help_and_menu_of_phones_are_accessible(live_product, violations):
    page = live_product.sign_in(live_product.cast.alice)
    for look in each_look(page):
        page.goto("/o/north/")
        page.keyboard.press("?")
        assert page.get_by_role("dialog", name="Keyboard shortcuts").is_visible()
        assert violations(page) == [], f"help {look}"
        page.keyboard.press("Escape")
        if look.startswith("390"):
            page.get_by_role("button", name="More").click()
            assert violations(page) == [], f"more {look}"


def test_nothing_of_the_shell_is_wider_than_the_narrowest_phone(live_product):
    page = live_product.sign_in(live_product.cast.alice, viewport={"width": 320, "height": 640})

    for path in (LOOK, CHOICES, "/o/north/settings/people/"):
        page.goto(path)
        assert sideways(page) == 0, path
        page.evaluate("document.documentElement.style.setProperty('font-size', '200%')")
        page.set_viewport_size({"width": 390, "height": 844})
        assert sideways(page) == 0, f"{path} 200 %"
        page.set_viewport_size({"width": 320, "height": 640})


# --- Dialogs ---


def test_page_opens_as_a_dialog_keeps_what_was_refused_and_leads_on(live_product, violations):
    page = live_product.sign_in(live_product.cast.alice, "/o/north/settings/departments/new/")
    page.get_by_label("Name").fill("Sales")
    page.get_by_role("button", name="Add").click()
    link = page.get_by_role("link", name="Add a department")

    link.click()
    dialog = page.get_by_role("dialog", name="Add a department")
    name = dialog.get_by_label("Name")
    assert name.evaluate("field => field === document.activeElement")
    name.fill("sales")
    dialog.get_by_role("button", name="Add").click()
    dialog.get_by_role("alert").wait_for()
    assert "There is a department of this name already." in dialog.inner_text()
    assert name.input_value() == "sales"
    assert page.url.endswith("/settings/departments/")
    for look in each_look(page):
        assert violations(page) == [], look

    name.fill("Support")
    name.press("Enter")
    page.locator("tbody th", has_text="Support").wait_for()
    assert "Saved." in page.locator(".messages").inner_text()
    assert page.locator("dialog[open]").count() == 0

    link.click()
    dialog.get_by_role("link", name="Cancel").click()
    dialog.wait_for(state="detached")


def test_dialog_is_left_by_key_and_the_focus_goes_back(live_product):
    page = live_product.sign_in(live_product.cast.alice, "/o/north/settings/departments/")
    link = page.locator("main a[href$='/departments/new/']")
    link.evaluate("link => link.setAttribute('data-dialog', '')")

    link.focus()
    page.keyboard.press("Enter")
    page.get_by_role("dialog").wait_for()
    for _press in range(12):  # round and round: the page behind is out of reach
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement === document.body || !!document.activeElement.closest('dialog')")
    page.keyboard.press("Escape")
    page.get_by_role("dialog").wait_for(state="detached")
    assert link.evaluate("link => link === document.activeElement")


# --- Keys ---


def test_keys_lead_to_pages_and_to_their_help(live_product):
    page = live_product.sign_in(live_product.cast.alice)

    page.keyboard.press("g")
    page.keyboard.press("s")
    page.wait_for_url("**/settings/organization/")
    page.keyboard.press("g")
    page.keyboard.press("o")
    page.wait_for_url("**/o/north/")
    page.keyboard.press("Shift+?")
    help_of_keys = page.get_by_role("dialog", name="Keyboard shortcuts")
    assert help_of_keys.get_by_role("link", name="Settings").is_visible()
    page.keyboard.press("Escape")
    assert not help_of_keys.is_visible()


def test_keys_are_letters_where_one_types(live_product):
    page = live_product.sign_in(live_product.cast.alice, "/o/north/settings/departments/new/")
    name = page.get_by_label("Name")

    name.focus()
    page.keyboard.type("go?/")

    assert name.input_value() == "go?/"
    assert page.url.endswith("/new/")


def test_keys_work_with_a_cyrillic_layout(live_product):
    page = live_product.sign_in(live_product.cast.alice)

    page.evaluate(
        """for (const [key, code] of [["п", "KeyG"], ["і", "KeyS"]])
             document.body.dispatchEvent(new KeyboardEvent("keydown", { key, code, bubbles: true }))"""
    )

    page.wait_for_url("**/settings/organization/")


def test_keys_can_be_switched_off(live_product):
    page = live_product.sign_in(live_product.cast.alice, CHOICES)
    page.get_by_label("Keyboard shortcuts").uncheck()
    page.get_by_role("button", name="Save").click()
    page.goto("/o/north/")

    page.keyboard.press("?")

    assert page.locator("dialog[open]").count() == 0
    page.locator('[popovertarget="person"]').click()
    assert not page.get_by_role("button", name="Keyboard shortcuts").is_visible()


def test_menu_opens_the_help_of_keys(live_product):
    page = live_product.sign_in(live_product.cast.alice)

    page.locator('[popovertarget="person"]').click()
    page.get_by_role("button", name="Keyboard shortcuts").click()

    assert page.get_by_role("dialog", name="Keyboard shortcuts").is_visible()
    assert not page.locator("#person").is_visible()


# --- Search ---


def test_slash_leads_to_the_search(live_product, violations):
    page = live_product.sign_in(live_product.cast.alice)

    page.keyboard.press("/")
    assert focused(page, "name") == "q"
    assert violations(page) == []
    page.keyboard.type("Taras / Melnyk")
    page.keyboard.press("Enter")
    page.wait_for_url("**/o/north/search/?q=Taras+%2F+Melnyk")
    assert page.get_by_role("searchbox").input_value() == "Taras / Melnyk"
    assert violations(page) == []


def test_search_finds_while_somebody_writes(live_product, violations, now):
    with tenant_context(live_product.cast.north.pk):
        a_client("Nordwerk", by=live_product.cast.alice.employee, now=now)
    jobs.drain(queue="search", now=clock.real_now)
    page = live_product.sign_in(live_product.cast.alice)
    page.goto("/o/north/search/")

    page.keyboard.press("/")
    page.keyboard.type("NORD")
    link = page.get_by_role("search").get_by_role("link", name="Nordwerk")
    link.wait_for()
    assert page.get_by_role("searchbox").input_value() == "NORD"
    for look in each_look(page):
        page.get_by_role("searchbox").focus()
        assert violations(page) == [], look
    assert sideways(page) == 0
    link.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/o/north/clients/*/")


def test_search_fits_every_size(live_product, violations):
    page = live_product.sign_in(live_product.cast.alice)
    for look in each_look(page):
        assert violations(page) == [], look
    page.set_viewport_size({"width": 320, "height": 640})
    assert sideways(page) == 0


# --- Messages that can be undone ---


def choose(page, color):
    page.goto(LOOK)
    page.locator("[name=brand_color]").fill(color)
    page.get_by_role("button", name="Save").click()


def test_toast_takes_an_act_back(live_product, violations):
    page = live_product.sign_in(live_product.cast.alice)
    choose(page, "#1f4fd8")
    toast = page.locator(".toasts .toast")
    assert "Every page wears the new color now." in toast.inner_text()
    for look in each_look(page):
        assert violations(page) == [], look

    page.locator(".skip-link").focus()
    page.keyboard.press("Tab")
    assert focused(page, "textContent") == "Undo"
    page.keyboard.press("Enter")

    assert "The former color is back." in page.locator(".messages").inner_text()
    assert page.locator("link[href*='/theme.']").count() == 0


def test_toast_leaves_after_a_while_but_not_under_the_hand(live_product):
    page = live_product.open("/account/login/")
    page.clock.install()
    page = live_product.sign_in(live_product.cast.alice)
    page.clock.install()
    choose(page, "#1f4fd8")
    toast = page.locator(".toasts .toast")
    toast.get_by_role("button", name="Undo").focus()
    page.clock.run_for(30_000)
    assert toast.is_visible()

    page.get_by_role("button", name="Save").focus()
    page.clock.run_for(9_000)
    assert toast.is_visible()
    page.clock.run_for(2_000)
    assert not toast.is_visible()


def test_toast_is_closed_by_hand(live_product):
    page = live_product.sign_in(live_product.cast.alice)
    choose(page, "#1f4fd8")

    page.locator(".toasts").get_by_role("button", name="Close").click()

    assert page.locator(".toast").count() == 0


def test_act_is_taken_back_without_scripts(live_product):
    page = live_product.sign_in(live_product.cast.alice, java_script_enabled=False)
    choose(page, "#1f4fd8")

    page.get_by_role("button", name="Undo").click()

    assert "The former color is back." in page.locator(".messages").inner_text()


# --- Theme and brand ---


def test_chosen_theme_is_there_before_anything_is_painted(live_product):
    page = live_product.sign_in(live_product.cast.alice, CHOICES, color_scheme="light")
    page.get_by_label("Dark").check()
    page.get_by_role("button", name="Save").click()

    for path in ("/o/north/", "/account/", "/o/north/no-such-page/"):
        page.goto(path)
        assert page.locator("html").get_attribute("data-theme") == "dark"
        assert page.evaluate("getComputedStyle(document.documentElement).backgroundColor") == "rgb(21, 20, 18)"
        assert 'data-theme="dark"' in page.request.get(path).text()  # the server says so, no script


def test_organization_wears_its_color(live_product, violations):
    page = live_product.sign_in(live_product.cast.alice)
    choose(page, "#0b6b4f")

    page.goto("/o/north/settings/people/")
    assert (
        page.locator(".button--primary").first.evaluate("b => getComputedStyle(b).backgroundColor")
        == "rgb(11, 107, 79)"
    )
    for look in each_look(page):
        assert violations(page) == [], look


def test_palette_writes_into_the_field(live_product):
    page = live_product.sign_in(live_product.cast.alice, LOOK)
    palette = page.locator("input[type=color]")
    assert palette.input_value() == "#7b2d5e"

    palette.fill("#0b6b4f")

    assert page.locator("[name=brand_color]").input_value() == "#0b6b4f"
