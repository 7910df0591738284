"""What a digest costs: a constant number of statements for an organization, and the same time for each of many."""

import re
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.clients.models import Client, ClientFacts
from accounts.mail.models import LetterIssue, OutgoingEmail
from accounts.organizations.models import DigestPreference
from accounts.tenancy.context import tenant_context
from feedback.insights.models import HouseDay
from feedback.interactions.models import Promise
from happiness.digest import actions
from journeys.decisions import actions as decisions
from journeys.decisions.models import Decision
from tests.benchmarks import digests
from tests.cast import sign_in_for
from tests.happiness.conftest import local

pytestmark = pytest.mark.django_db

MOST = 8
# Not counted: the walls of the scope and of transactions. Everything else is, reads and writes alike.
WALLS = re.compile(r"(SET LOCAL|SAVEPOINT|RELEASE SAVEPOINT|BEGIN|COMMIT)\b")


def furnish(person, *, clients, now):
    """Give the house clients in trouble and out of it, promises, decisions and days that are kept."""
    rows = [
        Client(name=f"Client {number}", sort_name=f"client {number:05}", manager=person.employee, created_at=now)
        for number in range(clients)
    ]
    Client.objects.bulk_create(rows)
    ClientFacts.objects.bulk_create(
        ClientFacts(
            client=row,
            mood=20 + number % 70,
            mood_change=number % 9 - 4,
            revenue=1000 * number,
            last_heard_at=now - timedelta(days=number % 120),
            stage="long_term",
        )
        for number, row in enumerate(rows)
    )
    day = local(now)
    HouseDay.objects.bulk_create(
        HouseDay(
            day=day - timedelta(days=7 * weeks), at=now, clients=9, confided=0, mood_sum=500 + weeks, sealed_sum=500
        )
        for weeks in range(5)
    )
    Promise.objects.bulk_create(
        Promise(client=row, text="x", owner=person.employee, due_on=day - timedelta(days=2), created_at=now)
        for row in rows[:5]
    )
    for number in range(3):
        row = Decision(question=f"{number}?", asked_of=person.employee, client=rows[0], due_on=day, amount=Decimal(5))
        decisions.ask(decision=row, by=person.employee, now=now)


def statements(work):
    """Return what the database was asked, but for the walls."""
    with CaptureQueriesContext(connection) as asked:
        work()
    return [one["sql"] for one in asked if not WALLS.match(one["sql"])]


@pytest.mark.parametrize(("clients", "readers"), [(3, 1), (30, 1), (3, 3), (30, 3)])
def test_eight_statements_for_an_organization_whatever_its_size(cast, monday, now, clients, readers):
    people = [cast.alice, cast.bob, cast.carol][:readers]
    with tenant_context(cast.north.pk):
        furnish(cast.alice, clients=clients, now=now)
        for person in (cast.alice, cast.bob, cast.carol):
            whose = "mine" if person is cast.alice else "all"
            DigestPreference.objects.create(employee=person.employee, is_wanted=person in people, whose=whose)
        asked = statements(lambda: actions.work_off([cast.north.pk], monday))

        assert LetterIssue.objects.count() == OutgoingEmail.objects.filter(letter="digest").count() == readers
        assert len(asked) <= MOST, "\n".join(asked)
        assert len(statements(lambda: actions.work_off([cast.north.pk], monday))) == 1  # nobody is due any more


def test_ten_times_as_many_organizations_take_ten_times_as_long(now):
    few, many = digests.compare(100, user=sign_in_for("reader@x.example", now=now), now=now)

    assert many <= digests.MOST * 10 * few, (few, many)
