"""Parts of pages, and forms that keep what is typed: what htmx and the behaviours do in a real browser."""

import re

import pytest
from playwright.sync_api import expect

from accounts.mail import actions as letters
from accounts.mail import queries as mail
from accounts.organizations.models import Department
from accounts.tenancy.context import tenant_context
from tests.accounts.mail.conftest import CONTEXT

LOG = "/o/north/settings/mail/"
STORY = "/o/north/story/"
story = pytest.mark.urls("tests.accounts.web.pages")


@pytest.fixture
def alice(live_product):
    """Return a function that opens a page in Alice's browser, among 60 letters."""
    organization = live_product.cast.north
    with tenant_context(organization.pk):
        for number in range(60):
            letters.send(
                "webhook_disabled",
                to=f"reader{number}@client.example",
                language="en",
                context=CONTEXT,
                now=organization.created_at,
            )

    return lambda path, **options: live_product.sign_in(live_product.cast.alice, path, **options)


def is_same_page(page):
    """Tell whether the page was not loaded again since it was marked."""
    return page.evaluate("() => window.marked === true")


def mark(page):
    page.evaluate("() => { window.marked = true }")


def test_filter_swaps_the_list_and_back_brings_the_page_again(alice):
    page = alice(LOG)
    mark(page)

    page.get_by_label("State").focus()
    page.get_by_label("State").select_option("sent")
    page.wait_for_url("**/mail/?state=sent&address=")
    expect(page.get_by_text("No letter fits")).to_be_visible()
    assert is_same_page(page)
    assert page.evaluate("() => document.activeElement.id") == "id_state"

    page.go_back()
    expect(page.locator("tbody tr")).to_have_count(50)
    expect(page.locator("h1")).to_have_text("Mail log")


def test_next_page_swaps_the_list_and_takes_the_focus(alice, violations):
    page = alice(LOG)
    mark(page)

    page.get_by_role("link", name="Show older").press("Enter")

    expect(page.locator("tbody tr")).to_have_count(10)
    assert is_same_page(page)
    expect(page.locator("#letters")).to_be_focused()
    assert violations(page) == []


def test_list_works_without_javascript(alice):
    page = alice(LOG, java_script_enabled=False)

    page.get_by_label("Reader's address").fill("reader7@")
    page.get_by_role("button", name="Show", exact=True).click()

    expect(page.locator("tbody tr")).to_have_count(1)


def test_lost_session_leads_to_the_sign_in_and_back(alice):
    page = alice(LOG)
    page.context.clear_cookies(name="sessionid")

    page.get_by_role("link", name="Show older").click()

    page.wait_for_url("**/account/login/?next=/o/north/settings/mail/")


def test_failures_are_told_without_leaving_the_page(alice, live_product, monkeypatch, violations):
    page = alice(LOG)
    mark(page)
    show = page.get_by_role("link", name="Show older")
    note = page.locator("#failures")

    page.context.set_offline(True)
    show.click()
    expect(note).to_contain_text("No answer")
    expect(page.locator("#offline")).to_be_visible()
    page.context.set_offline(False)
    expect(page.locator("#offline")).to_be_hidden()

    def broken(**options):
        raise RuntimeError("on purpose")

    with monkeypatch.context() as patch:
        patch.setattr(mail, "letters", broken)
        show.click()
        expect(note).to_contain_text("That did not work")
    assert violations(page) == []
    assert [trouble[:3] for trouble in live_product.troubles] == ["500"]
    live_product.troubles.clear()

    show.click()
    expect(page.locator("tbody tr")).to_have_count(10)
    expect(note).to_be_empty()
    assert is_same_page(page)


def test_slow_part_shows_that_it_is_loading_and_moves_nothing(alice):
    page = alice(LOG)
    held = []

    def hold(route):
        held.append(route)

    page.route(re.compile("after="), hold)
    before = page.locator("#letters").bounding_box()["height"]

    page.get_by_role("link", name="Show older").click()
    part = page.locator("#letters.is-loading")
    expect(part).to_have_attribute("aria-busy", "true")
    expect(page.locator("#loading")).to_have_text("Loading…")
    assert part.bounding_box()["height"] == before

    held[0].continue_()
    expect(page.locator("tbody tr")).to_have_count(10)
    expect(page.locator("#letters")).not_to_have_class(re.compile("is-loading"))
    expect(page.locator("#loading")).to_be_empty()


# --- Forms ---


@story
def test_draft_survives_a_lost_session_and_ends_with_success(live_product):
    page = live_product.sign_in(live_product.cast.alice, STORY)
    page.get_by_label("Name").fill("Care")
    page.get_by_label("Text").fill("Three calls, and nobody came back to us.")
    page.get_by_label("Secret").fill("Only for the director.")
    expect(page.get_by_text("Draft saved")).to_be_visible()
    kept = page.evaluate("() => JSON.stringify(localStorage)")
    assert "nobody came back" in kept
    assert "director" not in kept

    page.context.clear_cookies(name="sessionid")
    page.get_by_role("button", name="Tell").click()
    page.get_by_label("Email").fill("alice@north.example")
    page.get_by_label("Password", exact=True).fill("correct horse battery")
    page.get_by_role("button", name="Sign in", exact=True).click()

    page.wait_for_url(f"**{STORY}")
    expect(page.get_by_label("Text")).to_have_value("Three calls, and nobody came back to us.")
    expect(page.get_by_text("restored")).to_be_visible()
    page.get_by_label("Name").fill("Care")
    page.get_by_role("button", name="Tell").click()
    page.wait_for_url("**/story/?told=*")
    assert page.evaluate("() => localStorage.length") == 0
    expect(page.get_by_label("Text")).to_have_value("")


@story
def test_draft_can_be_discarded_and_is_forgotten_at_sign_out(live_product):
    page = live_product.sign_in(live_product.cast.alice, STORY)
    page.get_by_label("Text").fill("First")
    expect(page.get_by_text("Draft saved")).to_be_visible()
    page.reload()
    page.get_by_role("button", name="Discard the draft").click()
    expect(page.get_by_label("Text")).to_have_value("")

    page.get_by_label("Text").fill("Second")
    expect(page.get_by_text("Draft saved")).to_be_visible()
    page.locator('[popovertarget="person"]').click()
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/account/login/")
    assert page.evaluate("() => localStorage.length") == 0


@story
def test_draft_of_one_person_is_not_shown_to_another(live_product):
    page = live_product.sign_in(live_product.cast.alice, STORY)
    page.get_by_label("Text").fill("Alice was here")
    expect(page.get_by_text("Draft saved")).to_be_visible()
    page.context.clear_cookies()

    page.goto(f"/account/login/?next={STORY}")
    page.get_by_label("Email").fill("dave@north.example")
    page.get_by_label("Password", exact=True).fill("correct horse battery")
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url(f"**{STORY}")
    expect(page.get_by_label("Text")).to_have_value("")


@story
def test_form_is_not_sent_without_a_connection(live_product):
    page = live_product.sign_in(live_product.cast.alice, STORY)
    page.get_by_label("Name").fill("Care")
    page.context.set_offline(True)

    page.get_by_role("button", name="Tell").click()

    expect(page.locator("#offline")).to_be_focused()
    expect(page.get_by_label("Name")).to_have_value("Care")
    page.context.set_offline(False)
    page.get_by_role("button", name="Tell").click()
    page.wait_for_url("**/story/?told=*")


@story
def test_double_press_acts_once(live_product):
    page = live_product.sign_in(live_product.cast.alice, STORY, java_script_enabled=False)
    page.get_by_label("Name").fill("Care")

    page.get_by_role("button", name="Tell").dblclick()
    page.wait_for_url("**/story/?told=*")

    with tenant_context(live_product.cast.north.pk):
        assert Department.objects.count() == 1


def test_slip_is_told_when_the_field_is_left(live_product, violations):
    page = live_product.sign_in(live_product.cast.alice, "/o/north/settings/people/new/")
    page.get_by_label("Name").fill("Nina Nord")
    page.get_by_label("E-mail").fill("bob@north.example")
    page.get_by_label("Job title").focus()

    expect(page.get_by_text("Bob Berg has this address already.")).to_be_visible()
    expect(page.get_by_label("Job title")).to_be_focused()
    assert violations(page) == []

    page.get_by_label("E-mail").fill("nina@north.example")
    page.get_by_label("Job title").focus()
    expect(page.get_by_text("Bob Berg has this address already.")).to_be_hidden()
    expect(page.get_by_label("Name")).to_have_value("Nina Nord")


def test_refused_form_takes_the_focus_to_its_errors(live_product):
    page = live_product.sign_in(live_product.cast.alice, "/o/north/settings/departments/new/")
    mark(page)

    page.get_by_role("button", name="Add").click()

    expect(page.get_by_role("alert").filter(has_text="One field needs a correction")).to_be_focused()
    assert is_same_page(page)
    page.get_by_label("Name").fill("Care")
    page.get_by_role("button", name="Add").click()
    page.wait_for_url("**/settings/departments/")
