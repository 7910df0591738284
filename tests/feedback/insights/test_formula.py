"""Figures against published examples, and what must hold of every one of them."""

import math
from statistics import NormalDist, mean, stdev

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback.insights import formula
from feedback.insights.formula import Sums, added

COUNTS = st.integers(0, 400)
SCORES = st.lists(st.integers(0, 10), min_size=1, max_size=60)
EFFORTS = st.lists(st.integers(1, 7), min_size=2, max_size=60)


def nps_of(scores):
    detractors, promoters = sum(one <= 6 for one in scores), sum(one >= 9 for one in scores)
    return formula.nps(promoters=promoters, passives=len(scores) - promoters - detractors, detractors=detractors)


def mean_of(values, scale=(1, 7)):
    return formula.mean(n=len(values), total=sum(values), squares=sum(one**2 for one in values), scale=scale)


# --- Published examples ---


def test_nps_of_the_published_definition():
    """Wikipedia "Net promoter score" and DELA's annual report 2018: 30 % promoters and 20 % detractors are +10."""
    assert formula.nps(promoters=30, passives=50, detractors=20).value == pytest.approx(10)
    # github.com/jdmaturen, gist 2995b2795c63825feec0: 250 promoters and 75 detractors of 1000 are 17.5.
    assert formula.nps(promoters=250, passives=675, detractors=75).value == pytest.approx(17.5)


@pytest.mark.parametrize(("promoters", "passives", "detractors"), [(15, 13, 8), (250, 675, 75), (0, 3, 9)])
def test_nps_interval_is_the_published_one(promoters, passives, detractors):
    """Rocks' own reference (github.com/brendan-r/NPS, nps_test_): Wald with pseudo observations 0.75, 1.5, 0.75.

    His variance is that of a trinomial: p(1-s)^2 + q(0-s)^2 + d(-1-s)^2. The sample size for a margin d that Lewis and Sauro
    publish (measuringu.com/nps-ci-sample-size), n = s^2 z^2 / d^2 - 3, turns the margin back into n.
    """
    n = promoters + passives + detractors
    found = formula.nps(promoters=promoters, passives=passives, detractors=detractors)

    p, q, d = ((count + extra) / (n + 3) for count, extra in ((promoters, 0.75), (passives, 1.5), (detractors, 0.75)))
    score = p - d
    variance = p * (1 - score) ** 2 + q * score**2 + d * (1 + score) ** 2
    margin = NormalDist().inv_cdf(0.975) * math.sqrt(variance / (n + 3))
    assert found.low == pytest.approx(max(-100, 100 * (score - margin)))
    assert found.high == pytest.approx(100 * (score + margin))
    assert variance * NormalDist().inv_cdf(0.975) ** 2 / margin**2 - 3 == pytest.approx(n)


def test_share_as_worked_out_by_tullis():
    """Tullis, measuringux.com/adjustedwald.htm: 4 of 5 lie between 0.3596 and 0.9796."""
    found = formula.share(4, 5)

    assert found.value == pytest.approx(0.8)
    assert (round(found.low, 3), round(found.high, 3)) == (0.360, 0.980)


def test_share_as_worked_out_by_sauro():
    """Sauro, measuringu.com/wald.htm: 9 of 10 are computed as approximately 11 of 14."""
    found = formula.share(9, 10)

    assert found.high == 1  # cut to the scale
    assert found.low == pytest.approx(11 / 14 - 1.96 * math.sqrt(11 / 14 * 3 / 14 / 14), abs=0.01)


def test_mean_as_worked_out_by_lane():
    """Lane, Online Statistics Education, "Confidence Interval on the Mean": 2, 3, 5, 6, 9 lie between 1.60 and 8.40."""
    found = mean_of([2, 3, 5, 6, 9], scale=(0, 10))

    assert found.value == 5
    assert (round(found.low, 2), round(found.high, 2)) == (1.60, 8.40)


def test_student_beyond_the_table():
    """NIST/SEMATECH e-Handbook 1.3.6.7.2: 2.021 for 40 degrees of freedom, 2.000 for 60, 1.984 for 100."""
    assert [round(formula.student(freedom), 3) for freedom in (40, 60, 100)] == [2.021, 2.000, 1.984]
    assert formula.student(31) < formula.student(30)
    assert formula.student(10**6) == pytest.approx(formula.Z, abs=1e-5)


# --- What must hold ---


def test_nobody_answered_is_unknown():
    assert formula.nps(promoters=0, passives=0, detractors=0) is None
    assert formula.share(0, 0) is None
    assert formula.mean(n=0, total=0, squares=0, scale=(1, 7)) is None
    assert (Sums().nps, Sums().csat, Sums().ces) == (None, None, None)


def test_one_answer_says_nothing_of_a_mean():
    found = mean_of([6])

    assert (found.value, found.low, found.high, found.n) == (6, 1, 7, 1)


@given(SCORES)
def test_nps_is_bounded_and_within_its_interval(scores):
    found = nps_of(scores)

    assert -100 <= found.low <= found.value <= found.high <= 100
    assert found.n == len(scores)
    assert found.is_tentative is (len(scores) < 30)


@given(COUNTS, COUNTS, COUNTS)
def test_nps_is_symmetric(promoters, passives, detractors):
    found = formula.nps(promoters=promoters, passives=passives, detractors=detractors)
    mirror = formula.nps(promoters=detractors, passives=passives, detractors=promoters)

    if found is not None:
        assert found.value == pytest.approx(-mirror.value)
        assert (found.low, found.high) == pytest.approx((-mirror.high, -mirror.low))


@given(SCORES, st.data())
def test_a_better_answer_never_lowers_the_nps(scores, data):
    at = data.draw(st.integers(0, len(scores) - 1))
    better = [*scores[:at], data.draw(st.integers(scores[at], 10)), *scores[at + 1 :]]

    assert nps_of(better).value >= nps_of(scores).value
    assert nps_of(better).low >= nps_of(scores).low - 1e-9


@given(st.integers(0, 200), st.integers(0, 200), st.integers(2, 20))
def test_share_is_bounded_symmetric_monotone_and_surer_with_more(hits, misses, times):
    n = hits + misses
    found = formula.share(hits, n)
    if found is None:
        return
    mirror = formula.share(misses, n)

    assert 0 <= found.low <= found.value <= found.high <= 1
    assert (found.low, found.high) == pytest.approx((1 - mirror.high, 1 - mirror.low))
    assert formula.share(hits + 1, n + 1).value >= found.value
    many = formula.share(hits * times, n * times)
    assert many.high - many.low < found.high - found.low


@given(st.integers(0, 60), st.integers(0, 60), st.integers(0, 60), st.integers(2, 20))
def test_nps_is_surer_with_more_answers_of_the_same_kind(promoters, passives, detractors, times):
    if promoters + passives + detractors < 2:
        return
    few = formula.nps(promoters=promoters, passives=passives, detractors=detractors)
    many = formula.nps(promoters=promoters * times, passives=passives * times, detractors=detractors * times)

    assert many.value == pytest.approx(few.value)
    assert many.high - many.low < few.high - few.low


@given(EFFORTS)
def test_mean_is_the_mean_within_students_interval(values):
    found = mean_of(values)

    assert found.value == pytest.approx(mean(values))
    assert 1 <= found.low <= found.value <= found.high <= 7
    margin = formula.student(len(values) - 1) * stdev(values) / math.sqrt(len(values))
    assert found.high == pytest.approx(min(7, found.value + margin), abs=1e-6)


@given(EFFORTS, st.data())
def test_a_better_answer_never_lowers_the_mean(values, data):
    at = data.draw(st.integers(0, len(values) - 1))
    better = [*values[:at], data.draw(st.integers(values[at], 7)), *values[at + 1 :]]

    assert mean_of(better).value >= mean_of(values).value


@given(st.lists(st.tuples(COUNTS, COUNTS, COUNTS), max_size=6))
def test_sums_of_parts_are_the_sums_of_the_whole(parts):
    whole = added(Sums(n=sum(one), promoters=one[0], passives=one[1], detractors=one[2]) for one in parts)

    assert whole.n == sum(map(sum, parts))
    assert whole.nps == formula.nps(**{
        name: sum(one[at] for one in parts) for at, name in enumerate(("promoters", "passives", "detractors"))
    })  # fmt: skip
