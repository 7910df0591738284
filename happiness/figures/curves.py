"""The curve of the house's index, for every page that shows it."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from accounts.web import charts, formats
from accounts.web.charts import Figure, Line, Point

FEWEST = 2  # points of a curve


def house_curve(days: Sequence[tuple[date, Decimal]]) -> Figure | None:
    """Draw the index of the house; None while fewer than two days are known."""
    if len(days) < FEWEST:
        return None
    (first, before), (_last, now) = days[0], days[-1]
    words = {"day": formats.day(first), "before": formats.number(before), "now": formats.number(now)}
    sentence = _("Happiness index since %(day)s: from %(before)s to %(now)s.") % words
    dots = [Point(day, value) for day, value in days]
    return charts.line(sentence=sentence, lines=[Line(_("Happiness index"), dots)], is_cut=True, is_mood=True)
