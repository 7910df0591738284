"""Windows in a person's own zone: weekdays, holidays, midnight, and the nights on which the clocks change."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts import worktime
from accounts.worktime import ANY_TIME, WORKDAYS, NeverOpen, Place, Window, WorkWeek

KYIV = Place("Europe/Kyiv")
RELATION = Window(frozenset({2, 3, 4}), time(9), time(11))
NIGHT = Window(frozenset({5}), time(22), time(2))


def at(text: str, place: Place = KYIV) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(place.zone)).astimezone(UTC)


@pytest.mark.parametrize(
    ("window", "place", "asked", "opens"),
    [
        (RELATION, KYIV, "2026-11-17 10:00", "2026-11-17 10:00"),  # Tuesday, inside
        (RELATION, KYIV, "2026-11-17 11:00", "2026-11-18 09:00"),  # the end is outside
        (RELATION, KYIV, "2026-11-19 11:00", "2026-11-24 09:00"),  # over Friday, weekend and Monday
        (NIGHT, KYIV, "2026-11-21 01:59", "2026-11-21 01:59"),  # Saturday, still Friday's window
        (NIGHT, KYIV, "2026-11-21 02:00", "2026-11-27 22:00"),
        (NIGHT, KYIV, "2026-11-20 01:00", "2026-11-20 22:00"),  # Friday after midnight is Thursday's night
        (RELATION, Place("America/New_York", "US"), "2026-11-10 12:00", "2026-11-12 09:00"),  # Veterans Day
        (
            Window(frozenset({4}), time(22), time(2)),
            Place("Europe/Berlin", "DE"),
            "2026-12-24 23:30",
            "2026-12-24 23:30",
        ),
        (
            Window(frozenset({4}), time(22), time(2)),
            Place("Europe/Berlin", "DE"),
            "2026-12-25 00:30",
            "2026-12-31 22:00",
        ),
        # 29 March 2026: at 3:00 the clocks of Kyiv go to 4:00.
        (Window(frozenset({7}), time(3, 30), time(5)), KYIV, "2026-03-28 12:00", "2026-03-29 04:30"),
        (Window(frozenset({7}), time(3, 15), time(3, 45)), KYIV, "2026-03-28 12:00", "2026-04-05 03:15"),
        # 25 October 2026: at 4:00 they go back to 3:00, and the hour comes twice.
        (Window(frozenset({7}), time(3, 30), time(5)), KYIV, "2026-10-24 12:00", "2026-10-25 03:30"),
        (ANY_TIME, KYIV, "2026-11-22 03:00", "2026-11-22 03:00"),
    ],
)
def test_window_opens(window, place, asked, opens):
    assert worktime.opening(at(asked, place), window=window, place=place) == at(opens, place)


def test_window_without_days_never_opens():
    with pytest.raises(NeverOpen):
        worktime.opening(at("2026-11-17 10:00"), window=Window(frozenset(), time(9), time(11)), place=KYIV)


def test_working_days_leave_out_weekends_and_holidays():
    place = Place("America/New_York", "US")

    assert worktime.workdays_later(at("2026-11-25 15:00", place), days=2, place=place) == at("2026-11-30 15:00", place)
    assert worktime.workdays_between(date(2026, 11, 24), date(2026, 11, 30), place=place) == [
        date(2026, 11, day) for day in (24, 25, 27, 30)
    ]  # fmt: skip


def test_unknown_country_has_no_holidays():
    assert worktime.holidays_of("XX", 2026) == frozenset()
    assert not worktime.is_holiday(date(2026, 12, 25), country="")


MOMENTS = st.timedeltas(timedelta(0), timedelta(days=1400)).map(lambda since: datetime(2024, 1, 1, tzinfo=UTC) + since)
ZONES = st.sampled_from(["Europe/Kyiv", "America/New_York", "Asia/Kathmandu", "Australia/Lord_Howe", "Pacific/Apia"])
WINDOWS = st.builds(Window, st.frozensets(st.integers(1, 7), min_size=1), st.times(), st.times())
PLACES = st.builds(Place, ZONES, st.sampled_from(["", "US", "DE", "PL", "UA"]))


@given(MOMENTS, WINDOWS, PLACES)
def test_opening_is_inside_not_before_and_its_own_opening(moment, window, place):
    try:
        opens = worktime.opening(moment, window=window, place=place)
    except NeverOpen:
        return
    assert opens >= moment
    assert worktime.is_open(opens, window=window, place=place)
    assert worktime.opening(opens, window=window, place=place) == opens


@given(MOMENTS, WINDOWS, WINDOWS, PLACES)
def test_opening_of_two_windows_is_the_first_moment_inside_both(moment, one, other, place):
    try:
        opens = worktime.opening_of_all(moment, windows=[one, other], place=place)
    except NeverOpen:
        opens = moment + timedelta(days=15)
    else:
        assert all(worktime.is_open(opens, window=window, place=place) for window in (one, other))
    for part in range(40):
        before = moment + (opens - moment) * part / 40
        assert before == opens or not all(
            worktime.is_open(before, window=window, place=place) for window in (one, other)
        )


@given(WINDOWS)
def test_window_is_read_as_it_was_written(window):
    since, until = (at.replace(second=0, microsecond=0) for at in (window.since, window.until))
    minutes = Window(window.days, since, until)

    assert worktime.window_of(minutes.as_json()) == minutes


@pytest.mark.parametrize(
    "wrong",
    [{"days": "8"}, {"days": ""}, {"days": "x"}, {"since": "25:00"}, {"until": "9:00+02:00"}, {"until": "09:00+02:00"}],
)
def test_what_is_no_window_is_refused(wrong):
    with pytest.raises(ValueError):  # noqa: PT011 whatever the number or the time says of itself
        worktime.window_of({"days": "1", "since": "09:00", "until": "10:00"} | wrong)


@given(MOMENTS, PLACES, st.integers(0, 30))
def test_more_working_days_are_never_earlier(moment, place, days):
    sooner = worktime.workdays_later(moment, days=days, place=place)

    assert moment <= sooner < worktime.workdays_later(moment, days=days + 1, place=place)
    assert not days or sooner.astimezone(ZoneInfo(place.zone)).isoweekday() in WORKDAYS
    assert sooner - moment >= timedelta(days=days) - timedelta(hours=2)


# --- Working time ---

SPLIT = ((time(9), time(13)), (time(14), time(18)))
OFFICE = WorkWeek((*[SPLIT] * 4, ((time(9), time(15)),), (), ()))
NIGHTS = WorkWeek((((time(0), time(6)), (time(22), time(0))),) * 7)
IDLE = WorkWeek(((),) * 7)
US = Place("America/New_York", "US")


@pytest.mark.parametrize(
    ("week", "place", "asked", "hours", "ends"),
    [
        (OFFICE, KYIV, "2026-11-17 10:00", 0, "2026-11-17 10:00"),
        (OFFICE, KYIV, "2026-11-17 03:00", 1, "2026-11-17 10:00"),  # begins in the morning
        (OFFICE, KYIV, "2026-11-17 12:00", 2, "2026-11-17 15:00"),  # over the break
        (OFFICE, KYIV, "2026-11-17 12:00", 1, "2026-11-17 13:00"),  # done as soon as it is
        (OFFICE, KYIV, "2026-11-20 14:00", 2, "2026-11-23 10:00"),  # a short Friday, and a weekend
        (OFFICE, US, "2026-11-25 17:00", 2, "2026-11-27 10:00"),  # Thanksgiving
        (NIGHTS, KYIV, "2026-03-28 22:00", 8, "2026-03-29 23:00"),  # the night of 29 March has seven hours
        (NIGHTS, KYIV, "2026-10-24 22:00", 8, "2026-10-25 05:00"),  # that of 25 October has nine
    ],
)
def test_working_hours_later(week, place, asked, hours, ends):
    found = worktime.work_later(at(asked, place), amount=timedelta(hours=hours), week=week, place=place)

    assert found == at(ends, place)


def test_work_that_never_begins():
    assert worktime.work_between(at("2026-11-17 10:00"), at("2027-11-17 10:00"), week=IDLE, place=KYIV) == timedelta(0)
    with pytest.raises(NeverOpen):
        worktime.work_later(at("2026-11-17 10:00"), amount=timedelta(hours=1), week=IDLE, place=KYIV)


@pytest.mark.parametrize(
    "days",
    [
        ((),) * 6,
        (((time(18), time(9)),), *[()] * 6),
        (((time(9), time(9)),), *[()] * 6),
        (((time(14), time(18)), (time(9), time(13))), *[()] * 6),
        (((time(9), time(13)), (time(12), time(18))), *[()] * 6),
        (((time(9), time(0)), (time(12), time(18))), *[()] * 6),
    ],
)
def test_week_that_is_none(days):
    with pytest.raises(ValueError):  # noqa: PT011 each of its three sentences
        WorkWeek(days)


@st.composite
def shifts(draw):
    ends = sorted(draw(st.sets(st.times().filter(lambda of: of != time(0)), max_size=6)))
    spans = list(zip(ends[::2], ends[1::2], strict=False))
    return (*spans[:-1], (spans[-1][0], time(0))) if spans and draw(st.booleans()) else tuple(spans)


WEEKS = st.tuples(*[shifts()] * 7).map(WorkWeek)
AMOUNTS = st.timedeltas(timedelta(0), timedelta(hours=200))


@given(MOMENTS, AMOUNTS, WEEKS, PLACES)
def test_what_is_worked_until_then_is_the_amount(moment, amount, week, place):
    try:
        found = worktime.work_later(moment, amount=amount, week=week, place=place)
    except NeverOpen:
        assert worktime.work_between(moment, moment + timedelta(days=900), week=week, place=place) < amount
        return
    assert found >= moment + amount
    assert worktime.work_between(moment, found, week=week, place=place) == amount


@given(
    MOMENTS,
    st.timedeltas(timedelta(0), timedelta(days=20)),
    st.timedeltas(timedelta(0), timedelta(days=20)),
    WEEKS,
    PLACES,
)
def test_parts_of_a_span_add_up_and_nothing_is_worked_twice(moment, first, second, week, place):
    middle = moment + first
    whole = worktime.work_between(moment, middle + second, week=week, place=place)

    halves = [
        worktime.work_between(moment, middle, week=week, place=place),
        worktime.work_between(middle, middle + second, week=week, place=place),
    ]
    assert sum(halves, timedelta(0)) == whole
    assert timedelta(0) <= whole <= first + second
    assert worktime.work_between(middle, moment, week=week, place=place) == timedelta(0) or first == timedelta(0)
