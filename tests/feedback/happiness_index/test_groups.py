"""Indices of many clients, of single people, and of weights that are thought about."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.management import CommandError, call_command

from accounts import clock
from accounts.clients.models import ClientFacts, Segment
from accounts.jobs import actions as jobs
from accounts.organizations.models import Department, Touchpoint
from accounts.tenancy.context import tenant_context
from feedback.happiness_index import actions, formula, queries
from feedback.happiness_index.models import IndexSnapshot, IndexWeights
from feedback.sentiment import actions as sentiment
from feedback.sentiment.models import MoodReading
from tests.factories.accounts import a_client


def five(house, now, *, moods=(20, 40, 60, 80, 100), revenue=(9, 0, 0, 0, 1), segment=None):
    clients = []
    for number, (mood, money) in enumerate(zip(moods, revenue, strict=True)):
        client = a_client(f"Client {number}", by=house.by, now=now - timedelta(days=90), segment=segment)
        ClientFacts.objects.filter(client=client).update(mood=mood, revenue=money, stage="onboarding")
        clients.append(client)
    return clients


def test_group_counts_by_client_and_by_revenue(house, other_house, now):
    with tenant_context(house.organization.pk):
        segment = Segment.objects.create(name="Factories", created_at=now)
        five(house, now, segment=segment)

        found = queries.GroupIndex(
            5, 0, Decimal("60.0"), Decimal("28.0"), revenue=10, spread=pytest.approx(31.623, abs=0.001)
        )
        assert queries.of_house() == replace(found, unknown=1)
        assert queries.by_segment()[segment.pk] == found
        assert queries.by_stage()["onboarding"].by_client == 60
    with tenant_context(other_house.organization.pk):
        assert queries.of_house() == queries.GroupIndex(0, 1, None, None)


def test_few_clients_make_no_number(house, now):
    with tenant_context(house.organization.pk):
        ClientFacts.objects.filter(client=five(house, now)[0]).update(mood=None)

        assert queries.of_house() == queries.GroupIndex(4, 2, None, None, revenue=10)


def test_change_of_a_group_is_the_mean_of_its_clients_changes(house, now):
    with tenant_context(house.organization.pk):
        for client, moved in zip(five(house, now), (1, 2, 3, 4, 10), strict=True):
            ClientFacts.objects.filter(client=client).update(mood_change=moved, manager_id=house.by.pk)

        change = queries.of_house().change
        assert (change.points, change.clients) == (Decimal("4.0"), 5)
        assert change.deviation == pytest.approx(3.5355, abs=1e-4)
        assert queries.of_house(manager_id=house.by.pk).clients == 5
        ClientFacts.objects.filter(mood_change=10).update(mood_change=None)
        assert queries.of_house().change is None  # four make no number


def test_confided_moods_count_only_among_enough_clients(house, now):
    with tenant_context(house.organization.pk):
        clients = five(house, now)
        for number, client in enumerate(clients, start=1):
            ClientFacts.objects.filter(client=client).update(sealed_mood=0)
            assert queries.of_house().by_client == (0 if number == 5 else 60)


def test_touchpoint_counts_every_client_once(house, now):
    with tenant_context(house.organization.pk):
        department = Department.objects.create(name="Books")
        place = Touchpoint.objects.create(name="Acts", department=department, position=1)
        for number, client in enumerate(five(house, now)):
            for _ in range(number + 1):
                reading = sentiment.record_by_hand(client=client, value=number * 10, by=house.by, now=now)
                MoodReading.objects.filter(pk=reading.pk).update(touchpoint=place, department=department)

        found = queries.by_touchpoint(now=now)[place.pk]
        assert (found.clients, found.by_client) == (5, 20)
        assert queries.by_department(now=now)[department.pk].by_client == 20


def test_person_has_a_mood_and_a_rhythm(house, now):
    with tenant_context(house.organization.pk):
        for days in (400, 340, 280, 220, 160):
            house.answer(9, days_ago=days)
        house.answer(2, days_ago=3, role="technical")
        house.count()

        people = queries.of_people(house.client.pk, now=now)
        buyer, engineer = (people[house.people[role].contact_id] for role in ("economic", "technical"))
        assert buyer.silence.usual == timedelta(days=60)
        assert engineer.silence is None
        assert engineer.index.value < 40 < buyer.index.value


def test_weights_show_who_moves_before_they_are_saved_and_the_past_keeps_its_own(house, now):
    wanted = {"economic": 0, "technical": 100, "end_user": 0}
    with tenant_context(house.organization.pk):
        for days in (40, 20, 1):
            house.answer(10, days_ago=days)
            house.answer(1, days_ago=days, role="technical")
        house.count()
        (move,) = queries.foresee(weights=wanted, segment_id=None, now=now).changes
        before = list(IndexSnapshot.objects.order_by("day").values_list("day", "value"))

        later = now + timedelta(seconds=1)
        actions.set_weights(weights=wanted, by=house.by, now=later)
        actions.set_weights(weights=wanted, by=house.by, now=later)
        assert IndexWeights.objects.count() == 1
        actions.recalculate(client_ids=[house.client.pk], now=later)

        assert ClientFacts.objects.get(client=house.client).mood == int(move.after) < int(move.before)
        assert list(IndexSnapshot.objects.order_by("day").values_list("day", "value")) == before
        assert queries.history(house.client.pk, now=later)[0].value == before[0][1]
        actions.drop_weights(by=house.by, now=later + timedelta(seconds=1))
        actions.recalculate(client_ids=[house.client.pk], now=later + timedelta(seconds=2))
        assert ClientFacts.objects.get(client=house.client).mood == int(move.before)
        with pytest.raises(actions.BadWeights):
            actions.set_weights(weights={"economic": 50, "technical": 60, "end_user": -10}, by=house.by, now=now)


def test_baseline_is_the_mean_of_the_segment_or_of_the_house(house, now):
    with tenant_context(house.organization.pk):
        segment = Segment.objects.create(name="Factories", created_at=now)
        for client in five(house, now, segment=segment):
            sentiment.record_by_hand(
                client=client, value=90, by=house.by, now=now, happened_at=now - timedelta(days=35)
            )
        house.answer(0, days_ago=1)
        house.count()

        assert queries.explain(house.client.pk, now=now).index.baseline == 90
        assert IndexSnapshot.objects.filter(client=house.client).latest("day").baseline == 90


def test_day_passes_and_what_was_said_fades(house, now):
    with tenant_context(house.organization.pk):
        house.answer(10, days_ago=0)
        before = house.count().mood
        mood = ClientFacts.objects.filter(client=house.client)
        mood.update(mood_counted_at=None, mood=None, last_heard_at=now)
    actions.request_counts(now=now)
    jobs.drain(queue="index_sweep", now=clock.real_now)
    with tenant_context(house.organization.pk):
        assert mood.get().mood == before


def test_command_counts_by_another_version_beside(house, now, capsys):
    with tenant_context(house.organization.pk):
        house.answer(10, days_ago=1)
        house.count()
        IndexSnapshot.objects.all().delete()
        ClientFacts.objects.filter(client=house.client).update(mood_counted_at=now - timedelta(days=1))
    call_command("recalculate_index")
    with pytest.raises(CommandError):
        call_command("recalculate_index", formula=99)

    assert "1 clients counted by version 1" in capsys.readouterr().out
    with tenant_context(house.organization.pk):
        assert {row.version for row in IndexSnapshot.objects.all()} == {formula.CURRENT.version}
