from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.clients.enums import Stage
from accounts.clients.models import Client, Contact
from accounts.organizations.models import Employee
from accounts.tenancy.fields import TenantForeignKey
from accounts.tenancy.models import TenantModel


class StageVisit(TenantModel):
    """A stay of a client, or of one of its people, in a stage: the truth of which ClientFacts is a copy.

    A new person may be onboarding while the client has grown for years, so people have visits of their own.
    """

    audited = ("client", "contact", "stage", "entered_at", "left_at")

    client = TenantForeignKey(Client, models.CASCADE, related_name="stage_visits", verbose_name=_("client"))
    contact = TenantForeignKey(
        Contact, models.CASCADE, null=True, related_name="stage_visits", verbose_name=_("person")
    )
    stage = models.CharField(_("stage"), max_length=20, choices=Stage.choices)
    entered_at = models.DateTimeField(_("entered at"))
    left_at = models.DateTimeField(_("left at"), null=True)
    by = TenantForeignKey(Employee, models.PROTECT, null=True, related_name="+")  # None: by an event

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
        )
        indexes = (
            models.Index(fields=["organization", "client", "-entered_at"], name="stage_visit_client"),
            models.Index(fields=["organization", "contact"], name="stage_visit_contact"),
            models.Index(fields=["organization", "stage", "left_at"], name="stage_visit_stage"),
        )
