from django.db import models

from accounts.tenancy.fields import TenantForeignKey
from accounts.tenancy.models import TenantModel


class Client(TenantModel):
    name = models.CharField(max_length=200)

    class Meta(TenantModel.Meta):
        constraints = (models.UniqueConstraint(fields=["organization", "name"], name="model_client_once"),)


class Contact(TenantModel):
    client = TenantForeignKey(Client, models.CASCADE, related_name="contacts")
    email = models.EmailField()
    segment = models.CharField(max_length=10)

    class Meta(TenantModel.Meta):
        constraints = (models.UniqueConstraint(fields=["organization", "email"], name="model_contact_once"),)
        indexes = (models.Index(fields=["organization", "client"], name="model_contact_client"),)


class Survey(TenantModel):
    title = models.CharField(max_length=200)


class Invitation(TenantModel):
    survey = TenantForeignKey(Survey, models.CASCADE, related_name="invitations")
    contact = TenantForeignKey(Contact, models.CASCADE, related_name="invitations")
    sent_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)

    class Meta(TenantModel.Meta):
        indexes = (
            models.Index(fields=["organization", "survey"], name="model_invitation_survey"),
            models.Index(fields=["organization", "contact"], name="model_invitation_contact"),
            models.Index(
                fields=["organization", "sent_at"],
                condition=models.Q(answered_at=None),
                name="model_invitation_pending",
            ),
        )


class Response(TenantModel):
    survey = TenantForeignKey(Survey, models.CASCADE, related_name="responses")
    client = TenantForeignKey(Client, models.CASCADE, related_name="responses")
    contact = TenantForeignKey(Contact, models.CASCADE, related_name="responses")
    segment = models.CharField(max_length=10)
    score = models.SmallIntegerField()
    comment = models.TextField(blank=True)
    submitted_at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        indexes = (
            models.Index(fields=["organization", "submitted_at"], name="model_response_time"),
            models.Index(fields=["organization", "client", "submitted_at"], name="model_response_client"),
            models.Index(fields=["organization", "contact"], name="model_response_contact"),
            models.Index(fields=["organization", "survey"], name="model_response_survey"),
        )
