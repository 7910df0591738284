from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.clients.models import Client, Segment
from accounts.organizations.models import Employee
from accounts.tenancy.fields import TenantForeignKey
from accounts.tenancy.models import TenantModel


class Confidence(models.TextChoices):
    """How sure the number is, in a word."""

    LOW = "low", _("Little is known")
    MEDIUM = "medium", _("Fairly sure")
    HIGH = "high", _("Sure")


class IndexWeights(TenantModel):
    """How much each buyer role counts, of 100: in the whole house (`segment` is None), or in one segment.

    Written once: new weights replace the row, so that an index of the past is counted with the weights of its day.
    """

    audited = ("segment", "economic", "technical", "end_user", "replaced_at")

    segment = TenantForeignKey(
        Segment, models.CASCADE, null=True, related_name="index_weights", verbose_name=_("segment")
    )
    economic = models.PositiveSmallIntegerField(_("Economic buyer"), validators=[MaxValueValidator(100)])
    technical = models.PositiveSmallIntegerField(_("Technical buyer"), validators=[MaxValueValidator(100)])
    end_user = models.PositiveSmallIntegerField(_("End user"), validators=[MaxValueValidator(100)])
    known_at = models.DateTimeField(editable=False)
    replaced_at = models.DateTimeField(_("replaced on"), null=True, editable=False)
    by = TenantForeignKey(Employee, models.PROTECT, related_name="+", editable=False)

    class Meta(TenantModel.Meta):
        constraints = (
            models.UniqueConstraint(
                fields=["organization", "segment"],
                condition=Q(replaced_at=None),
                nulls_distinct=False,
                name="index_weights_once",
            ),
            models.CheckConstraint(
                condition=Q(economic=100 - F("technical") - F("end_user")), name="index_weights_hundred"
            ),
        )
        indexes = (
            models.Index(fields=["organization", "segment"], name="index_weights_segment"),
            models.Index(fields=["organization", "by"], name="index_weights_by"),
        )


class IndexBaseline(TenantModel):
    """The mean mood of a segment (None: of the house) at the beginning of a month: where indices of the month start from.

    `clients` says how many it rests on. Kept as it was counted first, so that every index can be counted again.
    """

    segment = TenantForeignKey(Segment, models.CASCADE, null=True, related_name="index_baselines")
    month = models.DateField()
    version = models.PositiveSmallIntegerField()
    value = models.DecimalField(max_digits=4, decimal_places=1)
    clients = models.PositiveIntegerField()

    class Meta(TenantModel.Meta):
        constraints = (
            models.UniqueConstraint(
                fields=["organization", "month", "segment", "version"],
                nulls_distinct=False,
                name="index_baseline_once",
            ),
        )
        indexes = (models.Index(fields=["organization", "segment"], name="index_baseline_segment"),)


class IndexSnapshot(TenantModel):
    """A client's index on a day with a new reading, or at the end of a month, with what it was made of.

    Counted for the moment `at` from what was known at `known_at`: both are the same where nothing came in afterwards, as an
    import of past years does. Points are in tenths. None is unknown.
    """

    client = TenantForeignKey(Client, models.CASCADE, related_name="index_snapshots")
    segment = TenantForeignKey(Segment, models.SET_NULL, null=True, related_name="+")  # whose weights counted
    day = models.DateField()  # in the time zone of the organization
    version = models.PositiveSmallIntegerField()
    at = models.DateTimeField()
    known_at = models.DateTimeField()
    value = models.DecimalField(max_digits=4, decimal_places=1, null=True)
    low = models.DecimalField(max_digits=4, decimal_places=1, null=True)
    high = models.DecimalField(max_digits=4, decimal_places=1, null=True)
    baseline = models.DecimalField(max_digits=4, decimal_places=1)
    confidence = models.CharField(max_length=10, choices=Confidence.choices, blank=True)
    roles = models.JSONField(default=dict)  # {"economic": 61.2}: the roles heard
    contributions = models.JSONField(default=list)  # [[reading's id, tenths of a point]]
    # With what is for top management only, where that differs: for those who are named to read it, and for nobody else.
    sealed_value = models.DecimalField(max_digits=4, decimal_places=1, null=True)

    class Meta(TenantModel.Meta):
        constraints = (
            models.UniqueConstraint(fields=["organization", "client", "day", "version"], name="index_snapshot_once"),
            models.CheckConstraint(
                condition=Q(value=None) | Q(value__range=(0, 100), low__range=(0, 100), high__range=(0, 100)),
                name="index_snapshot_value",
            ),
        )
        indexes = (
            models.Index(fields=["organization", "day"], name="index_snapshot_day"),
            models.Index(fields=["organization", "segment"], name="index_snapshot_segment"),
        )
