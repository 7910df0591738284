from datetime import UTC, datetime, timedelta

import pytest

from journeys.care.effect import Felt, difference, effect

AT = datetime(2026, 5, 1, tzinfo=UTC)
DAY = timedelta(days=1)


def felt(days, value):
    return Felt(AT + days * DAY, value)


@pytest.mark.parametrize(
    ("moods", "expected"),
    [
        ([], None),
        ([felt(-10, 50)], None),
        ([felt(10, 50)], None),
        ([felt(-91, 50), felt(10, 60)], None),
        ([felt(-10, 50), felt(46, 60)], None),
        ([felt(-10, 50), felt(10, 60)], 10),
        # The nearest on both sides, in whatever order they come.
        ([felt(30, 90), felt(-40, 10), felt(5, 40), felt(-3, 70)], -30),
    ],
)
def test_the_last_mood_before_is_compared_with_the_first_one_after(moods, expected):
    assert difference(AT, moods) == expected


def test_too_few_pairs_say_nothing_and_are_counted():
    found = effect([10] * 19)

    assert (found.n, found.change) == (19, None)


def test_enough_pairs_have_an_interval_around_their_mean():
    change = effect([0, 10] * 10).change

    assert (change.value, change.n, change.is_tentative) == (5, 20, True)
    # Student's 2.093 for 19 degrees of freedom, times the deviation 5.13 of 20 values, by the root of 20.
    assert (change.low, change.high) == pytest.approx((2.599, 7.401), abs=0.001)
    assert not effect([0, 10] * 15).change.is_tentative
