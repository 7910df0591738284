from django.db import models

from accounts.clients.models.people import Contact
from accounts.organizations.models import Employee
from accounts.tenancy.fields import TenantForeignKey
from accounts.tenancy.models import TenantModel


class PersonRequest(TenantModel):
    """That a person's data is to be erased, or handed out, and how far it is: one step for each sort of rows."""

    class Kind(models.TextChoices):
        ERASURE = "erasure"
        EXPORT = "export"

    kind = models.CharField(max_length=10, choices=Kind.choices)
    contact = TenantForeignKey(Contact, models.CASCADE, related_name="requests")
    by = TenantForeignKey(Employee, models.PROTECT, related_name="+")
    requested_at = models.DateTimeField()
    done = models.PositiveSmallIntegerField(default=0)
    total = models.PositiveSmallIntegerField()
    finished_at = models.DateTimeField(null=True)
    path = models.CharField(max_length=200, blank=True)  # of an export in the file store; empty once deleted

    class Meta(TenantModel.Meta):
        constraints = (
            models.UniqueConstraint(
                fields=["organization", "contact"],
                condition=models.Q(kind="erasure"),
                name="person_erased_once",
            ),
        )
        indexes = (
            models.Index(fields=["organization", "contact", "-requested_at"], name="person_request_newest"),
            models.Index(fields=["organization", "finished_at"], name="person_request_finished"),
        )

    @property
    def percent(self) -> int:
        return 100 if self.finished_at else self.done * 100 // max(self.total, 1)
