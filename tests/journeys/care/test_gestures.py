"""A greeting's way: drafted, approved by a person, sent on its day, and not in a crisis."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts import clock
from accounts.clients.actions import people_data
from accounts.contracts.models import Contract, ExchangeRate
from accounts.events.models import Event
from accounts.jobs import actions as jobs
from accounts.mail.models import OutgoingEmail
from accounts.mail.models import State as LetterState
from accounts.organizations.roles import Role
from accounts.tenancy.context import tenant_context
from feedback.invitations import actions as invitations
from journeys.care import actions, queries
from journeys.care.models import CareRules, ClientCare, Form, Gesture, Gifts, HardMoment, Kind, State
from journeys.cases import actions as cases
from journeys.cases.actions.opening import Heard
from journeys.playbooks.models import Task
from tests.factories.accounts import a_contact

pytestmark = pytest.mark.django_db
BIRTHDAY = datetime(2025, 12, 10, 8, 30, tzinfo=UTC)  # half past nine in Berlin
HOUR = timedelta(hours=1)


@pytest.fixture
def gesture(cast, house, plan, now):
    plan(now)
    with tenant_context(cast.north.pk):
        return Gesture.objects.select_related("contact", "client").get(kind=Kind.BIRTHDAY)


def approve(cast, gesture, now, by=None):
    with tenant_context(cast.north.pk):
        actions.approve(gesture=gesture, by=(by or cast.alice).employee, role=Role.HAPPINESS_MANAGER, now=now)


def send(moment):
    jobs.drain(queue=actions.LETTERS, now=lambda: moment)


def test_a_birthday_is_drafted_in_the_persons_language_and_waits_on_the_managers_day(cast, house, gesture, plan, now):
    plan(now + HOUR)  # twice is once

    assert (gesture.on, gesture.form, gesture.state) == (date(2025, 12, 10), Form.LETTER, State.DRAFT)
    assert gesture.subject == "З днем народження"
    with tenant_context(cast.north.pk):
        assert Gesture.objects.filter(kind=Kind.BIRTHDAY).count() == 1
        task = Task.objects.get(contact=house.taras)
        assert (task.owner, task.due_on) == (cast.alice.employee, date(2025, 12, 9))
        assert "Taras Melnyk" in task.title
    with tenant_context(cast.south.pk):
        assert not Gesture.objects.exists()


def test_an_approved_greeting_leaves_on_the_day_at_nine_of_its_reader(cast, house, gesture, now, mailbox):
    approve(cast, gesture, now)
    send(BIRTHDAY - HOUR)
    assert len(mailbox) == 0

    for _again in range(2):
        send(BIRTHDAY)

    (letter,) = mailbox.to("taras@nordwerk.example")
    text = letter.get_body(("plain",)).get_content()
    assert letter["Subject"] == "З днем народження"
    assert "Шановний Тарасе!" in text
    assert "Alice Ahlberg" in text
    with tenant_context(cast.north.pk):
        gesture.refresh_from_db()
        assert (gesture.state, gesture.done_at) == (State.DONE, BIRTHDAY)
        kinds = Event.objects.filter(kind__startswith="gesture.").order_by("recorded_at")
        assert [one.kind for one in kinds] == ["gesture.approved", "gesture.sent"]
        assert Task.objects.get(contact=house.taras).done_at


def test_nothing_leaves_without_approval(cast, gesture, plan, mailbox):
    send(BIRTHDAY)
    plan(BIRTHDAY + timedelta(days=1))

    assert len(mailbox) == 0
    with tenant_context(cast.north.pk):
        gesture.refresh_from_db()
        assert (gesture.state, gesture.reason) == (State.MISSED, "late")
        assert Task.objects.get(origin=f"care:{gesture.pk}").skipped_at


def test_it_leaves_by_itself_only_where_the_organization_said_so(cast, house, plan, now, mailbox):
    with tenant_context(cast.north.pk):
        rules = CareRules(automatic=[Kind.BIRTHDAY])
        actions.save_rules(rules=rules, by=cast.alice.employee, now=now, before=None)
    plan(now)
    send(BIRTHDAY)

    assert len(mailbox.to("taras@nordwerk.example")) == 1
    with tenant_context(cast.north.pk):
        assert Gesture.objects.get(kind=Kind.BIRTHDAY).decided_by is None


def hold(cast, house, now):
    invitations.hold(client=house.client, cause="by hand", by=None, now=now)


def complain(cast, house, now):
    heard = Heard(origin="test:1", client=house.client, topic="delivery", heard_at=now)
    cases.hear(heard, by=cast.alice.employee, now=now, owner=cast.alice.employee)


def never(cast, house, now):
    house.wishes.is_never = True
    house.wishes.save()


def withdraw(cast, house, now):
    house.wishes.greets_birthday = False
    house.wishes.save()


def grieve(cast, house, now):
    facts = {"note": "", "since": now.date(), "by": cast.alice.employee, "now": now}
    actions.flag_hard_moment(client=house.client, contact=house.taras, **facts)


def leave(cast, house, now):
    house.taras.positions.update(left_on=now.date())


OBSTACLES = [
    (complain, "case"),
    (hold, "held"),
    (never, "never"),
    (withdraw, "no_consent"),
    (grieve, "hard"),
    (leave, "gone"),
]


@pytest.mark.parametrize(("obstacle", "reason"), OBSTACLES, ids=[one[1] for one in OBSTACLES])
def test_what_speaks_against_it_is_asked_before_it_is_drafted(cast, house, plan, now, obstacle, reason):
    with tenant_context(cast.north.pk):
        obstacle(cast, house, now)
    plan(now)

    with tenant_context(cast.north.pk):
        assert not Gesture.objects.filter(kind=Kind.BIRTHDAY).exists()


@pytest.mark.parametrize(("obstacle", "reason"), OBSTACLES, ids=[one[1] for one in OBSTACLES])
def test_and_again_when_it_is_approved_and_when_it_leaves(cast, house, gesture, now, mailbox, obstacle, reason):
    approve(cast, gesture, now)
    with tenant_context(cast.north.pk):
        obstacle(cast, house, now)
        other = Gesture.objects.create(
            client=house.client, contact=house.taras, kind=Kind.BIRTHDAY, key="again", on=gesture.on, subject="x",
            text="x", owner=cast.alice.employee, created_at=now,
        )  # fmt: skip
    with pytest.raises(actions.Refused) as refused:
        approve(cast, other, now)
    send(BIRTHDAY)

    assert refused.value.code == reason
    assert len(mailbox) == 0
    with tenant_context(cast.north.pk):
        gesture.refresh_from_db()
        assert (gesture.state, gesture.reason) == (State.MISSED, reason)


def test_a_case_that_opens_while_the_letter_is_on_its_way_stops_it(cast, house, gesture, now, mailbox):
    approve(cast, gesture, now)
    send(BIRTHDAY)  # in the outbox, and not yet out
    with tenant_context(cast.north.pk):
        complain(cast, house, BIRTHDAY)

    assert len(mailbox) == 0
    with tenant_context(cast.north.pk):
        letter = OutgoingEmail.objects.get(letter="greeting")
        assert letter.state == LetterState.SUPPRESSED
        assert letter.reason == "something speaks against congratulating now"


def test_when_the_case_is_closed_in_time_the_greeting_comes_after_all(cast, house, plan, now):
    with tenant_context(cast.north.pk):
        hold(cast, house, now)
    plan(now)
    with tenant_context(cast.north.pk):
        invitations.release(cause="by hand", by=None, now=now)
    plan(now + timedelta(days=1))

    with tenant_context(cast.north.pk):
        assert Gesture.objects.filter(kind=Kind.BIRTHDAY, state=State.DRAFT).exists()


def test_a_holiday_brings_one_task_for_all_greetings_and_leaves_before_the_free_days(cast, house, plan, now):
    with tenant_context(cast.north.pk):
        for number in range(3):
            a_contact(
                f"Person {number}",
                at=house.client,
                by=cast.alice.employee,
                now=now,
                email=f"p{number}@nordwerk.example",
            )
    plan(now + timedelta(days=10))

    with tenant_context(cast.north.pk):
        rows = list(Gesture.objects.filter(kind=Kind.FEAST, key="christmas").select_related("contact", "client"))
        assert len(rows) == 4
        (task,) = Task.objects.filter(origin__startswith="care:christmas")
        assert task.due_on == date(2025, 12, 23)
        assert "Christmas" in task.title
    for row in rows:
        with tenant_context(cast.north.pk):
            task.refresh_from_db()
            assert task.done_at is None
        approve(cast, row, now + timedelta(days=10))
    with tenant_context(cast.north.pk):
        task.refresh_from_db()
        assert task.done_at
        assert {row.leaves_at for row in Gesture.objects.filter(key="christmas", contact=house.taras)} == {
            datetime(2025, 12, 24, 8, tzinfo=UTC)
        }


def test_years_together_are_a_call_to_the_client(cast, house, plan, now):
    with tenant_context(cast.north.pk):
        contract = {"amount": 10, "currency": "EUR", "created_at": now, "client": house.client}
        Contract.objects.create(title="Service", starts_on=date(2022, 12, 8), **contract)
        Contract.objects.create(title="Parts", starts_on=date(2024, 12, 9), **contract)
    plan(now)

    with tenant_context(cast.north.pk):
        rows = Gesture.objects.exclude(kind__in=[Kind.BIRTHDAY, Kind.FEAST]).order_by("on")
        found = [(row.kind, row.form, row.state, row.years, row.contact) for row in rows]
        assert found == [
            (Kind.TOGETHER, Form.CALL, State.APPROVED, 3, None),
            (Kind.CONTRACT, Form.CALL, State.APPROVED, 1, None),
        ]
        task = Task.objects.get(origin=f"care:{rows[0].pk}")
        assert task.title.startswith("3 years of working together: Nordwerk")


def gift(cast, house, now, *, cost, currency="EUR", by=None):
    with tenant_context(cast.north.pk):
        row = Gesture(
            client=house.client, contact=house.taras, kind=Kind.PROMISED, on=date(2025, 12, 20), form=Form.GIFT,
            title="A book", cost=Decimal(cost), currency=currency, owner=cast.alice.employee,
        )  # fmt: skip
        actions.propose(gesture=row, by=(by or cast.carol).employee, now=now)
    return row


def refusal(cast, row, now, by=None):
    try:
        approve(cast, row, now, by=by)
    except actions.Refused as refused:
        return refused.code
    return ""


@pytest.mark.parametrize(
    ("gifts", "limit", "cost", "currency", "expected"),
    [
        (None, None, 30, "EUR", "unknown_gifts"),
        (Gifts.FORBIDDEN, None, 30, "EUR", "forbidden"),
        (Gifts.LIMITED, 30, "30.01", "EUR", "over_limit"),
        (Gifts.LIMITED, 30, 30, "EUR", ""),
        (Gifts.LIMITED, 30, 33, "USD", ""),  # a dollar is 0.9 euros
        (Gifts.LIMITED, 30, 34, "USD", "over_limit"),
        (Gifts.LIMITED, 30, 34, "PLN", "no_rate"),
        (Gifts.ALLOWED, None, 30, "EUR", ""),
    ],
)
def test_a_gift_stays_within_the_clients_own_rules(cast, house, now, gifts, limit, cost, currency, expected):
    with tenant_context(cast.north.pk):
        ExchangeRate.objects.create(
            currency="USD", base="EUR", day=date(2025, 1, 1), rate=Decimal("0.9"), created_at=now
        )
        if gifts:
            ClientCare.objects.create(client=house.client, gifts=gifts, gift_limit=limit)

    assert refusal(cast, gift(cast, house, now, cost=cost, currency=currency), now) == expected


def test_money_is_approved_by_somebody_else_within_person_and_year(cast, house, now):
    with tenant_context(cast.north.pk):
        ClientCare.objects.create(client=house.client, gifts=Gifts.ALLOWED)
        rules = CareRules(yearly_budget=100, person_limit=60, currency="EUR")
        actions.save_rules(rules=rules, by=cast.alice.employee, now=now, before=None)
    first = gift(cast, house, now, cost=40)

    assert refusal(cast, first, now, by=cast.carol) == "own"
    assert refusal(cast, first, now) == ""
    assert refusal(cast, gift(cast, house, now, cost=30), now) == "over_person"
    assert refusal(cast, gift(cast, house, now, cost=20), now) == ""
    with tenant_context(cast.north.pk):
        Gesture.objects.update(contact=None)
    assert refusal(cast, gift(cast, house, now, cost=50), now) == "over_budget"


def test_a_hard_moment_asks_for_a_kind_word_and_twice_is_once(cast, house, now):
    with tenant_context(cast.north.pk):
        for _again in range(2):
            grieve(cast, house, now)
        (moment,), (row,) = HardMoment.objects.all(), Gesture.objects.all()
        assert (row.kind, row.form, row.state, row.owner) == (Kind.HARD, Form.CALL, State.APPROVED, cast.alice.employee)
        assert "Ми з вами" in row.subject
        for _again in range(2):
            actions.end_hard_moment(moment=moment, by=cast.alice.employee, now=now)
        assert queries.hard_moments(client_ids=[house.client.pk]).count() == 0


def test_the_task_of_a_call_does_the_gesture(cast, house, client_of, now, address):
    with tenant_context(cast.north.pk):
        grieve(cast, house, now)
        task, row = Task.objects.get(), Gesture.objects.get()
    client_of(cast.alice).post(address("task-done", task_id=task))
    jobs.drain(queue="events", now=clock.real_now)

    with tenant_context(cast.north.pk):
        row.refresh_from_db()
        assert row.state == State.DONE


def test_planning_costs_the_same_for_one_person_and_for_many(cast, house, now):
    def count(moment):
        with tenant_context(cast.north.pk), CaptureQueriesContext(connection) as done:
            made = actions.plan_clients([house.client.pk], now=moment)
        reads = [one for one in done if one["sql"].lstrip().startswith("SELECT") and "journeys_task" not in one["sql"]]
        return len(made), len(reads)

    with tenant_context(cast.north.pk):
        CareRules.objects.create(kinds=[Kind.FEAST])
    one, reads_of_one = count(datetime(2025, 12, 15, tzinfo=UTC))
    with tenant_context(cast.north.pk):
        Gesture.objects.all().delete()
        for number in range(4):
            a_contact(
                f"P{number}", at=house.client, by=cast.alice.employee, now=now, email=f"p{number}@nordwerk.example"
            )
    many, reads_of_many = count(datetime(2025, 12, 15, tzinfo=UTC))

    assert many == 5 * one
    assert reads_of_many == reads_of_one


def test_erasing_a_person_empties_their_greetings_and_stops_what_waits(cast, house, gesture, now, mailbox):
    approve(cast, gesture, now)
    with tenant_context(cast.north.pk):
        people_data.request_erasure(contact=house.taras, by=cast.alice.employee, now=now)
    jobs.drain(queue=people_data.QUEUE, now=lambda: now)
    send(BIRTHDAY)

    assert len(mailbox) == 0
    with tenant_context(cast.north.pk):
        gesture.refresh_from_db()
        assert (gesture.subject, gesture.text, gesture.state) == ("", "", State.MISSED)
