"""A manager writes a rule, tries it on history, switches it on; another system tells that an order is late; Taras answers."""

from datetime import timedelta

import pytest

from accounts.api_tokens import actions as tokens
from accounts.api_tokens.models import ApiToken, Scope
from accounts.events import actions as events
from accounts.events.actions import Fact
from accounts.events.models import CustomKind, Origin
from accounts.organizations.roles import Role
from accounts.tenancy.context import tenant_context
from feedback.surveys.models import Purpose, Survey
from tests.cast import hire
from tests.factories.accounts import a_client, a_contact
from tests.factories.feedback import a_version
from tests.stories.steps import PHONE, TUESDAY, link_in, stand_on_tuesday, text_of, work

pytestmark = pytest.mark.xdist_group("browser")  # one browser at a time: machines may have two cores

LATE = "custom.order_late"


@pytest.fixture
def house(live_product):
    """North stands on a Tuesday; it has Taras at Acme, orders that were late in winter, and a system that tells of them."""
    cast, before = live_product.cast, TUESDAY - timedelta(days=120)
    manager = hire(cast.north, "Maryna Moroz", role=Role.HAPPINESS_MANAGER, now=before)
    with tenant_context(cast.north.pk):
        stand_on_tuesday()
        by = manager.employee
        acme = a_client("Acme", by=by, now=before, manager=by, external_id="C-7", origin=Origin.HISTORY)
        a_contact(
            "Тарас Коваль", at=acme, by=by, now=before, email="taras@acme.example", roles=["technical"], language="uk"
        )
        a_version("Delivery", by=by, now=before)
        Survey.objects.update(purpose=Purpose.EVENT)
        CustomKind.objects.create(name=LATE, title="Order late", fields={"days": "number"}, created_at=before)
        for days in (90, 40, 39):
            at = TUESDAY - timedelta(days=days)
            fact = Fact(
                kind=LATE, client_id=acme.pk, happened_at=at, payload={"days": days // 10}, origin=Origin.HISTORY
            )
            events.publish(fact, now=at)
        row = ApiToken(title="Warehouse", scopes=[Scope.EVENTS_WRITE])
        token = tokens.add_token(token=row, by=cast.alice.employee, now=before)
    return manager, token


def test_from_a_rule_in_sentences_to_an_answer(live_product, mailbox, house) -> None:
    manager, token = house
    page = live_product.sign_in(manager, "/o/north/rules/")
    page.get_by_role("link", name="New rule").first.click()
    page.get_by_label("Name", exact=True).fill("Late orders")
    page.get_by_label("What happens").select_option("Order late")
    condition = page.get_by_role("group", name="Condition 1", exact=True)
    condition.get_by_label("Condition").select_option("event.days")
    condition.get_by_label("Comparison").select_option(">=")
    condition.get_by_label("Value").fill("2")
    page.get_by_label("Technical buyer").check()
    page.get_by_label("Survey").select_option("Delivery")
    page.get_by_role("button", name="Save").click()
    page.get_by_text("When this happens: Order late.").wait_for()
    page.get_by_text("Only if: Of the event: days is at least 2.").wait_for()

    page.get_by_role("button", name="Try on history").click()
    page.get_by_role("heading", name="What it would have done").wait_for()
    work()
    page.reload()
    page.get_by_role("heading", name="Found", exact=True).wait_for()
    assert page.get_by_role("link", name="Тарас Коваль").count() == 3  # the third a month after the second
    page.get_by_role("link", name="Late orders").click()

    page.get_by_role("button", name="Switch on").click()
    page.get_by_text("The rule is on.").wait_for()

    told = {"kind": LATE, "key": "A-1047", "client": {"external_id": "C-7"}, "payload": {"days": 3}}
    told["happened_at"] = (TUESDAY - timedelta(hours=1)).isoformat()
    system = live_product.open().request
    assert system.post("/api/v1/events/", data=told).status == 401
    answers = [
        system.post("/api/v1/events/", data=told, headers={"Authorization": f"Bearer {token}"}) for _twice in range(2)
    ]
    assert [one.status for one in answers] == [201, 201], answers[0].text()
    assert answers[0].json()["id"] == answers[1].json()["id"]
    work()

    (letter,) = mailbox.to("taras@acme.example")
    assert letter["Subject"] == "Одне запитання"
    assert "Це займе 20 секунд." in text_of(letter)

    phone = live_product.open(link_in(letter, "s"), locale="uk", **PHONE)
    phone.get_by_role("radio", name="9", exact=True).check()
    phone.get_by_label("Розкажіть своїми словами").fill("Дякую, що запитали")
    phone.get_by_role("button", name="Надіслати").click()
    phone.wait_for_url("**/done/**")

    page.reload()
    fired = page.locator("#firings")
    assert "Was asked on" in fired.inner_text()
    assert "1 (100 %)" in page.get_by_label("What it does").inner_text()
