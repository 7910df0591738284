from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.clients.enums import BuyerRole, Stage
from accounts.clients.models import Client, Contact, Segment
from accounts.organizations.models import Employee
from accounts.tenancy.fields import TenantForeignKey
from accounts.tenancy.models import TenantModel
from accounts.tokens import Revocable
from feedback.surveys.models import SurveyVersion


class Way(models.TextChoices):
    """How the person is asked."""

    LETTER = "letter", pgettext_lazy("channel", "Letter")
    PHONE = "phone", _("By phone")


class Invitation(Revocable, TenantModel):
    """Somebody was asked: as whom, about what, and what was true of them that day. Its token opens the answer page.

    The page, its answers and what they count for follow this row, not the person's present role or stage.
    """

    audited = ("closed_at",)

    client = TenantForeignKey(Client, models.CASCADE, related_name="survey_invitations")
    contact = TenantForeignKey(Contact, models.CASCADE, related_name="survey_invitations")
    version = TenantForeignKey(SurveyVersion, models.PROTECT, related_name="invitations")
    role = models.CharField(_("buyer role"), max_length=10, choices=BuyerRole.choices, blank=True)
    stage = models.CharField(_("stage"), max_length=20, choices=Stage.choices, blank=True)
    segment = TenantForeignKey(Segment, models.SET_NULL, null=True, related_name="+")
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES)
    facts = models.JSONField(default=dict)  # for recall and conditions: {"act": "12 March"}
    way = models.CharField(max_length=10, choices=Way.choices, default=Way.LETTER)
    sender = TenantForeignKey(Employee, models.PROTECT, null=True, related_name="+")  # who asks, by name
    asked_by = TenantForeignKey(Employee, models.PROTECT, null=True, related_name="+")  # None: a rule
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(_("open until"))
    answered_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(_("closed at"), null=True)  # withdrawn by us, or passed on

    class Meta(TenantModel.Meta):
        constraints = (
            models.CheckConstraint(condition=Q(role__in=[*BuyerRole.values, ""]), name="survey_invitation_role"),
            models.CheckConstraint(condition=Q(stage__in=[*Stage.values, ""]), name="survey_invitation_stage"),
        )
        indexes = (
            models.Index(fields=["organization", "contact", "-created_at"], name="survey_invitation_contact"),
            models.Index(fields=["organization", "client", "-created_at"], name="survey_invitation_client"),
            models.Index(fields=["organization", "version", "-created_at"], name="survey_invitation_version"),
            # No index holds what an answer changes, so that it changes the row alone.
            *(
                models.Index(
                    fields=["organization", name],
                    condition=Q(**{f"{name}__isnull": False}),
                    name=f"survey_invitation_{name}",
                )
                for name in ("segment", "sender", "asked_by")
            ),
        )
