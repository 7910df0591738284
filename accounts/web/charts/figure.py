"""What both drawings of a chart are made from: Plotly's own JSON with color tokens for colors, and words."""

from dataclasses import dataclass, field
from decimal import Decimal
from html import escape
from typing import Any

from django.utils.translation import gettext

from accounts.web import formats

FEWEST_ANSWERS = 5  # fewer say more about single people than about all of them
READ_AS_MARKUP = {"text", "ticktext", "name"}  # Plotly understands some HTML in these

Number = Decimal | float


@dataclass(frozen=True, slots=True)
class Table:
    """The values of a figure as text, for those who do not see it."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Key:
    """A line of the legend: the shape and the color that a name has in the figure."""

    name: str
    mark: str
    tone: str


@dataclass(frozen=True, slots=True)
class Figure:
    """A chart before it is drawn. `data` and `layout` are Plotly's; a color is a token: "--m5", "--m5/0.09".

    `height` is that of the plot without its margins, in pixels; the width is whatever the page gives.
    """

    sentence: str
    table: Table
    data: list[dict[str, Any]]
    layout: dict[str, Any]
    height: int
    keys: tuple[Key, ...] = ()
    remark: str = ""
    frame: str = field(default="bare")  # bare: no axes; axes: room for them, as FRAMES says

    def __post_init__(self) -> None:
        if not self.sentence.strip():
            raise ValueError("a chart needs a sentence that says what it shows")

    @property
    def is_empty(self) -> bool:
        """Tell whether there is nothing to draw yet."""
        return not self.data

    def as_json(self) -> dict[str, Any]:
        """Return what Plotly draws, with every text safe from being read as markup."""
        layout = {"margin": FRAMES[self.frame], "separators": formats.separators(), **self.layout}
        return {"data": _escaped(self.data), "layout": _escaped(layout)}


# The space around the plot, in pixels; chart.css gives the SVG the same.
FRAMES = {
    "bare": {"l": 0, "r": 0, "t": 0, "b": 0},
    "axes": {"l": 36, "r": 12, "t": 12, "b": 26},
    "axes-named": {"l": 36, "r": 12, "t": 30, "b": 26},
}


def is_too_early(answers: int | None) -> bool:
    """Tell whether a number about people rests on too few of them; None is a client's own number, shown from the first."""
    return answers is not None and answers < FEWEST_ANSWERS


def too_early(answers: int | None) -> str:
    """Return what stands in place of a number that rests on too few answers."""
    return gettext("Too early to say: %(answers)s of %(needed)s answers") % {
        "answers": answers or 0,
        "needed": FEWEST_ANSWERS,
    }


def plain(value: Number) -> float | int:
    """Return the value as a short number of JSON."""
    rounded = round(float(value), 2)
    return int(rounded) if rounded == int(rounded) else rounded


def _escaped(node: Any, key: str = "") -> Any:
    if isinstance(node, dict):
        return {name: _escaped(value, name) for name, value in node.items()}
    if isinstance(node, list):
        return [_escaped(value, key) for value in node]
    return escape(node, quote=False) if key in READ_AS_MARKUP and isinstance(node, str) else node
