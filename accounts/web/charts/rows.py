"""Rows with words above and a bar below: readable at any width, however long the words are."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from accounts.web.charts.figure import Number, plain

HEIGHT = 42  # pixels of a row
WORDS, BAR, THICKNESS = 0.28, 0.68, 0.3  # where in a row they are, as parts of its height
HATCH = "--line-2"
LONGEST = 44  # letters; the table has the whole name


@dataclass(frozen=True, slots=True)
class Row:
    """One row ready to be drawn: from `start` to `end` in a color, or hatched over all the axis."""

    label: str
    said: str
    start: Number
    end: Number
    color: str = ""
    edge: str = ""
    is_hatched: bool = False


def axis(values: Iterable[Number], top: Number = 0) -> tuple[float, float]:
    """Return the ends of an axis that holds zero, `top` and all values, and is never without length."""
    known = [0.0, float(top), *map(float, values)]
    return min(known), max(known) if max(known) > min(known) else 1.0


def traces(rows: list[Row], axis: tuple[Number, Number]) -> list[dict[str, Any]]:
    """Return the tracks of all rows and the bars upon them."""
    low, high = (plain(end) for end in axis)
    places = [plain(number + BAR) for number in range(len(rows))]
    shared = {"type": "bar", "orientation": "h", "y": places, "width": THICKNESS}
    tracks = {
        **shared,
        "base": low,
        "x": [high - low] * len(rows),
        "marker": {"color": "--sunken"},
        "hoverinfo": "skip",
    }
    bars = {
        **shared,
        "base": [low if row.is_hatched else plain(min(row.start, row.end)) for row in rows],
        "x": [high - low if row.is_hatched else plain(abs(plain(row.end) - plain(row.start))) for row in rows],
        "marker": {
            "color": [HATCH if row.is_hatched else row.color for row in rows],
            "line": {"width": 1, "color": [HATCH if row.is_hatched else row.edge or row.color for row in rows]},
            "pattern": {"shape": ["/" if row.is_hatched else "" for row in rows], "bgcolor": "--sunken", "size": 6},
        },
        "text": [f"{row.label}: {row.said}" for row in rows],
        "textposition": "none",
        "hovertemplate": "%{text}<extra></extra>",
    }
    return [tracks, bars]


def layout(rows: list[Row], axis: tuple[Number, Number]) -> dict[str, Any]:
    """Return the axes, which are not drawn because every row says its number, and the words."""
    return {
        "barmode": "overlay",
        "barcornerradius": 3,
        "hovermode": "closest",
        "xaxis": {"range": [plain(end) for end in axis], "visible": False},
        "yaxis": {"range": [len(rows), 0], "visible": False},
        "annotations": [words for number, row in enumerate(rows) for words in _words(row, number)],
    }


def _words(row: Row, number: int) -> list[dict[str, Any]]:
    shared = {"xref": "paper", "y": plain(number + WORDS), "yanchor": "middle", "showarrow": False}
    label = row.label if len(row.label) <= LONGEST else f"{row.label[: LONGEST - 1].rstrip()}…"
    strong = {"size": 13, "color": "--ink-3" if row.is_hatched else "--ink"}
    return [
        {**shared, "x": 0, "xanchor": "left", "text": label, "font": {"size": 13, "color": "--ink-2"}},
        {**shared, "x": 1, "xanchor": "right", "text": row.said, "font": strong},
    ]
