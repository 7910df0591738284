from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.clients.enums import FieldKind
from accounts.organizations.models import Employee
from accounts.tenancy.fields import TenantForeignKey
from accounts.tenancy.models import TenantModel


class CustomField(TenantModel):
    """A field that the organization has added to its clients or to their people. Key and kind never change."""

    audited = ("subject", "key", "label", "kind", "choices", "position", "archived_at")

    class Subject(models.TextChoices):
        CLIENT = "client", _("Clients")
        CONTACT = "contact", _("People")

    subject = models.CharField(_("of"), max_length=10, choices=Subject.choices)
    key = models.CharField(_("key"), max_length=40, editable=False)
    label = models.CharField(_("name"), max_length=120)
    kind = models.CharField(_("holds"), max_length=10, choices=FieldKind.choices)
    choices = models.JSONField(_("choices"), default=list, blank=True)  # texts, for FieldKind.CHOICE
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    created_at = models.DateTimeField(editable=False)
    archived_at = models.DateTimeField(_("archived on"), null=True, editable=False)

    class Meta(TenantModel.Meta):
        constraints = (models.UniqueConstraint(fields=["organization", "subject", "key"], name="custom_field_once"),)

    def __str__(self) -> str:
        return self.label


class SavedView(TenantModel):
    """A list with its filters under a name: of one person, or of everybody when `employee` is None."""

    employee = TenantForeignKey(Employee, models.CASCADE, null=True, related_name="saved_views")
    name = models.CharField(_("name"), max_length=80)
    query = models.CharField(max_length=1000)  # the query string of the list
    created_at = models.DateTimeField(editable=False)

    class Meta(TenantModel.Meta):
        constraints = (
            models.UniqueConstraint(
                fields=["organization", "employee", "name"], name="saved_view_once", nulls_distinct=False
            ),
        )


class Undo(TenantModel):
    """What it takes to take an act on many rows back: kept until `expires_at`, done at most once."""

    kind = models.CharField(max_length=40)  # of clients.registry
    title = models.CharField(max_length=200)  # what was done, in the words of whoever did it
    data = models.JSONField(default=dict)
    by = TenantForeignKey(Employee, models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)

    class Meta(TenantModel.Meta):
        constraints = (
            models.CheckConstraint(condition=Q(expires_at__gt=models.F("created_at")), name="undo_expires_later"),
        )
        indexes = (models.Index(fields=["organization", "expires_at"], name="undo_expires"),)
