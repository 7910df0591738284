"""How the house stood on past days: kept as counted, filled in from the indices of clients, mended when the past changes."""

from datetime import timedelta
from itertools import pairwise

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.clients.models import ClientFacts
from accounts.jobs import actions as jobs
from accounts.tenancy.context import tenant_context
from feedback import pipeline
from feedback.insights import actions
from feedback.insights.models import HouseDay
from tests.factories.accounts import a_client
from tests.feedback.happiness_index.conftest import house, other_house

__all__ = ["house", "other_house"]


def kept():
    return list(HouseDay.objects.order_by("day"))


def test_today_is_kept_once_and_as_it_stands_last(house, other_house, now):
    with tenant_context(house.organization.pk):
        house.answer(10, days_ago=1)
        house.count()
        ClientFacts.objects.filter(client=house.client).update(revenue=500, lacks_economic=False)
        actions.keep_day(now=now)
        ClientFacts.objects.filter(client=house.client).update(mood=30, last_heard_at=now)
        actions.keep_day(now=now)

        row = kept()[-1]
        assert (row.clients, row.unknown, row.mood_sum, row.sealed_sum, row.confided) == (1, 0, 30, 30, 0)
        assert (row.revenue, row.at_risk, row.at_risk_clients) == (500, 500, 1)
        assert (row.lack_economic, row.lack_technical, row.lack_end_user) == (0, 1, 1)
        assert HouseDay.objects.filter(day=row.day).count() == 1
    with tenant_context(other_house.organization.pk):
        assert kept() == []


def test_weeks_of_the_past_are_counted_from_the_days_of_the_clients(house, now):
    with tenant_context(house.organization.pk):
        house.answer(10, days_ago=100)
        other = a_client("Baltic", by=house.by, now=now - timedelta(days=200))
        house.answer(0, days_ago=50, of=other, contact=None)
        pipeline.process(client_ids=[house.client.pk, other.pk], now=now)
        actions.keep_day(now=now)

        *past, _today = kept()
        assert len(past) >= 13
        assert all(later.day - earlier.day == timedelta(days=7) for earlier, later in pairwise(past))
        assert past[0].clients == 1
        assert past[-1].clients == 2
        assert past[-1].mood_sum < 2 * past[0].mood_sum
        assert past[0].revenue is None  # money of the past is unknown, not zero
        assert past[0].index(fewest=5) is None
        assert past[0].index(fewest=1) == past[0].mood_sum

        before = [row.mood_sum for row in past]
        actions.keep_day(now=now)
        assert [row.mood_sum for row in kept()[:-1]] == before


def test_late_answer_mends_the_days_since_it_was_given(house, now):
    with tenant_context(house.organization.pk):
        house.answer(10, days_ago=100)
        house.count()
        actions.keep_day(now=now)
        before = {row.day: row.mood_sum for row in kept()}
        HouseDay.objects.filter(day=max(list(before)[:-1])).update(at_risk=7)

        house.answer(0, days_ago=30, known_ago=0)
        house.count()
        assert HouseDay.objects.filter(is_stale=True).exists()
        actions.keep_day(now=now)
        after = {row.day: row.mood_sum for row in kept()}
        given = (now - timedelta(days=30)).date()
        assert [day for day in after if day < given and after[day] != before[day]] == []
        assert any(after[day] < before[day] for day in before if day > given)
        assert not HouseDay.objects.filter(is_stale=True).exists()
        assert HouseDay.objects.get(at_risk=7)  # what was counted that day of money stays


def test_past_takes_as_many_statements_for_many_clients(house, now):
    counts = []
    with tenant_context(house.organization.pk):
        for number in (1, 4):
            clients = [
                a_client(f"Client {number}-{one}", by=house.by, now=now - timedelta(days=300)) for one in range(number)
            ]
            for client in clients:
                house.answer(8, days_ago=200, of=client, contact=None)
            pipeline.process(client_ids=[client.pk for client in clients], now=now)
            HouseDay.objects.all().delete()
            with CaptureQueriesContext(connection) as asked:
                actions.keep_day(now=now)
            counts.append(len(asked))
    assert counts[0] == counts[1]


def test_timetable_keeps_the_day_of_every_organization(house, other_house, now):
    actions.request_days(now=now)
    jobs.drain(queue=actions.QUEUE, now=lambda: now + timedelta(seconds=2))

    for one in (house, other_house):
        with tenant_context(one.organization.pk):
            assert [row.unknown for row in kept()] == [1]


@pytest.mark.parametrize("confided", [4, 5])
def test_confided_moods_are_in_the_number_of_enough_clients(confided):
    row = HouseDay(clients=6, confided=confided, mood_sum=360, sealed_sum=300)

    assert row.index(fewest=5) == (50 if confided == 5 else 60)
