"""Screenshots of the main pages at fixed data, kept in var/screens/ to be looked at beside the prototypes (docs/screens.md).

They are kept, not compared: a change of a pixel is no defect, and fonts differ between machines. What a program can tell is
asked here: the page fits its window, has one heading and its own paper.
"""

import shutil

import pytest
from django.conf import settings

from tests.browser.conftest import SIZES

FOLDER = settings.BASE_DIR / "var" / "screens"
PUBLIC = {
    "sign-in": "/account/login/",
    "sign-up": "/account/signup/",
    "not-found": "/no-such-page/",
    "components": "/ui/",
}
INSIDE = {
    "overview": "/o/north/",
    "my-day": "/o/north/day/",
    "clients": "/o/north/clients/",
    "coverage": "/o/north/coverage/",
    "renewals": "/o/north/renewals/",
    "search": "/o/north/search/?q=north",
    "log-a-talk": "/o/north/touch/new/",
    "imports": "/o/north/imports/new/",
    "people": "/o/north/settings/people/",
    "new-person": "/o/north/settings/people/new/",
    "departments": "/o/north/settings/departments/",
    "mail-log": "/o/north/settings/mail/",
    "webhooks": "/o/north/settings/webhooks/",
    "audit": "/o/north/settings/audit/",
    "missing-right": "/o/south/",
}
LOOK = """() => ({
  wider: document.documentElement.scrollWidth - document.documentElement.clientWidth,
  headings: document.querySelectorAll("h1").length,
  paper: getComputedStyle(document.documentElement).backgroundColor,
})"""
PAPER = {"light": "rgb(250, 248, 244)", "dark": "rgb(21, 20, 18)"}


@pytest.fixture(scope="module", autouse=True)
def _empty_folder():
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(parents=True)


def keep(page, name, path):
    """Keep the page at both sizes and in both themes, and say what is wrong with how it looks."""
    page.goto(path)
    for size, (width, height) in SIZES.items():
        for theme, paper in PAPER.items():
            page.set_viewport_size({"width": width, "height": height})
            page.emulate_media(color_scheme=theme, reduced_motion="reduce")
            page.screenshot(path=FOLDER / f"{name}-{size}-{theme}.png", full_page=True)
            seen = page.evaluate(LOOK)
            assert seen == {"wider": 0, "headings": 1, "paper": paper}, f"{name} {size} {theme}"


def test_public_pages(live_product):
    page = live_product.open()

    for name, path in PUBLIC.items():
        keep(page, name, path)


def test_pages_behind_the_sign_in(live_product):
    page = live_product.sign_in(live_product.cast.alice)

    for name, path in INSIDE.items():
        keep(page, name, path)
