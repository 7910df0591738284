"""Links of letters that were opened, by people and by programs."""

from django.db import models

from accounts.tenancy.fields import TenantForeignKey
from accounts.tenancy.models import TenantModel
from feedback.invitations.models.asking import Invitation


class LinkOpen(TenantModel):
    """The link of a letter was opened: noted, and never an answer. `sign` tells of a program; "" where nothing does."""

    invitation = TenantForeignKey(Invitation, models.CASCADE, related_name="openings")
    opened_at = models.DateTimeField()
    score = models.PositiveSmallIntegerField(null=True)  # the mark of the link
    sign = models.CharField(max_length=10, blank=True)  # clicks.Sign

    class Meta(TenantModel.Meta):
        indexes = (
            models.Index(fields=["organization", "invitation", "opened_at"], name="link_open_invitation"),
            models.Index(fields=["organization", "opened_at"], name="link_open_time"),
        )
