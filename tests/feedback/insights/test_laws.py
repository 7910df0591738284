"""What must hold of drivers, money, validation and calibration, whatever they are given."""

import random
import uuid
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feedback.insights import culture, drivers, money, validation
from feedback.insights.drivers import Quadrant, Refusal, Row
from feedback.insights.money import Cause, Level, Past, Standing

MARK = st.integers(0, 10).map(lambda one: one * 10.0)
ROWS = st.integers(1, 4).flatmap(
    lambda size: st.lists(st.builds(Row, MARK, st.tuples(*[MARK] * size)), min_size=20, max_size=60)
)
STANDINGS = st.lists(
    st.builds(
        Standing,
        client_id=st.uuids(),
        revenue=st.none() | st.integers(0, 10**9).map(Decimal),
        index=st.none() | st.floats(0, 100),
        silent_days=st.none() | st.integers(0, 900),
        roles_heard=st.integers(0, 3),
        renewal_in=st.none() | st.integers(-400, 900),
        rhythm_days=st.none() | st.integers(1, 9999),
    ),
    max_size=30,
)
PAST = st.lists(
    st.builds(Past, st.sampled_from(Level), st.none() | st.floats(0, 100), st.booleans(), st.none() | st.floats(-1, 1)),
    max_size=60,
)
NAMES = "abcdefgh"


def people(n, *weights, noise=10.0):
    """Return people whose happiness is a weighted sum of independent marks."""
    dice = random.Random(7)
    found = []
    for _ in range(n):
        marks = tuple(dice.uniform(20, 100) for _ in weights)
        outcome = sum(w * m for w, m in zip(weights, marks, strict=True)) + dice.gauss(0, noise)
        found.append(Row(min(max(outcome, 0), 100), marks))
    return found


# --- Drivers ---


@settings(max_examples=40, deadline=None)
@given(ROWS)
def test_shares_make_up_the_whole(rows):
    found = drivers.drivers(NAMES[: len(rows[0].marks)], rows)

    if found.refusal is None:
        assert sum(one.share for one in found.drivers) == pytest.approx(1)
        assert all(0 <= one.low <= one.share <= one.high <= 1 for one in found.drivers)
        assert 0 < found.explained <= 1
        assert len(found.drivers) + len(found.flat) == len(rows[0].marks)
        assert not found.rare
    else:
        assert not found.drivers


@settings(max_examples=30, deadline=None)
@given(ROWS, st.integers(2, 5), st.floats(0, 30))
def test_a_scale_of_another_size_changes_no_importance(rows, factor, start):
    names = NAMES[: len(rows[0].marks)]
    moved = [Row(row.outcome / factor + start, row.marks) for row in rows]

    first, second = drivers.drivers(names, rows), drivers.drivers(names, moved)

    assert first.refusal == second.refusal
    assert [one.share for one in second.drivers] == pytest.approx([one.share for one in first.drivers], abs=1e-6)


def test_importance_follows_the_weights():
    found = drivers.drivers("abc", people(400, 0.6, 0.3, 0.0))

    assert [one.name for one in found.drivers] == ["a", "b", "c"]
    assert found.drivers[0].share == pytest.approx(0.8, abs=0.07)  # 0.6² of 0.6² + 0.3²
    assert found.drivers[0].quadrant == Quadrant.FIX
    assert found.drivers[2].quadrant == Quadrant.WATCH
    assert not found.is_tentative


def test_two_marks_that_say_the_same_share_their_importance():
    rows = [Row(row.outcome, (row.marks[0], row.marks[0])) for row in people(60, 0.9)]

    found = drivers.drivers("ab", rows)

    assert [one.share for one in found.drivers] == pytest.approx([0.5, 0.5])


def test_few_people_are_shrunken_more_than_many():
    few, many = (drivers.drivers("ab", people(n, 0.4, 0.2, noise=20)) for n in (24, 600))

    assert few.is_tentative
    assert few.shrinkage > 2 * many.shrinkage


def test_a_mark_against_happiness_is_told():
    rows = [Row(100 - row.outcome, row.marks) for row in people(50, 0.9)]

    assert drivers.drivers("a", rows).drivers[0].is_contrary


@pytest.mark.parametrize(
    ("rows", "refusal"),
    [
        (people(19, 1.0), Refusal.TOO_FEW),
        ([Row(50.0, row.marks) for row in people(40, 1.0)], Refusal.SAME_OUTCOME),
        ([Row(row.outcome, (70.0,)) for row in people(40, 1.0)], Refusal.NO_MARKS),
        ([Row(row.outcome, ()) for row in people(40, 1.0)], Refusal.NO_MARKS),
        ([Row(a, (b,)) for a in (0.0, 100.0) for b in (0.0, 100.0)] * 10, Refusal.UNRELATED),
    ],
)
def test_nothing_is_told_where_nothing_can_be(rows, refusal):
    found = drivers.drivers("a" * len(rows[0].marks), rows)

    assert (found.refusal, found.drivers) == (refusal, ())


def test_of_too_many_marks_the_rarest_are_left_out():
    rows = [
        Row(row.outcome, (*row.marks, row.marks[0] if number else None))
        for number, row in enumerate(people(40, *[0.1] * 8))
    ]

    found = drivers.drivers("abcdefghi", rows)

    assert (len(found.drivers), found.rare) == (8, ("i",))


def test_what_was_not_said_weighs_nothing():
    rows = people(60, 0.9, 0.0)
    silent = [
        Row(row.outcome, (row.marks[0], row.marks[1] if number < 20 else None)) for number, row in enumerate(rows)
    ]

    pooled, bare = drivers.drivers("ab", silent), drivers.drivers("ab", silent, rare=21)

    assert pooled.drivers[1].satisfaction.n == 20
    assert pooled.drivers[0].share > 0.9
    assert (bare.rare, bare.drivers[0].share) == (("b",), 1)


# --- Money ---


@given(STANDINGS)
def test_both_splits_make_up_the_money_at_risk(standings):
    found = money.revenue_at_risk(standings)

    for parts in (found.causes.values(), found.levels.values()):
        assert sum(part.amount for part in parts) == found.total.amount <= found.known
        assert sum(part.clients for part in parts) == found.total.clients
        assert sum(part.near for part in parts) == found.total.near <= found.total.amount
    assert found.total.clients == sum(one.level != Level.NONE for one in standings)


@given(STANDINGS, st.floats(0, 100))
def test_a_happier_client_is_never_at_more_risk(standings, more):
    order = list(Level)
    for one in standings:
        if one.index is not None:
            better = Standing(**{**{name: getattr(one, name) for name in one.__slots__}, "index": one.index + more})
            assert order.index(better.level) >= order.index(one.level)


@pytest.mark.parametrize(
    ("index", "silent", "roles", "renewal", "causes", "level"),
    [
        (54.9, 0, 3, None, [Cause.UNHAPPY], Level.MIDDLE),
        (55, 0, 3, None, [], Level.NONE),
        (39.9, 0, 3, None, [Cause.UNHAPPY], Level.HIGH),
        (80, 90, 3, None, [], Level.NONE),
        (80, 91, 0, None, [Cause.SILENT], Level.LOW),
        (None, None, 0, None, [Cause.UNCOVERED], Level.LOW),
        (80, 5, 1, 90, [Cause.UNCOVERED], Level.MIDDLE),
        (80, 5, 2, 0, [], Level.NONE),
        (64, 5, 2, 90, [Cause.RENEWAL], Level.LOW),
        (64, 5, 2, 91, [], Level.NONE),
        (64, 5, 2, -30, [Cause.RENEWAL], Level.LOW),
    ],
)
def test_causes_and_levels(index, silent, roles, renewal, causes, level):
    one = Standing(
        client_id=uuid.uuid4(),
        revenue=Decimal(1),
        index=index,
        silent_days=silent,
        roles_heard=roles,
        renewal_in=renewal,
    )

    assert (list(one.causes), one.level) == (causes, level)


@pytest.mark.parametrize(
    ("silent", "usual", "is_silent"),
    [(30, 7, False), (31, 7, True), (91, 50, False), (101, 50, True), (91, None, True), (None, 7, False)],
)
def test_silence_is_measured_by_what_is_usual_there(silent, usual, is_silent):
    one = Standing(
        client_id=uuid.uuid4(),
        revenue=Decimal(1),
        index=80,
        silent_days=silent,
        roles_heard=2,
        renewal_in=None,
        rhythm_days=usual,
    )
    assert one.is_silent == is_silent == (Cause.SILENT in one.causes)


@settings(max_examples=30, deadline=None)
@given(PAST)
def test_chances_stay_between_the_own_and_the_common_rate(past):
    found = money.chances(past)

    assert bool(found) == (len(past) >= money.FEWEST)
    for level, chance in found.items():
        here = [one.is_lost for one in past if one.level == level]
        common = (sum(one.is_lost for one in past) + 0.5) / (len(past) + 1)
        ends = sorted([common, sum(here) / len(here) if here else common])
        assert ends[0] - 1e-9 <= chance.value <= ends[1] + 1e-9
        assert 0 <= chance.low <= chance.value <= chance.high <= 1
        assert chance.n == len(here)


@pytest.mark.parametrize(
    ("p", "a", "b", "expected"),
    [(0.3, 1, 1, 0.3), (0.25, 2, 1, 0.5), (0.5, 3, 3, 0.5), (0.8208, 2, 3, 0.6), (0.975, 0.5, 0.5, 0.998459)],
)
def test_beta_quantile(p, a, b, expected):
    """Uniform: x = p; Beta(2,1): x²; Beta(2,3): 6x² - 8x³ + 3x⁴; the arcsine distribution: sin²(pπ/2)."""
    assert money.beta_quantile(p, a, b) == pytest.approx(expected, abs=1e-6)


@settings(max_examples=40, deadline=None)
@given(PAST)
def test_worth_is_told_from_twenty_known_indices_on(past):
    found = money.worth_of_a_point(past, revenue=Decimal(1_000_000))
    indices = [one.index for one in past if one.index is not None and one.change is not None]
    known, n = set(indices), len(indices)

    if n < money.FEWEST or len(known) == 1:
        assert found is None
    elif found:
        assert found.money.low <= found.money.value <= found.money.high
        assert found.money.n == n


def test_worth_of_what_moves_together():
    past = [Past(Level.NONE, float(index), False, (index - 50) / 100) for index in range(40, 70)]

    found = money.worth_of_a_point(past, revenue=Decimal("200000.00"), places=2)

    assert (found.money.value, found.money.low, found.money.high) == (Decimal("2000.00"),) * 3


# --- Validation ---


def ending(*, is_bad, index, days=None):
    return validation.Ending(uuid.uuid4(), is_bad, index, days)


@pytest.mark.parametrize(
    ("bad", "good", "refusal"),
    [
        (4, 5, validation.Refusal.TOO_FEW),
        (2, 8, validation.Refusal.TOO_FEW_BAD),
        (8, 2, validation.Refusal.TOO_FEW_GOOD),
        (3, 7, None),
    ],
)
def test_validation_refuses_too_few(bad, good, refusal):
    endings = [ending(is_bad=number < bad, index=60.0) for number in range(bad + good)]

    assert validation.foretold([*endings, ending(is_bad=True, index=None)]).refusal == refusal


@given(st.lists(st.tuples(st.booleans(), st.none() | st.floats(0, 100)), max_size=40))
def test_every_ending_stands_in_one_cell(cases):
    found = validation.foretold(ending(is_bad=is_bad, index=index) for is_bad, index in cases)

    assert found.bad + found.good == found.n == len(cases) - found.unknown
    assert found.bad == sum(is_bad and index is not None for is_bad, index in cases)
    assert found.order is None or 0 <= found.order <= 1


def test_a_perfect_index_is_perfect():
    endings = [ending(is_bad=True, index=30.0, days=days) for days in (10, 100, 130)]
    endings += [ending(is_bad=False, index=80.0) for _ in range(9)]

    found = validation.foretold(endings)

    assert (found.precision.value, found.recall.value, found.order, found.lead_days) == (1, 1, 1, 100)


def test_warned_days_count_the_last_unbroken_stretch():
    day = date(2026, 3, 1)
    curve = [(day - timedelta(days=ago), value) for ago, value in ((300, 50), (200, 70), (120, 54), (40, 30), (0, 90))]

    assert validation.warned_days(curve, day) == 120
    assert validation.warned_days(curve[:2], day) is None
    assert validation.warned_days([], day) is None


# --- Culture ---

SCORES = st.lists(st.integers(0, 100), min_size=20, max_size=50)


def scores(values):
    return culture.Scores(len(values), sum(values), sum(one**2 for one in values))


@given(SCORES, SCORES, st.floats(0, 100), st.floats(0, 100))
def test_calibration_is_bounded_and_keeps_the_order(first, second, one, other):
    for habit in culture.habits({"a": scores(first), "b": scores(second)}).values():
        low, high = sorted((habit.calibrated(one), habit.calibrated(other)))
        assert 0 <= low <= high <= 100
        assert (habit.calibrated(one) <= habit.calibrated(other)) == (one <= other) or low == high
        assert min(habit.mean_of_all, habit.raw.value) - 1e-9 <= habit.mean
        assert habit.mean <= max(habit.mean_of_all, habit.raw.value) + 1e-9


@given(SCORES)
def test_groups_that_mark_alike_are_left_alone(values):
    found = culture.habits({"a": scores(values), "b": scores(values)})

    assert found["a"].shift == pytest.approx(0, abs=1e-6)


def test_small_groups_and_a_single_one_are_not_calibrated():
    many, few = scores([50, 70] * 20), scores([10] * 19)

    assert culture.habits({"a": many}) == {}
    assert culture.habits({"a": many, "b": few}) == {}
    assert set(culture.habits({"a": many, "b": few, "c": many})) == {"a", "c"}
