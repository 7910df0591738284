from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.clients.enums import BuyerRole
from accounts.clients.models import Client, Segment
from accounts.tenancy.fields import TenantForeignKey
from accounts.tenancy.models import TenantModel

MOST_PEOPLE, FEWEST_DAYS, MOST_DAYS = 50, 7, 730


class CoverageTarget(TenantModel):
    """How many people of a role are to be heard within how many days: everywhere, in one segment, or at one client."""

    audited = ("segment", "client", "role", "people", "days")

    segment = TenantForeignKey(
        Segment, models.CASCADE, null=True, related_name="coverage_targets", verbose_name=_("segment")
    )
    client = TenantForeignKey(
        Client, models.CASCADE, null=True, related_name="coverage_targets", verbose_name=_("client")
    )
    role = models.CharField(_("buyer role"), max_length=10, choices=BuyerRole.choices)
    people = models.PositiveSmallIntegerField(
        _("people"), validators=[MinValueValidator(1), MaxValueValidator(MOST_PEOPLE)]
    )
    days = models.PositiveSmallIntegerField(
        _("days"), validators=[MinValueValidator(FEWEST_DAYS), MaxValueValidator(MOST_DAYS)]
    )

    class Meta(TenantModel.Meta):
        constraints = (
            models.UniqueConstraint(
                fields=["organization", "client", "segment", "role"], name="coverage_target_once", nulls_distinct=False
            ),
            models.CheckConstraint(condition=Q(client=None) | Q(segment=None), name="coverage_target_one_scope"),
            models.CheckConstraint(condition=Q(role__in=BuyerRole.values), name="coverage_target_role"),
            models.CheckConstraint(
                condition=Q(people__range=(1, MOST_PEOPLE), days__range=(FEWEST_DAYS, MOST_DAYS)),
                name="coverage_target_range",
            ),
        )
        indexes = (models.Index(fields=["organization", "segment"], name="coverage_target_segment"),)
