"""Differences between two versions, against published and hand-counted examples."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journeys.stages.formula import Sample, of_means, of_shares


def test_difference_of_shares_is_that_of_agresti_and_caffo():
    # 7 of 10 against 2 of 10: 8/12 - 3/12, with 12 as both sizes.
    found = of_shares(before=(2, 10), after=(7, 10))

    assert found.value == pytest.approx(0.5)
    assert (found.low, found.high) == pytest.approx((0.4167 - 0.3622, 0.4167 + 0.3622), abs=0.001)
    assert found.is_certain
    assert found.points.value == pytest.approx(50)


def test_difference_of_means_is_that_of_welch():
    # Welch by hand: 1, 2, 3, 4, 5 against 3, 4, 5, 6, 7: two apart, both variances 2.5, eight degrees of freedom.
    found = of_means(before=Sample(5, 15, 55), after=Sample(5, 25, 135), most=100)

    assert (found.before, found.after) == (3, 5)
    assert (found.low, found.high) == pytest.approx((2 - 2.306, 2 + 2.306), abs=0.001)
    assert not found.is_certain


def test_empty_groups_have_no_difference():
    assert of_shares(before=(0, 0), after=(1, 2)) is None
    assert of_means(before=Sample(1, 50, 2500), after=Sample(9, 450, 22600), most=100) is None
    same = of_means(before=Sample(5, 250, 12500), after=Sample(5, 300, 18000), most=100)
    assert (same.low, same.value, same.high) == (10, 10, 10)


@given(n=st.integers(1, 200), n_after=st.integers(1, 200), data=st.data())
def test_interval_holds_the_difference_and_stays_on_its_scale(n, n_after, data):
    hits, hits_after = data.draw(st.integers(0, n)), data.draw(st.integers(0, n_after))

    found = of_shares(before=(hits, n), after=(hits_after, n_after))

    assert -1 <= found.low <= found.value <= found.high <= 1
