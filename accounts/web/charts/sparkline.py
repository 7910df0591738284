"""A small curve for beside a number: no axis, no words."""

from collections.abc import Sequence

from django.utils.html import format_html
from django.utils.safestring import SafeString

WIDTH, HEIGHT, MARGIN = 84, 24, 4


def draw(values: Sequence[float], *, tone: str = "") -> SafeString:
    """Return the curve as an SVG of fixed size, a dot on its last value; with fewer than two values there is no curve."""
    if len(values) < 2:  # noqa: PLR2004 a line has two ends
        return SafeString("")
    low, spread = min(values), (max(values) - min(values)) or 1
    places = [
        (
            round(MARGIN + number * (WIDTH - 2 * MARGIN) / (len(values) - 1), 1),
            round(HEIGHT - MARGIN - float(value - low) / float(spread) * (HEIGHT - 2 * MARGIN), 1),
        )
        for number, value in enumerate(values)
    ]
    return format_html(
        '<svg class="sparkline{}" width="{}" height="{}" aria-hidden="true"><polyline points="{}"/>'
        '<circle cx="{}" cy="{}" r="2.6"/></svg>',
        f" sparkline--{tone}" if tone else "",
        WIDTH,
        HEIGHT,
        " ".join(f"{x},{y}" for x, y in places),
        *(str(place) for place in places[-1]),  # a float would get the language's comma
    )
