from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

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


class VersionState(models.TextChoices):
    """How far an own version of the index is."""

    COUNTING = "counting", _("The past is being counted")
    READY = "ready", _("Counted, not in use")
    IN_USE = "in_use", pgettext_lazy("version", "In use")
    FORMER = "former", _("Was in use")
    STOPPED = "stopped", _("Given up")


FIRST_OWN = 101  # numbers below it are those of the formula
LONGEST_LIFE = 365  # days: what was said longer ago counts no more anyway


def _days(title: Any) -> models.PositiveSmallIntegerField:
    return models.PositiveSmallIntegerField(title, validators=[MinValueValidator(1), MaxValueValidator(LONGEST_LIFE)])


class IndexVersion(TenantModel):
    """An organization's own way to count: weights of the house and half-lives. Its past is counted beside that in use.

    Its numbers never change; in use from `in_force_at` until the next one is. `cursor` is the last client counted.
    """

    audited = (
        *("title", "economic", "technical", "end_user", "answer_days", "words_days", "talk_days", "bad_mark_days"),
        *("good_mark_days", "state"),
    )

    number = models.PositiveSmallIntegerField(editable=False)  # of its days and baselines
    title = models.CharField(_("name"), max_length=80)
    formula = models.PositiveSmallIntegerField(editable=False)  # whose other constants count
    economic = models.PositiveSmallIntegerField(_("Economic buyer"), validators=[MaxValueValidator(100)])
    technical = models.PositiveSmallIntegerField(_("Technical buyer"), validators=[MaxValueValidator(100)])
    end_user = models.PositiveSmallIntegerField(_("End user"), validators=[MaxValueValidator(100)])
    answer_days = _days(_("Answer to a survey"))
    words_days = _days(_("Words alone"))
    talk_days = _days(_("Talk"))
    bad_mark_days = _days(_("Bad mood set by hand"))
    good_mark_days = _days(_("Good mood set by hand"))
    state = models.CharField(
        _("state"), max_length=10, choices=VersionState.choices, default=VersionState.COUNTING, editable=False
    )
    by = TenantForeignKey(Employee, models.PROTECT, related_name="+", editable=False)
    created_at = models.DateTimeField(editable=False)
    in_force_at = models.DateTimeField(null=True, editable=False)
    counted = models.PositiveIntegerField(default=0, editable=False)
    total = models.PositiveIntegerField(default=0, editable=False)
    cursor = models.UUIDField(null=True, editable=False)

    class Meta(TenantModel.Meta):
        constraints = (
            models.UniqueConstraint(fields=["organization", "number"], name="index_version_once"),
            models.UniqueConstraint(
                fields=["organization"], condition=Q(state__in=["counting", "ready"]), name="index_version_one_on_trial"
            ),
            models.UniqueConstraint(
                fields=["organization"], condition=Q(state="in_use"), name="index_version_one_in_use"
            ),
            models.CheckConstraint(
                condition=Q(economic=100 - F("technical") - F("end_user")), name="index_version_hundred"
            ),
            models.CheckConstraint(condition=Q(number__gte=FIRST_OWN), name="index_version_number"),
            models.CheckConstraint(
                condition=Q(state__in=["in_use", "former"], in_force_at__isnull=False)
                | Q(state__in=["counting", "ready", "stopped"], in_force_at=None),
                name="index_version_in_force",
            ),
        )
        indexes = (models.Index(fields=["organization", "by"], name="index_version_by"),)

    def __str__(self) -> str:
        return self.title


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
    import of past years does. Points are in tenths. None is unknown. `shown`: by the version that was in use that day, so that
    the past stays as it was shown when another one comes.
    """

    client = TenantForeignKey(Client, models.CASCADE, related_name="index_snapshots")
    segment = TenantForeignKey(Segment, models.SET_NULL, null=True, related_name="+")  # whose weights counted
    day = models.DateField()  # in the time zone of the organization
    version = models.PositiveSmallIntegerField()
    shown = models.BooleanField(default=True)
    at = models.DateTimeField()
    known_at = models.DateTimeField()
    value = models.DecimalField(max_digits=4, decimal_places=1, null=True)
    low = models.DecimalField(max_digits=4, decimal_places=1, null=True)
    high = models.DecimalField(max_digits=4, decimal_places=1, null=True)
    baseline = models.DecimalField(max_digits=4, decimal_places=1)
    confidence = models.CharField(max_length=10, choices=Confidence.choices, blank=True)
    roles = models.JSONField(default=dict)  # {"economic": 61.2}: the roles heard
    contributions = models.JSONField(default=list)  # [[reading's id, tenths of a point]]
    apart = models.JSONField(null=True)  # [happiest role, unhappiest role, points] where they clearly disagree
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
