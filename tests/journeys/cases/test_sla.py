"""Deadlines in hours of work: plain arithmetic, in tables and by properties."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accounts.worktime import Place, WorkWeek, work_between
from journeys.cases import sla
from journeys.cases.sla import Terms, Worker

DAY = ((time(9), time(13)), (time(14), time(18)))
KYIV = Worker(WorkWeek((DAY, DAY, DAY, DAY, DAY, (), ())), Place("Europe/Kyiv", "UA"))
TERMS = Terms(accept=8, contact=16, fix=40, confirm=24)
TUESDAY = datetime(2026, 11, 17, 8, 0, tzinfo=UTC)  # 10:00 in Kyiv


@pytest.mark.parametrize(
    ("state", "since", "due"),
    [
        ("heard", TUESDAY, datetime(2026, 11, 18, 8, 0, tzinfo=UTC)),  # eight hours, over the break
        ("accepted", TUESDAY + timedelta(hours=3), datetime(2026, 11, 19, 8, 0, tzinfo=UTC)),  # counts from hearing
        ("contacted", TUESDAY, datetime(2026, 11, 24, 8, 0, tzinfo=UTC)),  # a week of work, and a weekend
        ("fixed", TUESDAY, datetime(2026, 11, 20, 8, 0, tzinfo=UTC)),
        ("closed", TUESDAY, None),
    ],
)
def test_deadlines_of_the_steps(state, since, due) -> None:
    assert sla.due_at(state, heard_at=TUESDAY, since=since, terms=TERMS, worker=KYIV) == due


def test_a_promised_day_counts_to_its_end_there() -> None:
    due = sla.due_at(
        "contacted", heard_at=TUESDAY, since=TUESDAY, terms=TERMS, worker=KYIV, promised_on=date(2026, 11, 24)
    )

    assert due == datetime(2026, 11, 24, 22, 0, tzinfo=UTC)


MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 1), timezones=st.just(UTC))  # noqa: DTZ001 zones are added


@settings(max_examples=60)
@given(MOMENTS, st.integers(1, 40), st.timedeltas(timedelta(0), timedelta(days=5)), st.integers(0, 20))
def test_a_pause_keeps_the_work_that_was_left(heard, hours, until_pause, days) -> None:
    terms = Terms(hours, hours, hours, hours)
    due = sla.due_at("heard", heard_at=heard, since=heard, terms=terms, worker=KYIV)
    paused_at = heard + until_pause
    now = paused_at + timedelta(days=days)

    new = sla.resumed(due, paused_at=paused_at, now=now, worker=KYIV)

    left = work_between(paused_at, due, week=KYIV.week, place=KYIV.place)
    assert work_between(now, new, week=KYIV.week, place=KYIV.place) == left if left else new == due
    assert new >= due


def test_what_is_left_is_less_than_nothing_when_it_is_late() -> None:
    due = TUESDAY + timedelta(hours=2)

    assert sla.hours_left(due, now=TUESDAY, worker=KYIV) == timedelta(hours=2)
    assert sla.hours_left(due, now=due + timedelta(hours=2), worker=KYIV) == -timedelta(hours=1)  # then the break
    assert sla.hours_left(due, now=due + timedelta(hours=3), worker=KYIV) == -timedelta(hours=2)
