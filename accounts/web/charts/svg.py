"""The first drawing of a figure: SVG by the server, for phones, for print, without scripts, until Plotly is there.

It reads the part of Plotly's JSON that the figures here use. Across, places are percentages, so that one drawing fits any
width without its words being stretched; lines lie in an inner drawing that is stretched with strokes that are not.
"""

from datetime import date
from typing import Any

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from accounts.web.charts.figure import Figure

WIDTH = 1000  # of the inner drawing of lines, in its own units
ANCHORS = {"left": "start", "center": "middle", "right": "end"}
BASELINES = {"top": 10, "middle": 4, "bottom": -2}  # from the place to the baseline of text
SHAPES = {
    "square": "M{-r} {-r}h{d}v{d}h{-d}z",
    "triangle-up": "M{-r} {r}h{d}l{-r} {-d}z",
    "diamond": "M0 {-r}l{r} {r}l{-r} {r}l{-r} {-r}z",
}


def draw(figure: Figure, *, id: str) -> SafeString:  # noqa: A002 the attribute's name
    """Return the figure as an SVG of all the width it is given and a fixed height; `id` keeps its pattern apart from others.

    A figure without anything to draw says that it is too early.
    """
    if figure.is_empty:
        return _svg(figure, f'<text x="50%" y="50%" text-anchor="middle">{escape(gettext("Too early to say"))}</text>')
    paper = _Paper(figure, id)
    parts = [
        *(paper.shape(shape) for shape in figure.layout.get("shapes", []) if shape.get("layer") == "below"),
        *paper.axes(),
        *(paper.shape(shape) for shape in figure.layout.get("shapes", []) if shape.get("layer") != "below"),
        *(paper.bars(trace) if trace["type"] == "bar" else paper.scatter(trace) for trace in figure.data),
        *(paper.annotation(note) for note in figure.layout.get("annotations", [])),
    ]
    return _svg(figure, "".join(parts))


class _Paper:
    """Where values are on the drawing, and how each kind of mark is drawn there."""

    def __init__(self, figure: Figure, id: str) -> None:  # noqa: A002 the attribute's name
        self.x_axis, self.y_axis = figure.layout["xaxis"], figure.layout["yaxis"]
        self.height = figure.height
        self.hatch = escape(f"{id}-hatch")

    def across(self, value: Any, reference: str = "x") -> float:
        """Return where a value is from left to right, in percent."""
        if reference == "paper":
            return round(float(value) * 100, 2)
        start, end = (_ordinal(edge) for edge in self.x_axis["range"])
        return round((_ordinal(value) - start) / ((end - start) or 1) * 100, 2)

    def down(self, value: Any, reference: str = "y") -> float:
        """Return where a value is from top to bottom, in pixels."""
        if reference == "paper":
            return round((1 - float(value)) * self.height, 1)
        start, end = self.y_axis["range"]
        return round((1 - (value - start) / ((end - start) or 1)) * self.height, 1)

    def axes(self) -> list[str]:
        """Return the marks of both axes with their words; axes that are not visible have none."""
        if self.x_axis.get("visible") is False:
            return []
        lines = [
            f'<line class="chart__grid" x1="0" x2="100%" y1="{self.down(mark)}" y2="{self.down(mark)}"/>'
            f'<text x="-7" y="{self.down(mark) + 4}" text-anchor="end">{escape(text)}</text>'
            for mark, text in _marks(self.y_axis)
        ]
        words = [
            f'<text{_wide(number)} x="{self.across(mark)}%" y="{self.height + 18}" text-anchor="middle">{escape(text)}</text>'
            for number, (mark, text) in enumerate(_marks(self.x_axis))
        ]
        return [*lines, f'<line class="chart__base" x1="0" x2="100%" y1="{self.height}" y2="{self.height}"/>', *words]

    def shape(self, shape: dict[str, Any]) -> str:
        """Return a band or a line across."""
        x0, x1 = (self.across(shape[end], shape.get("xref", "x")) for end in ("x0", "x1"))
        y0, y1 = (self.down(shape[end], shape.get("yref", "y")) for end in ("y0", "y1"))
        if shape["type"] == "rect":
            return f'<rect x="{x0}%" y="{y1}" width="{x1 - x0:.2f}%" height="{y0 - y1}" {_fill(shape["fillcolor"])}/>'
        dash = ' stroke-dasharray="1 3"' if shape["line"].get("dash") == "dot" else ""
        return f'<line x1="{x0}%" x2="{x1}%" y1="{y0}" y2="{y1}" {_stroke(shape["line"])}{dash}/>'

    def scatter(self, trace: dict[str, Any]) -> str:
        """Return a row of points: the lines between them, then their marks."""
        points = [
            None if y is None else (self.across(x), self.down(y)) for x, y in zip(trace["x"], trace["y"], strict=True)
        ]
        lines = self._lines(points, trace) if "lines" in trace["mode"] else ""
        marks = "".join(_mark(point, trace["marker"]) for point in points if point) if "marker" in trace else ""
        return lines + marks

    def _lines(self, points: list[tuple[float, float] | None], trace: dict[str, Any]) -> str:
        stretches: list[list[tuple[float, float]]] = [[]]
        for point in points:
            if point is None:
                stretches.append([])
            else:
                stretches[-1].append((round(point[0] * WIDTH / 100, 1), point[1]))
        drawn = []
        for stretch in filter(None, stretches):
            path = "L".join(f"{x} {y}" for x, y in stretch)
            if trace.get("fill"):
                area = f"M{stretch[0][0]} {self.height}L{path}L{stretch[-1][0]} {self.height}z"
                drawn.append(f'<path d="{area}" {_fill(trace["fillcolor"])}/>')
            # A single point between two gaps is a dot: a line of no length with round ends.
            drawn.append(
                f'<path class="chart__line" d="M{path}{"h0" * (len(stretch) == 1)}" {_stroke(trace["line"])}/>'
            )
        box = f'width="100%" height="{self.height}" viewBox="0 0 {WIDTH} {self.height}"'
        return f'<svg {box} preserveAspectRatio="none" overflow="visible">{"".join(drawn)}</svg>'

    def bars(self, trace: dict[str, Any]) -> str:
        """Return bars that lie; a hatched one shows its color as lines upon the color behind it."""
        marker = trace["marker"]
        thickness = round(abs(self.down(trace["width"]) - self.down(0)), 1)
        pattern = marker.get("pattern", {"shape": []})
        hatched = [number for number, shape in enumerate(pattern["shape"]) if shape]
        drawn = [self._hatch(_one(marker["color"], hatched[0]))] if hatched else []
        for number, (length, y) in enumerate(zip(trace["x"], trace["y"], strict=True)):
            base = _one(trace["base"], number)
            left, right = self.across(base), self.across(base + length)
            size = f'width="{right - left:.2f}%" height="{thickness}" rx="3"'
            place = f'x="{left}%" y="{self.down(y) - thickness / 2:.1f}" {size}'
            color, line = _one(marker["color"], number), marker.get("line")
            edge = _stroke({"color": _one(line["color"], number), "width": line["width"]}) if line else ""
            if number in hatched:
                drawn.append(f"<rect {place} {_fill(pattern['bgcolor'])}/>")
                drawn.append(f'<rect {place} fill="url(#{self.hatch})" {edge}/>')
            else:
                drawn.append(f"<rect {place} {_fill(color)} {edge}/>")
        return "".join(drawn)

    def _hatch(self, color: str) -> str:
        size = 'width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"'
        line = _stroke({"color": color, "width": 3})
        return f'<pattern id="{self.hatch}" {size}><line y2="7" {line}/></pattern>'

    def annotation(self, note: dict[str, Any]) -> str:
        """Return words at their place; `wide` ones are hidden by chart.css where there is little room."""
        x, y = self.across(note["x"], note.get("xref", "x")), self.down(note["y"], note.get("yref", "y"))
        baseline = y + BASELINES[note["yanchor"]] - note.get("yshift", 0)
        names = " ".join(["chart__wide"] * bool(note.get("wide")) + ["chart__note"] * ("bgcolor" in note))
        kind = f' class="{names}"' if names else ""
        font = f'{_fill(note["font"]["color"])} font-size="{note["font"]["size"]}"'
        anchor = ANCHORS[note["xanchor"]]
        return f'<text{kind} x="{x}%" y="{baseline:.1f}" text-anchor="{anchor}" {font}>{escape(note["text"])}</text>'


def _svg(figure: Figure, content: str) -> SafeString:
    attributes = f'class="chart__svg" width="100%" height="{figure.height}" aria-hidden="true"'
    return mark_safe(f"<svg {attributes}>{content}</svg>")  # noqa: S308 every text and color in it is escaped  # nosec B308 B703


def _marks(axis: dict[str, Any]) -> list[tuple[Any, str]]:
    return list(zip(axis["tickvals"], axis["ticktext"], strict=True))


def _wide(number: int) -> str:
    """Every other name on the axis of time is for wide screens; charts.js leaves out the same."""
    return ' class="chart__wide"' if number % 2 else ""


def _mark(point: tuple[float, float], marker: dict[str, Any]) -> str:
    radius = marker["size"] / 2
    look = f"{_fill(marker['color'])} {_stroke(marker['line']) if 'line' in marker else ''}"
    if marker["symbol"] == "circle":
        return f'<circle cx="{point[0]}%" cy="{point[1]}" r="{radius}" {look}/>'
    sizes = {"{r}": radius, "{-r}": -radius, "{d}": 2 * radius, "{-d}": -2 * radius}
    path = SHAPES[marker["symbol"]]
    for name, size in sizes.items():
        path = path.replace(name, f"{size:g}")
    return f'<svg x="{point[0]}%" y="{point[1]}" overflow="visible"><path d="{path}" {look}/></svg>'


def _fill(color: str) -> str:
    token, _slash, alpha = color.partition("/")
    return f'fill="var({escape(token)})"' + (f' fill-opacity="{escape(alpha)}"' if alpha else "")


def _stroke(line: dict[str, Any]) -> str:
    return f'stroke="var({escape(line["color"])})" stroke-width="{line["width"]}"' if line["width"] else ""


def _one(values: Any, number: int) -> Any:
    return values[number] if isinstance(values, list) else values


def _ordinal(value: Any) -> float:
    return date.fromisoformat(value).toordinal() if isinstance(value, str) else float(value)
