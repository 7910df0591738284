"""The time that a board tells of: whole months of the house, the last of them as far as it has gone."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from accounts.contracts import queries as contracts
from accounts.contracts.revenue import add_months
from accounts.organizations.models import Organization


@dataclass(frozen=True, slots=True)
class Period:
    """From the first of a month on, so many months; days are those of the house. `last` is the month of today or earlier."""

    first: date
    last: date
    months: int
    today: date
    zone: str

    @property
    def until(self) -> date:
        """The last day of it that there is yet."""
        return min(self.today, add_months(self.last, 1) - timedelta(days=1))

    @property
    def start(self) -> datetime:
        return datetime.combine(self.first, time(), ZoneInfo(self.zone))

    @property
    def end(self) -> datetime:
        """The moment before which it lies."""
        return datetime.combine(add_months(self.last, 1), time(), ZoneInfo(self.zone))

    @property
    def earlier(self) -> date:
        """The last month of the one before it."""
        return add_months(self.first, -1)

    @property
    def later(self) -> date | None:
        """The last month of the one after it; None where this one reaches until today."""
        this_month = self.today.replace(day=1)
        return None if self.last == this_month else min(add_months(self.last, self.months), this_month)


def period(*, organization: Organization, now: datetime, months: int, last: date | None = None) -> Period:
    """Return so many months that end with `last`, or with the present one where that is none or has not come."""
    today = contracts.house_day(organization, now)
    this_month = today.replace(day=1)
    last = min(last.replace(day=1), this_month) if last else this_month
    return Period(add_months(last, 1 - months), last, months, today, organization.time_zone)
