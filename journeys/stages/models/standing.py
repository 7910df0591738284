"""Where clients and people stand, what they had expected, and what their stays come to."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.clients.enums import Stage
from accounts.clients.models import Client, Contact
from accounts.organizations.models import Department, Employee, Touchpoint
from accounts.tenancy.fields import TenantForeignKey
from accounts.tenancy.models import TenantModel
from journeys.stages.models.journey import JourneyVersion


class Reason(models.TextChoices):
    """Why somebody starts anew."""

    SPONSOR = "sponsor", _("A new person decides")
    PAUSE = "pause", _("Back after a pause")
    SCOPE = "scope", _("A new scope of work")


class StageVisit(TenantModel):
    """A stay of a client, or of one of its people, in a stage: the truth of which ClientFacts is a copy.

    A new person may be onboarding while the client has grown for years, so people have visits of their own.
    """

    audited = ("client", "contact", "stage", "entered_at", "left_at", "version", "step", "reason")

    client = TenantForeignKey(Client, models.CASCADE, related_name="stage_visits", verbose_name=_("client"))
    contact = TenantForeignKey(
        Contact, models.CASCADE, null=True, related_name="stage_visits", verbose_name=_("person")
    )
    stage = models.CharField(_("stage"), max_length=20, choices=Stage.choices)
    entered_at = models.DateTimeField(_("entered at"))
    left_at = models.DateTimeField(_("left at"), null=True)
    by = TenantForeignKey(Employee, models.PROTECT, null=True, related_name="+")  # None: by an event
    reason = models.CharField(_("why anew"), max_length=10, choices=Reason.choices, blank=True)
    # None: nobody had drawn the path yet.
    version = TenantForeignKey(
        JourneyVersion, models.PROTECT, null=True, related_name="visits", verbose_name=_("version of the path")
    )
    is_mixed = models.BooleanField(default=False)  # began under another version: tells nothing of either
    step = models.CharField(_("step"), max_length=36, blank=True)  # the key of a step of the version
    step_since = models.DateTimeField(null=True)

    class Meta(TenantModel.Meta):
        constraints = (
            models.UniqueConstraint(
                fields=["organization", "client", "contact"],
                condition=Q(left_at=None),
                name="stage_visit_one_open",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=Q(left_at=None) | Q(left_at__gte=models.F("entered_at")), name="stage_visit_times"
            ),
            models.CheckConstraint(condition=Q(stage__in=Stage.values), name="stage_visit_known"),
            models.CheckConstraint(condition=Q(reason__in=[*Reason.values, ""]), name="stage_visit_reason"),
            models.CheckConstraint(condition=Q(step="") | Q(step_since__isnull=False), name="stage_visit_step"),
        )
        indexes = (
            models.Index(fields=["organization", "client", "-entered_at"], name="stage_visit_client"),
            models.Index(fields=["organization", "contact"], name="stage_visit_contact"),
            models.Index(fields=["organization", "stage", "left_at"], name="stage_visit_stage"),
            models.Index(fields=["organization", "version", "stage"], name="stage_visit_version"),
        )


class Met(models.TextChoices):
    """What became of an expectation."""

    FULLY = "fully", pgettext_lazy("expectation", "Met")
    PARTLY = "partly", pgettext_lazy("expectation", "Partly met")
    NOT = "not", pgettext_lazy("expectation", "Not met")


class Expectation(TenantModel):
    """What a client expects before it starts, in its own words, and how it was in the end."""

    audited = ("client", "met", "compared_at", "removed_at")

    client = TenantForeignKey(Client, models.CASCADE, related_name="expectations", verbose_name=_("client"))
    contact = TenantForeignKey(
        Contact, models.SET_NULL, null=True, blank=True, related_name="expectations", verbose_name=_("who expects it")
    )
    text = models.CharField(_("what is expected"), max_length=500)
    created_at = models.DateTimeField(editable=False)
    by = TenantForeignKey(Employee, models.PROTECT, related_name="+", editable=False)
    met = models.CharField(_("how it was"), max_length=10, choices=Met.choices, blank=True)
    note = models.CharField(_("in which way"), max_length=500, blank=True)
    compared_at = models.DateTimeField(_("compared at"), null=True, editable=False)
    removed_at = models.DateTimeField(_("removed at"), null=True, editable=False)

    class Meta(TenantModel.Meta):
        constraints = (
            models.CheckConstraint(condition=Q(met__in=[*Met.values, ""]), name="expectation_met"),
            models.CheckConstraint(
                condition=Q(met="", compared_at=None) | (~Q(met="") & Q(compared_at__isnull=False)),
                name="expectation_compared",
            ),
        )
        indexes = (
            models.Index(fields=["organization", "client", "created_at"], name="expectation_client"),
            models.Index(fields=["organization", "contact"], name="expectation_contact"),
            models.Index(fields=["organization", "by"], name="expectation_by"),
        )

    def __str__(self) -> str:
        return self.text


class StageFigures(TenantModel):
    """What stays in a stage come to: of all clients within a year (`version` is None), or of those of one version.

    `measured_by` is the version whose allowed days are the yardstick, so that two versions are measured alike. Only stays of
    clients count, not those of people. Counted anew by a worker: pages read these few rows, however many clients there are.
    """

    version = TenantForeignKey(JourneyVersion, models.CASCADE, null=True, related_name="+")
    measured_by = TenantForeignKey(JourneyVersion, models.CASCADE, null=True, related_name="+")
    stage = models.CharField(max_length=20, choices=Stage.choices)
    counted_at = models.DateTimeField()
    # Who stands there now.
    present = models.PositiveIntegerField(default=0)
    behind = models.PositiveIntegerField(default=0)
    stuck = models.PositiveIntegerField(default=0)
    revenue = models.BigIntegerField(null=True)  # of a year, of those whose revenue is known
    revenue_unknown = models.PositiveIntegerField(default=0)
    mood = models.DecimalField(max_digits=4, decimal_places=1, null=True)  # by client; None: too few
    mood_by_revenue = models.DecimalField(max_digits=4, decimal_places=1, null=True)
    mood_clients = models.PositiveIntegerField(default=0)
    # What became of those who have entered.
    entered = models.PositiveIntegerField(default=0)
    moved_on = models.PositiveIntegerField(default=0)
    lost = models.PositiveIntegerField(default=0)
    median_days = models.DecimalField(max_digits=6, decimal_places=1, null=True)  # of those who have moved on
    # Of those who entered long enough ago to have been ready in time: how many were.
    timed = models.PositiveIntegerField(default=0)
    in_time = models.PositiveIntegerField(default=0)
    # The mean mood of each stay, in its allowed days.
    mood_n = models.PositiveIntegerField(default=0)
    mood_sum = models.DecimalField(max_digits=12, decimal_places=4, default=0)
    mood_squares = models.DecimalField(max_digits=14, decimal_places=4, default=0)

    class Meta(TenantModel.Meta):
        constraints = (
            models.UniqueConstraint(
                fields=["organization", "version", "measured_by", "stage"],
                nulls_distinct=False,
                name="stage_figures_once",
            ),
        )
        indexes = (models.Index(fields=["organization", "measured_by"], name="stage_figures_measured"),)


class PartFigures(TenantModel):
    """What a year at one place comes to: who is unhappy there, the money behind them, and how long promises took.

    Kept apart from the version, because what clients said stays true when the path is drawn anew. What is for top management
    only is left out. Written by a worker, beside StageFigures.
    """

    stage = models.CharField(max_length=20, choices=Stage.choices)
    touchpoint = TenantForeignKey(Touchpoint, models.CASCADE, related_name="+")
    department = TenantForeignKey(Department, models.CASCADE, related_name="+")
    unhappy = models.PositiveIntegerField(default=0)  # clients that are upset or tense there
    revenue = models.BigIntegerField(null=True)  # of a year, of those of them whose revenue is known
    revenue_unknown = models.PositiveIntegerField(default=0)
    kept = models.PositiveIntegerField(default=0)  # promises
    median_days = models.DecimalField(max_digits=6, decimal_places=1, null=True)  # from the promise until it was kept

    class Meta(TenantModel.Meta):
        constraints = (
            models.UniqueConstraint(
                fields=["organization", "stage", "touchpoint", "department"], name="part_figures_once"
            ),
        )
        indexes = (
            models.Index(fields=["organization", "touchpoint"], name="part_figures_touchpoint"),
            models.Index(fields=["organization", "department"], name="part_figures_department"),
        )
