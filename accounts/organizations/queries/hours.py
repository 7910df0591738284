"""When the house and its people work, as calculations take it."""

from accounts.organizations.hours import WorkingHours
from accounts.organizations.models import Employee, Organization
from accounts.worktime import Place, WorkWeek


def work_week(row: WorkingHours) -> WorkWeek:
    """Return the working week of a person, or that of the house: its days with one shift, or with two around the break."""
    shifts = [(row.work_starts, row.work_ends)]
    if row.break_starts and row.break_ends:
        shifts = [(row.work_starts, row.break_starts), (row.break_ends, row.work_ends)]
    return WorkWeek(tuple(tuple(shifts) if str(day) in row.work_days else () for day in range(1, 8)))


def place(row: Employee | Organization) -> Place:
    """Return the clock and the holidays of a person, or those of the house; a person without a country has the house's.

    Reads the house of a person unless the row was read with it.
    """
    if isinstance(row, Employee):
        return Place(row.time_zone, row.country or row.organization.country)
    return Place(row.time_zone, row.country)
