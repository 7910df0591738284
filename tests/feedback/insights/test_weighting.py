"""Weights that own outcomes speak for: the worked example, laws."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback.insights.weighting import Judged, Refusal, suggest
from tests.feedback.insights.test_worked import read, section

PRESENT = {"economic": 40, "technical": 35, "end_user": 25}
MOODS = st.dictionaries(st.sampled_from(sorted(PRESENT)), st.integers(0, 100).map(float))
OUTCOMES = st.lists(st.builds(Judged, st.booleans(), MOODS), max_size=60)


NAMES = {"economic": "economic", "technical": "technical", "end_user": "end user"}


def test_worked_example():
    given_, expected = tables("Which weights own outcomes speak for")
    outcomes = [
        Judged(row["ending"] == "bad", {role: row[name] for role, name in NAMES.items() if row[name] is not None})
        for row in given_
        for _ in range(int(row["outcomes"]))
    ]
    found = suggest(outcomes, present=PRESENT)
    assert (found.n, found.bad, found.is_tentative) == (25, 5, True)
    assert [(one.role, one.order, one.present, one.suggested) for one in found.roles] == [
        (row["role"], row["D"], row["present"], row["suggested"]) for row in expected
    ]


def tables(title):
    """Return the tables of a section of docs/insights.md, row by row."""
    blocks = [block.splitlines() for block in section(title).split("\n\n") if block.startswith("|")]
    cells = [[[read(cell) for cell in line.strip("|").split("|")] for line in lines] for lines in blocks]
    return [[dict(zip(head, row, strict=True)) for row in rows] for head, _line, *rows in cells]


def judged(number, *, bad, **roles):
    return [Judged(bad, {role: float(mood) for role, mood in roles.items()})] * number


@pytest.mark.parametrize(
    ("outcomes", "refusal"),
    [
        (judged(9, bad=True, economic=30) + judged(10, bad=False, economic=70), Refusal.TOO_FEW),
        (judged(4, bad=True, economic=30) + judged(20, bad=False, economic=70), Refusal.TOO_FEW_BAD),
        (judged(20, bad=True, economic=30) + judged(4, bad=False, economic=70), Refusal.TOO_FEW_GOOD),
        (judged(10, bad=True, economic=30) + judged(10, bad=False, economic=70), Refusal.TOO_FEW_ROLES),
        (
            judged(10, bad=True, economic=70, technical=70) + judged(10, bad=False, economic=30, technical=70),
            Refusal.UNRELATED,
        ),
        (judged(30, bad=True), Refusal.TOO_FEW),
    ],
)
def test_says_why_nothing_is_suggested(outcomes, refusal):
    found = suggest(outcomes, present=PRESENT)
    assert (found.refusal, found.roles) == (refusal, ())


@given(OUTCOMES)
def test_weights_make_a_hundred_and_do_not_depend_on_the_order(outcomes):
    found, turned = (suggest(rows, present=PRESENT) for rows in (outcomes, outcomes[::-1]))
    assert found == turned
    if found.refusal is None:
        assert sum(found.weights.values()) == 100
        assert all(0 <= one <= 100 for one in found.weights.values())
        for one in found.roles:
            assert one.order is not None or one.suggested == one.present


@given(st.integers(1, 9))
def test_more_outcomes_of_the_same_sort_move_weights_further(times):
    outcomes = judged(10, bad=True, economic=20, technical=60) + judged(10, bad=False, economic=80, technical=60)
    few, many = (suggest(outcomes * number, present=PRESENT).weights["economic"] for number in (times, times + 1))
    assert PRESENT["economic"] < few <= many <= PRESENT["economic"] + PRESENT["technical"]
