from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.clients.enums import BuyerRole
from accounts.organizations.models import Employee
from accounts.tenancy.fields import TenantForeignKey
from accounts.tenancy.models import AppendOnlyModel, TenantModel
from accounts.tokens import Revocable


class Purpose(models.TextChoices):
    """Why people are asked: how often one person may be asked depends on it."""

    RELATION = "relation", _("How the relation is")
    EVENT = "event", _("After an event")


class Survey(Revocable, TenantModel):  # type: ignore[django-manager-missing]  # managers are made at run time
    """What is asked, under one name over the years. The token is that of its open link, for kiosks and signatures."""

    audited = ("name", "purpose", "owner", "closed_at", "archived_at", "open_until")

    name = models.CharField(_("name"), max_length=120)
    purpose = models.CharField(_("purpose"), max_length=10, choices=Purpose.choices, default=Purpose.RELATION)
    owner = TenantForeignKey(
        Employee, models.PROTECT, null=True, blank=True, related_name="surveys", verbose_name=_("owner")
    )
    created_at = models.DateTimeField(editable=False)
    closed_at = models.DateTimeField(_("closed on"), null=True, editable=False)  # nobody answers any more
    archived_at = models.DateTimeField(_("archived on"), null=True, editable=False)
    # The open link, for whoever comes; asked as somebody of a role, where all who come are of one.
    open_until = models.DateTimeField(_("open link until"), null=True, blank=True, editable=False)
    open_role = models.CharField(max_length=10, choices=BuyerRole.choices, blank=True, editable=False)

    class Meta(TenantModel.Meta):
        constraints = (
            models.CheckConstraint(condition=Q(purpose__in=Purpose.values), name="survey_purpose"),
            models.UniqueConstraint(
                "organization", models.functions.Lower("name"), condition=Q(archived_at=None), name="survey_name_once"
            ),
        )
        indexes = (
            models.Index(fields=["organization", "-created_at", "-id"], name="survey_newest"),
            models.Index(fields=["organization", "owner"], name="survey_owner"),
        )

    def __str__(self) -> str:
        return self.name


class SurveyDraft(TenantModel):
    """What will be the survey's next version. `revision` counts the saves, so that two editors do not overwrite each other."""

    survey = TenantForeignKey(Survey, models.CASCADE, related_name="drafts")
    content = models.JSONField(default=dict)  # of document.write
    # {question id: "same" or "reworded"}: what the editor says of questions whose words differ from the last version's.
    comparability = models.JSONField(default=dict)
    revision = models.PositiveIntegerField(default=1)
    saved_at = models.DateTimeField()
    saved_by = TenantForeignKey(Employee, models.PROTECT, null=True, related_name="+")

    class Meta(TenantModel.Meta):
        constraints = (models.UniqueConstraint(fields=["organization", "survey"], name="survey_draft_once"),)
        indexes = (models.Index(fields=["organization", "saved_by"], name="survey_draft_saved_by"),)


class SurveyVersion(AppendOnlyModel):
    """What was published. It never changes: the database refuses it."""

    survey = TenantForeignKey(Survey, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    content = models.JSONField()
    # What became of the questions of the version before: {question id: "same", "reworded", "new" or "gone"}.
    comparability = models.JSONField(default=dict)
    published_at = models.DateTimeField()
    published_by = TenantForeignKey(Employee, models.PROTECT, null=True, related_name="+")

    class Meta(AppendOnlyModel.Meta):
        constraints = (
            models.UniqueConstraint(fields=["organization", "survey", "number"], name="survey_version_once"),
        )
        indexes = (models.Index(fields=["organization", "published_by"], name="survey_version_published_by"),)
