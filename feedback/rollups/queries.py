"""Reading monthly sums: a few rows, however much was said."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import F, Q, Sum

from accounts.organizations.models import Organization
from feedback.rollups.models import MonthlyMood

SUMMED = (
    *("readings", "value_sum", "mean_sum", "clients", "upset", "tense", "neutral", "content", "delighted"),
    *("promoters", "passives", "detractors", "csat_count", "csat_satisfied", "ces_count", "ces_sum"),
)


@dataclass(frozen=True, slots=True)
class Cell:
    """The sums of one month, and of what they were grouped by; `sums` has every column of MonthlyMood that is summed.

    The numbers of different cells never overlap; `clients` of several cells counts a client once for each stage and role.
    """

    month: date
    stage: str
    role: str
    sums: dict[str, int | Decimal]

    @property
    def readings(self) -> int:
        return int(self.sums["readings"])

    @property
    def mean(self) -> Decimal | None:
        """The mean mood by client."""
        return round(Decimal(self.sums["mean_sum"]) / self.sums["clients"], 1) if self.sums["clients"] else None


def monthly(*, since: date, until: date, by: Iterable[str] = ("stage", "role")) -> list[Cell]:
    """Return the sums of these months (both included) by month and by stage, by role, by both or by neither; one query.

    What is for top management only is in a cell when it comes from as many clients as a figure needs (5, never below 3).
    """
    columns = tuple(by)
    fewest = Organization.objects.get().confidentiality_group
    rows = MonthlyMood.objects.filter(Q(confidential=False) | Q(clients__gte=fewest), month__range=(since, until))
    # Named apart from the columns: a sum under a column's own name would be summed again.
    sums = {f"sum_of_{name}": Sum(F(name)) for name in SUMMED}
    found = rows.order_by("month", *columns).values("month", *columns).annotate(**sums)
    return [
        Cell(
            row["month"],
            row.get("stage", ""),
            row.get("role", ""),
            {name: row[f"sum_of_{name}"] for name in SUMMED},
        )
        for row in found
    ]
