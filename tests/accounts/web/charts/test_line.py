"""Trends: what is drawn, what is left open, and what the table says."""

from datetime import date, timedelta

import pytest
from django.utils import translation

from accounts.web import charts, formats
from accounts.web.charts import Line, Note, Point, Span, axes

START = date(2026, 1, 1)


def points(*values, every=30, answers=None):
    return [Point(START + timedelta(days=every * number), value, answers) for number, value in enumerate(values)]


def trend(*lines, **options):
    return charts.line(sentence="How it went.", lines=lines or [Line("Index", points(60, 70, 72))], **options)


def test_single_line_with_a_dot_at_its_end():
    figure = trend()

    line, end = figure.data
    assert (line["y"], line["x"][0]) == ([60, 70, 72], "2026-01-01")
    assert (end["x"], end["y"]) == (["2026-03-02"], [72])
    assert line["line"]["color"] == "--ink"
    assert figure.layout["yaxis"]["range"] == [0, 100]
    assert figure.remark == ""
    assert figure.keys == ()


def test_mood_of_the_last_score_colors_the_line():
    assert trend(is_mood=True).data[0]["line"]["color"] == "--t4"
    assert trend(Line("Index", points(72, 39)), is_mood=True).data[0]["line"]["color"] == "--t1"


@pytest.mark.parametrize(("days", "is_broken"), [(120, False), (121, True)])
def test_gap_of_more_than_120_days_breaks_the_line(days, is_broken):
    line = trend(Line("Index", points(60, 70, every=days))).data[0]

    assert (line["y"] == [60, None, 70]) is is_broken
    assert len(line["x"]) == len(line["y"]) == len(line["text"])


def test_points_on_few_answers_are_left_open_and_said():
    rows = [Point(START, 60, 5), Point(START + timedelta(30), 20, 4), Point(START + timedelta(60), 70, 9)]
    figure = trend(Line("Energy", rows))

    assert figure.data[0]["y"] == [60, None, 70]
    assert 20 not in figure.data[0]["y"]
    assert [row[1] for row in figure.table.rows] == ["60", "Too early to say: 4 of 5 answers", "70"]


def test_points_that_must_not_be_shown_are_left_open_and_said():
    rows = [Point(START, 60), Point(START + timedelta(30), 20, hidden="kept back"), Point(START + timedelta(60), 70)]
    figure = trend(Line("Energy", rows))

    assert figure.data[0]["y"] == [60, None, 70]
    assert [row[1] for row in figure.table.rows] == ["60", "kept back", "70"]


def test_line_breaks_where_something_else_begins_to_be_measured():
    rows = [Point(START, 60), Point(START + timedelta(30), 20, starts_anew=True), Point(START + timedelta(60), 70)]

    assert trend(Line("Energy", rows)).data[0]["y"] == [60, None, 20, 70]


def test_without_a_point_to_show_nothing_is_drawn():
    assert trend(Line("Energy", points(60, 70, answers=2))).is_empty
    assert trend(Line("Energy", [])).is_empty
    assert not trend().is_empty


def test_roles_have_a_color_and_a_shape_each():
    rows = [Line(role, points(50, 60), role) for role in ("economic", "technical", "end_user")]
    figure = trend(*rows, Line("Together", points(55, 56)))

    assert [trace.get("marker", {}).get("symbol") for trace in figure.data] == ["circle", "square", "triangle-up", None]
    assert [key.mark for key in figure.keys] == ["●", "■", "▲", "━"]
    assert len({trace["line"]["color"] for trace in figure.data}) == 4


@pytest.mark.parametrize(
    ("values", "target", "shown"),
    [((63.2, 72), 78, [60, 80]), ((63.2, 72), None, [60, 75]), ((1, 99), None, [0, 100]), ((50,), None, [45, 55])],
)
def test_cut_axis_holds_all_values_and_says_its_range(values, target, shown):
    figure = trend(Line("Index", points(*values)), target=target, is_cut=True)

    assert figure.layout["yaxis"]["range"] == shown
    assert bool(figure.remark) is (shown != [0, 100])
    assert all(shown[0] <= value <= shown[1] for value in values)


def test_at_most_three_notes():
    note = Note(START, 60, "it rained")
    assert len([text for text in trend(notes=[note] * 3).layout["annotations"] if text["text"] == "it rained"]) == 3

    with pytest.raises(ValueError, match="at most 3"):
        trend(notes=[note] * 4)


@pytest.mark.parametrize(
    ("values", "above", "below"), [(range(10, 100, 10), "right", "left"), (range(90, 0, -10), "left", "right")]
)
def test_words_of_a_note_stand_clear_of_the_line(values, above, below):
    """A rising line leaves room at its upper left and its lower right, a falling one at the other two corners."""
    row = points(*values)
    figure = trend(Line("Index", row), notes=[Note(row[4].on, row[4].value, "payments failed")])

    (words,) = figure.layout["annotations"]
    assert (words["yanchor"], words["xanchor"]) in {("bottom", above), ("top", below)}
    assert (words["yshift"] > 0) is (words["yanchor"] == "bottom")


def test_words_stay_within_the_plot():
    rows = points(50, 50, 50)
    for point, anchors in ((rows[0], {"left"}), (rows[-1], {"right"})):
        figure = trend(Line("Index", rows), notes=[Note(point.on, point.value, "a long name of what happened")])
        assert figure.layout["annotations"][0]["xanchor"] in anchors


def test_notes_target_and_spans_are_said():
    spans = [
        Span(START, START + timedelta(30), "Onboarding"),
        Span(START + timedelta(30), START + timedelta(60), "Growth"),
    ]
    figure = trend(notes=[Note(START, 60, "payments failed")], target=78, spans=spans)

    assert [note["text"] for note in figure.layout["annotations"]] == [
        *("Onboarding", "Growth", "target 78", "payments failed"),
    ]
    assert [shape["type"] for shape in figure.layout["shapes"]] == ["rect", "line"]
    assert figure.table.head == ("Date", "Index", "What happened")
    assert figure.table.rows[0] == (formats.day(START), "60", "payments failed")


def test_table_has_every_value_of_every_line():
    one, other = points(60, 61.5, 62), points(40, 41, every=45)
    figure = trend(Line("One", one), Line("Other", other, "end_user"))

    said = {
        (row[0], name): value
        for row in figure.table.rows
        for name, value in zip(("One", "Other"), row[1:], strict=True)
    }
    expected = {
        (formats.day(p.on), name): formats.number(p.value)
        for name, row in (("One", one), ("Other", other))
        for p in row
    }
    assert {place: value for place, value in said.items() if value} == expected
    drawn = [formats.number(y) for trace in figure.data for y in trace["y"] if y is not None]
    assert sorted(drawn) == sorted(expected.values())


def test_texts_are_said_in_the_language():
    with translation.override("uk"):
        figure = trend(Line("Індекс", points(60.5, 72)), target=78.5)

    assert figure.data[0]["text"] == ["Індекс 60,5", "Індекс 72"]
    assert figure.layout["annotations"][0]["text"] == "ціль\u00a078,5"
    assert figure.layout["xaxis"]["ticktext"][0] == "2\u00a0січ."


def test_chart_needs_a_sentence():
    with pytest.raises(ValueError, match="sentence"):
        charts.line(sentence=" ", lines=[])


@pytest.mark.parametrize(
    ("low", "high", "marks"),
    [
        (0, 100, [0, 25, 50, 75, 100]),
        (60, 80, [60, 65, 70, 75, 80]),
        (60, 85, [60, 70, 80]),
        (-100, 100, [-100, -50, 0, 50, 100]),
        (0, 1, [0, 0.25, 0.5, 0.75, 1]),
        (0, 1400, [0, 500, 1000]),
    ],
)
def test_number_axis_has_at_most_five_round_marks(low, high, marks):
    assert axes.of_numbers(low, high)["tickvals"] == marks


@pytest.mark.parametrize("days", [1, 5, 20, 75, 76, 100, 182, 365, 800, 1100, 4000, 9000])
def test_time_axis_has_a_few_marks_within_it(days):
    first = date(2024, 5, 17)
    axis = axes.of_days(first, first + timedelta(days=days))

    assert 1 <= len(axis["tickvals"]) <= 6
    assert all(axis["range"][0] <= mark <= axis["range"][1] for mark in axis["tickvals"])
    assert axis["tickvals"] == sorted(set(axis["tickvals"]))


def test_months_say_the_year_where_it_changes():
    axis = axes.of_days(date(2026, 8, 10), date(2027, 3, 10))

    assert axis["ticktext"] == ["Sep\u00a02026", "Nov", "Jan\u00a02027"]
