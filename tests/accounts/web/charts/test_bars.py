"""Bars, waterfall, money: from zero, honest about few answers, adding up to the last digit shown."""

import itertools
from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.web import charts, formats
from accounts.web.charts import Bar, Part
from accounts.web.charts.rounding import rounded_to
from accounts.web.mood import Mood

SCORES = st.decimals(min_value=-100, max_value=100, places=3)


def number_of(text):
    return Decimal(text.replace("−", "-").replace("+", "").replace(",", ""))


def bars_of(figure):
    return figure.data[1]


def test_bars_begin_at_zero():
    figure = charts.bars(sentence="Who answers.", rows=[Bar("Buyers", 71), Bar("Users", 58)], top=100)

    assert figure.layout["xaxis"]["range"] == [0, 100]
    assert (bars_of(figure)["base"], bars_of(figure)["x"]) == ([0, 0], [71, 58])
    assert figure.table.rows == (("Buyers", "71"), ("Users", "58"))


@given(st.lists(st.floats(-1000, 1000), min_size=1, max_size=6))
def test_axis_of_bars_always_holds_zero_and_every_bar(values):
    figure = charts.bars(sentence="Amounts.", rows=[Bar("row", value) for value in values])

    low, high = figure.layout["xaxis"]["range"]
    assert low <= 0 <= high
    for base, length in zip(bars_of(figure)["base"], bars_of(figure)["x"], strict=True):
        assert low - 0.01 <= base <= base + length <= high + 0.01


def test_bar_on_few_answers_is_hatched_and_keeps_its_number():
    figure = charts.bars(
        sentence="Moods.", rows=[Bar("Growth", 75, 118), Bar("Reboarding", 49, 2)], top=100, is_mood=True
    )

    assert bars_of(figure)["marker"]["pattern"]["shape"] == ["", "/"]
    assert bars_of(figure)["marker"]["color"][0] == "--m4"
    assert "49" not in str(figure.as_json())
    assert figure.table.head == ("What", "Value", "Answers")
    assert figure.table.rows == (("Growth", "75", "118"), ("Reboarding", "Too early to say: 2 of 5 answers", "2"))
    assert charts.bars(sentence="Moods.", rows=[Bar("Reboarding", 49, 2)]).is_empty


def test_long_names_are_cut_in_the_drawing_and_whole_in_the_table():
    name = "Procurement, logistics and everybody who signs for goods"
    figure = charts.bars(sentence="Long.", rows=[Bar(name, 1)])

    assert figure.layout["annotations"][0]["text"].endswith("…")
    assert len(figure.layout["annotations"][0]["text"]) <= 44
    assert figure.table.rows[0][0] == name


def test_waterfall_says_the_rest_as_other():
    steps = [Part("Technical", -18.6), Part("Late acts", -11.7), Part("Silence", -6.4), Part("Trust", 7.2)]
    figure = charts.waterfall(sentence="Why 34.", start=Part("Segment", 65), steps=steps, end=Part("Client", 34))

    assert [row[1] for row in figure.table.rows] == ["65", "−19", "−12", "−6", "+7", "−1", "34"]
    assert figure.table.rows[-2][0] == "Other"


def test_axis_has_a_length_even_when_all_is_zero():
    figures = [
        charts.bars(sentence="Nothing.", rows=[Bar("row", 0)]),
        charts.waterfall(sentence="Nothing.", start=Part("a", 0), steps=[], end=Part("z", 0)),
    ]

    assert [figure.layout["xaxis"]["range"] for figure in figures] == [[0, 1], [0, 1]]
    assert [row[0] for row in figures[1].table.rows] == ["a", "z"]


def test_waterfall_without_a_rest_has_no_other():
    figure = charts.waterfall(
        sentence="Why.", start=Part("Segment", 65), steps=[Part("Technical", -5)], end=Part("Client", 60)
    )

    assert [row[0] for row in figure.table.rows] == ["Segment", "Technical", "Client"]


@given(start=SCORES, steps=st.lists(SCORES, max_size=8), end=SCORES, places=st.integers(0, 2))
def test_waterfall_adds_up_to_the_last_digit(start, steps, end, places):
    figure = charts.waterfall(
        sentence="Why.",
        start=Part("a", start),
        steps=[Part("b", step) for step in steps],
        end=Part("z", end),
        places=places,
    )

    first, *amounts, last = (number_of(said) for _label, said in figure.table.rows)
    unit = Decimal(1).scaleb(-places)
    assert first + sum(amounts) == last
    assert first == start.quantize(unit, rounding=ROUND_HALF_UP)
    assert last == end.quantize(unit, rounding=ROUND_HALF_UP)
    assert all(abs(amount - step) <= 2 * unit for amount, step in zip(amounts, steps, strict=False))
    reached = [base + length for base, length in zip(bars_of(figure)["base"], bars_of(figure)["x"], strict=True)]
    low, high = figure.layout["xaxis"]["range"]
    assert low <= 0 <= high
    assert max(reached) <= high + 0.001


@given(st.lists(SCORES, min_size=1, max_size=10), st.integers(0, 3))
def test_rounded_parts_keep_their_sum(parts, places):
    unit = Decimal(1).scaleb(-places)
    whole = sum(parts).quantize(unit, rounding=ROUND_HALF_UP)

    shown = rounded_to(whole, parts, places=places)

    assert sum(shown) == whole
    assert all(abs(part - exact) <= unit for part, exact in zip(shown, parts, strict=True))


MONEY = st.dictionaries(st.sampled_from([*Mood, None]), st.decimals(0, 10**9, places=2))


@given(MONEY)
def test_parts_of_the_money_bar_are_the_whole(amounts):
    bar = charts.money_bar(amounts, currency="EUR")

    assert len(bar.shares) == sum(1 for amount in amounts.values() if amount)
    if bar.shares:
        assert sum(Decimal(share.width) for share in bar.shares) == 100
        assert sum(number_of(share.percent.strip("%")) for share in bar.shares if "<" not in share.percent) == 100
        edges = [(Decimal(share.start), Decimal(share.start) + Decimal(share.width)) for share in bar.shares]
        assert edges[0][0] == 0
        assert all(before[1] == after[0] for before, after in itertools.pairwise(edges))


def test_money_bar_says_what_it_shows():
    bar = charts.money_bar({None: Decimal(100), Mood.UPSET: Decimal(300)}, currency="EUR")

    assert bar.sentence == "€400 by mood: upset 75%, not heard 25%."
    assert [(share.level, share.amount) for share in bar.shares] == [
        (1, formats.money(Decimal(300), "EUR")),
        (0, "€100"),
    ]
    with pytest.raises(ValueError, match="negative"):
        charts.money_bar({Mood.UPSET: Decimal(-1)}, currency="EUR")


def test_tiny_part_of_the_money_is_not_said_to_be_nothing():
    bar = charts.money_bar({Mood.UPSET: Decimal(1), Mood.CONTENT: Decimal(10_000)}, currency="EUR")

    assert [share.percent for share in bar.shares] == ["<1%", "100%"]
