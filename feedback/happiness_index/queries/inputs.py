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
from feedback.happiness_index.formula import KIND_OF, ROLES, Formula, Index, Moment, Reading, index_of, known
from feedback.happiness_index.models import IndexBaseline, IndexWeights
from feedback.happiness_index.queries.versions import Versions, versions
from feedback.sentiment.models import MoodReading

FIELDS = ("id", "value", "role", "happened_at", "half_life_days", "known_at", "replaced_at", "root", "confidential")
Baselines = Mapping[tuple[int, uuid.UUID | None], Sequence[tuple[date, Decimal, int]]]
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
    baselines: Baselines  # by version and segment, the oldest month first
    calendar: Calendar
    formula: Formula
    versions: Versions

    @property
    def is_in_use(self) -> bool:
        return self.formula.version == self.versions.in_use.version

    def by(self, formula: Formula) -> "Inputs":
        """Return the same, counted by another version."""
        return replace(self, formula=formula)

    def then(self, at: datetime) -> "Inputs":
        """Return the same, counted by the version that was in use then."""
        return self.by(self.versions.at(at))

    def moment(self, client_id: uuid.UUID, *, at: datetime, known_at: datetime | None = None) -> Moment:
        """Return with what the client's index of the moment is counted."""
        segment_id = self.segments.get(client_id)
        return Moment(
            at=at,
            known_at=known_at or at,
            baseline=self.baseline(segment_id, at=at),
            weights=self.weights_of(segment_id, at=at),
            formula=self.formula,
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
            rows = self.baselines.get((self.formula.version, scope), ())
            number = bisect_right(rows, month, key=lambda row: row[0])
            if number and rows[number - 1][2] >= self.formula.fewest_clients:
                return rows[number - 1][1]
        return Decimal(self.formula.start).quantize(Decimal("0.1"))

    def weights_of(self, segment_id: uuid.UUID | None, *, at: datetime) -> Mapping[str, int]:
        """Return how much each role counted then: in the segment, else in the house, else in the formula."""
        for scope in (segment_id, None):
            for row in self.weights:
                if scope is None and self.formula.overrules(row.known_at):
                    continue
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


def inputs_of(
    client_ids: Collection[uuid.UUID], *, formula: Formula | None = None, has_baselines: bool = True
) -> Inputs:
    """Return what the indices of these clients are counted from, by the version in use unless another is named.

    Six queries, however many clients and readings; five without baselines, which whoever counts them reads afterwards.
    """
    known_versions = versions()
    counted_by = formula or known_versions.in_use
    readings = defaultdict(list)
    rows = MoodReading.objects.filter(client__in=client_ids, value__isnull=False)
    for client_id, weight, source, *values in rows.order_by().values_list("client", "weight", "source", *FIELDS):
        fields = dict(zip(FIELDS, values, strict=True))
        kind = KIND_OF.get((source, fields["half_life_days"]), "")
        readings[client_id].append(Reading(weight=float(weight), kind=kind, **fields))
    return Inputs(
        readings=readings,
        segments=dict(Client.objects.filter(pk__in=client_ids).values_list("pk", "segment")),
        weights=list(IndexWeights.objects.order_by("-known_at")),
        baselines=_baselines() if has_baselines else {},
        calendar=calendar(),
        formula=counted_by,
        versions=known_versions,
    )


def with_baselines(inputs: Inputs) -> Inputs:
    """Return the inputs with the baselines as they stand now."""
    return replace(inputs, baselines=_baselines())


def _baselines() -> Baselines:
    found = defaultdict(list)
    rows = IndexBaseline.objects.order_by("month")
    for version, segment_id, *values in rows.values_list("version", "segment", "month", "value", "clients"):
        found[version, segment_id].append((values[0], values[1], values[2]))
    return found
