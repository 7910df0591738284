"""An unhappy buyer reaches the CEO, accounting owns the cause, and the client confirms the fix: in each language."""

from datetime import timedelta

import pytest

from accounts import clock
from accounts.organizations.models import Department, Employee
from accounts.organizations.roles import Role
from accounts.tenancy.context import tenant_context
from tests.cast import hire
from tests.factories.accounts import a_client, a_contact
from tests.factories.feedback import a_version, an_invitation
from tests.stories.steps import PHONE, WORDS, confirm, link_in, take_up, tell_the_client, text_of, work

pytestmark = pytest.mark.xdist_group("browser")  # one browser at a time: machines may have two cores


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


def answered_by_accounting(live_product, mailbox, why, says, **look):
    """Let the lead of accounting answer by the link in the letter, and return the page."""
    carol = live_product.open(link_in(mailbox.to("carol@north.example")[-1], "c/unit"), **look)
    carol.locator("textarea").fill(why)
    carol.get_by_role("button", name=says("Send the answer")).click()
    carol.get_by_role("heading", name=says("Your answer has arrived")).wait_for()
    return carol


def test_from_an_unhappy_buyer_to_the_word_that_it_is_well_again(live_product, mailbox, house, language, says) -> None:
    (maryna, asked), (words, why, _done) = house, WORDS[language]
    look = PHONE | {"locale": language}

    taras = live_product.open(f"{asked}?s=2", **look)
    taras.locator("textarea").last.fill(words)
    taras.get_by_role("button", name=says("Send"), exact=True).click()
    taras.wait_for_url("**/done/**")
    work()

    (letter,) = mailbox.to("bob@north.example")
    assert words in text_of(letter)
    bob = live_product.open(link_in(letter, "a"), **look)
    bob.get_by_text(words).wait_for()
    bob.get_by_role("button", name=says("I take it in hand")).click()
    bob.get_by_text(says("%(name)s has it in hand.", name="Bob Berg")).wait_for()

    page = live_product.sign_in(maryna, "/o/north/signals/")
    take_up(page, words, says)
    page.locator("[aria-labelledby=department] select").select_option(label="Accounting (Carol Cole)")
    page.get_by_label(says("What do you ask?")).fill(words)
    page.get_by_role("button", name=says("Send the question")).click()
    page.get_by_text(says("%(name)s has the question by letter.", name="Carol Cole")).wait_for()
    work()

    carol = answered_by_accounting(live_product, mailbox, why, says, **look)
    page.reload()
    page.locator("[aria-labelledby=department]").get_by_text(why).wait_for()
    tell_the_client(page, language, says)
    confirm(taras, mailbox, language, says)

    assert says("The client confirmed it") in mailbox.to("maryna@north.example")[-1]["Subject"]
    bob.reload()
    bob.get_by_text(says("Its case was closed")).wait_for()
    page.goto("/o/north/signals/")
    assert page.get_by_role("link", name="Taras Melnyk").count() == 0
    page.goto("/o/north/signals/?show=closed")
    page.get_by_role("link", name="Taras Melnyk").click()
    page.locator("[aria-labelledby=solution]").get_by_text("Accounting").wait_for()
    assert {one.evaluate("document.documentElement.lang") for one in (taras, bob, carol, page)} == {language}
