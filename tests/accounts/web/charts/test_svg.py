"""The server's drawing says the same as the figure, and holds nothing that the policy forbids."""

import json
import re
from datetime import date, timedelta
from xml.etree import ElementTree as ET

import pytest
from django.utils import translation
from plotly import graph_objects

from accounts.web import charts
from accounts.web.charts import Bar, Line, Note, Part, Point, sparkline, svg
from happiness.gallery import charts as gallery

START = date(2026, 1, 1)
FIGURE_BUDGET, DRAWING_BUDGET = 5_000, 7_000


def figures(language="en"):
    with translation.override(language):
        return {name: value for name, value in gallery.everything().items() if isinstance(value, charts.Figure)}


def drawing(figure):
    return ET.fromstring(svg.draw(figure, id="one"))


def named(tree, tag):
    return [node for node in tree.iter() if node.tag == tag]


@pytest.mark.parametrize("language", ["en", "uk", "ru"])
def test_figures_are_small(language):
    for name, figure in figures(language).items():
        assert len(json.dumps(figure.as_json(), ensure_ascii=False).encode()) <= FIGURE_BUDGET, name
        assert len(svg.draw(figure, id=name).encode()) <= DRAWING_BUDGET, name


@pytest.mark.parametrize("name", figures())
def test_plotly_knows_all_that_a_figure_asks_for(name):
    figure = figures()[name].as_json()
    for note in figure["layout"].get("annotations", []):
        note.pop("wide", None)  # ours: charts.js reads it
    known = json.loads(re.sub(r'"--[a-z0-9-]+(/[\d.]+)?"', '"#123456"', json.dumps(figure)))

    graph_objects.Figure(known)  # raises for an attribute or a value that it does not know


@pytest.mark.parametrize("name", figures())
def test_drawing_is_plain_and_hidden_from_screen_readers(name):
    text = svg.draw(figures()[name], id=name)
    tree = ET.fromstring(text)

    assert tree.attrib["aria-hidden"] == "true"
    assert not re.search(r"style=|<style|<script|\son\w+=|#[0-9a-f]{3,6}\b|NaN|None|nan", text)
    for node in tree.iter():
        for place in ("x", "width", "cx", "x1", "x2"):
            if node.attrib.get(place, "").endswith("%"):
                assert -0.01 <= float(node.attrib[place][:-1]) <= 100.01


def test_drawing_and_figure_agree_on_every_point():
    values = [60, 70, 0, 100]
    points = [Point(START + timedelta(days=30 * number), value) for number, value in enumerate(values)]
    figure = charts.line(sentence="Up.", lines=[Line("a", points, "economic"), Line("b", points, "technical")])

    marks = [(float(node.attrib["cx"][:-1]), float(node.attrib["cy"])) for node in named(drawing(figure), "circle")]
    first, last = (date.fromisoformat(end).toordinal() for end in figure.layout["xaxis"]["range"])
    assert [round((1 - y / figure.height) * 100) for _x, y in marks] == [60, 70, 0, 100]
    assert [round(first + x / 100 * (last - first)) for x, _y in marks] == [point.on.toordinal() for point in points]
    (path, other) = (node.attrib["d"] for node in named(drawing(figure), "path") if node.attrib.get("class"))
    assert path == other
    assert len(re.findall(r"[ML]", path)) == len(values)


def test_gap_breaks_the_line_and_a_lonely_point_is_a_dot():
    points = [Point(START, 50), Point(START + timedelta(days=200), 60), Point(START + timedelta(days=210), 70)]
    figure = charts.line(sentence="Gap.", lines=[Line("a", points)])

    paths = [node.attrib["d"] for node in named(drawing(figure), "path") if node.attrib.get("class") == "chart__line"]
    assert [len(re.findall(r"[ML]", path)) for path in paths] == [1, 2]
    assert paths[0].endswith("h0")


def test_hatched_bar_has_a_pattern_of_its_own():
    figure = charts.bars(sentence="Moods.", rows=[Bar("a", 10, 9), Bar("b", 10, 1)], top=20)
    tree = drawing(figure)

    assert [node.attrib["id"] for node in named(tree, "pattern")] == ["one-hatch"]
    assert [node.attrib["fill"] for node in named(tree, "rect")].count("url(#one-hatch)") == 1
    widths = [node.attrib["width"] for node in named(tree, "rect")]
    assert widths[:3] == ["100.00%", "100.00%", "50.00%"]


def test_text_of_users_stays_text_in_both_drawings():
    nasty = '<b onclick="x">&{%{x}</b>'
    points = [Point(START, 50), Point(START + timedelta(days=9), 60)]
    for figure in (
        charts.line(sentence="A.", lines=[Line(nasty, points)], notes=[Note(START, 50, nasty)]),
        charts.bars(sentence="B.", rows=[Bar(nasty, 1)]),
        charts.waterfall(sentence="C.", start=Part(nasty, 1), steps=[], end=Part(nasty, 2)),
    ):
        assert nasty in [node.text for node in named(drawing(figure), "text")]
        for_plotly = json.dumps(figure.as_json())
        assert "<b" not in for_plotly
        assert "%{x}" not in re.sub(r'"(text|name)": (\[[^\]]*\]|"[^"]*")', "", for_plotly.replace('\\"', "'"))


def test_sparkline_is_within_its_frame():
    tree = ET.fromstring(sparkline.draw([3, 1, 2]))

    places = [tuple(map(float, place.split(","))) for place in named(tree, "polyline")[0].attrib["points"].split()]
    assert [x for x, _y in places] == sorted(x for x, _y in places)
    assert places[0][1] < places[2][1] < places[1][1]
    assert all(0 <= x <= sparkline.WIDTH and 0 <= y <= sparkline.HEIGHT for x, y in places)
    assert sparkline.draw([1]) == ""
    assert "points" in sparkline.draw([5, 5, 5])
