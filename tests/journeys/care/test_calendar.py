from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journeys.care import calendar

YEAR = {"first": date(2026, 1, 1), "last": date(2026, 12, 31)}
DAYS = st.dates(date(1960, 1, 1), date(2060, 12, 31))


@pytest.mark.parametrize(
    ("year", "expected"), [(2024, date(2024, 2, 29)), (2026, date(2026, 2, 28)), (2100, date(2100, 2, 28))]
)
def test_who_was_born_on_the_last_day_of_february_has_a_birthday_every_year(year, expected):
    assert calendar.yearly(2, 29, year=year) == expected


@given(DAYS, DAYS, st.integers(1, 12), st.integers(1, 28))
def test_a_day_comes_once_a_year_and_within_its_time(one, other, month, day):
    first, last = sorted((one, other))

    found = calendar.every_year(month, day, first=first, last=last)

    assert all(first <= at <= last and (at.month, at.day) == (month, day) for at in found)
    assert len({at.year for at in found}) == len(found)
    assert abs(len(found) - (last - first).days / 365.25) < 2


@given(DAYS, DAYS)
def test_an_anniversary_counts_whole_years_and_never_the_first_day(start, other):
    last = max(start, other)

    found = calendar.anniversaries(start, first=min(start, other), last=last)

    assert [years for _day, years in found] == list(range(1, len(found) + 1))
    assert all(day > start for day, _years in found)


@pytest.mark.parametrize(
    ("country", "expected"),
    [
        # In wartime these are working days, and people are greeted all the same.
        ("UA", {"01-01 new_year", "04-12 easter", "08-24 national", "12-25 christmas"}),
        ("US", {"01-01 new_year", "07-04 national", "11-26 thanksgiving", "12-25 christmas"}),
        ("DE", {"01-01 new_year", "04-05 easter", "10-03 national", "12-25 christmas"}),
        ("PL", {"01-01 new_year", "04-05 easter", "11-11 national", "12-25 christmas"}),
        ("GB", {"01-01 new_year", "12-25 christmas"}),
        ("NO", {"01-01 new_year", "04-05 easter", "05-17 national", "12-25 christmas"}),
        ("KZ", {"01-01 new_year", "03-21 nauryz", "10-25 national"}),
        ("XX", set()),
        ("", set()),
    ],
)
def test_a_country_names_the_feasts_on_which_nearly_everybody_is_greeted(country, expected):
    assert {f"{day:%m-%d} {key}" for day, key in calendar.feasts_of(country, **YEAR)} == expected


def test_feasts_of_a_faith_are_ones_own_choice():
    chosen = calendar.feasts_chosen(["pascha", "christmas_january", "eid_al_fitr", "no_feast"], **YEAR)

    assert chosen == [
        (date(2026, 1, 7), "christmas_january"),
        (date(2026, 3, 20), "eid_al_fitr"),
        (date(2026, 4, 12), "pascha"),
    ]
    by_country = {key for one in ("TR", "AE", "IL", "SG") for _day, key in calendar.feasts_of(one, **YEAR)}
    assert by_country <= {"new_year", "christmas", "easter"}


@pytest.mark.parametrize("key", sorted(calendar.NAMED))
def test_every_feast_that_can_be_chosen_comes_every_year(key):
    for year in (2026, 2027, 2028):
        found = calendar.feasts_chosen([key], first=date(year, 1, 1), last=date(year, 12, 31))
        assert found, (key, year)


@pytest.mark.parametrize("country", sorted(calendar.NATIONAL))
def test_every_national_day_is_found(country):
    assert "national" in {key for _day, key in calendar.feasts_of(country, **YEAR)}


def test_a_greeting_for_a_free_feast_leaves_on_the_last_working_day_before():
    christmas = date(2026, 12, 25)  # a Friday

    assert calendar.leaving_day(christmas, country="DE", is_feast=True) == date(2026, 12, 24)
    assert calendar.leaving_day(christmas, country="UA", is_feast=True) == christmas
    # A birthday is greeted on the day itself: early wishes bring bad luck in some countries.
    assert calendar.leaving_day(christmas, country="DE", is_feast=False) == christmas


def test_a_greeting_leaves_at_nine_of_its_reader():
    summer = calendar.greeting_moment(date(2026, 7, 1), zone="Europe/Kyiv")
    winter = calendar.greeting_moment(date(2026, 12, 1), zone="Europe/Kyiv")

    assert summer == datetime(2026, 7, 1, 6, tzinfo=UTC)
    assert winter == datetime(2026, 12, 1, 7, tzinfo=UTC)
    assert calendar.greeting_moment(date(2026, 12, 1), zone="Pacific/Kiritimati") == datetime(
        2026, 11, 30, 19, tzinfo=UTC
    )
