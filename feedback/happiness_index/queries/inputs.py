"""What indices are counted from: read once for any number of clients."""

import uuid
import zoneinfo
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from accounts.clients.models import Client
from accounts.organizations.models import Organization
from feedback.happiness_index.formula import CURRENT, ROLES, Formula, Index, Moment, Reading, index_of, known
from feedback.happiness_index.models import IndexBaseline, IndexWeights
from feedback.sentiment.models import MoodReading

FIELDS = ("id", "value", "role", "happened_at", "half_life_days", "known_at", "replaced_at", "root", "confidential")
INSTANT = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Calendar:
    """Days and months as the organization counts them."""

    zone: zoneinfo.ZoneInfo

    def day(self, moment: datetime) -> date:
        return moment.astimezone(self.zone).date()

    def end(self, day: date) -> datetime:
        """Return the last moment of the day."""
        return datetime.combine(day + timedelta(days=1), time(), self.zone) - INSTANT

    def month(self, moment: datetime) -> date:
        return self.day(moment).replace(day=1)


@dataclass(frozen=True, slots=True)
class Inputs:
    """What indices of some clients are counted from; an index at any moment costs no further query."""

    readings: Mapping[uuid.UUID, Sequence[Reading]]
    segments: Mapping[uuid.UUID, uuid.UUID | None]
    weights: Sequence[IndexWeights]
    baselines: Mapping[uuid.UUID | None, Sequence[tuple[date, Decimal, int]]]  # the oldest month first
    calendar: Calendar
    formula: Formula

    def moment(self, client_id: uuid.UUID, *, at: datetime, known_at: datetime | None = None) -> Moment:
        """Return with what the client's index of the moment is counted."""
        segment_id = self.segments.get(client_id)
        return Moment(
            at=at,
            known_at=known_at or at,
            baseline=self.baseline(segment_id, at=at),
            weights=self.weights_of(segment_id, at=at),
        )

    def index(
        self, client_id: uuid.UUID, *, at: datetime, known_at: datetime | None = None, confidential: bool = False
    ) -> Index:
        """Return the client's index at the moment, with what is for top management only when `confidential`."""
        moment = self.moment(client_id, at=at, known_at=known_at)
        return count(self.rows(client_id, confidential=confidential), moment=moment, formula=self.formula)

    def rows(self, client_id: uuid.UUID, *, confidential: bool = False) -> list[Reading]:
        """Return the client's readings, superseded ones too."""
        return [one for one in self.readings.get(client_id, ()) if confidential or not one.confidential]

    def baseline(self, segment_id: uuid.UUID | None, *, at: datetime) -> Decimal:
        """Return the mean of the segment at the beginning of the month; of the house where the segment has too few clients."""
        month = self.calendar.month(at)
        for scope in (segment_id, None):
            rows = self.baselines.get(scope, ())
            number = bisect_right(rows, month, key=lambda row: row[0])
            if number and rows[number - 1][2] >= self.formula.fewest_clients:
                return rows[number - 1][1]
        return Decimal(self.formula.start).quantize(Decimal("0.1"))

    def weights_of(self, segment_id: uuid.UUID | None, *, at: datetime) -> Mapping[str, int]:
        """Return how much each role counted then: in the segment, else in the house, else in the formula."""
        for scope in (segment_id, None):
            for row in self.weights:
                if row.segment_id == scope and row.known_at <= at and (not row.replaced_at or row.replaced_at > at):
                    return {role: getattr(row, role) for role in ROLES}
        return self.formula.weights


def count(readings: Sequence[Reading], *, moment: Moment, formula: Formula) -> Index:
    """Return the index of these readings at the moment."""
    counted = known(readings, moment.known_at or moment.at)
    return index_of(counted, now=moment.at, baseline=moment.baseline, weights=moment.weights, formula=formula)


def calendar() -> Calendar:
    """Return the calendar of the organization in scope."""
    return Calendar(zoneinfo.ZoneInfo(Organization.objects.get().time_zone))


def inputs_of(client_ids: Collection[uuid.UUID], *, formula: Formula = CURRENT) -> Inputs:
    """Return what the indices of these clients are counted from: five queries, however many clients and readings."""
    readings = defaultdict(list)
    rows = MoodReading.objects.filter(client__in=client_ids, value__isnull=False)
    for client_id, weight, *values in rows.order_by().values_list("client", "weight", *FIELDS):
        readings[client_id].append(Reading(weight=float(weight), **dict(zip(FIELDS, values, strict=True))))
    return Inputs(
        readings=readings,
        segments=dict(Client.objects.filter(pk__in=client_ids).values_list("pk", "segment")),
        weights=list(IndexWeights.objects.order_by("-known_at")),
        baselines=_baselines(formula),
        calendar=calendar(),
        formula=formula,
    )


def with_baselines(inputs: Inputs) -> Inputs:
    """Return the inputs with the baselines as they stand now."""
    return replace(inputs, baselines=_baselines(inputs.formula))


def _baselines(formula: Formula) -> Mapping[uuid.UUID | None, Sequence[tuple[date, Decimal, int]]]:
    found = defaultdict(list)
    rows = IndexBaseline.objects.filter(version=formula.version).order_by("month")
    for segment_id, *values in rows.values_list("segment", "month", "value", "clients"):
        found[segment_id].append((values[0], values[1], values[2]))
    return found
