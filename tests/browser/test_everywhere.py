"""Every page of the URLconf in a real browser: accessible, with a row of everything and with nothing, in both themes and sizes.

Four looks hold every pair of theme, size and filling. A run of all tests gives each page one of its looks, in turn;
HAPPINESS_EVERY_LOOK=1 gives each page all of them. What the main pages show of much and of failures is looked at in tests of
their own.
"""

import os
from collections.abc import Callable, Iterable
from itertools import cycle

import pytest
from django.http import HttpResponse
from playwright.sync_api import Page as Window
from playwright.sync_api import Route

from accounts.organizations.models import Employee
from accounts.tenancy.context import tenant_context
from tests.accounts.tenancy.houses import furnish
from tests.architecture.site_map import Page
from tests.browser.conftest import SIZES
from tests.cast import found
from tests.pages.tour import lists, walk

EVERY_LOOK = os.environ.get("HAPPINESS_EVERY_LOOK") == "1"
FULL = (("desktop", "light"), ("phone", "dark"))
EMPTY = (("phone", "light"), ("desktop", "dark"))
KEY_PAGES = ("home", "board", "clients", "client", "signals", "journey", "surveys", "care", "coverage", "digests")
Look = tuple[str, str]


@pytest.fixture
def windows(live_product) -> dict[Look, Window]:
    """Return a window of each size in each theme."""
    return {
        (size, theme): live_product.open(viewport={"width": width, "height": height}, color_scheme=theme)
        for size, (width, height) in SIZES.items()
        for theme in ("light", "dark")
    }


@pytest.fixture
def wrong(
    live_product, windows, violations
) -> Callable[[Iterable[tuple[Page, HttpResponse]], tuple[Look, ...]], list[str]]:
    """Return what is wrong with pages, which the browser gets as they were rendered, under their own address and policy."""

    def look_at(pages: Iterable[tuple[Page, HttpResponse]], looks: tuple[Look, ...]) -> list[str]:
        flaws, seen = [], 0
        for (page, answer), one in zip(pages, cycle(looks), strict=False):
            if page.name == "ui":  # the gallery has a test of its own
                continue
            seen += 1
            for look in looks if EVERY_LOOK else (one,):
                flaws += [f"{page.name} {look}: {flaw}" for flaw in _flaws(windows[look], answer)]
        assert seen
        return flaws

    def _flaws(window: Window, answer: HttpResponse) -> list[str]:
        def give(route: Route) -> None:
            route.fulfill(body=answer.content, headers=dict(answer.headers))

        url = live_product.url + answer.request["PATH_INFO"]
        window.route(url, give, times=1)
        window.goto(url)
        return violations(window)

    return look_at


def test_every_page_is_accessible(live_product, wrong, now):
    houses = furnish(live_product.cast)
    empty = found("empty", "Emma Empty", now=now)

    assert wrong(walk(houses.north), FULL) + wrong(lists(empty), EMPTY) == []


def test_key_pages_are_accessible_in_every_language(live_product, wrong):
    house = furnish(live_product.cast).north
    for language, look in (("uk", FULL[1]), ("ru", EMPTY[1])):
        with tenant_context(house.id):
            Employee.objects.filter(pk=house.owner.employee.pk).update(language=language)

        assert wrong(walk(house, KEY_PAGES), (look,)) == [], language
