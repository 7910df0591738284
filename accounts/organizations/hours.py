"""When the house and its people work: the columns that both have."""

from datetime import time

from django.db import models
from django.utils.translation import gettext_lazy as _


class WorkingHours(models.Model):
    """Days and hours in the row's own time zone, with or without a break, and the country whose public holidays are free."""

    country = models.CharField(_("public holidays of"), max_length=2, blank=True)
    work_starts = models.TimeField(_("work starts"), default=time(9))
    work_ends = models.TimeField(_("work ends"), default=time(18))
    break_starts = models.TimeField(_("break starts"), null=True, blank=True)
    break_ends = models.TimeField(_("break ends"), null=True, blank=True)
    work_days = models.CharField(_("working days"), max_length=7, default="12345")  # ISO: 1 is Monday

    class Meta:
        abstract = True


HOURS = ("country", "work_days", "work_starts", "work_ends", "break_starts", "break_ends")


def hours_in_order(name: str) -> list[models.CheckConstraint]:
    """Return the rules of the table: work ends after it starts, and a break lies inside."""
    starts, ends = models.F("work_starts"), models.F("work_ends")
    no_break = models.Q(break_starts=None, break_ends=None)
    inside = models.Q(
        break_starts__isnull=False,  # an unknown time breaks no rule of a database
        break_ends__isnull=False,
        break_starts__gt=starts,
        break_ends__gt=models.F("break_starts"),
        break_ends__lt=ends,
    )
    return [
        models.CheckConstraint(condition=models.Q(work_starts__lt=ends), name=f"{name}_work_hours"),
        models.CheckConstraint(condition=no_break | inside, name=f"{name}_break"),
    ]
