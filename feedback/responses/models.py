from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.clients.enums import BuyerRole, Stage
from accounts.clients.models import Client, Contact, Segment
from accounts.events.models import Origin
from accounts.organizations.models import Employee
from accounts.tenancy.fields import TenantForeignKey
from accounts.tenancy.models import TenantModel
from feedback.invitations.models import Invitation
from feedback.responses.scores import TABLE, value_of
from feedback.surveys.models import SurveyVersion


class Confidentiality(models.TextChoices):
    """Who reads an answer, as the person chose it. Nobody of ours changes it."""

    NAMED = "named", _("With my name")
    ROLE = "role", _("Only my role, without my name")
    LEADERSHIP = "leadership", _("Top management only")


class Source(models.TextChoices):
    """How the answer came to us."""

    LINK = "link", _("Own link")
    OPEN = "open", _("Open link")
    PHONE = "phone", _("By phone, written down by one of us")
    REPLY = "reply", _("Reply to the letter")
    API = "api", _("Another system")
    IMPORT = "import", _("Import")


class Response(TenantModel):
    """One person's answers to one version of a survey, with role, stage and segment as they were when they were asked.

    Scores stand in columns for figures, all answers in one JSON by question id. A proxy's answers are what one of us heard
    by phone: they count less, and fully once the person has confirmed them.
    """

    audited = ("confidentiality", "proxy_confirmed_at", "removed_at")
    # What erasing a person empties; value, role, weight and times stay.
    personal: ClassVar[tuple[str, ...]] = ("answers",)

    version = TenantForeignKey(SurveyVersion, models.PROTECT, related_name="responses")
    invitation = TenantForeignKey(Invitation, models.CASCADE, null=True, related_name="responses")
    client = TenantForeignKey(Client, models.CASCADE, null=True, related_name="responses")
    contact = TenantForeignKey(Contact, models.SET_NULL, null=True, related_name="responses")
    role = models.CharField(_("buyer role"), max_length=10, choices=BuyerRole.choices, blank=True)
    stage = models.CharField(_("stage"), max_length=20, choices=Stage.choices, blank=True)
    segment = TenantForeignKey(Segment, models.SET_NULL, null=True, related_name="+")
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES)
    confidentiality = models.CharField(
        _("confidentiality"), max_length=10, choices=Confidentiality.choices, default=Confidentiality.NAMED
    )
    nps = models.PositiveSmallIntegerField(null=True)
    csat = models.PositiveSmallIntegerField(null=True)
    ces = models.PositiveSmallIntegerField(null=True)
    answers = models.JSONField(default=dict)  # as surveys.runner keeps them
    has_words = models.BooleanField(default=False)
    source = models.CharField(max_length=10, choices=Source.choices, default=Source.LINK)
    origin = models.CharField(max_length=10, choices=Origin.choices, default=Origin.LIVE)
    proxy_by = TenantForeignKey(Employee, models.PROTECT, null=True, related_name="+")
    proxy_confirmed_at = models.DateTimeField(_("confirmed at"), null=True)
    happened_at = models.DateTimeField()  # when it was said
    recorded_at = models.DateTimeField()  # when we knew it
    amended_at = models.DateTimeField(null=True)
    revision = models.PositiveSmallIntegerField(default=1)
    seconds = models.PositiveIntegerField(null=True)  # from the page to Send
    # An answer of an import is found again by the key of its row, so that the same file twice is one import.
    import_key = models.CharField(max_length=64, blank=True)
    removed_at = models.DateTimeField(_("removed at"), null=True)

    class Meta(TenantModel.Meta):
        constraints = (
            models.UniqueConstraint(
                fields=["organization", "invitation"], condition=Q(invitation__isnull=False), name="response_once"
            ),
            models.UniqueConstraint(
                fields=["organization", "import_key"], condition=~Q(import_key=""), name="response_import_once"
            ),
            models.CheckConstraint(condition=Q(nps=None) | Q(nps__range=(0, 10)), name="response_nps"),
            models.CheckConstraint(condition=Q(csat=None) | Q(csat__range=(1, 5)), name="response_csat"),
            models.CheckConstraint(condition=Q(ces=None) | Q(ces__range=(1, 7)), name="response_ces"),
            models.CheckConstraint(condition=Q(role__in=[*BuyerRole.values, ""]), name="response_role"),
            models.CheckConstraint(
                condition=Q(confidentiality__in=Confidentiality.values), name="response_confidentiality"
            ),
        )
        indexes = (
            models.Index(fields=["organization", "client", "-happened_at", "-id"], name="response_client_time"),
            models.Index(fields=["organization", "contact", "-happened_at"], name="response_contact_time"),
            models.Index(fields=["organization", "version", "-happened_at", "-id"], name="response_version_time"),
            models.Index(fields=["organization", "-happened_at", "-id"], name="response_time"),
            # Most have neither: an answer costs no entry in them.
            *(
                models.Index(
                    fields=["organization", name], condition=Q(**{f"{name}__isnull": False}), name=f"response_{name}"
                )
                for name in ("segment", "proxy_by")
            ),
        )

    def __str__(self) -> str:
        return self.happened_at.date().isoformat()

    @property
    def scores(self) -> dict[str, int]:
        """The scores that were given, by their scale."""
        return {name: score for name in TABLE if (score := getattr(self, name)) is not None}

    @property
    def mood(self) -> int | None:
        """What the scores say, 0-100; None without any. The index weighs the words beside them as well."""
        return value_of(self.scores)


class ResponseRevision(TenantModel):
    """What a response said before it was amended."""

    response = TenantForeignKey(Response, models.CASCADE, related_name="revisions")
    number = models.PositiveSmallIntegerField()
    answers = models.JSONField()
    nps = models.PositiveSmallIntegerField(null=True)
    csat = models.PositiveSmallIntegerField(null=True)
    ces = models.PositiveSmallIntegerField(null=True)
    confidentiality = models.CharField(max_length=10, choices=Confidentiality.choices)
    said_at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        constraints = (
            models.UniqueConstraint(fields=["organization", "response", "number"], name="response_revision_once"),
        )


class PartialResponse(TenantModel):
    """Answers that were kept on the way, so that a person goes on where they stopped, on another device too."""

    invitation = TenantForeignKey(Invitation, models.CASCADE, related_name="partials")
    answers = models.JSONField(default=dict)
    language = models.CharField(max_length=2, choices=settings.LANGUAGES)
    saved_at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        constraints = (models.UniqueConstraint(fields=["organization", "invitation"], name="partial_response_once"),)
