"""A real Chromium against a real server. Every page is watched: a broken rule of the CSP, a script error or a missing
static file fails the test that saw it."""

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.cast import PASSWORD, Cast, Person

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
SIZES = {"desktop": (1440, 900), "phone": (390, 844)}
WIDE, NARROWEST = {"width": 1440, "height": 900}, {"width": 320, "height": 640}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.parent.name == "browser":
            item.add_marker(pytest.mark.xdist_group("browser"))  # one browser at a time: machines may have two cores


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        if os.environ.get("HAPPINESS_REQUIRE_BROWSER") == "1":
            pytest.fail("HAPPINESS_REQUIRE_BROWSER=1, and no Chromium is on PATH")
        pytest.skip("no Chromium on PATH")
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        # Playwright keeps an event loop in this thread; the ORM takes that for asynchronous code.
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield chromium
        chromium.close()


@dataclass
class Product:
    """The running product with the cast in it, and browsers that look at it."""

    url: str
    cast: Cast
    browser: Browser
    contexts: list[BrowserContext] = field(default_factory=list)
    troubles: list[str] = field(default_factory=list)

    def open(self, path: str = "/account/login/", **options: object) -> Page:
        """Return a page of a browser of its own."""
        context = self.browser.new_context(**{"base_url": self.url, "locale": "en"} | options)
        context.set_default_timeout(15_000)
        self.contexts.append(context)
        page = context.new_page()
        page.on("console", self._note_message)
        page.on("pageerror", lambda error: self.troubles.append(str(error)))
        page.on("response", self._note_response)
        page.goto(path)
        return page

    def sign_in(self, person: Person, path: str = "/", **options: object) -> Page:
        """Return a page of a browser in which the person has signed in by the form."""
        page = self.open(f"/account/login/?next={path}", **options)
        page.get_by_label("Email").fill(person.user.email)
        page.get_by_label("Password", exact=True).fill(PASSWORD)
        page.get_by_role("button", name="Sign in", exact=True).click()
        page.wait_for_url(lambda url: "/account/login/" not in url)
        return page

    def _note_message(self, message: object) -> None:
        if "Content Security Policy" in message.text:
            self.troubles.append(message.text)

    def _note_response(self, response: object) -> None:
        if response.status >= 500 or ("/static/" in response.url and response.status >= 400):
            self.troubles.append(f"{response.status} {response.url}")


@pytest.fixture
def live_product(browser: Browser, live_server: object, committed_cast: Cast) -> Iterator[Product]:
    product = Product(url=live_server.url, cast=committed_cast, browser=browser)
    yield product
    for context in product.contexts:
        context.close()
    assert product.troubles == []


# Nothing but the violations leaves the browser: what axe says of all that is right is many times larger.
FIND = """async (rules) => {
  const found = await axe.run({runOnly: {type: "tag", values: rules}, resultTypes: ["violations"]});
  return found.violations.flatMap((rule) => rule.nodes.map((node) => [rule.id, node.target]));
}"""


@pytest.fixture
def violations() -> Callable[[Page], list[str]]:
    """Return axe's findings on the page as it stands, one line each."""

    def look(page: Page) -> list[str]:
        # What the bar of phones covers is uncovered by scrolling, which axe does not do.
        page.evaluate("document.querySelectorAll('.tab-bar').forEach((bar) => { bar.style.position = 'static'; })")
        if not page.evaluate("'axe' in window"):
            page.evaluate(Axe().axe_script)
        return [f"{rule}: {target}" for rule, target in page.evaluate(FIND, RULES)]

    return look


@pytest.fixture
def flaws(violations: Callable[[Page], list[str]]) -> Callable[[Page], list[str]]:
    """Return what is wrong with the page as it stands, in every look and on the narrowest phone, one line each."""

    def look_at(page: Page) -> list[str]:
        found = [f"{look}: {violation}" for look in each_look(page) for violation in violations(page)]
        page.set_viewport_size(NARROWEST)
        if sideways(page):
            found.append(f"wider than a phone by {sideways(page)}")
        page.set_viewport_size(WIDE)
        return [f"{page.url} {flaw}" for flaw in found]

    return look_at


def each_look(page: Page) -> Iterator[str]:
    """Show the page at every size and in every theme in turn; yield what it is."""
    for width, height in SIZES.values():
        page.set_viewport_size({"width": width, "height": height})
        for theme in ("light", "dark"):
            page.emulate_media(color_scheme=theme)
            page.evaluate("scrollTo(0, 0)")  # what the bar on top covers elsewhere is no flaw
            yield f"{width} {theme}"


def sideways(page: Page) -> int:
    """Return by how many pixels the page is wider than its window."""
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
