"""How a figure went, month by month. A line breaks where the question was reworded so far that it is another one."""

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.web import charts, formats
from accounts.web.charts import Figure, Line, Note, Point
from accounts.web.charts.line import MOST_NOTES
from feedback.insights import guard
from feedback.insights.guard import Shown
from feedback.insights.queries import Cell, Edition
from feedback.insights.tables import Metric, grouped, lineage, metrics_of

FEWEST_MONTHS = 2


def trends(cells: Sequence[Cell], editions: Sequence[Edition], *, least: int) -> list[tuple[str, Figure]]:
    """Return the figure of each metric that was measured in two months at least, with the id that it has on the page."""
    open_cells = [cell for cell in cells if not cell.is_confided]
    found = [(metric, _months(metric, open_cells, editions, least=least)) for metric in metrics_of(editions)]
    return [
        (f"trend-{metric.key}", _figure(metric, months)) for metric, months in found if len(months) >= FEWEST_MONTHS
    ]


def _months(
    metric: Metric, cells: Sequence[Cell], editions: Sequence[Edition], *, least: int
) -> list[tuple[int, date, Shown]]:
    """Return what is shown of each month, one wording after the other: (number of the wording, month, figure)."""
    wordings = list(dict.fromkeys(filter(None, (lineage(one, metric) for one in editions))))
    found = []
    for number, wording in enumerate(wordings):
        ids = {one.id for one in editions if lineage(one, metric) == wording}
        sums = grouped((cell for cell in cells if cell.version_id in ids), lambda cell: cell.month)
        measured = {month: estimate for month, one in sorted(sums.items()) if (estimate := metric.of(one))}
        found += [(number, month, shown) for month, shown in guard.shown(measured, least=least).items()]
    return found


def _figure(metric: Metric, months: Sequence[tuple[int, date, Shown]]) -> Figure:
    points, notes, before = [], [], months[0][0]
    for number, month, shown in months:
        starts_anew = number != before
        value = shown.estimate.value * metric.factor if shown.estimate else 0
        points.append(Point(month, value, hidden=_unsaid(shown), starts_anew=starts_anew))
        if starts_anew and shown.estimate:
            notes.append(Note(month, value, _("reworded")))
            before = number
    return charts.line(
        sentence=_sentence(metric, months),
        lines=[Line(metric.title, points)],
        notes=notes[-MOST_NOTES:],
        scale=metric.scale,
    )


def _unsaid(shown: Shown) -> str:
    if not shown.is_hidden:
        return ""
    if not shown.is_small:
        return _("Kept back: it would give a smaller group away")
    return _("Too early to say: %(answers)s of %(needed)s answers") % {"answers": shown.n, "needed": shown.least}


def _sentence(metric: Metric, months: Sequence[tuple[int, date, Shown]]) -> str:
    known = [(month, shown) for _number, month, shown in months if shown.estimate]
    if not known:
        return _("%(metric)s by month: too early to say.") % {"metric": metric.title}
    month, shown = known[-1]
    assert shown.estimate
    words = {"metric": metric.title, "value": metric.said(shown.estimate.value), "month": formats.month(month)}
    return ngettext(
        "%(metric)s by month: %(value)s in %(month)s, from %(n)s answer.",
        "%(metric)s by month: %(value)s in %(month)s, from %(n)s answers.",
        shown.n,
    ) % {**words, "n": shown.n}
