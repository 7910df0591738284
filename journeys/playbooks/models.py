from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.clients.models import Client, Contact
from accounts.organizations.models import Employee
from accounts.tenancy.fields import TenantForeignKey
from accounts.tenancy.models import TenantModel


class Task(TenantModel):
    """One thing for one person to do until a day. `origin` names what it came from: the same cause makes one task."""

    audited = ("client", "owner", "due_on", "done_at", "skipped_at")

    title = models.CharField(_("what is to be done"), max_length=500)
    client = TenantForeignKey(
        Client, models.CASCADE, null=True, blank=True, related_name="tasks", verbose_name=_("client")
    )
    contact = TenantForeignKey(Contact, models.SET_NULL, null=True, blank=True, related_name="tasks")
    owner = TenantForeignKey(Employee, models.PROTECT, related_name="tasks", verbose_name=_("who does it"))
    due_on = models.DateField(_("until"))
    origin = models.CharField(max_length=100, blank=True, editable=False)  # "promise:<id>"; by hand: empty
    created_at = models.DateTimeField(editable=False)
    done_at = models.DateTimeField(_("done at"), null=True, editable=False)
    skipped_at = models.DateTimeField(_("skipped at"), null=True, editable=False)

    class Meta(TenantModel.Meta):
        constraints = (
            models.UniqueConstraint(
                fields=["organization", "origin"], condition=~Q(origin=""), name="task_of_one_cause_once"
            ),
            models.CheckConstraint(condition=Q(done_at=None) | Q(skipped_at=None), name="task_one_end"),
        )
        indexes = (
            models.Index(
                fields=["organization", "owner", "due_on"],
                condition=Q(done_at=None, skipped_at=None),
                name="task_open_of_owner",
            ),
            models.Index(fields=["organization", "owner"], name="task_owner"),
            models.Index(fields=["organization", "client", "due_on"], name="task_client"),
            models.Index(fields=["organization", "contact"], name="task_contact"),
        )
