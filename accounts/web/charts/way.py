"""A curve over the stops of a way, which have names instead of dates: it stands above the table that has the names."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext

from accounts.web import formats
from accounts.web.charts.figure import Figure, Number, Table, plain
from accounts.web.mood import mood_of

HEIGHT = 96
LOW, HIGH = -14, 118  # of the axis: room for the numbers above the dots


@dataclass(frozen=True, slots=True)
class Stop:
    """A place on the way, and the mood there; None is unknown, and breaks the curve."""

    name: str
    score: Number | None


def way(*, sentence: str, stops: Sequence[Stop]) -> Figure:
    """Return a figure of the moods from stop to stop, each with its number and color; without any known mood it is empty."""
    known = [(place, stop.score) for place, stop in enumerate(stops) if stop.score is not None]
    layout: dict[str, Any] = {
        "xaxis": {"visible": False, "range": [-0.5, len(stops) - 0.5]},
        "yaxis": {"visible": False, "range": [LOW, HIGH]},
        "annotations": [_number(place, score) for place, score in known],
    }
    return Figure(
        sentence=sentence,
        table=Table(
            head=(gettext("Where"), gettext("Mood")),
            rows=tuple((stop.name, _said(stop.score)) for stop in stops),
        ),
        data=[_curve(stops), *(_dot(stops[place].name, place, score) for place, score in known)] if known else [],
        layout=layout,
        height=HEIGHT,
    )


def _curve(stops: Sequence[Stop]) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "lines",
        "x": list(range(len(stops))),
        "y": [None if stop.score is None else plain(stop.score) for stop in stops],
        "hoverinfo": "skip",
        "line": {"color": "--ink", "width": 2.5},
    }


def _dot(name: str, place: int, score: Number) -> dict[str, Any]:
    mood = mood_of(score)
    line = {"color": f"--t{mood}", "width": 1}
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [place],
        "y": [plain(score)],
        "text": [f"{name}: {_said(score)}"],
        "hovertemplate": "%{text}<extra></extra>",
        "marker": {"size": 11, "symbol": "circle", "color": f"--m{mood}", "line": line},
    }


def _number(place: int, score: Number) -> dict[str, Any]:
    return {
        "x": place,
        "y": plain(score),
        "yshift": 9,
        "text": _said(score),
        "showarrow": False,
        "xanchor": "center",
        "yanchor": "bottom",
        "font": {"size": 12, "color": "--ink-2"},
    }


def _said(score: Number | None) -> str:
    return gettext("Too early to say") if score is None else formats.number(score, 0)
