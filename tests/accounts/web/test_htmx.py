"""Parts of pages: the same view with less around it, whole pages where a part would do harm, and failures as notes."""

import json
import re
from http import HTTPStatus

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

HTMX = {"HX-Request": "true", "HX-Current-URL": "http://testserver/o/north/settings/mail/?state=held"}
LOG = reverse("mail-log", args=["north"])


@pytest.fixture
def alice(cast, client_of):
    return client_of(cast.alice)


def text(response):
    return response.content.decode()


def test_page_is_whole_and_its_part_is_in_it(alice):
    page, part = alice.get(LOG), alice.get(LOG, headers=HTMX)

    assert "<html" in text(page)
    assert "<html" not in text(part)
    assert text(part).strip() in text(page)


def test_part_is_kept_by_no_browser_and_no_proxy(alice):
    page, part = alice.get(LOG), alice.get(LOG, headers=HTMX)

    assert part["Cache-Control"] == "no-store"
    for answer in (page, part):
        assert "HX-Request" in answer["Vary"]


@pytest.mark.parametrize("header", ["HX-Boosted", "HX-History-Restore-Request"])
def test_whole_page_is_given_where_a_part_would_do_harm(alice, header):
    assert "<html" in text(alice.get(LOG, headers={**HTMX, header: "true"}))


def test_refused_filter_is_told_in_page_and_part(alice):
    for headers in ({}, HTMX):
        answer = alice.get(f"{LOG}?state=nonsense", headers=headers)
        assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
        assert 'role="alert"' in text(answer)


# --- The session is over ---


def test_part_leads_the_whole_browser_to_the_sign_in_and_back_to_the_page(cast):
    answer = Client().get(LOG + "?after=x", headers=HTMX)

    assert answer.status_code == HTTPStatus.UNAUTHORIZED
    assert answer["HX-Redirect"] == "/account/login/?next=/o/north/settings/mail/%3Fstate%3Dheld"
    assert answer.content == b""


def test_act_leads_back_to_the_page_of_its_form(cast):
    address = reverse("mail-sender-stop", args=["north"])

    answer = Client().post(address, headers={"Referer": "http://testserver/o/north/settings/mail/sender/"})

    assert answer["Location"] == "/account/login/?next=/o/north/settings/mail/sender/"


def test_sign_in_says_why_it_is_asked_for(cast):
    browser = Client()

    answer = browser.get(LOG, headers=HTMX)

    assert "Your session is over." in text(browser.get(answer["HX-Redirect"]))


@pytest.mark.parametrize("header", ["Referer", "HX-Current-URL"])
def test_foreign_page_is_not_led_back_to(cast, header):
    answer = Client().post(LOG, headers={"HX-Request": "true", header: "https://evil.example/o/north/"})

    assert answer["HX-Redirect"] == f"/account/login/?next={LOG}"


# --- Failures ---


def test_failure_is_a_note_in_its_own_place(alice, cast, client_of):
    bob = client_of(cast.bob)
    for browser, address, status, words in [
        (alice, cast.alice.url("no-such-page/"), 404, "There is no such page"),
        (bob, cast.alice.url("settings/organization/"), 403, "This page is not yours to open"),
    ]:
        answer = browser.get(address, headers=HTMX)
        assert (answer.status_code, answer["HX-Retarget"], answer["HX-Reswap"]) == (status, "#failures", "innerHTML")
        assert words in text(answer)
        assert "<html" not in text(answer)


def test_old_form_is_a_note(cast):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(cast.alice.user)

    answer = browser.post(reverse("department-new", args=["north"]), {"name": "Care"}, headers=HTMX)

    assert (answer.status_code, answer["HX-Retarget"]) == (HTTPStatus.FORBIDDEN, "#failures")


# --- What every page says to htmx ---


def test_htmx_is_told_once_how_this_house_works(alice, cast):
    page = text(alice.get(cast.alice.url()))
    said = json.loads(re.search(r"name=\"htmx-config\" content='([^']+)'", page)[1])

    assert (said["includeIndicatorStyles"], said["allowEval"], said["historyCacheSize"]) == (False, False, 0)
    assert {"code": "422", "swap": True} in said["responseHandling"]
    assert len(re.findall(r"hx-headers='{\"X-CSRFToken\": \"\w{64}\"}'", page)) == 1


def test_csrf_header_stands_on_the_body_alone():
    templates = (settings.BASE_DIR / "templates").rglob("*.html")
    found = {path.name for path in templates if "hx-headers" in path.read_text()}

    assert found == {"app.html", "account.html"}


# --- Forms ---

NEW = reverse("department-new", args=["north"])


def test_refused_form_is_swapped_alone_and_keeps_what_was_typed(alice):
    answer = alice.post(NEW, {"name": "a\u2028b", "form_key": "k" * 32}, headers=HTMX)

    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert text(answer).lstrip().startswith("<form")
    assert 'aria-invalid="true"' in text(answer)
    assert "autofocus" in text(answer)
    assert text(answer).count("k" * 32) == 1


def test_accepted_form_leads_the_whole_browser_on(alice):
    answer = alice.post(NEW, {"name": "Care"}, headers=HTMX)

    assert answer["HX-Redirect"] == reverse("departments", args=["north"])
    assert "Care" in text(alice.get(answer["HX-Redirect"]))
