"""Figures as the page shows them: the headlines, and the same by role and by stage."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from accounts.clients.enums import BuyerRole, Stage
from accounts.web import formats
from feedback.insights import guard
from feedback.insights.formula import Estimate, Sums, added
from feedback.insights.guard import Shown
from feedback.insights.queries import Asking, Cell, Edition
from feedback.surveys.document import Type


@dataclass(frozen=True, slots=True)
class Metric:
    """A score that has a column of its own. `scale` is that of its numbers on the page."""

    key: str
    kind: Type
    title: str
    meaning: Any
    scale: tuple[int, int]
    factor: int = 1  # from the estimate to the page's number

    def of(self, sums: Sums) -> Estimate | None:
        """Return the figure of a group."""
        found: Estimate | None = getattr(sums, self.key)
        return found

    def said(self, value: float) -> str:
        """Return the number in words: points with a sign, percent, or a mark with one decimal."""
        if self.kind == Type.NPS:
            return formats.signed(value, 0)
        return formats.percent(value) if self.kind == Type.CSAT else formats.number(value, 1)


METRICS = (
    Metric("nps", Type.NPS, "NPS", gettext_lazy("Promoters (9–10) less detractors (0–6)"), (-100, 100)),
    Metric("csat", Type.CSAT, "CSAT", gettext_lazy("Share of 4 and 5 out of 5"), (0, 100), 100),
    Metric("ces", Type.CES, "CES", gettext_lazy("Mean ease, from 1 to 7"), (1, 7)),
)


@dataclass(frozen=True, slots=True)
class Value:
    """A figure with its words, ready for a page."""

    metric: Metric
    shown: Shown

    @property
    def text(self) -> str:
        """Return the number."""
        return self.metric.said(self.shown.estimate.value) if self.shown.estimate else ""

    @property
    def interval(self) -> str:
        """Return where the figure lies: "from +12 to +48"."""
        if not self.shown.estimate:
            return ""
        low, high = (self.metric.said(end) for end in (self.shown.estimate.low, self.shown.estimate.high))
        return _("from %(low)s to %(high)s") % {"low": low, "high": high}

    @property
    def bar(self) -> dict[str, str]:
        """Return start, length and dot of the interval on its scale, in percent for an SVG."""
        assert self.shown.estimate
        first, last = self.metric.scale
        places = [
            (end * self.metric.factor - first) / (last - first) * 100
            for end in (self.shown.estimate.low, self.shown.estimate.high, self.shown.estimate.value)
        ]
        return {"x": f"{places[0]:.1f}", "width": f"{max(places[1] - places[0], 1):.1f}", "dot": f"{places[2]:.1f}"}


@dataclass(frozen=True, slots=True)
class Part:
    """Some of those who answered, and how lists are narrowed to them."""

    label: str
    n: int
    share: float
    query: Mapping[str, str]
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Headline:
    """A metric of everybody. `confided` is the same with what was said to top management only."""

    value: Value
    parts: Sequence[Part]
    question: str  # whose answers stand behind the figure
    confided: Value | None
    older: int  # answers to another wording, which are not counted


@dataclass(frozen=True, slots=True)
class Row:
    """A role or a stage: how many were asked and answered, and the figures of those who did."""

    key: str
    label: str
    n: int
    values: Sequence[Value]
    asked: int
    answered: int
    query: Mapping[str, str] = field(default_factory=dict)

    @property
    def rate(self) -> float | None:
        """Return the share of the asked who answered; None when nobody was asked."""
        return self.answered / self.asked if self.asked else None


def metrics_of(editions: Sequence[Edition]) -> list[Metric]:
    """Return the metrics that any of the versions asks for."""
    return [metric for metric in METRICS if any(one.first_of(metric.kind) for one in editions)]


def lineage(edition: Edition, metric: Metric) -> tuple[str, int] | None:
    """Return what the metric is measured by in this version: the same question in the same series can be compared."""
    question = edition.first_of(metric.kind)
    return (question.id, question.series) if question else None


def comparable_cells(cells: Iterable[Cell], editions: Sequence[Edition], metric: Metric) -> list[Cell]:
    """Return the cells of versions whose question can be compared with the newest one of the metric."""
    newest = next((found for one in reversed(editions) if (found := lineage(one, metric))), None)
    ids = {one.id for one in editions if lineage(one, metric) == newest}
    return [cell for cell in cells if cell.version_id in ids]


def headlines(cells: Sequence[Cell], editions: Sequence[Edition], *, least: int) -> list[Headline]:
    """Return each metric of all answers, with what it is made of."""
    return [_headline(metric, cells, editions, least=least) for metric in metrics_of(editions)]


def _headline(metric: Metric, cells: Sequence[Cell], editions: Sequence[Edition], *, least: int) -> Headline:
    counted = comparable_cells(cells, editions, metric)
    sums = added(cell.sums for cell in counted if not cell.is_confided)
    value = Value(metric, guard.alone(metric.of(sums), least=least))
    everything = metric.of(added(cell.sums for cell in cells if not cell.is_confided))
    confided = [cell for cell in counted if cell.is_confided and metric.of(cell.sums)]
    with_confided = guard.alone(metric.of(added(cell.sums for cell in counted)), least=least)
    question = next(one for edition in reversed(editions) if (one := edition.first_of(metric.kind)))
    return Headline(
        value=value,
        parts=_parts(metric, sums) if value.shown.estimate else (),
        question=question.id,
        confided=Value(metric, with_confided) if confided else None,
        older=(everything.n if everything else 0) - value.shown.n,
    )


def _parts(metric: Metric, sums: Sums) -> list[Part]:
    if metric.kind == Type.NPS:
        n = sums.promoters + sums.passives + sums.detractors
        found = [
            (_("Promoters"), sums.promoters, "promoters", "good"),
            (_("Passives"), sums.passives, "passives", ""),
            (_("Detractors"), sums.detractors, "detractors", "bad"),
        ]
    elif metric.kind == Type.CSAT:
        n = sums.rated
        found = [
            (_("Satisfied"), sums.satisfied, "satisfied", "good"),
            (_("Not satisfied"), n - sums.satisfied, "unsatisfied", "bad"),
        ]
    else:
        return []
    return [Part(label, count, count / n, {"group": group}, tone) for label, count, group, tone in found]


def by_role(cells: Sequence[Cell], askings: Iterable[Asking], editions: Sequence[Edition], *, least: int) -> list[Row]:
    """Return every buyer role, also those that nobody heard, and the unknown role where there is any."""
    names = {role.value: str(role.label) for role in BuyerRole} | {"": pgettext("buyer role", "Unknown")}
    return _rows("role", names, cells, askings, editions, least=least)


def by_stage(cells: Sequence[Cell], askings: Iterable[Asking], editions: Sequence[Edition], *, least: int) -> list[Row]:
    """Return every stage, also those that nobody heard, and the unknown one where there is any."""
    names = {stage.value: str(stage.label) for stage in Stage} | {"": pgettext("stage", "Unknown")}
    return _rows("stage", names, cells, askings, editions, least=least)


def _rows(
    name: str,
    names: Mapping[str, str],
    cells: Sequence[Cell],
    askings: Iterable[Asking],
    editions: Sequence[Edition],
    *,
    least: int,
) -> list[Row]:
    open_cells = [cell for cell in cells if not cell.is_confided]
    totals = grouped(open_cells, lambda cell: getattr(cell, name))
    asked: dict[str, int] = defaultdict(int)
    answered: dict[str, int] = defaultdict(int)
    for one in askings:
        asked[getattr(one, name)] += one.asked
        answered[getattr(one, name)] += one.answered
    columns = []
    for metric in metrics_of(editions):
        sums = grouped(comparable_cells(open_cells, editions, metric), lambda cell: getattr(cell, name))
        columns.append((metric, guard.shown({key: metric.of(sums[key]) for key in names}, least=least)))
    return [
        Row(
            key=key,
            label=label,
            n=totals[key].n,
            values=[Value(metric, shown[key]) for metric, shown in columns],
            asked=asked[key],
            answered=answered[key],
            query={name: key} if key else {},
        )
        for key, label in names.items()
        if key or totals[key].n or asked[key]
    ]


def grouped(cells: Iterable[Cell], key: Callable[[Cell], Any]) -> Mapping[Any, Sums]:
    """Return the sums of each group; a group without a cell has empty sums."""
    found: dict[Any, Sums] = defaultdict(Sums)
    for cell in cells:
        found[key(cell)] += cell.sums
    return found
