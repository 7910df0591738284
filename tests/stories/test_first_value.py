"""A company signs up, pastes its clients, sees who is not heard, and writes down a first talk."""

import pytest

from accounts import clock
from accounts.jobs import actions as jobs
from tests.accounts.organizations.signing import code_in
from tests.browser.test_imports import a_worker

pytestmark = pytest.mark.xdist_group("browser")  # one browser at a time: machines may have two cores

ROLES = ("economic buyer", "technical buyer", "end user")
TABLE = "Client\tName\tEmail\tRole\n" + "".join(
    f"Client {number // 3:02}\tPerson {number:02}\tp{number}@client.example\t{ROLES[number % 3]}\n"
    for number in range(90)
)


def sign_up(live_product, mailbox):
    page = live_product.open("/account/signup/")
    page.get_by_label("Organization").fill("Kobalt")
    page.get_by_label("Your name").fill("Ada Abel")
    page.get_by_label("Email").fill("ada@kobalt.example")
    page.get_by_label("Password", exact=True).fill("a correct horse, and a battery")
    page.get_by_role("button", name="Send me the code").click()
    page.get_by_label("Code").fill(code_in(mailbox[-1]))
    page.get_by_role("button", name="Confirm").click()
    page.wait_for_url("**/o/kobalt/**")
    return page


def test_from_sign_up_to_the_gaps_and_the_first_talk(live_product, mailbox) -> None:
    page = sign_up(live_product, mailbox)
    page.get_by_text("Step 1 of 6").wait_for()

    page.get_by_role("link", name="Paste or import").click()
    page.get_by_label("Or paste rows here").fill(TABLE)
    page.get_by_role("button", name="Look at it").click()
    with a_worker():
        page.get_by_role("button", name="Check the rows").click()
        page.get_by_text("30 new, 0 changed").wait_for()
        page.get_by_text("90 new, 0 changed").wait_for()
        page.get_by_role("button", name="Import", exact=True).click()
        page.get_by_role("heading", name="Imported").wait_for()
    jobs.drain_all(now=clock.real_now)

    page.get_by_label("Breadcrumbs").get_by_role("link", name="First steps").click()
    page.get_by_text("Step 3 of 6").wait_for()
    page.get_by_text("30 clients", exact=True).wait_for()
    page.goto("/o/kobalt/coverage/")
    assert page.locator("tbody tr").count() == 30
    assert page.locator("tbody").get_by_text("not heard yet").count() == 90

    page.locator("tbody tr").first.get_by_role("link", name="Write down a talk").click()
    assert page.get_by_label("Person 00").is_checked()
    page.get_by_role("radio", name="Content").check()
    page.get_by_role("button", name="Write down").click()
    page.get_by_text("The talk is in the story of Client 00.").wait_for()
    page.get_by_text("one-sided").wait_for()
    for _ in range(2):  # the event, and what it asks for
        jobs.drain_all(now=clock.real_now)

    page.goto("/o/kobalt/coverage/?role=economic")
    assert page.locator("tbody tr").count() == 29
    page.goto("/o/kobalt/")
    page.get_by_role("button", name="Skip").click()
    page.get_by_text("Step 4 of 6").wait_for()
