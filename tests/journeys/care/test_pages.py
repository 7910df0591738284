from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.organizations.roles import Role
from accounts.tenancy.context import tenant_context
from journeys.care.models import CareRules, ClientCare, Form, Gesture, Gifts, HardMoment, Kind, PersonCare, State
from tests.cast import hire
from tests.factories.accounts import a_contact

pytestmark = pytest.mark.django_db
DECEMBER = "?month=2025-12"
PLANNED = {
    "on": "2025-12-20", "form": "gift", "title": "A book on bridges", "cost": "30", "currency": "EUR", "subject": "",
    "text": "", "act": "plan",
}  # fmt: skip


@pytest.fixture
def draft(cast, house, plan, now):
    plan(now)
    with tenant_context(cast.north.pk):
        return Gesture.objects.get(kind=Kind.BIRTHDAY)


def test_the_month_names_whom_to_think_of(client_of, cast, draft, house, address):
    page = client_of(cast.alice).get(address("care") + DECEMBER).content.decode()

    assert "Birthday: Taras Melnyk" in page
    assert "Waits for approval" in page
    assert "Christmas" in page
    assert "1 person keeps it" in page
    day = client_of(cast.alice).get(address("care") + DECEMBER + "&day=2025-12-10").content.decode()
    assert "Birthday: Taras Melnyk" in day
    assert "Christmas" not in day.split('id="list"')[1]


def test_a_month_of_ones_own_clients_and_of_everybody(client_of, cast, house, address):
    with tenant_context(cast.north.pk):
        type(house.client).objects.update(manager=cast.bob.employee)

    def seen(person, query):
        return "Taras Melnyk" in client_of(person).get(address("care") + DECEMBER + query).content.decode()

    assert seen(cast.bob, "")
    assert seen(cast.bob, "&whose=mine")
    assert not seen(cast.alice, "&whose=mine")
    assert seen(cast.alice, "")  # who looks after nobody begins with everybody
    assert client_of(cast.mallory).get(address("care") + DECEMBER).status_code == 404
    south = client_of(cast.mallory).get(address("care", slug="south") + DECEMBER + "&whose=all").content.decode()
    assert "Taras Melnyk" not in south


@pytest.mark.parametrize("change", ["no_consent", "never", "erased"])
def test_a_birthday_without_consent_stands_nowhere(client_of, cast, house, address, change, now):
    with tenant_context(cast.north.pk):
        if change == "erased":
            type(house.taras).objects.update(erased_at=now)
        else:
            PersonCare.objects.update(**({"is_never": True} if change == "never" else {"greets_birthday": False}))

    page = client_of(cast.alice).get(address("care") + DECEMBER).content.decode()

    assert "Birthday:" not in page


@pytest.mark.parametrize("query", ["?month=never", "?month=0001-01", "?day=2025-02-31", "?month=9999-12&whose=nobody"])
def test_a_wrong_month_shows_the_present_one(client_of, cast, house, address, query):
    assert client_of(cast.alice).get(address("care") + query).status_code == 200


def test_a_month_and_the_list_cost_the_same_for_one_person_and_for_three(client_of, cast, house, plan, now, address):
    alice = client_of(cast.alice)
    pages = [address("care") + DECEMBER, address("gestures"), address("client-care", client_id=house.client)]

    def count():
        counts = []
        for page in pages:
            with CaptureQueriesContext(connection) as done:
                alice.get(page)
            counts.append(len(done))
        return counts

    plan(now)
    count()
    one = count()
    with tenant_context(cast.north.pk):
        for number in range(2):
            person = a_contact(
                f"Person {number}", at=house.client, by=cast.alice.employee, now=now, birth_day=11 + number,
                birth_month=12, email=f"p{number}@nordwerk.example",
            ).contact  # fmt: skip
            PersonCare.objects.create(contact=person, greets_birthday=True, consent_source="x")
    plan(now + timedelta(hours=1))

    assert count() == one


def test_words_are_changed_and_approved_by_a_manager(client_of, cast, draft, house, address):
    page = address("gesture", gesture_id=draft)
    form = {
        "form": "letter", "title": "", "subject": "Вітаємо", "text": "Усього доброго", "cost": "", "currency": "EUR",
        "owner": str(cast.alice.employee.pk),
    }  # fmt: skip
    carol, alice = client_of(cast.carol), client_of(cast.alice)
    assert carol.post(page, form | {"text": ""}).status_code == 422
    assert carol.post(page, form).status_code == 302
    carol.post(address("gesture-decision", gesture_id=draft), {"act": "approve"})
    with tenant_context(cast.north.pk):
        draft.refresh_from_db()
        assert (draft.text, draft.state) == ("Усього доброго", State.DRAFT)  # a specialist proposes, a manager approves

    with tenant_context(cast.north.pk):
        Gesture.objects.filter(pk=draft.pk).update(on=date(2199, 12, 10))
    said = alice.post(address("gesture-decision", gesture_id=draft), {"act": "approve"}, follow=True).content.decode()
    assert "Approved." in said
    # Other words than those that were approved wait again.
    alice.post(page, form | {"text": "Щось інше"})
    with tenant_context(cast.north.pk):
        draft.refresh_from_db()
        assert (draft.state, draft.leaves_at) == (State.DRAFT, None)
    alice.post(address("gesture-decision", gesture_id=draft), {"act": "decline"})
    with tenant_context(cast.north.pk):
        draft.refresh_from_db()
        assert draft.state == State.DECLINED


def test_another_tone_is_another_draft(client_of, cast, draft, address):
    url = address("gesture-decision", gesture_id=draft)
    client_of(cast.carol).post(url, {"act": "tone", "tone": "formal"})

    with tenant_context(cast.north.pk):
        draft.refresh_from_db()
        assert "Прийміть наші найкращі побажання" in draft.text


def test_many_are_approved_at_once_and_refusals_are_named(client_of, cast, draft, address, house):
    said = client_of(cast.alice).post(address("gestures-approval"), {"gesture": [str(draft.pk), "x"]}, follow=True)

    assert "Taras Melnyk: The day is over." in said.content.decode()  # it is another year by now
    assert client_of(cast.carol).post(address("gestures-approval")).status_code == 403


def test_a_promised_gift_is_planned_and_refused_by_the_clients_rules(client_of, cast, house, address):
    new = address("gesture-new") + f"?client={house.client.pk}&contact={house.taras.pk}"
    form = PLANNED | {"contact": str(house.taras.pk), "owner": str(cast.carol.employee.pk)}
    carol, alice = client_of(cast.carol), client_of(cast.alice)
    assert carol.post(new, form | {"cost": "a lot"}).status_code == 422
    assert carol.post(new, form | {"title": ""}).status_code == 422
    assert carol.post(new, form | {"act": "done"}).status_code == 422  # costs money
    page = carol.post(new, form, follow=True).content.decode()
    assert "Nobody has noted the client’s rules on gifts." in page

    gifts = address("client-gifts", client_id=house.client)
    assert alice.post(gifts, {"gifts": "limited", "gift_limit": "", "currency": "EUR", "note": ""}).status_code == 422
    alice.post(gifts, {"gifts": "limited", "gift_limit": "25", "currency": "EUR", "note": "Code of conduct"})
    with tenant_context(cast.north.pk):
        row = Gesture.objects.get()
        assert (row.form, row.state, row.proposed_by) == (Form.GIFT, State.DRAFT, cast.carol.employee)
        assert ClientCare.objects.get().gifts == Gifts.LIMITED
    said = alice.post(address("gesture-decision", gesture_id=row), {"act": "approve"}, follow=True).content.decode()
    assert "It costs more than the client’s rules allow." in said


def test_what_was_done_is_written_down(client_of, cast, house, address):
    new = address("gesture-new") + f"?client={house.client.pk}"
    form = PLANNED | {"form": "card", "cost": "", "act": "done", "owner": str(cast.carol.employee.pk), "contact": ""}
    client_of(cast.carol).post(new, form)

    with tenant_context(cast.north.pk):
        assert Gesture.objects.get().state == State.DONE
    timeline = client_of(cast.carol).get(address("client-timeline", client_id=house.client)).content.decode()
    assert "A kind gesture" in timeline
    assert "Promised gesture, Paper card" in timeline


def test_a_persons_wishes_are_noted_with_how_we_know(client_of, cast, house, address):
    url = address("contact-care", contact_id=house.taras)
    form = {"greets_birthday": "on", "consent_source": "", "which": "own", "feasts": ["pascha"], "tone": "brief"}
    carol = client_of(cast.carol)
    assert carol.post(url, form).status_code == 422
    assert carol.post(url, form | {"consent_source": "x", "feasts": []}).status_code == 422
    assert carol.post(url, form | {"consent_source": "said in May"}).status_code == 302

    with tenant_context(cast.north.pk):
        row = PersonCare.objects.get(contact=house.taras)
        assert (row.feasts, row.tone, row.is_never) == (["pascha"], "brief", False)
    page = client_of(cast.alice).get(address("care") + DECEMBER + "&whose=all").content.decode()
    assert "Christmas" not in page  # Orthodox Easter is all they keep
    person = client_of(cast.bob).get(address("contact", contact_id=house.taras)).content.decode()
    assert "Orthodox Easter" in person


def test_a_hard_moment_is_noted_and_ended(client_of, cast, house, address, now):
    carol = client_of(cast.carol)
    url = address("hard-moment-new", client_id=house.client)
    assert carol.post(url, {"since": "2199-01-01", "contact": "", "note": ""}).status_code == 422
    carol.post(url, {"since": "2025-12-01", "contact": str(house.taras.pk), "note": "be gentle"})
    page = carol.get(address("client-care", client_id=house.client)).content.decode()

    assert "A hard moment of Taras Melnyk" in page
    assert "be gentle" in page
    viewer = client_of(hire(cast.north, "Vera Vik", role=Role.VIEWER, now=now))
    seen = viewer.get(address("client-care", client_id=house.client)).content.decode()
    assert "A hard moment of Taras Melnyk" in seen
    assert "be gentle" not in seen
    with tenant_context(cast.north.pk):
        moment = HardMoment.objects.get()
    carol.post(address("hard-moment-end", moment_id=moment))
    assert "A hard moment of" not in carol.get(address("client-care", client_id=house.client)).content.decode()


def test_rules_are_set_by_managers(client_of, cast, house, address):
    form = {"kinds": ["birthday"], "automatic": [], "ahead_days": "7", "yearly_budget": "1 000", "person_limit": ""}
    alice = client_of(cast.alice)
    assert alice.post(address("care-rules"), form | {"currency": "EUR", "ahead_days": "0"}).status_code == 422
    assert alice.post(address("care-rules"), form | {"currency": "EUR", "yearly_budget": "-5"}).status_code == 422
    assert alice.post(address("care-rules"), form | {"currency": "EUR"}).status_code == 302

    with tenant_context(cast.north.pk):
        rules = CareRules.objects.get()
        assert (rules.kinds, rules.ahead_days, rules.yearly_budget, rules.person_limit) == (["birthday"], 7, 1000, None)
    assert "of a budget of €1,000" in alice.get(address("gestures")).content.decode()
    assert "Too early to say" in alice.get(address("gestures")).content.decode()
