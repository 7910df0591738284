"""No table gives a small group away, however its numbers are subtracted."""

from hypothesis import given
from hypothesis import strategies as st

from feedback.insights import formula, guard

SIZES = st.dictionaries(st.integers(0, 9), st.integers(0, 30), max_size=8)
LEAST = st.integers(3, 12)  # no organization may set less


def test_small_groups_are_hidden_and_empty_ones_are_empty():
    assert guard.hidden({"a": 5, "b": 12, "c": 0}, least=5) == frozenset()
    assert guard.hidden({"a": 4, "b": 3, "c": 20}, least=5) == {"a", "b"}


def test_next_smallest_is_hidden_when_subtracting_would_give_the_small_one():
    assert guard.hidden({"a": 2, "b": 12, "c": 7}, least=5) == {"a", "c"}
    # Two small ones that are one small group together: 1 + 2 answers of a whole of 22.
    assert guard.hidden({"a": 1, "b": 2, "c": 12, "d": 7}, least=5) == {"a", "b", "d"}


@given(SIZES, LEAST)
def test_what_subtraction_leaves_is_never_a_small_group(sizes, least):
    kept = guard.hidden(sizes, least=least)
    rest = sum(sizes[one] for one in kept)

    assert all(not 0 < size < least for name, size in sizes.items() if name not in kept)
    if sum(sizes.values()) >= least:  # else the whole itself is not shown
        assert rest == 0 or (rest >= least and len(kept) >= 2)


@given(SIZES, LEAST)
def test_nothing_is_hidden_without_need(sizes, least):
    kept = guard.hidden(sizes, least=least)
    large = [one for one in kept if sizes[one] >= least]

    assert not kept or any(0 < sizes[one] < least for one in kept)
    assert all(sizes[one] for one in kept)
    if large:  # without the last one that was added, subtraction would give a small group away
        without = kept - {max(large, key=lambda one: sizes[one])}
        assert len(without) < 2 or sum(sizes[one] for one in without) < least


@given(SIZES, LEAST)
def test_shown_cells_carry_how_many_answers_there_are(sizes, least):
    cells = guard.shown({name: formula.share(0, size) for name, size in sizes.items()}, least=least)

    assert {name: cell.n for name, cell in cells.items()} == sizes
    assert {name for name, cell in cells.items() if cell.is_hidden} == guard.hidden(sizes, least=least)
    assert all(cell.estimate is not None for cell in cells.values() if cell.n and not cell.is_hidden)


def test_figure_alone_is_hidden_for_its_own_sake_only():
    assert guard.alone(formula.share(1, 4), least=5).is_hidden
    assert guard.alone(formula.share(1, 4), least=5).is_small
    assert not guard.alone(formula.share(1, 5), least=5).is_hidden
    assert not guard.alone(None, least=5).is_hidden
