"""The overview: how the clients are, who needs somebody, what is mine to do; for those who may know it."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.clients.models import ClientFacts, Position
from accounts.organizations.models import Department, Membership, Touchpoint
from accounts.organizations.roles import Role
from accounts.tenancy.context import tenant_context
from feedback.coverage import actions as coverage
from feedback.happiness_index.queries import Change
from feedback.insights.queries import Low
from happiness.figures import house as figures
from happiness.figures import words
from journeys.care.models import Gesture
from journeys.playbooks import actions as playbooks
from journeys.playbooks.models import Task
from journeys.stages.models import PartFigures
from tests.factories.accounts import a_client, a_contact
from tests.happiness.conftest import local
from tests.happiness.dashboard import many

pytestmark = pytest.mark.django_db


def page(client_of, person, query=""):
    answer = client_of(person).get(person.url() + query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_overview_tells_the_number_what_moved_it_and_who_needs_somebody(client_of, cast, busy):
    text = page(client_of, cast.alice)

    number, attention = text.split('id="attention"')
    assert '<span class="score__number">69</span>' in number  # the mean of 31, 70, 60, 90, 95
    assert number.index("Up most") < number.index("Fine") < number.index("Down most") < number.index("Unhappy")
    named = [name for name in busy if f">{name}</a>" in attention]
    assert named == ["Unhappy", "Silent", "Unheard", "Renewing"]
    assert attention.index(">Unhappy<") < attention.index(">Renewing<")  # the likeliest loss first
    assert "Nobody has been heard for 94 days." in attention
    assert "Nobody here was ever heard." in attention
    assert "renewal in 20 days" in attention


def test_attention_by_money_begins_with_the_most(client_of, cast, busy):
    attention = page(client_of, cast.alice, "?by=money").split('id="attention"')[1]

    assert attention.index(">Silent<") < attention.index(">Unhappy<") < attention.index(">Unheard<")


def test_manager_sees_their_own_clients_first_and_can_look_at_all(client_of, cast, busy):
    with tenant_context(cast.north.pk):
        Membership.objects.filter(employee=cast.bob.employee).update(role=Role.HAPPINESS_MANAGER)
    mine, everybody = page(client_of, cast.bob), page(client_of, cast.bob, "?whose=all")

    assert "Happiness index of my clients" in mine
    assert ">Unhappy</a>" not in mine
    assert ">Unhappy</a>" in everybody
    assert "Too early to say" in mine  # one client makes no number


def test_money_is_for_those_who_may_see_it(client_of, cast, busy):
    assert "Money at risk" in page(client_of, cast.alice)
    text = page(client_of, cast.carol)
    assert "Money at risk" not in text
    assert "€" not in text
    assert page(client_of, cast.carol, "?by=money").count("By money") == 0


def test_other_organization_sees_none_of_it(client_of, cast, busy):
    text = page(client_of, cast.mallory)

    assert not [name for name in busy if f">{name}<" in text]


@pytest.mark.parametrize("number", [2, 3])
def test_complaint_is_quoted_and_a_confidential_one_is_not(client_of, cast, busy, now, number):
    from feedback import pipeline
    from feedback.interactions import actions as interactions
    from feedback.interactions.models import Interaction

    with tenant_context(cast.north.pk):
        client = busy["Unhappy"]
        told = (("The act is late again", "team", 3), ("I am looking for others", "leadership", 2))
        for quote, visibility, days in (*told, ("Do not tell the team", "managers", 1))[:number]:
            talk = Interaction(
                client=client,
                channel="call",
                mood=20,
                quote=quote,
                visibility=visibility,
                happened_at=now - timedelta(days=days),
            )
            interactions.log(interaction=talk, people=[], by=cast.alice.employee, now=now)
        pipeline.process(client_ids=[client.pk], now=now)
        ClientFacts.objects.filter(client=client).update(mood=31)
    text = page(client_of, cast.alice)

    assert ("The act is late again" in text) is (number == 2)  # the last word is told as far as all may read it
    assert "I am looking for others" not in text
    assert "Do not tell the team" not in text


@pytest.mark.parametrize(
    ("person", "said"), [("Taras", "Taras: mark 3 on 5\u00a0March."), ("", "Technical buyer: mark 3.")]
)
def test_day_of_a_complaint_is_told_of_named_people_alone(person, said):
    low = Low(person, "technical", 3, "", datetime(2026, 3, 5, 12, tzinfo=UTC))

    assert words._said(low) == said


def test_tasks_stand_by_day_and_late_ones_today(client_of, cast, busy, now):
    with tenant_context(cast.north.pk):
        for title, days in (("Call back", -2), ("Meet", 1), ("Plan", 9)):
            task = Task(title=title, owner=cast.alice.employee, due_on=local(now) + timedelta(days=days))
            playbooks.add_task(task=task, by=cast.alice.employee, now=now)
    text = page(client_of, cast.alice).split('id="tasks"')[1]

    order = ("Today", "Call back", "was due", "Tomorrow", "Meet", "Plan")
    assert [text.index(word) for word in order] == sorted(text.index(word) for word in order)


def test_queries_do_not_grow_with_the_clients(client_of, cast, busy, now):
    browser = client_of(cast.alice)
    browser.get(cast.alice.url())
    counts = []
    for more in (0, 12):
        with tenant_context(cast.north.pk):
            for number in range(more):
                client = a_client(f"More {number}", by=cast.alice.employee, now=now)
                ClientFacts.objects.filter(client=client).update(mood=20, mood_change=-3, revenue=10)
        with CaptureQueriesContext(connection) as asked:
            browser.get(cast.alice.url())
        # Who is there, and which house it is, is asked by every page.
        counts.append(
            [sql for query in asked if (sql := query["sql"]).startswith("SELECT") and not many.DOOR.search(sql)]
        )

    assert len(counts[0]) == len(counts[1]) <= 12, [sql[:150] for sql in counts[1]]


@pytest.mark.parametrize(
    ("points", "deviation", "clients", "is_real"),
    [
        ("2.0", 1.0, 5, True),
        ("1.0", 1.0, 5, False),
        ("5.0", 0.0, 1, False),
        ("-1.0", 4.0, 100, True),
        ("0", 0.0, 9, False),
    ],
)
def test_change_is_real_when_chance_does_not_make_it(points, deviation, clients, is_real):
    assert figures.is_real(Change(Decimal(points), deviation, clients)) is is_real


def test_next_person_is_asked_by_one_click_while_they_are_there(client_of, cast, busy, now):
    with tenant_context(cast.north.pk):
        olena = a_contact("Olena Rybchuk", at=busy["Unheard"], by=cast.alice.employee, now=now, roles=["technical"])
        coverage.report_gaps(client_ids=[busy["Unheard"].pk], now=now)
    assert "Ask Olena" in page(client_of, cast.alice)
    with tenant_context(cast.north.pk):
        Position.objects.filter(pk=olena.pk).update(left_on=local(now))

    assert "Ask Olena" not in page(client_of, cast.alice)


def test_whom_to_think_of_stands_with_the_tasks(client_of, cast, busy, now):
    with tenant_context(cast.north.pk):
        for title, days, owner in (("Soon", 5, cast.alice), ("Far", 40, cast.alice), ("Bob's", 5, cast.bob)):
            client = a_client(title, by=cast.alice.employee, now=now)
            on = local(now) + timedelta(days=days)
            Gesture.objects.create(
                client=client, kind="together", on=on, years=3, form="call", owner=owner.employee, created_at=now
            )
    text = page(client_of, cast.alice).split('id="tasks"')[1]

    assert ("Soon" in text, "Far" in text, "Bob's" in text) == (True, False, False)


def test_stage_says_where_it_hurts_most(client_of, cast, busy, now):
    with tenant_context(cast.north.pk):
        department = Department.objects.create(name="Accounting")
        for name, unhappy, revenue in (("Invoice", 1, 64_000), ("First call", 3, 9_000), ("Visit", 0, None)):
            touchpoint = Touchpoint.objects.create(name=name, department=department)
            PartFigures.objects.create(
                stage="long_term", touchpoint=touchpoint, department=department, unhappy=unhappy, revenue=revenue
            )
    text = page(client_of, cast.alice)

    assert "hurts at “Invoice”" in text
    assert text.count("stage-strip__note--urgent") == 1
    assert "hurts at" not in page(client_of, cast.alice, "?whose=mine")  # it is a figure of the whole house


def test_figures_open_the_clients_behind_them(client_of, cast, busy):
    text, clients = page(client_of, cast.alice, "?whose=mine"), cast.alice.url("clients/")

    assert f'{clients}?sort=mood"' in page(client_of, cast.alice)
    for query in ("?gap=technical", "?stage=onboarding"):
        assert f"{clients}{query}&amp;manager={cast.alice.employee.pk}" in text
