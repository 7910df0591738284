"""An unhappy buyer reaches the CEO, accounting owns the cause, and the client confirms the fix: in each language."""

import re
from datetime import timedelta

import pytest
from django.utils import translation
from django.utils.translation import gettext

from accounts import clock
from accounts.jobs import actions as jobs
from accounts.organizations.models import Department, Employee
from accounts.organizations.roles import Role
from accounts.tenancy.context import tenant_context
from tests.browser.conftest import SIZES
from tests.cast import hire
from tests.factories.accounts import a_client, a_contact
from tests.factories.feedback import a_version, an_invitation

pytestmark = pytest.mark.xdist_group("browser")  # one browser at a time: machines may have two cores

WORDS = {
    "uk": ("Втретє чекаємо акт два тижні.", "Погоджує одна людина, її ніхто не заміняє", "Акт підписують двоє"),
    "ru": (
        "В третий раз ждём акт две недели.",
        "Согласует один человек, его никто не заменяет",
        "Акт подписывают двое",
    ),
    "en": (
        "We wait two weeks for the act, a third time.",
        "One person signs, and nobody stands in",
        "Two people sign acts",
    ),
}


@pytest.fixture(params=list(WORDS))
def language(request):
    return request.param


@pytest.fixture
def says(language):
    """Return a text of the product in the language of the story."""

    def say(text, **names):
        with translation.override(language):
            return gettext(text) % names

    return say


@pytest.fixture
def house(live_product, language):
    """Maryna looks after Nordwerk, Carol leads accounting, Bob is the CEO; Taras has a question in his letters."""
    cast, now = live_product.cast, clock.real_now()
    maryna = hire(cast.north, "Maryna Moroz", role=Role.HAPPINESS_MANAGER, now=now - timedelta(days=40))
    with tenant_context(cast.north.pk):
        Employee.objects.update(language=language)
        Department.objects.create(name="Accounting", lead=cast.carol.employee)
        by = cast.alice.employee
        client = a_client("Nordwerk", by=by, now=now, manager=maryna.employee)
        values = {"email": "taras@nordwerk.example", "roles": ["technical"], "language": language}
        taras = a_contact("Taras Melnyk", at=client, by=by, now=now, **values)
        _row, token = an_invitation(to=taras, version=a_version(by=by, now=now), by=by, now=now)
    return maryna, f"/s/{token}/"


def work():
    """Let workers do what is due: the answer, its mood, its case, the letters."""
    for _turn in range(3):
        jobs.drain_all(now=clock.real_now)


def link_in(letter, door):
    return re.search(rf"https?://[^/\s]+(/{door}/[\w-]+/)", letter.get_body(("plain",)).get_content())[1]


def answered_by_accounting(live_product, mailbox, why, says, **look):
    """Let the lead of accounting answer by the link in the letter, and return the page."""
    carol = live_product.open(link_in(mailbox.to("carol@north.example")[-1], "c/unit"), **look)
    carol.locator("textarea").fill(why)
    carol.get_by_role("button", name=says("Send the answer")).click()
    carol.get_by_role("heading", name=says("Your answer has arrived")).wait_for()
    return carol


def test_from_an_unhappy_buyer_to_the_word_that_it_is_well_again(live_product, mailbox, house, language, says) -> None:
    (maryna, asked), (words, why, done) = house, WORDS[language]
    width, height = SIZES["phone"]
    look = {"viewport": {"width": width, "height": height}, "locale": language}

    taras = live_product.open(f"{asked}?s=2", **look)
    taras.locator("textarea").last.fill(words)
    taras.get_by_role("button", name=says("Send"), exact=True).click()
    taras.wait_for_url("**/done/**")
    work()

    (letter,) = mailbox.to("bob@north.example")
    assert words in letter.get_body(("plain",)).get_content()
    bob = live_product.open(link_in(letter, "a"), **look)
    bob.get_by_text(words).wait_for()
    bob.get_by_role("button", name=says("I take it in hand")).click()
    bob.get_by_text(says("%(name)s has it in hand.", name="Bob Berg")).wait_for()

    page = live_product.sign_in(maryna, "/o/north/signals/")
    page.locator("main").get_by_role("link", name="Taras Melnyk").click()
    page.get_by_text(words).first.wait_for()
    page.get_by_role("button", name=says("Accept"), exact=True).click()
    page.get_by_text(says("Accepted. Now speak with the client.")).wait_for()
    page.locator("[aria-labelledby=department] select").select_option(label="Accounting (Carol Cole)")
    page.get_by_label(says("What do you ask?")).fill(words)
    page.get_by_role("button", name=says("Send the question")).click()
    page.get_by_text(says("%(name)s has the question by letter.", name="Carol Cole")).wait_for()
    work()

    carol = answered_by_accounting(live_product, mailbox, why, says, **look)
    page.reload()
    page.locator("[aria-labelledby=department]").get_by_text(why).wait_for()
    page.get_by_label(says("Why, and why that")).fill(why)
    page.locator("[aria-labelledby=solution]").get_by_role("button", name=says("Save")).click()
    page.get_by_text(says("Written down.")).wait_for()
    page.get_by_role("link", name=says("Fixed: ask the client")).click()
    page.get_by_label(says("You said")).fill(words)
    page.get_by_label(says("We did")).fill(done)
    page.get_by_role("button", name=says("Send the letter")).click()
    page.get_by_text(says("The letter is on its way. The case ends when the client says so.")).wait_for()
    work()

    taras.goto(link_in(mailbox.to("taras@nordwerk.example")[-1], "c"))
    taras.get_by_text(done).wait_for()
    taras.get_by_role("button", name=says("Yes, it is well again")).click()
    taras.get_by_role("heading", name=says("Thank you, we have closed it")).wait_for()
    work()

    assert says("The client confirmed it") in mailbox.to("maryna@north.example")[-1]["Subject"]
    bob.reload()
    bob.get_by_text(says("Its case was closed")).wait_for()
    page.goto("/o/north/signals/")
    assert page.get_by_role("link", name="Taras Melnyk").count() == 0
    page.goto("/o/north/signals/?show=closed")
    page.get_by_role("link", name="Taras Melnyk").click()
    page.locator("[aria-labelledby=solution]").get_by_text("Accounting").wait_for()
    assert {one.evaluate("document.documentElement.lang") for one in (taras, bob, carol, page)} == {language}
