"""Where indices start from today."""

from dataclasses import dataclass
from datetime import datetime

from feedback.happiness_index.models import IndexBaseline
from feedback.happiness_index.queries.inputs import calendar
from feedback.happiness_index.queries.versions import in_use


@dataclass(frozen=True, slots=True)
class Baseline:
    """The mean of the house or of a segment, and whether it rests on clients enough to be used."""

    row: IndexBaseline
    is_used: bool


def baselines_of(*, now: datetime) -> list[Baseline]:
    """Return the baselines of the month that has begun last, those of the house first, of segments by name."""
    formula = in_use()
    rows = IndexBaseline.objects.filter(version=formula.version, month__lte=calendar().month(now))
    newest = rows.select_related("segment").order_by("segment_id", "-month").distinct("segment_id")
    found = sorted(newest, key=lambda row: row.segment.name if row.segment else "")
    return [Baseline(row, row.clients >= formula.fewest_clients) for row in found]
