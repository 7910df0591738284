"""The board of executives: its figures against the rows they come from, for those who lead the house."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.clients.models import ClientFacts, Segment
from accounts.organizations.models import Department, Employee, Organization, Touchpoint
from accounts.tenancy.context import tenant_context
from accounts.web.waits import Waits
from feedback.alerts.models import Alert, AlertAct, AlertRule, Escalation
from feedback.insights import queries as insights
from feedback.interactions.models import Interaction, Promise
from feedback.interactions.queries import Word
from feedback.rollups.models import MonthlyTouch
from happiness.figures import board, house, service
from happiness.figures.period import period
from happiness.figures.service import Reader, Wait
from journeys.cases.models import Case, CaseStep, UnitRequest
from journeys.decisions.models import Decision
from tests.factories.accounts import a_client

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 20, 12, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def led(cast):
    """North with a department and a touchpoint, and a client; everything of these tests is Alice's."""
    with tenant_context(cast.north.pk):
        by = cast.alice.employee
        client = a_client("Nordwerk", by=by, now=NOON - 400 * DAY)
        department = Department.objects.create(name="Accounting")
        touchpoint = Touchpoint.objects.create(name="Invoice", department=department)
        Employee.objects.filter(pk=by.pk).update(department=department)
    return SimpleNamespace(cast=cast, by=by, client=client, department=department, touchpoint=touchpoint)


def promised(led, *, due, kept=None, seals=False, **more):
    talk = Interaction.objects.create(
        client=led.client,
        channel="call",
        happened_at=NOON - 90 * DAY,
        by=led.by,
        touchpoint=led.touchpoint,
        visibility="leadership" if seals else "team",
        created_at=NOON,
    )
    values = {
        "client": led.client,
        "text": f"Until {due:%d %B}",
        "owner": led.by,
        "created_at": NOON,
        "due_on": due.date(),
    }
    return Promise.objects.create(interaction=talk, kept_at=kept, **values, **more)


def complained(led, *, days, number, **more):
    opened = NOON - days * DAY
    values = {"client": led.client, "owner": led.by, "opened_at": opened, "topic": f"topic {number}"}
    return Case.objects.create(number=number, **{**values, **more})


def span(led):
    return period(organization=led.cast.north, now=NOON, months=3)


def reader(person, role=None):
    return Reader(role or person.membership.role, person.employee.pk)


def page(client_of, person, path="board/"):
    answer = client_of(person).get(person.url(path))
    assert answer.status_code == 200, path
    return answer.content.decode()


def test_word_is_counted_by_department_and_month(led, cast):
    with tenant_context(cast.north.pk):
        kept_at_night = datetime(2026, 2, 10, 21, 59, tzinfo=UTC)  # in Kyiv it is still that day
        promised(led, due=datetime(2026, 2, 10, tzinfo=UTC), kept=kept_at_night)
        promised(led, due=datetime(2026, 2, 10, tzinfo=UTC), kept=kept_at_night + timedelta(minutes=2))
        promised(led, due=NOON - DAY)
        promised(led, due=NOON - 2 * DAY, seals=True)
        promised(led, due=NOON)  # the day is not over
        promised(led, due=NOON - DAY, dropped_at=NOON)
        promised(led, due=datetime(2025, 12, 31, tzinfo=UTC))  # before the quarter
        found = service.promises(period=span(led), reader=reader(cast.alice))
        less = service.promises(period=span(led), reader=reader(cast.dave))

    assert found.total == Word(in_time=1, late=1, overdue=2)
    assert found.departments == [(led.department.pk, "Accounting", found.total)]
    assert [(month.month, word) for month, word in found.months] == [(2, Word(1, 1)), (3, Word(overdue=2))]
    assert less.total == Word(in_time=1, late=1, overdue=1)  # an administrator reads nothing that was confided


def test_places_say_what_was_felt_there_and_what_is_owed_now(led, cast):
    with tenant_context(cast.north.pk):
        cell = {"month": NOON.date().replace(day=1), "department": led.department, "mean_sum": 200, "readings": 9}
        some = [f"01a20000-0000-7000-8000-00000000000{number}" for number in range(5)]
        MonthlyTouch.objects.create(
            clients=5, some_clients=some, upset=5, tense=0, neutral=0, content=0, delighted=4, **cell
        )
        case = complained(led, days=3, number=1, department=led.department)
        complained(led, days=400, number=2, department=led.department, sort="praise")
        complained(led, days=3, number=1, department=led.department, visibility="leadership")
        UnitRequest.objects.create(
            case=case, department=led.department, lead=led.by, question="When?", asked_by=led.by, asked_at=NOON,
            link_ends_at=NOON,
        )  # fmt: skip
        promised(led, due=NOON - 300 * DAY)
        departments, touchpoints = board.places(period=span(led), reader=reader(cast.alice))
        (less,), _touchpoints = board.places(period=span(led), reader=reader(cast.dave))

    (accounting,), (invoice,) = departments, touchpoints
    assert (accounting.name, accounting.touch.mean, accounting.touch.clients) == ("Accounting", 40, 5)
    assert (accounting.cases, accounting.asked, accounting.overdue) == (2, 1, 1)
    assert (less.cases, less.asked, less.overdue) == (1, 1, 1)
    assert (invoice.name, invoice.touch, invoice.owes) == ("Invoice", None, 1)


def test_responses_are_timed_from_what_happened_to_what_was_done(led, cast):
    with tenant_context(cast.north.pk):
        for number, hours in enumerate((1, 2, 9), 1):
            case = complained(led, days=2, number=number)
            CaseStep.objects.create(case=case, kind="accepted", at=case.opened_at + hours * HOUR, by=led.by)
            CaseStep.objects.create(case=case, kind="contacted", at=case.opened_at + 20 * HOUR, by=led.by)
        Case.objects.filter(number=1).update(state="closed", end="confirmed", closed_at=NOON - DAY)
        Case.objects.filter(number=2).update(state="closed", end="dropped", closed_at=NOON - DAY)
        complained(led, days=1, number=4)  # nobody has taken it
        complained(led, days=200, number=5)  # another time
        rule = AlertRule.objects.create(kind="low", name="Low", created_at=NOON)
        rows = [
            Alert.objects.create(number=number, rule=rule, client=led.client, topic="mood", severity="serious",
                                 raised_at=NOON - 2 * DAY, ended_at=NOON, ending="handled", sealed=number > 3)
            for number in range(1, 5)
        ]  # fmt: skip
        AlertAct.objects.create(alert=rows[0], what="noted", by=led.by, at=NOON - 2 * DAY + 4 * HOUR)
        AlertAct.objects.create(alert=rows[0], what="acknowledged", by=led.by, at=NOON - DAY)
        Escalation.objects.create(alert=rows[1], number=1, rung=2, reason="unseen", at=NOON - 40 * HOUR)
        Escalation.objects.create(alert=rows[1], number=2, rung=3, reason="unseen", at=NOON - 30 * HOUR)
        AlertAct.objects.create(alert=rows[1], what="acknowledged", by=led.by, at=NOON - 24 * HOUR)
        # A case took it over, and was closed: nobody has acted on the alert itself.
        Alert.objects.filter(pk=rows[2].pk).update(ending="closed", case_id=case.pk)
        of_bob = {"asked_of": cast.bob.employee, "asked_by": led.by, "question": "May we?", "currency": "EUR"}
        Decision.objects.create(**of_bob, due_on=NOON.date(), asked_at=NOON - DAY, answered_at=NOON, choice="approve")
        Decision.objects.create(**of_bob, due_on=NOON.date(), asked_at=NOON - DAY)
        Decision.objects.create(**of_bob, due_on=NOON.date(), asked_at=NOON - DAY, withdrawn_at=NOON)
        Decision.objects.create(**{**of_bob, "asked_of": cast.carol.employee}, due_on=NOON.date(), asked_at=NOON - DAY)
        found = service.responses(period=span(led), reader=reader(cast.alice), now=NOON)
        less = service.responses(period=span(led), reader=reader(cast.dave), now=NOON)

    assert found.by_wait == {
        Wait.CASES: Waits(3, 1, 2 * HOUR),
        Wait.CONFIRMED: Waits(1, 2, DAY),
        Wait.ALERTS: Waits(3, 0, 24 * HOUR),  # 4, 24, and 48 hours of what was confided
        Wait.ESCALATIONS: Waits(1, 0, 6 * HOUR),
        Wait.DECISIONS: Waits(1, 1, DAY),
    }
    assert [(one.name, waits) for one, waits in found.by_person] == [("Bob Berg", Waits(1, 1, DAY))]
    assert less.by_wait[Wait.ALERTS] == Waits(2, 0, 14 * HOUR)


def test_slowest_tenth_is_told_of_ten_at_least(led, cast):
    with tenant_context(cast.north.pk):
        for number in range(1, 12):
            case = complained(led, days=20, number=number)
            CaseStep.objects.create(case=case, kind="accepted", at=case.opened_at + number * HOUR, by=led.by)
        found = service.responses(period=span(led), reader=reader(cast.alice), now=NOON).by_wait[Wait.CASES]

    assert (found.ended, found.median, found.slow) == (11, 6 * HOUR, 10 * HOUR)


def test_segments_have_an_interval_and_their_money(led, cast):
    with tenant_context(cast.north.pk):
        segment = Segment.objects.create(name="Factories", created_at=NOON)
        heard = {"last_heard_at": NOON, "lacks_economic": False, "lacks_technical": False}
        for number, mood in enumerate((20, 40, 60, 80, 100)):
            client = a_client(f"Client {number}", by=led.by, now=NOON - 90 * DAY, segment=segment)
            ClientFacts.objects.filter(client=client).update(mood=mood, revenue=100, **heard)
        standings = insights.standings(now=NOON, today=NOON.date())
        factories, none = board.segments(standings)
        money = house.money(standings).at_risk

    # 60 ± 2.776 × 31.62 / √5, cut to the scale
    assert (factories.index.by_client, board.interval(factories.index)) == (60, (21, 99))
    assert (factories.at_risk.amount, factories.at_risk.clients) == (200, 2)
    assert (none.segment, board.interval(none.index), none.at_risk.clients) == (None, None, 1)
    assert factories.at_risk.clients + none.at_risk.clients == money.total.clients


@pytest.mark.parametrize(
    ("months", "last", "days"),
    [
        (1, None, ("2026-03-01", "2026-03-20")),
        (3, None, ("2026-01-01", "2026-03-20")),
        (12, datetime(2025, 12, 31).date(), ("2025-01-01", "2025-12-31")),  # noqa: DTZ001 a day
        (1, datetime(2027, 1, 1).date(), ("2026-03-01", "2026-03-20")),  # noqa: DTZ001 has not come
    ],
)
def test_period_is_whole_months_of_the_house(months, last, days):
    found = period(organization=Organization(time_zone="Europe/Kyiv"), now=NOON, months=months, last=last)

    assert (found.first.isoformat(), found.until.isoformat()) == days
    assert found.start.isoformat() == f"{days[0]}T00:00:00+02:00"


def test_every_figure_opens_the_rows_it_was_counted_from(led, cast, client_of, now):
    with tenant_context(cast.north.pk):
        kept = promised(led, due=now - DAY, kept=now - DAY)
        late = promised(led, due=now - 2 * DAY)
        case = complained(led, days=0, number=7, opened_at=now - HOUR, department=led.department)
        Decision.objects.create(
            asked_of=cast.bob.employee, asked_by=cast.carol.employee, question="Secret?", currency="EUR",
            due_on=now.date(), asked_at=now - HOUR,
        )  # fmt: skip
    found = page(client_of, cast.alice, "board/promises/?period=year&state=in_time")
    assert (kept.text in found, late.text in found) == (True, False)
    found = page(
        client_of, cast.alice, f"board/promises/?period=year&department={led.department.pk}&month={late.due_on:%Y-%m}"
    )
    assert late.text in found
    found = page(client_of, cast.alice, f"board/owed/?department={led.department.pk}")
    assert (f"№ {case.label}" in found, late.text in found, kept.text in found) == (True, True, False)
    assert late.text in page(client_of, cast.alice, f"board/owed/?touchpoint={led.touchpoint.pk}")
    assert "№ 7" in page(client_of, cast.alice, "board/waits/?of=cases&state=waiting")
    assert "№ 7" not in page(client_of, cast.alice, "board/waits/?of=cases&state=answered")
    assert "Nothing of this kind" in page(client_of, cast.alice, "board/waits/?of=alerts")
    waiting = page(client_of, cast.alice, f"board/waits/?of=decisions&person={cast.bob.employee.pk}")
    assert ("Bob Berg" in waiting, "Secret?" in waiting) == (True, False)  # only the two of it read the question
    assert "Secret?" in page(client_of, cast.bob, "board/waits/?of=decisions")
    assert "Nobody has spoken" in page(client_of, cast.alice, f"board/said/?department={led.department.pk}")


def test_odd_addresses_are_not_found_and_odd_times_are_none(cast, client_of):
    browser = client_of(cast.alice)
    for path in ("waits/", "owed/", "said/?touchpoint=x", "promises/?department=x"):
        assert browser.get(cast.alice.url(f"board/{path}")).status_code == 404, path
    for query in ("?period=day&last=x", "?last=0001-01", "?last=9999-12", "?period=year&last=1900-01"):
        assert "Executive board" in page(client_of, cast.alice, f"board/{query}")


def test_board_is_for_those_who_see_the_whole_house(cast, client_of, led):
    for person, status in ((cast.alice, 200), (cast.bob, 200), (cast.dave, 200), (cast.carol, 403), (cast.erin, 403)):
        for path in (
            "board/",
            "board/promises/",
            "board/waits/?of=cases",
            f"board/owed/?department={led.department.pk}",
        ):
            assert client_of(person).get(person.url(path)).status_code == status, (person.employee.name, path)
    assert "board/" in page(client_of, cast.bob, "")
    assert cast.mallory.url("board/") not in page(client_of, cast.carol, "")


def test_other_organization_sees_none_of_it(led, cast, client_of):
    with tenant_context(cast.north.pk):
        promised(led, due=NOON - 30 * DAY)
        complained(led, days=1, number=1, department=led.department)
    text = page(client_of, cast.mallory)

    assert "Accounting" not in text
    assert "No promise was due" in text
    answer = client_of(cast.mallory).get(cast.mallory.url(f"board/owed/?department={led.department.pk}"))
    assert answer.status_code == 404


def test_queries_do_not_grow_with_what_there_is(led, cast, client_of, now):
    browser = client_of(cast.alice)
    browser.get(cast.alice.url("board/"))
    counts = []
    for more in (1, 3):
        with tenant_context(cast.north.pk):
            for number in range(more):
                segment = Segment.objects.create(name=f"{more} {number}", created_at=NOON)
                department = Department.objects.create(name=f"{more} {number}")
                a_client(f"More {more} {number}", by=led.by, now=NOON, segment=segment)
                promised(led, due=now - DAY)
                complained(led, days=0, number=10 * more + number, opened_at=now, department=department)
        for path in ("board/", "board/promises/", "board/waits/?of=cases"):
            with CaptureQueriesContext(connection) as asked:
                browser.get(cast.alice.url(path))
            counts.append(len(asked))

    assert counts[:3] == counts[3:]
