"""Notes on a curve: a ring where something happened, and its words where no line runs through them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise, product
from typing import Any

from accounts.web.charts.figure import Number, plain

# In pixels: a plot on a desktop and on a phone, a letter of the words, how far from the ring they may stand, how near a line
# may come.
WIDTH, NARROW, LETTER, DISTANCES, ENOUGH = 560, 290, 6.4, (7, 20), 9
ANCHORS = {"center": -0.5, "left": 0.0, "right": -1.0}  # where the words begin, in lengths of them
SAMPLES = 9

Place = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Note:
    """What happened at a point of the curve."""

    on: date
    value: Number
    text: str


def marks(notes: Sequence[Note]) -> dict[str, Any]:
    """Return the rings."""
    return {
        "type": "scatter",
        "mode": "markers",
        "hovertemplate": "%{text}<extra></extra>",
        "x": [note.on.isoformat() for note in notes],
        "y": [plain(note.value) for note in notes],
        "text": [note.text for note in notes],
        "marker": {"size": 8, "symbol": "circle", "color": "--surface", "line": {"color": "--ink-2", "width": 2}},
    }


def words(note: Note, *, at: Place, curves: Sequence[Sequence[Place]], is_wide: bool) -> dict[str, Any]:
    """Return the words of a note whose ring is `at`, clear of the curves (both in pixels of the plot, down from its top).

    `is_wide` leaves them to screens with room for more than one note.
    """
    tries = list(product(DISTANCES, (-1, 1), ANCHORS))
    narrowest = WIDTH if is_wide else NARROW
    distance, side, anchor = max(
        tries, key=lambda one: (_fits(note, at, one[2], narrowest), _clearance(note, at, curves, *one))
    )
    return {
        "x": note.on.isoformat(),
        "y": plain(note.value),
        "text": note.text,
        "showarrow": False,
        "wide": is_wide,
        "xanchor": anchor,
        "yanchor": "bottom" if side < 0 else "top",
        "yshift": -side * distance,
        "bgcolor": "--surface/0.8",
        "font": {"size": 11, "color": "--ink-2"},
    }


def _fits(note: Note, at: Place, anchor: str, width: float) -> bool:
    """Tell whether the words stay within a plot of the width."""
    length = len(note.text) * LETTER
    return 0 <= at[0] / WIDTH * width + ANCHORS[anchor] * length <= width - length


def _clearance(
    note: Note, at: Place, curves: Sequence[Sequence[Place]], distance: int, side: int, anchor: str
) -> float:
    """Return how far the nearest line is from the words; beyond enough, further is no better."""
    length = len(note.text) * LETTER
    left, middle = at[0] + ANCHORS[anchor] * length, at[1] + side * (distance + 5)
    sampled = [left + length * part / (SAMPLES - 1) for part in range(SAMPLES)]
    gaps = [abs(y - middle) for curve in curves for x in sampled if (y := _height(curve, x)) is not None]
    return min([ENOUGH + 0.0, *gaps])


def _height(curve: Sequence[Place], x: float) -> float | None:
    for before, after in pairwise(curve):
        if before[0] <= x <= after[0]:
            return before[1] + (after[1] - before[1]) * (x - before[0]) / ((after[0] - before[0]) or 1)
    return None
