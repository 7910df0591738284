"""The laws of the index (PRODUCT), each as a property of any readings."""

import uuid
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback.happiness_index.formula import (
    CURRENT,
    ROLES,
    Cause,
    Moment,
    Reading,
    disagreement,
    drop,
    index_of,
    known,
    silence,
    slope,
    volatility,
    waterfall,
)

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
WEIGHTS = CURRENT.weights


def reading(value: int, days: float = 0, role: str = "economic", **more: object) -> Reading:
    at = NOW - timedelta(days=days)
    return Reading(**{"id": uuid.uuid4(), "value": value, "role": role, "happened_at": at, "known_at": at, **more})


@st.composite
def readings(draw: st.DrawFn, least: int = 1) -> list[Reading]:
    def one(number: int) -> Reading:
        days = draw(st.floats(-30, 400))
        late = draw(st.floats(0, 60))
        at = NOW - timedelta(days=days)
        replaced = draw(st.one_of(st.none(), st.floats(0, 60)))
        return Reading(
            id=uuid.UUID(int=number),
            value=draw(st.integers(0, 100)),
            role=draw(st.sampled_from([*ROLES, ""])),
            happened_at=at,
            known_at=at + timedelta(days=late),
            replaced_at=at + timedelta(days=late + replaced) if replaced else None,
            root=f"{draw(st.integers(0, 3))}-{number // 2}",
            weight=draw(st.floats(0.05, 1)),
            half_life_days=draw(st.sampled_from([14, 30, 45, 90])),
        )

    return [one(number) for number in range(draw(st.integers(least, 12)))]


baselines = st.integers(0, 1000).map(lambda tenths: Decimal(tenths).scaleb(-1))
shares = st.tuples(st.integers(0, 100), st.integers(0, 100)).map(
    lambda pair: {"economic": min(pair), "technical": max(pair) - min(pair), "end_user": 100 - max(pair)}
)


def count(rows, *, now=NOW, baseline=Decimal(60), weights=WEIGHTS):
    return index_of(rows, now=now, baseline=baseline, weights=weights, formula=CURRENT)


@given(readings(), baselines, shares)
def test_baseline_and_contributions_add_up_to_the_tenth(rows, baseline, weights):
    index = count(rows, baseline=baseline, weights=weights)

    if index.value is not None:
        assert index.baseline + sum(one.points for one in index.contributions) == index.value
        assert 0 <= index.low <= index.value <= index.high <= 100


@given(readings(), baselines, st.data())
def test_better_answer_never_lowers_the_index(rows, baseline, data):
    number = data.draw(st.integers(0, len(rows) - 1))
    better = data.draw(st.integers(rows[number].value, 100))
    changed = [*rows[:number], replace(rows[number], value=better), *rows[number + 1 :]]

    before, after = count(rows, baseline=baseline).value, count(changed, baseline=baseline).value

    assert before == after is None or before <= after


@given(readings(), baselines, st.randoms())
def test_order_and_a_second_count_change_nothing(rows, baseline, chance):
    mixed = rows.copy()
    chance.shuffle(mixed)

    assert count(rows, baseline=baseline) == count(mixed, baseline=baseline)


@given(st.integers(0, 100), baselines, st.floats(0, 360), st.floats(0, 4))
def test_what_was_said_fades_towards_the_baseline_and_doubt_grows(value, baseline, days, more):
    fresh, old = (
        count([reading(value, days)], baseline=baseline),
        count([reading(value, days + more)], baseline=baseline),
    )

    assert abs(old.value - baseline) <= abs(fresh.value - baseline)
    assert old.roles["economic"].deviation >= fresh.roles["economic"].deviation


@given(readings(), baselines)
def test_answer_of_the_future_and_of_more_than_a_year_ago_counts_for_nothing(rows, baseline):
    beyond = [reading(0, -1), reading(100, 366)]

    assert count([*rows, *beyond], baseline=baseline) == count(rows, baseline=baseline)


def test_weight_halves_with_every_half_life():
    one = count([reading(80, 90)])

    assert one.contributions[0].freshness == pytest.approx(0.5)


def test_nothing_said_within_a_year_is_unknown():
    index = count([reading(80, 365.1)])

    assert (index.value, index.low, index.confidence, index.contributions) == (None, None, "", ())


def test_one_role_is_a_number_at_once_with_little_confidence():
    index = count([reading(90)])

    assert (index.value, index.confidence, index.is_one_sided) == (Decimal("80.0"), "low", True)
    assert index.low < 60


def test_all_roles_heard_lately_make_it_sure():
    index = count([reading(80, days, role) for role in ROLES for days in (1, 30, 60)])

    assert (index.confidence, index.is_one_sided) == ("high", False)


@given(readings(), baselines)
def test_unheard_role_is_no_opinion_but_widens_the_interval(rows, baseline):
    without = [one for one in rows if one.role in {"economic", "technical"}]
    index, sure = (
        count(without, baseline=baseline),
        count(without, baseline=baseline, weights={**WEIGHTS, "end_user": 0}),
    )

    assert index.value == sure.value
    assert index.value is None or index.high - index.low >= sure.high - sure.low


def test_role_counts_by_its_weight_however_much_it_says():
    loud = [reading(20, 0, "end_user") for _ in range(50)]
    quiet = [reading(90, 0, "economic"), reading(90, 0, "technical")]

    index = count([*loud, *quiet])

    assert index.roles["end_user"].share == pytest.approx(0.25)
    assert index.value > 60


def test_roles_that_should_count_for_nothing_count_where_nobody_else_was_heard():
    assert count([reading(90)], weights={"economic": 0, "technical": 60, "end_user": 40}).value == Decimal("80.0")


# --- Why it moved ---

moments = st.tuples(st.floats(0, 200), st.floats(0, 100), st.floats(0, 100), baselines, shares)


@given(readings(least=0), moments, moments)
def test_steps_between_two_days_add_up_exactly(rows, first, second):
    days, late, _more, baseline, weights = first
    at = NOW - timedelta(days=days)
    start = Moment(at=at, known_at=at + timedelta(days=late), baseline=baseline, weights=weights)
    end = Moment(at=NOW, known_at=NOW + timedelta(days=late), baseline=second[3], weights=second[4])

    found = waterfall(rows, start=start, end=end, formula=CURRENT)

    assert found.begins + sum(step.points for step in found.steps) == found.ends
    assert found.ends == (end.baseline if found.end.value is None else found.end.value)
    assert found.begins == (end.baseline if found.start.value is None else found.start.value)


def test_steps_are_called_by_their_cause():
    start = NOW - timedelta(days=10)
    old, gone = reading(80, 100), reading(10, 20, replaced_at=NOW - timedelta(days=1))
    amended = reading(30, 40, root="a", replaced_at=NOW - timedelta(days=2))
    better = replace(amended, id=uuid.uuid4(), value=70, known_at=NOW - timedelta(days=2), replaced_at=None)
    new = reading(20, 5, "technical")
    told = Moment(at=start, baseline=Decimal(60), weights=WEIGHTS)

    found = waterfall(
        [old, gone, amended, better, new],
        start=told,
        end=Moment(at=NOW, baseline=Decimal(64), weights={"economic": 20, "technical": 60, "end_user": 20}),
        formula=CURRENT,
    )

    causes = {step.reading_id or step.cause: step.cause for step in found.steps}
    assert causes[gone.id] == Cause.TAKEN_BACK
    assert causes[better.id] == Cause.AMENDED
    assert causes[new.id] == Cause.SAID
    assert {Cause.TIME, Cause.BASELINE} <= set(causes)


def test_as_known_then_leaves_out_what_came_later():
    late, gone = reading(20, 30, known_at=NOW), reading(90, 40, replaced_at=NOW - timedelta(days=5))

    assert known([late, gone], NOW - timedelta(days=10)) == [gone]
    assert known([late, gone], NOW) == [late]


# --- Signals ---


def curve(*values: float) -> list[tuple[datetime, Decimal]]:
    return [(NOW + timedelta(days=30 * number), Decimal(str(value))) for number, value in enumerate(values)]


@pytest.mark.parametrize(
    ("values", "points"),
    [
        ((70, 71, 69, 50), 20),
        ((70, 71, 69, 70, 45), 25),
        ((70, 40, 75, 45, 50), None),  # a curve that always jumps
        ((70, 66, 62, 58), None),  # slowly down is a slope
        ((70, 71, 30), None),  # three points are no trend
        ((50, 70, 71, 69, 70, 72), None),
    ],
)
def test_drop_is_more_than_the_curve_does_by_itself(values, points):
    found = drop(curve(*values))

    assert (found and found.points) == points


@given(st.lists(st.integers(0, 100), min_size=4, max_size=8), st.integers(0, 20))
def test_deeper_last_point_is_no_smaller_drop(values, deeper):
    first, second = drop(curve(*values)), drop(curve(*values[:-1], values[-1] - deeper))

    assert first is None or second.points >= first.points


def test_slope_and_unrest_bear_one_odd_point():
    assert slope(curve(70, 68, 10, 64, 62)) == -2
    assert volatility(curve(70, 68, 66, 64, 10)) == 2
    assert slope(curve(70, 60)) is volatility(curve(70, 60)) is None


def test_roles_disagree_clearly_only_beyond_chance():
    close, far = ([reading(90), reading(70, 0, "end_user")], [])
    for _ in range(4):
        far += [reading(95), reading(20, 0, "end_user")]

    assert not disagreement(count(close), CURRENT).is_clear
    found = disagreement(count(far), CURRENT)
    assert (found.happiest, found.unhappiest, found.is_clear) == ("economic", "end_user", True)
    assert disagreement(count([reading(90)]), CURRENT) is None


def test_silence_is_measured_by_the_own_rhythm():
    monthly = [NOW - timedelta(days=days) for days in (210, 180, 150, 120, 90)]

    assert silence(monthly, now=NOW).usual == timedelta(days=30)
    assert silence(monthly, now=NOW - timedelta(days=45)) is None
    assert silence(monthly[:3], now=NOW) is None
    yearly = [NOW - timedelta(days=days) for days in (1200, 900, 600, 300)]
    assert silence(yearly, now=NOW) is None
