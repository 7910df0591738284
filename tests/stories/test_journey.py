"""Three people on their way: one who was silent is heard, one who is new decides, one is greeted, but not during a case."""

from datetime import timedelta

import pytest

from accounts import clock
from accounts.clients.enums import Stage
from accounts.events.models import Origin
from accounts.jobs import actions as jobs
from accounts.tenancy.context import tenant_context
from journeys.care import actions as care
from journeys.stages import actions as stages
from tests.factories.accounts import a_client, a_contact
from tests.factories.feedback import a_version
from tests.factories.journeys import a_journey
from tests.stories.steps import PHONE, link_in, stand_on_tuesday, text_of, work

pytestmark = pytest.mark.xdist_group("browser")  # one browser at a time: machines may have two cores

AHEAD = timedelta(days=5)  # of a birthday


@pytest.fixture
def house(live_product):
    """Alice looks after Nordwerk, in growth for a year, with Taras; there is a survey about the relation."""
    cast, now = live_product.cast, clock.real_now()
    with tenant_context(cast.north.pk):
        a_journey(by=cast.alice.employee, now=now - timedelta(days=500))
        settled("Nordwerk", "Тарас Мельник", "taras@nordwerk.example", by=cast.alice.employee, now=now)
        a_version("Relation", by=cast.alice.employee, now=now - timedelta(days=300))
    return cast.alice


def settled(client, person, email, *, by, now):
    """Write down a client in growth for a year, with a technical buyer whose birthday is near."""
    before, birthday = now - timedelta(days=400), now + AHEAD
    row = a_client(client, by=by, now=before, manager=by, origin=Origin.IMPORT)
    stages.enter(client=row, stage=Stage.LONG_TERM, by=by, now=before)
    days = {"birth_day": birthday.day, "birth_month": birthday.month, "birthday_source": "said so"}
    a_contact(person, at=row, by=by, now=before, email=email, roles=["technical"], language="uk", **days)


def open_client(page, name):
    page.goto("/o/north/clients/")
    page.get_by_role("link", name=name).first.click()
    page.get_by_role("navigation", name="Breadcrumbs").wait_for()


def test_silent_technical_buyer_is_asked_and_heard(live_product, mailbox, house) -> None:
    with tenant_context(live_product.cast.north.pk):
        stand_on_tuesday()
    page = live_product.sign_in(house, "/o/north/coverage/?role=technical")
    page.locator("tbody").get_by_text("not heard yet").first.wait_for()
    page.get_by_role("button", name="Ask Тарас Мельник: Relation").click()
    page.wait_for_load_state()
    work()

    (letter,) = mailbox.to("taras@nordwerk.example")
    phone = live_product.open(link_in(letter, "s"), locale="uk", **PHONE)
    phone.get_by_role("radio", name="8", exact=True).check()
    phone.get_by_role("button", name="Надіслати").click()
    phone.wait_for_url("**/done/**")
    work()

    page.goto("/o/north/coverage/?role=technical")
    page.get_by_text("No gap fits").wait_for()


def test_new_cfo_is_reboarded_while_the_company_stays_in_growth(live_product, house) -> None:
    page = live_product.sign_in(house, "/o/north/")
    open_client(page, "Nordwerk")
    page.get_by_role("link", name="People", exact=True).first.click()
    page.get_by_role("link", name="Add a person").click()
    page.get_by_label("Name", exact=True).fill("Rūta Kazlauskienė")
    page.get_by_label("Economic buyer").check()
    page.get_by_role("button", name="Add", exact=True).click()
    page.get_by_role("link", name="Rūta Kazlauskienė").first.wait_for()
    work()

    page.get_by_label("About the client").get_by_role("link", name="Journey").click()
    page.get_by_text("Reboarding · A new person decides").wait_for()
    page.get_by_text("Growth now").wait_for()


def greet(page, client, person):
    """Write down that they want to be greeted."""
    open_client(page, client)
    page.get_by_role("link", name=person).first.click()
    page.get_by_role("link", name="Wishes").click()
    page.get_by_label("Wants to be greeted on the birthday").check()
    page.get_by_label("How we know that").fill("Said so on the phone")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("link", name="Wishes").wait_for()


def approve(page, person):
    page.goto("/o/north/care/gestures/")
    page.get_by_role("link", name=person).click()
    page.get_by_role("button", name="Approve").click()
    page.get_by_text("Approved.").wait_for()


def test_birthday_is_greeted_but_not_during_a_case(live_product, mailbox, house) -> None:
    now = clock.real_now()
    with tenant_context(live_product.cast.north.pk):
        settled("Sudwerk", "Ольга Петренко", "olha@sudwerk.example", by=house.employee, now=now)
    page = live_product.sign_in(house, "/o/north/")
    greet(page, "Nordwerk", "Тарас Мельник")
    greet(page, "Sudwerk", "Ольга Петренко")
    care.request_plans(now=now)
    jobs.drain(queue=care.PLANS, now=lambda: now)
    approve(page, "Тарас Мельник")
    approve(page, "Ольга Петренко")

    open_client(page, "Sudwerk")
    page.get_by_label("About the client").get_by_role("link", name="Cases").click()
    page.get_by_role("link", name="Open a case").click()
    page.get_by_label("What it is about").fill("The act is late")
    page.get_by_role("button", name="Open a case").click()
    page.get_by_role("button", name="Accept", exact=True).wait_for()
    jobs.drain(queue=care.LETTERS, now=lambda: now + AHEAD + timedelta(hours=12))

    (letter,) = mailbox.to("taras@nordwerk.example")
    assert letter["Subject"] == "З днем народження"
    assert "Alice Ahlberg" in text_of(letter)
    assert mailbox.to("olha@sudwerk.example") == []
    page.goto("/o/north/care/gestures/?state=missed")
    page.get_by_role("link", name="Ольга Петренко").click()
    page.get_by_text("A case is open at the client: first help, then congratulate.").wait_for()
    page.get_by_role("heading", name="Did not happen").wait_for()
