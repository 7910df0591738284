"""The path as the house has drawn it. A published version is never changed: a redesign is a new one."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.clients.enums import Stage
from accounts.organizations.models import Department, Employee, Touchpoint
from accounts.tenancy.fields import TenantForeignKey
from accounts.tenancy.models import TenantModel
from journeys.stages.rules import EntryRule, Step, read_rules, read_steps

DAYS = (MinValueValidator(1), MaxValueValidator(3650))


class JourneyVersion(TenantModel):
    """One design of the path. Whoever enters a stage follows the version of that day; `moves` says who else changes over."""

    audited = ("number", "published_at", "replaced_at", "moves", "moves_on", "moved_at")

    number = models.PositiveSmallIntegerField(pgettext_lazy("of a version", "number"))
    note = models.CharField(_("what changes, and why"), max_length=300, blank=True)
    created_at = models.DateTimeField(editable=False)
    by = TenantForeignKey(Employee, models.PROTECT, related_name="+", editable=False)
    published_at = models.DateTimeField(_("in force since"), null=True, editable=False)
    replaced_at = models.DateTimeField(_("in force until"), null=True, editable=False)
    # Those who stand in these stages change over on this day; the others finish as they have begun.
    moves = models.JSONField(_("who changes over"), default=list, blank=True)
    moves_on = models.DateField(_("on which day"), null=True, blank=True)
    moved_at = models.DateTimeField(_("changed over at"), null=True, editable=False)

    class Meta(TenantModel.Meta):
        constraints = (
            models.UniqueConstraint(fields=["organization", "number"], name="journey_version_number"),
            models.UniqueConstraint(
                fields=["organization"], condition=Q(published_at=None), name="journey_version_one_draft"
            ),
            models.UniqueConstraint(
                fields=["organization"],
                condition=Q(published_at__isnull=False, replaced_at=None),
                name="journey_version_in_force",
            ),
            models.CheckConstraint(
                condition=Q(replaced_at=None) | Q(replaced_at__gte=F("published_at")), name="journey_version_times"
            ),
        )
        indexes = (models.Index(fields=["organization", "by"], name="journey_version_by"),)

    def __str__(self) -> str:
        return str(self.number)


class JourneyStage(TenantModel):
    """A stage in one version: how long it may take, what it should lead to, its own steps, and what lets a client enter it."""

    audited = ("version", "stage", "allowed_days", "stuck_days", "steps", "rules")

    version = TenantForeignKey(
        JourneyVersion,
        models.CASCADE,
        related_name="stages",
        editable=False,
        verbose_name=_("version of the path"),
    )
    stage = models.CharField(_("stage"), max_length=20, choices=Stage.choices, editable=False)
    allowed_days = models.PositiveSmallIntegerField(_("days it may take"), null=True, blank=True, validators=DAYS)
    stuck_days = models.PositiveSmallIntegerField(
        _("days after which it is stuck"), null=True, blank=True, validators=DAYS
    )
    result = models.CharField(_("what it leads to"), max_length=300, blank=True)
    steps = models.JSONField(_("steps"), default=list, blank=True)  # of rules.Step
    rules = models.JSONField(_("what leads into it"), default=list, blank=True)  # of rules.EntryRule

    class Meta(TenantModel.Meta):
        constraints = (
            models.UniqueConstraint(fields=["organization", "version", "stage"], name="journey_stage_once"),
            models.CheckConstraint(condition=Q(stage__in=Stage.values), name="journey_stage_known"),
            models.CheckConstraint(
                condition=Q(stuck_days=None) | Q(stuck_days__gt=F("allowed_days")), name="journey_stage_days"
            ),
        )

    def __str__(self) -> str:
        return str(self.get_stage_display())

    @property
    def own_steps(self) -> list[Step]:
        return read_steps(self.steps)

    @property
    def own_rules(self) -> list[EntryRule]:
        return read_rules(self.rules)


class JourneyPart(TenantModel):
    """What one department does at one touchpoint of a stage: who answers for it, how long it takes, what comes of it."""

    audited = ("stage", "touchpoint", "department", "owner", "position", "standard_days")

    stage = TenantForeignKey(JourneyStage, models.CASCADE, related_name="parts", verbose_name=_("stage"))
    touchpoint = TenantForeignKey(Touchpoint, models.PROTECT, related_name="+", verbose_name=_("touchpoint"))
    department = TenantForeignKey(Department, models.PROTECT, related_name="+", verbose_name=_("department"))
    owner = TenantForeignKey(
        Employee, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("who answers for it")
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0, editable=False)
    standard_days = models.PositiveSmallIntegerField(_("standard, in days"), null=True, blank=True, validators=DAYS)
    result = models.CharField(_("expected result"), max_length=300, blank=True)

    class Meta(TenantModel.Meta):
        constraints = (
            models.UniqueConstraint(
                fields=["organization", "stage", "touchpoint", "department"], name="journey_part_once"
            ),
        )
        indexes = (
            models.Index(fields=["organization", "touchpoint"], name="journey_part_touchpoint"),
            models.Index(fields=["organization", "department"], name="journey_part_department"),
            models.Index(fields=["organization", "owner"], name="journey_part_owner"),
        )
