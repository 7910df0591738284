"""From what was said to readings, index, kept days, lists and news."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.clients import actions as clients
from accounts.clients import looks
from accounts.clients.models import ClientFacts
from accounts.events.models import Event
from accounts.tenancy.context import tenant_context
from feedback import pipeline
from feedback.alerts import rules
from feedback.alerts.queries.facts import known_of
from feedback.coverage import actions as coverage
from feedback.happiness_index import actions, queries
from feedback.happiness_index.models import IndexSnapshot
from feedback.insights import queries as insights
from feedback.interactions import actions as interactions
from feedback.rollups.models import MonthlyMood
from feedback.sentiment import actions as sentiment
from feedback.sentiment.models import MoodReading
from tests.factories.accounts import a_client
from tests.feedback.happiness_index.conftest import amend, work


def test_answer_becomes_a_number_with_reasons(house, now):
    with tenant_context(house.organization.pk):
        house.answer(3, days_ago=1)
        facts = house.count()
        told = queries.explain(house.client.pk, now=now)

        assert (facts.mood, facts.mood_confidence, facts.mood_roles, facts.is_mood_one_sided) == (
            31,
            "low",
            ["economic"],
            True,
        )
        assert told.index.baseline + sum(one.contribution.points for one in told.reasons) == told.index.value
        assert [one.reading.response.nps for one in told.reasons] == [3]
        assert IndexSnapshot.objects.get(day=queries.calendar().day(now)).value == told.index.value


def test_organizations_do_not_see_each_other(house, other_house, now):
    for one, nps in ((house, 0), (other_house, 10)):
        with tenant_context(one.organization.pk):
            one.answer(nps, days_ago=2)
            one.count()
    with tenant_context(house.organization.pk):
        assert MoodReading.objects.get().value == 0
        assert [point.value for point in queries.curve(other_house.client.pk, now=now)] == [None] * queries.MONTHS


@pytest.mark.django_db(transaction=True)
def test_worker_counts_what_is_said_and_tells_that_the_index_moved(committed_cast, now):
    from tests.feedback.happiness_index.conftest import furnish

    house = furnish(committed_cast.alice, now)
    with tenant_context(house.organization.pk):
        house.talk(90, days_ago=0)
    work()
    with tenant_context(house.organization.pk):
        facts = ClientFacts.objects.get(client=house.client)
        assert (facts.mood, facts.mood_roles) == (76, ["technical"])
        payload = Event.objects.get(kind="index.changed").payload
        assert payload == {"to": 76, "band": "content"}


def test_second_count_changes_nothing_and_tells_nothing(house, now):
    with tenant_context(house.organization.pk):
        house.answer(9, days_ago=40)
        house.talk(20, days_ago=3)
        house.count()
        before = list(IndexSnapshot.objects.values()), MoodReading.objects.count(), Event.objects.count()
        house.count()

        assert (list(IndexSnapshot.objects.values()), MoodReading.objects.count(), Event.objects.count()) == before


def test_statements_are_as_many_for_ten_clients_and_a_hundred_answers(house, now):
    with tenant_context(house.organization.pk):
        others = [a_client(f"Client {number}", by=house.by, now=now - timedelta(days=400)) for number in range(10)]
        house.answer(9, days_ago=4)
        with CaptureQueriesContext(connection) as one:
            pipeline.process(client_ids=[house.client.pk], now=now)
        for other in others:
            for days in range(10):
                house.answer(days, days_ago=days * 30, of=other)
        with CaptureQueriesContext(connection) as many:
            pipeline.process(client_ids=[other.pk for other in others], now=now)

        assert len(many) <= len(one) < 50


def test_amended_answer_supersedes_and_the_past_stays_as_it_was_known(house, now):
    day = now - timedelta(days=10)
    with tenant_context(house.organization.pk):
        response = house.answer(2, days_ago=12)
        house.count(day)
        amend(response, 9, now=now - timedelta(days=6))
        house.count(now - timedelta(days=6))

        then = {one.day: one.value for one in queries.history(house.client.pk, now=now, as_known=queries.Known.THEN)}
        known = {one.day: one.value for one in queries.history(house.client.pk, now=now)}
        first = queries.calendar().day(now - timedelta(days=12))
        assert (then[first] < 40, known[first] > 60) == (True, True)
        assert [row.number for row in MoodReading.objects.order_by("number")] == [1, 2]
        assert IndexSnapshot.objects.order_by("day").first().value < 40


def test_removed_talk_counts_no_more(house, now):
    with tenant_context(house.organization.pk):
        talk = house.talk(10, days_ago=5)
        house.count(now - timedelta(days=4))
        interactions.remove(interaction=talk, by=house.by, now=now)

        assert house.count().mood is None
        assert MoodReading.objects.get(replaced_at=None).value is None


def test_talk_weighs_one_in_every_role_however_many_took_part(house, now):
    with tenant_context(house.organization.pk):
        house.talk(50, roles=("economic", "technical"))
        house.count()

        assert sorted(MoodReading.objects.values_list("role", "weight")) == [("economic", 1), ("technical", 1)]


def test_hearsay_counts_half_until_it_is_confirmed(house, now):
    with tenant_context(house.organization.pk):
        response = house.answer(9, days_ago=2, proxy_by=house.by)
        house.count(now - timedelta(days=1))
        amend(response, 9, now=now)
        house.count()

        assert list(MoodReading.objects.order_by("number").values_list("weight", flat=True)) == [Decimal("0.5"), 1]


def test_mark_by_hand_is_half_after_two_weeks_when_bad(house, now):
    with tenant_context(house.organization.pk):
        bad = sentiment.record_by_hand(
            client=house.client, value=20, by=house.by, now=now, role="economic", note="Angry"
        )
        good = sentiment.record_by_hand(client=house.client, value=80, by=house.by, now=now, role="technical")
        assert (bad.half_life_days, good.half_life_days) == (14, 45)
        assert house.count().mood_roles == ["economic", "technical"]

        sentiment.take_back(reading=bad, by=house.by, now=now + timedelta(hours=1))
        assert house.count(now + timedelta(hours=2)).mood_roles == ["technical"]
        for value, at in ((101, now), (-1, now), (50, now + timedelta(days=1))):
            with pytest.raises(sentiment.BadMark):
                sentiment.record_by_hand(client=house.client, value=value, by=house.by, now=now, happened_at=at)


def test_what_is_for_top_management_only_has_a_sum_of_its_own(house, now):
    with tenant_context(house.organization.pk):
        house.answer(9, days_ago=3)
        house.answer(0, days_ago=2, confidentiality="leadership")
        facts = house.count()
        open_, sealed = (queries.explain(house.client.pk, now=now, confidential=one).index for one in (False, True))

        assert facts.mood == int(open_.value) > int(sealed.value) == facts.sealed_mood
        assert len(open_.contributions) == 1
        assert all("sealed" not in event.payload for event in Event.objects.all())


def test_what_is_confided_afterwards_leaves_the_kept_days_too(house, now):
    with tenant_context(house.organization.pk):
        house.answer(9, days_ago=20)
        response = house.answer(0, days_ago=10)
        house.count(now - timedelta(days=9))
        low = IndexSnapshot.objects.order_by("day").last().value
        amend(response, 0, now=now, confidentiality="leadership")
        house.count()

        kept = IndexSnapshot.objects.filter(day__lt=queries.calendar().day(now)).order_by("day").last()
        assert kept.value > low
        assert kept.sealed_value == low


def test_nameless_answer_counts_for_its_role_and_for_nobody(house):
    with tenant_context(house.organization.pk):
        house.answer(9, days_ago=3, confidentiality="role")
        house.count()

        assert MoodReading.objects.get().contact_id is None


def test_imported_years_fill_the_days_before(house, now):
    with tenant_context(house.organization.pk):
        house.answer(9, days_ago=1)
        house.count()
        for days in (300, 200, 100):
            house.answer(4, days_ago=days, known_ago=0, origin="import")
        house.count(now + timedelta(minutes=1))

        days = [(row.day, row.at, row.known_at) for row in IndexSnapshot.objects.order_by("day")]
        assert len(days) >= 12
        assert all(known_at >= at for _day, at, known_at in days)
        assert {queries.calendar().day(now - timedelta(days=one)) for one in (300, 200, 100)} <= {
            one for one, *_ in days
        }


def kept_days():
    """Return the kept days with their numbers, after checking that each is what its readings say."""
    rows = list(IndexSnapshot.objects.order_by("day"))
    inputs = queries.inputs_of({row.client_id for row in rows})
    assert [row.value for row in rows] == [queries.replay(row, inputs).value for row in rows]
    return {row.day: row.value for row in rows}


def test_kept_days_and_sums_follow_a_merge_and_its_undoing(house, now):
    with tenant_context(house.organization.pk):
        twin = a_client("Twin", by=house.by, now=now - timedelta(days=800))
        house.answer(9, days_ago=70)
        house.answer(0, days_ago=70, of=twin, contact=None)
        house.count()
        house.count(of=twin)
    work()
    with tenant_context(house.organization.pk):
        before, cells = kept_days(), MonthlyMood.objects.get().clients
        undo = clients.merge_clients(source=twin, into=house.client, values={}, title="", by=house.by, now=now)
    work()
    with tenant_context(house.organization.pk):
        heirs = IndexSnapshot.objects.filter(client=house.client)
        inputs = queries.inputs_of([house.client.pk])
        assert all(row.value == queries.replay(row, inputs).value for row in heirs)
        assert (cells, MonthlyMood.objects.get().clients) == (2, 1)
        clients.undo(kept=undo, by=house.by, now=now)
    work()
    with tenant_context(house.organization.pk):
        assert MonthlyMood.objects.get().clients == 2
        assert kept_days().keys() == before.keys()


def test_import_that_is_undone_leaves_neither_days_nor_sums(house, now):
    with tenant_context(house.organization.pk):
        house.answer(9, days_ago=3)
        brought = house.answer(1, days_ago=200, origin="history")
        house.count()
    work()
    with tenant_context(house.organization.pk):
        assert len(kept_days()) > 5
        brought.delete()
        looks.look_back(client_ids=[house.client.pk], now=now)
    work()
    with tenant_context(house.organization.pk):
        assert min(kept_days()) >= queries.calendar().day(now - timedelta(days=3))
        assert sum(row.readings for row in MonthlyMood.objects.all()) == 1


def test_unknown_after_a_year_of_silence(house, now):
    with tenant_context(house.organization.pk):
        house.answer(9, days_ago=364)
        assert house.count().mood is not None
        actions.recalculate(client_ids=[house.client.pk], now=now + timedelta(days=2))

        facts = ClientFacts.objects.get(client=house.client)
        assert (facts.mood, facts.mood_confidence, facts.mood_roles) == (None, "", [])


def test_every_kept_day_is_counted_again_to_the_same_number(house, now):
    """Twelve months with late, amended, corrected, removed, confided and erased answers, counted every day as live."""
    with tenant_context(house.organization.pk):
        told = []
        for days in range(360, 0, -12):
            at = now - timedelta(days=days)
            role = ("economic", "technical", "end_user")[days % 3]
            told.append(
                house.answer(days % 11, days_ago=days + (30 if days % 5 == 0 else 0), known_ago=days, role=role)
            )
            if days % 4 == 0:
                house.talk(days % 100, days_ago=days)
            house.count(at)
            if len(told) % 6 == 0:
                amend(
                    told[-3],
                    10 - days % 11,
                    now=at + timedelta(days=1),
                    confidentiality=("named", "leadership")[days % 2],
                )
                house.count(at + timedelta(days=2))
            actions.recalculate(client_ids=[house.client.pk], now=at + timedelta(days=3))
        house.count()

        inputs = queries.inputs_of([house.client.pk])
        rows = list(IndexSnapshot.objects.order_by("day"))
        assert len(rows) > 40
        for row in rows:
            again = queries.replay(row, inputs)
            assert (row.day, again.value, again.low, again.high) == (row.day, row.value, row.low, row.high)
            assert [[str(one.reading_id), int(one.points * 10)] for one in again.contributions] == row.contributions
        for first, second in zip(rows, rows[5:], strict=False):
            steps = queries.waterfall(house.client.pk, start=first.at, end=second.at, now=now)
            assert steps.begins + sum(one.points for one in steps.steps) == steps.ends


def test_silence_is_one_for_alerts_people_and_money(house, now):
    with tenant_context(house.organization.pk):
        for days in (71, 61, 51, 41, 31):
            house.answer(9, days_ago=days, role="technical", contact=house.people["technical"].contact)
        house.count(now - timedelta(days=2))
        assert ClientFacts.objects.get().rhythm_days == 10
        for at, is_silent in ((now - timedelta(days=2), False), (now, True)):
            coverage.report([house.client.pk], at)
            (standing,) = insights.standings(now=at, today=at.date())
            known = known_of([house.client.pk], since=now - timedelta(days=400), now=at)[house.client.pk]
            person = queries.of_people(house.client.pk, now=at)[house.people["technical"].contact_id]
            seen = standing.is_silent, bool(rules.evaluate("silence", known, numbers={}, now=at)), bool(person.silence)
            assert seen == (is_silent,) * 3
