"""What stories have in common: whose words they tell, how workers work, how a case is taken up, mended and confirmed."""

import re
from datetime import UTC, datetime

from accounts import clock
from accounts.jobs import actions as jobs
from accounts.organizations.models import Organization
from tests.browser.conftest import SIZES

TUESDAY = datetime(2026, 3, 17, 9, tzinfo=UTC)  # in the house: a moment that suits everybody
PHONE = {"viewport": dict(zip(("width", "height"), SIZES["phone"], strict=True))}
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


def stand_on_tuesday():
    """Let the organization of the scope live on TUESDAY, with a clock that can be stepped."""
    Organization.objects.update(is_demo=True, clock_offset=TUESDAY - clock.real_now())


def work():
    """Let workers do what is due: what was told, what follows from it, the letters."""
    for _turn in range(3):
        jobs.drain_all(now=clock.real_now)


def text_of(letter):
    return letter.get_body(("plain",)).get_content()


def link_in(letter, door):
    return re.search(rf"https?://[^/\s]+(/{door}/[\w-]+/)", text_of(letter))[1]


def take_up(page, words, says):
    """Open the case of Taras from the list of signals, and accept it."""
    page.locator("main").get_by_role("link", name="Taras Melnyk").click()
    page.get_by_text(words).first.wait_for()
    page.get_by_role("button", name=says("Accept"), exact=True).click()
    page.get_by_text(says("Accepted. Now speak with the client.")).wait_for()


def tell_the_client(page, language, says):
    """Write down why it happened, and ask the client by letter whether it is well again."""
    words, why, done = WORDS[language]
    page.get_by_label(says("Why, and why that")).fill(why)
    page.locator("[aria-labelledby=solution]").get_by_role("button", name=says("Save")).click()
    page.get_by_text(says("Written down.")).wait_for()
    page.get_by_role("link", name=says("Fixed: ask the client")).click()
    page.get_by_label(says("You said")).fill(words)
    page.get_by_label(says("We did")).fill(done)
    page.get_by_role("button", name=says("Send the letter")).click()
    page.get_by_text(says("The letter is on its way. The case ends when the client says so.")).wait_for()
    work()


def confirm(phone, mailbox, language, says):
    """Let Taras say by the link in the letter that it is well again."""
    phone.goto(link_in(mailbox.to("taras@nordwerk.example")[-1], "c"))
    phone.get_by_text(WORDS[language][2]).wait_for()
    phone.get_by_role("button", name=says("Yes, it is well again")).click()
    phone.get_by_role("heading", name=says("Thank you, we have closed it")).wait_for()
    work()
