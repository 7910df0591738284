"""THE MAIN JOB, from a table of clients to the CEO's decision by the button of the digest: in each language."""

from datetime import timedelta

import pytest

from accounts import clock
from accounts.api_tokens import actions as tokens
from accounts.api_tokens.models import ApiToken, Scope
from accounts.events.models import CustomKind
from accounts.organizations import actions as organizations
from accounts.organizations.models import Employee, Membership, Organization
from accounts.organizations.roles import Role
from accounts.tenancy.context import tenant_context
from feedback.surveys.models import Purpose, Survey
from happiness.digest import actions as digests
from tests.browser.test_imports import a_worker
from tests.cast import hire
from tests.factories.feedback import a_version
from tests.stories.steps import (
    PHONE,
    TUESDAY,
    WORDS,
    confirm,
    link_in,
    stand_on_tuesday,
    take_up,
    tell_the_client,
    text_of,
    work,
)

pytestmark = pytest.mark.xdist_group("browser")  # one browser at a time: machines may have two cores

LAUNCHED = "custom.launched"
HEADERS = {
    "uk": "Клієнт,Код,Відповідальна,Ім’я,Ел. пошта,Роль,Мова",
    "ru": "Клиент,Код,Ответственная,Имя,Эл. почта,Роль,Язык",
    "en": "Client,Code,Responsible,Name,Email,Role,Language",
}
ROLES = {"uk": "технічний покупець", "ru": "технический покупатель", "en": "technical buyer"}
QUESTIONS = {
    "uk": "Чи вводимо другий підпис у всіх клієнтів?",
    "ru": "Вводим ли вторую подпись у всех клиентов?",
    "en": "Do two people sign at every client?",
}
CLIENTS = {
    "Nordwerk": "Taras Melnyk",
    "Kobalt": "Ada Abel",
    "Brightlane": "Amy Clarke",
}  # the fewest that make an index
SCORES = {"Nordwerk": 2, "Kobalt": 9, "Brightlane": 10}


def address(client):
    return f"{CLIENTS[client].split()[0].lower()}@{client.lower()}.example"


def table(language):
    """Return the clients with their people as somebody keeps them in that language: a CSV file."""
    rows = [
        f"{client},C-{number},Maryna Moroz,{person},{address(client)},{ROLES[language]},{language}"
        for number, (client, person) in enumerate(CLIENTS.items())
    ]
    text = "\n".join([HEADERS[language], *rows])
    return {"name": "clients.csv", "mimeType": "text/csv", "buffer": text.encode()}


@pytest.fixture
def house(live_product, language):
    """Maryna looks after clients, Bob is the CEO; there is a survey, and a system that tells of launches. No client yet."""
    cast, before = live_product.cast, TUESDAY - timedelta(days=120)
    maryna = hire(cast.north, "Maryna Moroz", role=Role.HAPPINESS_MANAGER, now=before)
    with tenant_context(cast.north.pk):
        stand_on_tuesday()
        Organization.objects.update(confidentiality_group=len(CLIENTS))
        Employee.objects.update(language=language)
        Membership.objects.update(created_at=before)
        a_version("After the launch", by=maryna.employee, now=before)
        Survey.objects.update(purpose=Purpose.EVENT)
        CustomKind.objects.create(name=LAUNCHED, title="Launch", created_at=before)
        row = ApiToken(title="Warehouse", scopes=[Scope.EVENTS_WRITE])
        token = tokens.add_token(token=row, by=cast.alice.employee, now=before)
    return maryna, token


def import_clients(page, language, says):
    page.locator("[name=file]").set_input_files(table(language))
    page.get_by_role("button", name=says("Look at it")).click()
    with a_worker():
        page.get_by_role("button", name=says("Check the rows")).click()
        new = says("%(new)s new, %(changed)s changed", new=len(CLIENTS), changed=0)
        page.get_by_text(new).nth(1).wait_for()  # clients, and people
        page.get_by_role("button", name=says("Import"), exact=True).click()
        page.get_by_role("heading", name=says("Imported")).wait_for()
    work()


def switch_a_rule_on(page, says):
    """Start from "Two weeks after the start", and ask as soon as the other system tells of a launch."""
    page.goto("/o/north/rules/")
    page.get_by_role("link", name=says("Two weeks after the start")).click()
    page.get_by_label(says("When something happens")).check()
    page.get_by_label(says("What happens")).select_option("Launch")
    page.locator("[name=survey]").select_option("After the launch")
    page.get_by_label(says("Days to wait")).fill("0")
    page.get_by_role("button", name=says("Save")).click()
    page.get_by_role("button", name=says("Switch on")).click()
    page.get_by_text(says("The rule is on.")).wait_for()


def tell_of_launches(live_product, token):
    happened_at = (TUESDAY - timedelta(hours=1)).isoformat()
    told = [
        {"kind": LAUNCHED, "happened_at": happened_at, "client": {"external_id": f"C-{number}"}}
        for number in range(len(CLIENTS))
    ]
    system = live_product.open().request
    answer = system.post("/api/v1/events/", data=told, headers={"Authorization": f"Bearer {token}"})
    assert (answer.status, answer.json()["created"]) == (200, len(CLIENTS)), answer.text()
    work()


def answer_on(phone, mailbox, client, says, words=""):
    (letter,) = mailbox.to(address(client))
    phone.goto(link_in(letter, "s"))
    phone.get_by_role("radio", name=str(SCORES[client]), exact=True).check()
    phone.locator("textarea").last.fill(words)
    phone.get_by_role("button", name=says("Send"), exact=True).click()
    phone.wait_for_url("**/done/**")


def ask_for_a_decision(page, question, says):
    """Ask Bob from the page of the case, until the Tuesday after the next digest."""
    page.get_by_role("link", name=says("Ask for a decision")).click()
    page.get_by_label(says("question").capitalize()).fill(question)
    page.get_by_label(says("who decides").capitalize()).select_option("Bob Berg")
    page.get_by_label(says("Until")).fill((TUESDAY + timedelta(days=14)).date().isoformat())
    page.get_by_role("button", name=says("Ask"), exact=True).click()
    page.get_by_text(says("%(name)s is asked by letter.", name="Bob Berg")).wait_for()


def a_week_later(person):
    with tenant_context(person.organization.pk):
        step = {"by": timedelta(days=7), "employee": person.employee, "now": clock.now()}
        organizations.step_clock(organization=Organization.objects.get(), **step)


def test_from_a_table_to_a_decision(live_product, mailbox, house, language, says) -> None:
    (maryna, token), words, question = house, WORDS[language][0], QUESTIONS[language]
    look = PHONE | {"locale": language}

    page = live_product.sign_in(maryna, "/o/north/imports/new/")
    import_clients(page, language, says)
    switch_a_rule_on(page, says)
    tell_of_launches(live_product, token)

    phone = live_product.open(**look)
    for client in ("Kobalt", "Brightlane", "Nordwerk"):
        answer_on(phone, mailbox, client, says, words if client == "Nordwerk" else "")
    work()

    page.goto("/o/north/?whose=all")
    page.locator(".overview__attention").get_by_role("link", name="Nordwerk").first.wait_for()
    page.locator(".overview__attention").get_by_text(words).wait_for()
    index = page.locator(".overview__index .score__number").inner_text()
    (alert,) = mailbox.to("bob@north.example")
    assert words in text_of(alert)
    bob = live_product.open(link_in(alert, "a"), **look)
    bob.get_by_text(words).wait_for()

    page.goto("/o/north/signals/")
    take_up(page, words, says)
    case = page.url
    ask_for_a_decision(page, question, says)
    page.goto(case)
    tell_the_client(page, language, says)
    confirm(phone, mailbox, language, says)
    page.goto(case)
    page.get_by_text(says("The client confirmed it")).first.wait_for()

    a_week_later(maryna)
    digests.request_digests(now=clock.real_now())
    work()
    digest = text_of(mailbox.to("bob@north.example")[-1])
    assert says("Happiness index: %(score)s.", score=index) in digest
    assert says("Your decisions are needed") in digest
    assert f"* {question}" in digest
    assert "  Nordwerk · " in digest
    assert f"{says('Cases')}: 1 " in digest  # the one that the client has declared mended
    button = f"{link_in(mailbox.to('bob@north.example')[-1], 'd')}?c=call"
    assert button in digest

    for _twice in range(2):  # to look decides nothing
        bob.goto(button)
        assert bob.get_by_label(says("I call them myself")).is_checked()
    bob.get_by_role("button", name=says("Decide")).click()
    bob.get_by_role("status").get_by_text(says("I call them myself")).wait_for()
    work()

    decided = mailbox.to("maryna@north.example")[-1]
    assert question in decided["Subject"]
    assert says("I call them myself") in text_of(decided)
    assert {one.evaluate("document.documentElement.lang") for one in (phone, bob, page)} == {language}
