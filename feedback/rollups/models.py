from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from accounts.clients.enums import BuyerRole, Stage
from accounts.organizations.models import Department, Touchpoint
from accounts.tenancy.fields import TenantForeignKey
from accounts.tenancy.models import TenantModel


class MonthlyMood(TenantModel):
    """What was said in one month, in one stage, by one buyer role: counted anew from the readings whenever one changes.

    `readings` counts what was said, `clients` who said it; `mean_sum` adds up the means of the clients, so that the mean by
    client is `mean_sum / clients`. Scores are those of surveys. What is for top management only stands in rows of its own.
    """

    month = models.DateField()
    stage = models.CharField(max_length=20, choices=Stage.choices, blank=True)
    role = models.CharField(max_length=10, choices=BuyerRole.choices, blank=True)
    confidential = models.BooleanField(default=False)
    clients = models.PositiveIntegerField()
    readings = models.PositiveIntegerField()
    value_sum = models.BigIntegerField()
    mean_sum = models.DecimalField(max_digits=14, decimal_places=4)
    upset = models.PositiveIntegerField()
    tense = models.PositiveIntegerField()
    neutral = models.PositiveIntegerField()
    content = models.PositiveIntegerField()
    delighted = models.PositiveIntegerField()
    promoters = models.PositiveIntegerField()
    passives = models.PositiveIntegerField()
    detractors = models.PositiveIntegerField()
    csat_count = models.PositiveIntegerField()
    csat_satisfied = models.PositiveIntegerField()  # 4 and 5 of 5
    ces_count = models.PositiveIntegerField()
    ces_sum = models.PositiveIntegerField()

    class Meta(TenantModel.Meta):
        constraints = (
            models.UniqueConstraint(
                fields=["organization", "month", "stage", "role", "confidential"], name="monthly_mood_once"
            ),
            models.CheckConstraint(condition=Q(month__day=1), name="monthly_mood_month"),
        )


class MonthlyTouch(TenantModel):
    """What was said in one month and stage about one department or touchpoint: counted anew with the month's other sums.

    What is for top management only is left out: places are too small to hide anybody. `some_clients` are those who said it,
    up to the largest group that an organization may ask for: so months together tell whether they are enough.
    """

    month = models.DateField()
    stage = models.CharField(max_length=20, choices=Stage.choices, blank=True)
    department = TenantForeignKey(Department, models.CASCADE, null=True, related_name="+")
    touchpoint = TenantForeignKey(Touchpoint, models.CASCADE, null=True, related_name="+")
    clients = models.PositiveIntegerField()
    some_clients = ArrayField(models.UUIDField())
    readings = models.PositiveIntegerField()
    mean_sum = models.DecimalField(max_digits=14, decimal_places=4)
    upset = models.PositiveIntegerField()
    tense = models.PositiveIntegerField()
    neutral = models.PositiveIntegerField()
    content = models.PositiveIntegerField()
    delighted = models.PositiveIntegerField()

    class Meta(TenantModel.Meta):
        constraints = (
            models.UniqueConstraint(
                fields=["organization", "month", "stage", "department", "touchpoint"],
                nulls_distinct=False,
                name="monthly_touch_once",
            ),
            models.CheckConstraint(condition=Q(month__day=1), name="monthly_touch_month"),
            models.CheckConstraint(
                condition=Q(department__isnull=False) | Q(touchpoint__isnull=False), name="monthly_touch_place"
            ),
        )
        indexes = (
            models.Index(fields=["organization", "department"], name="monthly_touch_department"),
            models.Index(fields=["organization", "touchpoint"], name="monthly_touch_touchpoint"),
        )


class DirtyMonth(TenantModel):
    """A month whose sums no longer hold."""

    month = models.DateField()

    class Meta(TenantModel.Meta):
        constraints = (models.UniqueConstraint(fields=["organization", "month"], name="dirty_month_once"),)
