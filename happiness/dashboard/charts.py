"""The figures of a client's pages."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.web import charts, formats
from accounts.web.charts import Figure, Line, Part, Span
from accounts.web.charts import Point as Dot
from accounts.web.mood import mood_of
from feedback.happiness_index.formula import ROLES, Step, Waterfall
from feedback.happiness_index.queries import Point

SHORT: dict[str, Any] = {
    "economic": gettext_lazy("Economic"),
    "technical": gettext_lazy("Technical"),
    "end_user": gettext_lazy("Users"),
}
FEWEST = 2  # points of a curve


def curve(points: Sequence[Point], *, stages: Sequence[tuple[date, str]], name: str) -> Figure | None:
    """Draw the index and the mood of every role over the stages of the relation; None while fewer than two points are known."""
    known = [one for one in points if one.value is not None]
    if len(known) < FEWEST:
        return None
    last = known[-1]
    lines = [Line(_("Together"), _dots([(one.day, one.value) for one in known]))]
    for role in ROLES:
        dots = _dots([(one.day, one.roles[role]) for one in known if role in one.roles])
        if dots:
            lines.append(Line(str(SHORT[role]), dots, role))
    words = {
        "client": name,
        "month": formats.month(known[0].day),
        "score": formats.number(last.value or 0),
        "mood": mood_of(last.value or 0).label,
    }
    sentence = _("Mood of %(client)s since %(month)s: together %(score)s of 100 now, %(mood)s.") % words
    return charts.line(sentence=sentence, lines=lines, spans=_spans(stages, known[0].day, last.day))


def steps(told: Waterfall, shown: Sequence[tuple[str, Step]], *, start: date, end: date) -> Figure:
    """Draw why the index moved between two days, to the tenth; the steps that are not shown are one more, "other"."""
    words = {
        "start": formats.number(told.begins, 1),
        "from": formats.day(start),
        "end": formats.number(told.ends, 1),
        "to": formats.day(end),
    }
    return charts.waterfall(
        sentence=_("From %(start)s on %(from)s to %(end)s on %(to)s.") % words,
        start=Part(formats.day(start), told.begins),
        steps=[Part(label, step.points) for label, step in shown],
        end=Part(formats.day(end), told.ends),
        places=1,
    )


def _dots(values: Sequence[tuple[date, Any]]) -> list[Dot]:
    return [Dot(day, value) for day, value in values]


def _spans(stages: Sequence[tuple[date, str]], first: date, last: date) -> list[Span]:
    """Return the stages, each until the next began, as far as the curve shows them."""
    ends = [*(day for day, _name in stages[1:]), last]
    spans = [Span(max(day, first), end, name) for (day, name), end in zip(stages, ends, strict=False)]
    return [span for span in spans if span.start < span.end]
