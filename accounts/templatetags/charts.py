"""Charts in templates, one tag each. What they take is made by accounts.web.charts; a sparkline is only a row of numbers."""

from collections.abc import Sequence
from typing import Any

from django import template
from django.utils.safestring import SafeString

from accounts.web import charts
from accounts.web.charts import sparkline as small
from accounts.web.charts import svg
from accounts.web.mood import Mood

register = template.Library()


@register.inclusion_tag("components/chart/chart.html")
def chart(figure: charts.Figure, id: str) -> dict[str, Any]:  # noqa: A002 the attribute's name
    """Show a figure; `id` is its own on the page."""
    return {"figure": figure, "id": id, "svg": svg.draw(figure, id=id)}


@register.inclusion_tag("components/chart/heat_table.html")
def heat_table(heat: charts.Heat, id: str) -> dict[str, Any]:  # noqa: A002 the attribute's name
    """Show a heat map as a table that scrolls sideways; `id` is its own on the page."""
    return {"heat": heat, "id": id, "moods": Mood}


@register.inclusion_tag("components/chart/money_bar.html")
def money_bar(bar: charts.MoneyBar, id: str) -> dict[str, Any]:  # noqa: A002 the attribute's name
    """Show money by mood as one bar with its legend and a table of the amounts; `id` is its own on the page."""
    return {"bar": bar, "id": id}


@register.simple_tag
def sparkline(values: Sequence[float], tone: str = "") -> SafeString:
    """Show a few numbers as a small curve beside the number itself; it is decoration and hidden from screen readers.

    Tone "down" draws it in the color of a fall.
    """
    return small.draw(values, tone=tone)
