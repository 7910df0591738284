from django.db import models

from accounts.tenancy.models import TenantModel


class SentForm(TenantModel):
    """That a form was sent and what came of it, so that the same form sent again does nothing twice. Kept for a day."""

    digest = models.BinaryField(max_length=32)  # of the sender, the page, the form's key and all that was typed
    location = models.TextField()  # where the sender was led
    sent_at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        constraints = (models.UniqueConstraint(fields=["organization", "digest"], name="form_sent_once"),)
        indexes = (models.Index(fields=["organization", "sent_at"], name="form_sent_at"),)
