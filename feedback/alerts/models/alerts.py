"""What is worth an alert, the alert itself, and by what it is known."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.clients.models import Client, Contact, Segment
from accounts.organizations.models import Employee, Touchpoint
from accounts.tenancy.fields import TenantForeignKey
from accounts.tenancy.models import TenantModel
from feedback.interactions.models import Interaction, Promise
from feedback.responses.models import Response


class Kind(models.TextChoices):
    """What a rule watches for. The calculation knows them by these names."""

    DROP = "drop", _("The index falls")
    LOW = "low", _("A low answer")
    LEAVING = "leaving", _("Words of a client who may leave")
    SILENCE = "silence", _("A role falls silent")
    CONTRADICTION = "contradiction", _("What is said does not fit together")
    PROMISE = "promise", _("A broken promise")
    CASE = "case", _("A case past its deadline")
    BOUNCE = "bounce", _("Letters to a key person come back")
    OWNERLESS = "ownerless", _("Nobody answers for the client")
    TREND = "trend", _("A segment or a touchpoint gets worse")


class Severity(models.TextChoices):
    """Whom an alert wakes at once: everybody up to top management, or whoever answers for the client."""

    SERIOUS = "serious", pgettext_lazy("alert", "Serious")
    ATTENTION = "attention", pgettext_lazy("alert", "Needs attention")


class Rung(models.IntegerChoices):
    """The ladder. An alert that nobody acknowledges climbs it."""

    OWNER = 1, _("Whoever answers for the client")
    HEAD = 2, _("Head of the department")
    TOP = 3, _("Top management")


class AlertRule(TenantModel):
    """What is worth an alert, everywhere or in one segment. Numbers are those of its kind (feedback.alerts.rules.NUMBERS)."""

    audited = ("name", "segment", "severity", "is_on")

    kind = models.CharField(_("what it watches for"), max_length=20, choices=Kind.choices)
    name = models.CharField(_("name"), max_length=120)
    segment = TenantForeignKey(
        Segment, models.CASCADE, null=True, blank=True, related_name="alert_rules", verbose_name=_("segment")
    )
    severity = models.CharField(_("severity"), max_length=10, choices=Severity.choices, default=Severity.ATTENTION)
    numbers = models.JSONField(default=dict, editable=False)
    is_on = models.BooleanField(_("on"), default=True)
    created_at = models.DateTimeField(editable=False)

    class Meta(TenantModel.Meta):
        constraints = (
            models.UniqueConstraint("organization", models.functions.Lower("name"), name="alert_rule_name"),
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="alert_rule_kind"),
            models.CheckConstraint(condition=Q(severity__in=Severity.values), name="alert_rule_severity"),
        )
        indexes = (models.Index(fields=["organization", "segment"], name="alert_rule_segment"),)

    def __str__(self) -> str:
        return self.name


class Ending(models.TextChoices):
    """How an alert came to its end."""

    HANDLED = "handled", _("Dealt with")
    FALSE = "false", _("It was no trouble")
    CLOSED = "closed", _("Its case was closed")
    MERGED = "merged", _("The client was merged with another entry")


class Verdict(models.TextChoices):
    """Whether telling was right: what a rule's precision is counted from."""

    USEFUL = "useful", pgettext_lazy("alert", "Useful")
    FALSE = "false", pgettext_lazy("alert", "No trouble")


class Alert(TenantModel):
    """Bad news of one rule about one client, or about a segment or a touchpoint: one at a time while it is open.

    What was done about it stands in rows of its own. A sealed alert rests on what was confided to top management: it has a
    number of its own series, and nobody else learns that it is there.
    """

    audited = ("owner", "severity", "rung", "verdict", "ending", "ended_at")

    number = models.PositiveIntegerField(_("number"))
    sealed = models.BooleanField(default=False)
    rule = TenantForeignKey(AlertRule, models.PROTECT, related_name="alerts")
    client = TenantForeignKey(Client, models.CASCADE, null=True, related_name="alerts", verbose_name=_("client"))
    segment = TenantForeignKey(Segment, models.CASCADE, null=True, related_name="+")
    touchpoint = TenantForeignKey(Touchpoint, models.CASCADE, null=True, related_name="+")
    topic = models.CharField(max_length=60)  # by which cases group
    severity = models.CharField(_("severity"), max_length=10, choices=Severity.choices)
    owner = TenantForeignKey(
        Employee, models.PROTECT, null=True, related_name="alerts", verbose_name=_("who answers for it")
    )
    rung = models.PositiveSmallIntegerField(_("told up to"), choices=Rung.choices, default=Rung.OWNER)
    wakes_top = models.BooleanField(default=True)  # words alone wake nobody above the head: two pieces of evidence do
    is_stuck = models.BooleanField(default=False)  # everybody was told, and nobody has acknowledged it
    due_at = models.DateTimeField(null=True)  # when the next rung is told
    raised_at = models.DateTimeField(_("raised at"))
    case_id = models.UUIDField(null=True)  # without a key: cases stand above
    is_confirmed = models.BooleanField(default=False)  # by the client, or by whoever took the case
    verdict = models.CharField(_("was it right to tell"), max_length=10, choices=Verdict.choices, blank=True)
    ending = models.CharField(_("how it ended"), max_length=10, choices=Ending.choices, blank=True)
    ended_at = models.DateTimeField(_("ended at"), null=True)

    class Meta(TenantModel.Meta):
        constraints = (
            models.UniqueConstraint(fields=["organization", "sealed", "number"], name="alert_number"),
            models.UniqueConstraint(
                fields=["organization", "rule", "client", "segment", "touchpoint", "sealed"],
                condition=Q(ended_at=None),
                nulls_distinct=False,
                name="alert_one_open",
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None, ending="") | (Q(ended_at__isnull=False) & ~Q(ending="")),
                name="alert_ends_somehow",
            ),
        )
        indexes = (
            models.Index(fields=["organization", "client", "-raised_at"], name="alert_client"),
            models.Index(fields=["organization", "-raised_at", "-id"], name="alert_time"),
            models.Index(
                fields=["organization", "severity", "due_at", "id"], condition=Q(ended_at=None), name="alert_open"
            ),
            models.Index(fields=["organization", "owner"], name="alert_owner"),
            models.Index(fields=["organization", "rule", "-raised_at"], name="alert_rule"),
            *(
                models.Index(
                    fields=["organization", name], condition=Q(**{f"{name}__isnull": False}), name=f"alert_{name}"
                )
                for name in ("segment", "touchpoint", "case_id")
            ),
        )

    def __str__(self) -> str:
        return f"{'L' if self.sealed else ''}{self.number}"


class AlertEvidence(TenantModel):
    """By what an alert is known. The same evidence raises a rule once, however often it is looked at."""

    alert = TenantForeignKey(Alert, models.CASCADE, related_name="evidence")
    rule = TenantForeignKey(AlertRule, models.CASCADE, related_name="+")
    key = models.CharField(max_length=120)
    what = models.CharField(max_length=20)  # of feedback.alerts.rules.What
    happened_at = models.DateTimeField()
    values = models.JSONField(default=dict)  # numbers and names of ours, never anybody's words
    contact = TenantForeignKey(Contact, models.SET_NULL, null=True, related_name="+")
    response = TenantForeignKey(Response, models.CASCADE, null=True, related_name="+")
    interaction = TenantForeignKey(Interaction, models.CASCADE, null=True, related_name="+")
    promise = TenantForeignKey(Promise, models.CASCADE, null=True, related_name="+")

    class Meta(TenantModel.Meta):
        constraints = (models.UniqueConstraint(fields=["organization", "rule", "key"], name="alert_evidence_once"),)
        indexes = (
            models.Index(fields=["organization", "alert", "happened_at"], name="alert_evidence_alert"),
            *(
                models.Index(
                    fields=["organization", name],
                    condition=Q(**{f"{name}__isnull": False}),
                    name=f"alert_evidence_{name}",
                )
                for name in ("contact", "response", "interaction", "promise")
            ),
        )
