from django.db import models

from accounts.tenancy.fields import TenantForeignKey
from accounts.tenancy.models import AppendOnlyModel


class AuditEntry(AppendOnlyModel):  # type: ignore[django-manager-missing]  # managers are made at run time
    """One act: who, what, on which row, from where. Values only of fields that describe no person.

    The actor is the id of an Employee without a key: the trail outlives the person's erasure. NULL is the system itself.
    """

    happened_at = models.DateTimeField()
    actor_id = models.UUIDField(null=True)
    action = models.CharField(max_length=60)
    subject_type = models.CharField(max_length=60)
    subject_id = models.UUIDField(null=True)
    # {"role": ["viewer", "executive"], "name": null}: null = changed, not told
    changes = models.JSONField(default=dict)
    ip = models.GenericIPAddressField(null=True)

    class Meta(AppendOnlyModel.Meta):
        indexes = (
            models.Index(fields=["organization", "-happened_at", "-id"], name="audit_newest"),
            models.Index(fields=["organization", "subject_id"], name="audit_subject"),
        )


class AuditSeal(AppendOnlyModel):
    """The number of a committed entry, and the hash that chains it to all entries before it."""

    number = models.PositiveBigIntegerField()
    entry = TenantForeignKey(AuditEntry, models.PROTECT, related_name="seals")
    chain_hash = models.CharField(max_length=64)
    sealed_at = models.DateTimeField()

    class Meta(AppendOnlyModel.Meta):
        constraints = (
            models.UniqueConstraint(fields=["organization", "number"], name="audit_number_once"),
            models.UniqueConstraint(fields=["organization", "entry"], name="audit_entry_sealed_once"),
        )
