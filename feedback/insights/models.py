"""What is kept of figures: how the house stood on past days."""

from decimal import Decimal

from django.db import models

from accounts.tenancy.models import TenantModel


class HouseDay(TenantModel):
    """How the whole house stood on a day: what its curve is drawn from, and what later days are compared with.

    Sums and counts, never means: whether so few clients make a number is decided when it is shown. Days of the past, as an
    import brings them, know the mood alone; None was not counted that day. Money is in whole units of the organization's
    currency, of a year.
    """

    day = models.DateField()
    at = models.DateTimeField()
    clients = models.PositiveIntegerField()  # with an index
    unknown = models.PositiveIntegerField(null=True)  # without one
    confided = models.PositiveIntegerField()  # of those with one: whose number is another one for top management
    mood_sum = models.PositiveIntegerField()  # of whole points, as lists show them
    sealed_sum = models.PositiveIntegerField()
    is_stale = models.BooleanField(default=False)  # something was said, or taken back, about the time before it
    revenue = models.BigIntegerField(null=True)
    at_risk = models.BigIntegerField(null=True)
    at_risk_clients = models.PositiveIntegerField(null=True)
    lack_economic = models.PositiveIntegerField(null=True)  # clients at which this role is not heard
    lack_technical = models.PositiveIntegerField(null=True)
    lack_end_user = models.PositiveIntegerField(null=True)

    class Meta(TenantModel.Meta):
        constraints = (models.UniqueConstraint(fields=["organization", "day"], name="house_day_once"),)

    def index(self, *, fewest: int) -> Decimal | None:
        """Return the mean index of the day, in tenths; None for fewer clients than make a number.

        What is for top management only is in it when it comes from as many clients, as in the number of today.
        """
        if self.clients < fewest:
            return None
        total = self.sealed_sum if self.confided >= fewest else self.mood_sum
        return round(Decimal(total) / self.clients, 1)
