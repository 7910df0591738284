"""A trend: one line with its mood's color, or a whole with the lines of the buyer roles beside it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from django.utils.translation import gettext

from accounts.web import formats
from accounts.web.charts import annotations, axes
from accounts.web.charts.annotations import Note
from accounts.web.charts.figure import Figure, Key, Number, Table, is_too_early, plain, too_early
from accounts.web.mood import mood_of

LONGEST_GAP = timedelta(days=120)  # beyond it nobody knows what lay between
MOST_NOTES = 3
HEIGHT = 196
# role: (color token, Plotly's marker, its size, the shape as text)
STYLES = {
    "economic": ("--role-economic", "circle", 6, "●"),
    "technical": ("--role-technical", "square", 6, "■"),
    "end_user": ("--role-user", "triangle-up", 8, "▲"),
    "other": ("--ink-3", "diamond", 7, "◆"),
}
WHOLE = "--ink"
TARGET = "--ink-3"


@dataclass(frozen=True, slots=True)
class Point:
    """One value; `answers` only where it is a statistic over people.

    `hidden` are the words in place of a number that must not be shown. `starts_anew` breaks the line before the point: what
    was measured until then is something else.
    """

    on: date
    value: Number
    answers: int | None = None
    hidden: str = ""
    starts_anew: bool = False

    @property
    def unsaid(self) -> str:
        """Return what stands in place of the number; "" where it is shown."""
        return self.hidden or (too_early(self.answers) if is_too_early(self.answers) else "")


@dataclass(frozen=True, slots=True)
class Line:
    """A named row of points, oldest first. Role: economic, technical, end_user, "other" for what is compared with the whole, or
    nothing for the whole.
    """

    name: str
    points: Sequence[Point]
    role: str = ""


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of time with a name, such as a stage."""

    start: date
    end: date
    name: str


def line(
    *,
    sentence: str,
    lines: Sequence[Line],
    target: Number | None = None,
    notes: Sequence[Note] = (),
    spans: Sequence[Span] = (),
    scale: tuple[Number, Number] = (0, 100),
    is_cut: bool = False,
    is_mood: bool = False,
) -> Figure:
    """Return a figure of one or more lines over time.

    Values are on `scale`; `is_cut` shows only the part where they are, and says so. `is_mood` gives a single line the color of
    its last score's mood. Gaps over 120 days, points that are not shown (on fewer than five answers), and points that start
    anew, break a line. Raises ValueError for more than three notes, which nobody reads.
    """
    if len(notes) > MOST_NOTES:
        raise ValueError(f"at most {MOST_NOTES} notes on a chart, not {len(notes)}")
    known = [point for row in lines for point in _known(row)]
    low, high = scale
    if is_cut and known:
        low, high = axes.cut([*(point.value for point in known), *([] if target is None else [target])], scale)
    days = axes.days([point.on for point in known], [*(span.start for span in spans), *(span.end for span in spans)])
    is_single = len(lines) == 1 and not lines[0].role
    color = f"--t{mood_of(known[-1].value)}" if is_mood and known else WHOLE
    drawn = [
        trace
        for row in lines
        for trace in (_single(row, color, is_filled=low >= 0) if is_single else _one_of_many(row))
    ]
    layout: dict[str, Any] = {
        "xaxis": axes.of_days(*days) if known else {},
        "yaxis": axes.of_numbers(low, high),
        "hovermode": "x unified",
        "shapes": [*_bands(spans, days), *([] if target is None else [_target_line(target)])],
        "annotations": [
            *(_span_name(span, days) for span in spans if _fits(span, days, annotations.WIDTH)),
            *([] if target is None else [_target_name(target)]),
        ],
    }
    if drawn and notes:
        layout["annotations"] += _words(notes, lines, layout)
        drawn.append(annotations.marks(notes))
    return Figure(
        sentence=sentence,
        table=_table(lines, notes),
        data=drawn,
        layout=layout,
        height=HEIGHT,
        keys=() if is_single else tuple(_key(row) for row in lines),
        remark=_remark(low, high, scale),
        frame="axes-named" if spans else "axes",
    )


def _single(row: Line, color: str, *, is_filled: bool) -> list[dict[str, Any]]:
    known = _known(row)
    if not known:
        return []
    end = {
        "type": "scatter",
        "x": [known[-1].on.isoformat()],
        "y": [plain(known[-1].value)],
        "mode": "markers",
        "hoverinfo": "skip",
        "marker": {"size": 9, "symbol": "circle", "color": color, "line": {"color": "--surface", "width": 2}},
    }
    # Below zero an area down to the axis would be drawn otherwise than one down to zero.
    area = {"fill": "tozeroy", "fillcolor": f"{color}/0.09"} if is_filled else {}
    return [{**_lines(row), "line": {"color": color, "width": 2.5}, **area}, end]


def _one_of_many(row: Line) -> list[dict[str, Any]]:
    if not _known(row):
        return []
    if not row.role:
        return [{**_lines(row), "line": {"color": WHOLE, "width": 3}}]
    color, symbol, size, _mark = STYLES[row.role]
    marks = {"mode": "lines+markers", "marker": {"size": size, "symbol": symbol, "color": color}}
    return [{**_lines(row), "line": {"color": color, "width": 1.6}, **marks}]


def _known(row: Line) -> list[Point]:
    return [point for point in row.points if not point.unsaid]


def _lines(row: Line) -> dict[str, Any]:
    shared = {"type": "scatter", "mode": "lines", "name": row.name, "hovertemplate": "%{text}<extra></extra>"}
    return {**shared, **_coordinates(row)}


def _coordinates(row: Line) -> dict[str, list[Any]]:
    """Return x, y and texts, with an empty place wherever the line must not pass."""
    x: list[str] = []
    y: list[float | None] = []
    text: list[str] = []
    for before, point in pairwise([None, *row.points]):
        assert point is not None
        if before is not None and (point.starts_anew or point.on - before.on > LONGEST_GAP):
            x, y, text = [*x, (before.on + (point.on - before.on) / 2).isoformat()], [*y, None], [*text, ""]
        x.append(point.on.isoformat())
        y.append(None if point.unsaid else plain(point.value))
        text.append("" if point.unsaid else f"{row.name} {formats.number(point.value)}")
    return {"x": x, "y": y, "text": text}


def _bands(spans: Sequence[Span], days: tuple[date, date]) -> list[dict[str, Any]]:
    """Shade every other span, so that neighbors differ."""
    return [
        {
            "type": "rect",
            "xref": "x",
            "yref": "paper",
            "y0": 0,
            "y1": 1,
            "layer": "below",
            "x0": max(span.start, days[0]).isoformat(),
            "x1": min(span.end, days[1]).isoformat(),
            "fillcolor": "--sunken/0.7",
            "line": {"width": 0},
        }
        for span in spans[::2]
    ]


def _fits(span: Span, days: tuple[date, date], width: int) -> bool:
    share = (span.end - max(span.start, days[0])) / (days[1] - days[0])
    return share * width > len(span.name) * annotations.LETTER


def _span_name(span: Span, days: tuple[date, date]) -> dict[str, Any]:
    return {
        "x": span.start.isoformat(),
        "yref": "paper",
        "y": 1,
        "yshift": 9,
        "text": span.name,
        "showarrow": False,
        "xanchor": "left",
        "yanchor": "middle",
        "font": {"size": 11, "color": "--ink-2"},
        "wide": not _fits(span, days, annotations.NARROW),
    }


def _target_line(target: Number) -> dict[str, Any]:
    ends = {"xref": "paper", "x0": 0, "x1": 1, "y0": plain(target), "y1": plain(target)}
    return {"type": "line", **ends, "line": {"color": TARGET, "width": 1, "dash": "dot"}}


def _target_name(target: Number) -> dict[str, Any]:
    text = gettext("target %(value)s") % {"value": formats.number(target)}
    return {
        "xref": "paper",
        "x": 0,
        "y": plain(target),
        "text": text,
        "showarrow": False,
        "xanchor": "left",
        "yanchor": "bottom",
        "font": {"size": 11, "color": TARGET},
    }


def _words(notes: Sequence[Note], lines: Sequence[Line], layout: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the words of the notes, placed by what the lines leave free; on phones only the first note has any."""
    first, last = (date.fromisoformat(end).toordinal() for end in layout["xaxis"]["range"])
    low, high = layout["yaxis"]["range"]

    def place(on: date, value: Number) -> annotations.Place:
        return (on.toordinal() - first) / (last - first) * annotations.WIDTH, (high - float(value)) / (
            high - low
        ) * HEIGHT

    curves = [[place(point.on, point.value) for point in _known(row)] for row in lines]
    return [
        annotations.words(note, at=place(note.on, note.value), curves=curves, is_wide=number > 0)
        for number, note in enumerate(notes)
    ]


def _key(row: Line) -> Key:
    return Key(row.name, STYLES[row.role][3], row.role) if row.role else Key(row.name, "━", "whole")


def _remark(low: Number, high: Number, scale: tuple[Number, Number]) -> str:
    if (low, high) == tuple(scale):
        return ""
    said = {
        name: formats.number(value) for name, value in zip(("low", "high", "top"), (low, high, scale[1]), strict=True)
    }
    return gettext("The scale is cut: it shows %(low)s to %(high)s of %(top)s.") % said


def _table(lines: Sequence[Line], notes: Sequence[Note]) -> Table:
    values = [{point.on: _said(point) for point in row.points} for row in lines]
    texts = {note.on: note.text for note in notes}
    head = [gettext("Date"), *(row.name for row in lines), *([gettext("What happened")] if notes else [])]
    rows = [
        (formats.day(on), *(value.get(on, "") for value in values), *([texts.get(on, "")] if notes else []))
        for on in sorted({*texts}.union(*values))
    ]
    return Table(head=tuple(head), rows=tuple(rows))


def _said(point: Point) -> str:
    return point.unsaid or formats.number(point.value)
