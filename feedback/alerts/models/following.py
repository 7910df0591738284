"""What is done about alerts, who is told of them, and when not."""

from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.clients.models import Client
from accounts.organizations.models import Employee
from accounts.tenancy.fields import TenantForeignKey
from accounts.tenancy.models import TenantModel
from accounts.tokens import Revocable
from feedback.alerts.models.alerts import Alert, AlertRule, Rung

MOST_HOURS = 240


class AlertAct(TenantModel):
    """What one of us did about an alert. The first who acknowledges it has it in hand: the ladder stops."""

    class What(models.TextChoices):
        ACKNOWLEDGED = "acknowledged", _("has it in hand")
        ASSIGNED = "assigned", _("handed it over")
        NOTED = "noted", _("wrote a note")
        JUDGED = "judged", _("said whether it was right to tell")
        ENDED = "ended", _("ended it")

    alert = TenantForeignKey(Alert, models.CASCADE, related_name="acts")
    what = models.CharField(max_length=12, choices=What.choices)
    by = TenantForeignKey(Employee, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    by_letter = models.BooleanField(default=False)
    to = TenantForeignKey(Employee, models.PROTECT, null=True, related_name="+")
    text = models.CharField(_("note"), max_length=1000, blank=True)

    class Meta(TenantModel.Meta):
        constraints = (
            models.UniqueConstraint(
                fields=["organization", "alert"], condition=Q(what="acknowledged"), name="alert_acknowledged_once"
            ),
        )
        indexes = (
            models.Index(fields=["organization", "alert", "at"], name="alert_act_alert"),
            models.Index(fields=["organization", "by"], name="alert_act_by"),
            models.Index(fields=["organization", "to"], condition=Q(to__isnull=False), name="alert_act_to"),
        )


class Escalation(TenantModel):
    """Time went by: who was told then. `number` counts the steps of one alert."""

    class Reason(models.TextChoices):
        UNSEEN = "unseen", _("Nobody acknowledged it in time")
        UNCONTACTED = "uncontacted", _("Nobody spoke with the client in time")
        PROVEN = "proven", _("There is further evidence")

    alert = TenantForeignKey(Alert, models.CASCADE, related_name="escalations")
    number = models.PositiveSmallIntegerField()
    rung = models.PositiveSmallIntegerField(choices=Rung.choices)
    reason = models.CharField(max_length=12, choices=Reason.choices)
    at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        constraints = (models.UniqueConstraint(fields=["organization", "alert", "number"], name="escalation_once"),)


class Snooze(TenantModel):
    """One person wants no letters until a moment: about this alert, this client, or this rule. Others go on getting theirs."""

    class Scope(models.TextChoices):
        ALERT = "alert", _("This alert")
        CLIENT = "client", _("Every alert about this client")
        RULE = "rule", _("Every alert of this rule")

    employee = TenantForeignKey(Employee, models.CASCADE, related_name="snoozes")
    alert = TenantForeignKey(Alert, models.CASCADE, null=True, related_name="snoozes")
    client = TenantForeignKey(Client, models.CASCADE, null=True, related_name="+")
    rule = TenantForeignKey(AlertRule, models.CASCADE, null=True, related_name="+")
    until = models.DateTimeField(_("until"))
    created_at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        constraints = (
            models.CheckConstraint(condition=Q(until__gt=F("created_at")), name="snooze_ends"),
            models.CheckConstraint(
                condition=Q(alert__isnull=False, client=None, rule=None)
                | Q(alert=None, client__isnull=False, rule=None)
                | Q(alert=None, client=None, rule__isnull=False),
                name="snooze_of_one_thing",
            ),
        )
        indexes = (
            models.Index(fields=["organization", "employee", "until"], name="snooze_employee"),
            *(
                models.Index(
                    fields=["organization", name], condition=Q(**{f"{name}__isnull": False}), name=f"snooze_{name}"
                )
                for name in ("alert", "client", "rule")
            ),
        )


class AlertNotice(Revocable, TenantModel):
    """One of us is to be told of an alert, at one step of its ladder; the link in the letter acts in their name.

    Notices of one person about one client leave together. Without a letter it waits: for a quiet window, or for the others.
    """

    alert = TenantForeignKey(Alert, models.CASCADE, related_name="notices")
    employee = TenantForeignKey(Employee, models.CASCADE, related_name="alert_notices")
    step = models.PositiveSmallIntegerField()  # 0: it was raised; else the escalation's number
    created_at = models.DateTimeField()
    send_at = models.DateTimeField()
    email_id = models.UUIDField(null=True)  # without a key: old letters are forgotten
    dropped_at = models.DateTimeField(null=True)  # snoozed, or there was nothing left to tell
    expires_at = models.DateTimeField()  # the link

    class Meta(TenantModel.Meta):
        constraints = (
            models.UniqueConstraint(fields=["organization", "alert", "employee", "step"], name="alert_notice_once"),
        )
        indexes = (
            models.Index(
                fields=["organization", "employee", "send_at"],
                condition=Q(email_id=None, dropped_at=None),
                name="alert_notice_waiting",
            ),
            models.Index(fields=["organization", "employee", "-created_at"], name="alert_notice_employee"),
        )


def _hours(label: Any, default: int) -> models.PositiveSmallIntegerField:
    return models.PositiveSmallIntegerField(
        label, default=default, validators=[MinValueValidator(1), MaxValueValidator(MOST_HOURS)]
    )


class AlertSettings(TenantModel):
    """How fast alerts are followed up, in working hours of whoever answers; when letters wait; and the last numbers given.

    In quiet windows, by the clock of whoever reads, no letter leaves but a serious one: [["12345", "20:00", "08:00"], …],
    weekdays as ISO 8601 numbers them.
    """

    audited = ("acknowledge_hours", "contact_hours", "quiet_windows")

    acknowledge_hours = _hours(_("working hours until an alert is acknowledged"), 24)
    contact_hours = _hours(_("working hours until the client is contacted"), 48)
    quiet_windows = models.JSONField(_("quiet windows"), default=list, blank=True)
    last_number = models.PositiveIntegerField(default=0, editable=False)
    last_sealed_number = models.PositiveIntegerField(default=0, editable=False)

    class Meta(TenantModel.Meta):
        constraints = (
            models.UniqueConstraint(fields=["organization"], name="alert_settings_once"),
            models.CheckConstraint(
                condition=Q(acknowledge_hours__range=(1, MOST_HOURS), contact_hours__range=(1, MOST_HOURS)),
                name="alert_settings_hours",
            ),
        )
