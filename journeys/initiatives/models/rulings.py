"""What whoever arbitrates has ruled: which department owes what, and until when."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.organizations.models import Department, Employee, Touchpoint
from accounts.tenancy.fields import TenantForeignKey
from accounts.tenancy.models import TenantModel
from journeys.cases.models import Case


class Ruling(TenantModel):
    """A department owes something until a day; its lead is reminded, and top management hears when the day has passed."""

    audited = ("department", "touchpoint", "case", "lead", "due_on", "kept_at", "dropped_at")

    what = models.CharField(_("what the department owes"), max_length=500)
    department = TenantForeignKey(
        Department, models.PROTECT, related_name="+", verbose_name=_("department that owes it")
    )
    touchpoint = TenantForeignKey(
        Touchpoint, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("touchpoint")
    )
    case = TenantForeignKey(
        Case, models.CASCADE, null=True, blank=True, related_name="rulings", verbose_name=_("case"), editable=False
    )
    lead = TenantForeignKey(Employee, models.PROTECT, related_name="+", verbose_name=_("who answers for it"))
    due_on = models.DateField(_("until"))
    by = TenantForeignKey(Employee, models.PROTECT, related_name="+", editable=False)
    made_at = models.DateTimeField(editable=False)
    reminded_at = models.DateTimeField(null=True, editable=False)  # the day before
    late_at = models.DateTimeField(null=True, editable=False)  # top management was told
    kept_at = models.DateTimeField(_("kept at"), null=True, editable=False)
    dropped_at = models.DateTimeField(_("taken back at"), null=True, editable=False)
    note = models.CharField(_("what was done"), max_length=500, blank=True, editable=False)

    class Meta(TenantModel.Meta):
        constraints = (models.CheckConstraint(condition=Q(kept_at=None) | Q(dropped_at=None), name="ruling_one_end"),)
        indexes = (
            models.Index(
                fields=["organization", "due_on", "id"], condition=Q(kept_at=None, dropped_at=None), name="ruling_open"
            ),
            models.Index(fields=["organization", "department", "-made_at", "-id"], name="ruling_department"),
            *(
                models.Index(fields=["organization", name], name=f"ruling_{name}")
                for name in ("touchpoint", "case", "lead", "by")
            ),
        )

    def __str__(self) -> str:
        return self.what

    @property
    def is_open(self) -> bool:
        return self.kept_at is None and self.dropped_at is None
