"""Sums by month: what they hold, that they follow every change, and that counting twice is once."""

from datetime import UTC, date, datetime, timedelta

from accounts import clock
from accounts.jobs import actions as jobs
from accounts.organizations.models import Department, Touchpoint
from accounts.tenancy.context import tenant_context
from feedback.interactions import actions as interactions
from feedback.interactions.models import Interaction
from feedback.rollups import queries
from feedback.rollups.models import DirtyMonth, MonthlyMood
from tests.factories.accounts import a_client
from tests.feedback.happiness_index.conftest import amend, house, other_house  # noqa: F401 fixtures

MARCH, APRIL = date(2026, 3, 1), date(2026, 4, 1)


def days_ago(now, month):
    return (now - datetime(month.year, month.month, 15, 12, tzinfo=UTC)) / timedelta(days=1)


def rebuild():
    jobs.drain(queue="monthly_sums", now=clock.real_now)


def cells(**by):
    return {(one.month, one.stage, one.role): one for one in queries.monthly(since=MARCH, until=APRIL, fewest=5, **by)}


def test_month_counts_scores_and_means_by_client(house, now):  # noqa: F811
    with tenant_context(house.organization.pk):
        loud = a_client("Loud", by=house.by, now=now - timedelta(days=700))
        for nps in (0, 0, 0):
            house.answer(nps, days_ago=days_ago(now, MARCH), of=loud, contact=None)
        house.answer(10, days_ago=days_ago(now, MARCH))
        house.answer(8, days_ago=days_ago(now, APRIL), role="technical")
        house.count()
        house.count(of=loud)
    rebuild()
    with tenant_context(house.organization.pk):
        march = cells()[MARCH, "", "economic"]
        assert (march.readings, march.mean) == (4, 50)  # by client: 0 and 100
        assert {name: march.sums[name] for name in ("clients", "upset", "delighted", "promoters", "detractors")} == {
            "clients": 2, "upset": 3, "delighted": 1, "promoters": 1, "detractors": 3,
        }  # fmt: skip
        assert {month: one.readings for (month, *_), one in cells(by=()).items()} == {MARCH: 4, APRIL: 1}
        assert not DirtyMonth.objects.exists()


def test_amended_answer_is_counted_anew_and_twice_is_once(house, other_house, now):  # noqa: F811
    with tenant_context(house.organization.pk):
        response = house.answer(10, days_ago=days_ago(now, MARCH))
        house.count()
    rebuild()
    with tenant_context(house.organization.pk):
        amend(response, 3, now=now)
        house.count()
        house.count()
    rebuild()
    rebuild()
    with tenant_context(house.organization.pk):
        row = MonthlyMood.objects.get()
        assert (row.readings, row.value_sum, row.detractors, row.promoters) == (1, 22, 1, 0)
    with tenant_context(other_house.organization.pk):
        assert not MonthlyMood.objects.exists()


def test_what_is_confidential_counts_only_among_enough_clients(house, now):  # noqa: F811
    with tenant_context(house.organization.pk):
        clients = [a_client(f"Client {number}", by=house.by, now=now - timedelta(days=700)) for number in range(5)]
        for number, client in enumerate(clients, start=1):
            house.answer(1, days_ago=days_ago(now, MARCH), of=client, contact=None, confidentiality="leadership")
            house.count(of=client)
            rebuild_in_scope()
            assert sum(one.readings for one in cells().values()) == (5 if number == 5 else 0)


def rebuild_in_scope():
    from feedback.rollups import actions

    actions.rebuild([], clock.now())


def test_places_are_told_among_enough_clients_and_follow_a_change(house, other_house, now):  # noqa: F811
    with tenant_context(house.organization.pk):
        department = Department.objects.create(name="Service")
        touchpoint = Touchpoint.objects.create(name="Invoice", department=department)
        clients = [a_client(f"Client {number}", by=house.by, now=now - timedelta(days=700)) for number in range(5)]
        place = {"department": department, "touchpoint": touchpoint}
        for number, client in enumerate(clients):
            month = (MARCH, APRIL)[number % 2]
            row = house.talk(20 * number, days_ago=days_ago(now, month), roles=(), of=client, **place)
            Interaction.objects.filter(pk=row.pk).update(stage="onboarding")
            house.count(of=client)
        house.talk(100, days_ago=days_ago(now, APRIL), roles=(), of=clients[0], visibility="leadership", **place)
        house.count(of=clients[0])
        rebuild_in_scope()
        (whole,) = queries.touches(since=MARCH, until=APRIL)
        assert (whole.stage, whole.touchpoint_id, whole.clients, whole.mean) == ("onboarding", touchpoint.pk, 5, 40)
        assert whole.bands == {"upset": 2, "tense": 1, "neutral": 1, "content": 0, "delighted": 1}
        by_month = queries.touches(since=MARCH, until=APRIL, by=("month", "department"))
        assert [(one.clients, one.mean, one.bands) for one in by_month] == [(3, None, {}), (2, None, {})]
        interactions.remove(interaction=row, by=house.by, now=now)
        house.count(of=clients[4])
        rebuild_in_scope()
        rebuild_in_scope()
        (whole,) = queries.touches(since=MARCH, until=APRIL)
        assert (whole.clients, whole.is_shown) == (4, False)
    with tenant_context(other_house.organization.pk):
        assert queries.touches(since=MARCH, until=APRIL) == []
