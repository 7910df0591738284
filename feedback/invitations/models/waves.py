"""Asking many at once: who was found, who decides, and how far it is."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.clients.enums import BuyerRole
from accounts.clients.models import Client, Contact
from accounts.organizations.models import Employee
from accounts.tenancy.fields import TenantForeignKey
from accounts.tenancy.models import TenantModel
from feedback.invitations.models.asking import REASONS
from feedback.surveys.models import Survey


class WaveState(models.TextChoices):
    PREPARING = "preparing", pgettext_lazy("wave", "Being prepared")
    DRAFT = "draft", pgettext_lazy("wave", "Draft")
    WAITING = "waiting", pgettext_lazy("wave", "Waits for a second person")
    RUNNING = "running", pgettext_lazy("wave", "Being planned")
    DONE = "done", pgettext_lazy("wave", "Planned")
    STOPPED = "stopped", pgettext_lazy("wave", "Stopped")


class Wave(TenantModel):
    """One survey to people of many clients. Whom it reaches is settled while it is prepared, and does not change after."""

    audited = ("survey", "wanted_at", "state", "people", "launched_by", "approved_by")

    survey = TenantForeignKey(Survey, models.PROTECT, related_name="waves", verbose_name=_("survey"))
    roles = models.JSONField()  # buyer roles, in the order in which somebody with several is asked
    per_role = models.PositiveSmallIntegerField(null=True)  # people of each role at a client; None: everybody
    client_ids = models.JSONField()
    prepared = models.PositiveIntegerField(default=0)  # how many of the clients were looked at
    people = models.PositiveIntegerField(_("people"), default=0)  # found
    heads_up_days = models.PositiveSmallIntegerField(default=0)  # as of each planned question
    wanted_at = models.DateTimeField(_("when"), null=True)  # None: as soon as it is decided
    state = models.CharField(_("state"), max_length=10, choices=WaveState.choices, default=WaveState.PREPARING)
    made_by = TenantForeignKey(Employee, models.PROTECT, related_name="+")
    launched_by = TenantForeignKey(Employee, models.PROTECT, null=True, related_name="+", verbose_name=_("launched by"))
    approved_by = TenantForeignKey(
        Employee, models.PROTECT, null=True, related_name="+", verbose_name=_("agreed to by")
    )
    created_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)  # everybody is planned, or it was stopped

    class Meta(TenantModel.Meta):
        constraints = (
            models.CheckConstraint(condition=Q(state__in=WaveState.values), name="wave_state"),
            models.CheckConstraint(
                condition=Q(approved_by=None) | ~Q(approved_by=models.F("launched_by")), name="wave_two_people"
            ),
        )
        indexes = (
            models.Index(fields=["organization", "-created_at"], name="wave_newest"),
            models.Index(fields=["organization", "survey"], name="wave_survey"),
            models.Index(fields=["organization", "made_by"], name="wave_made_by"),
            *(
                models.Index(
                    fields=["organization", name],
                    condition=Q(**{f"{name}__isnull": False}),
                    name=f"wave_{name}",
                )
                for name in ("launched_by", "approved_by")
            ),
        )


class WavePerson(TenantModel):
    """Somebody whom a wave has found and not planned yet, with what would become of the question. Goes when it is planned."""

    wave = TenantForeignKey(Wave, models.CASCADE, related_name="found")
    contact = TenantForeignKey(Contact, models.CASCADE, related_name="+")
    client = TenantForeignKey(Client, models.CASCADE, related_name="+")
    role = models.CharField(max_length=10, choices=BuyerRole.choices)
    is_asked = models.BooleanField()
    reason = models.CharField(max_length=20, blank=True)
    leaves_at = models.DateTimeField(null=True)

    class Meta(TenantModel.Meta):
        constraints = (
            models.UniqueConstraint(fields=["organization", "wave", "contact"], name="wave_person_once"),
            models.CheckConstraint(condition=Q(reason__in=["", *REASONS]), name="wave_person_reason"),
        )
        indexes = (
            models.Index(fields=["organization", "wave", "id"], name="wave_person_next"),
            models.Index(fields=["organization", "contact"], name="wave_person_contact"),
            models.Index(fields=["organization", "client"], name="wave_person_client"),
        )
