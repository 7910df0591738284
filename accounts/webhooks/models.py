from datetime import datetime
from urllib.parse import urlsplit

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from accounts.events.kinds import ANY
from accounts.tenancy.fields import TenantForeignKey
from accounts.tenancy.models import TenantModel
from accounts.webhooks import vault
from accounts.webhooks.http import Fault

TEST = "webhook.test"  # no kind of event: nothing happened


class Webhook(TenantModel):
    """An address that hears about events. The audit trail does not repeat its URL, which may hold a password."""

    audited = ("title", "kinds", "form", "secret_number", "disabled_at", "disabled_for", "removed_at")

    class Reason(models.TextChoices):
        BY_HAND = "by_hand", _("Switched off by hand")
        GONE = "gone", _("The receiver wants no more messages")
        FAILING = "failing", _("The receiver failed for three days")

    class Form(models.TextChoices):
        """What the receiver reads: a system our JSON, people a message in their chat."""

        JSON = "json", _("A system: signed JSON")
        CHAT = "chat", _("Slack or Mattermost")
        TEAMS = "teams", _("Microsoft Teams")

    title = models.CharField(_("name"), max_length=120)
    url = models.CharField(_("address"), max_length=2000)
    kinds = models.JSONField(_("events"), default=list)  # names, or [ANY]
    form = models.CharField(_("who reads the messages"), max_length=10, choices=Form.choices, default=Form.JSON)
    sealed_secret = models.BinaryField(editable=False)
    sealed_previous = models.BinaryField(null=True, editable=False)
    previous_until = models.DateTimeField(null=True, editable=False)
    secret_number = models.PositiveIntegerField(_("number of the secret"), default=1, editable=False)
    created_at = models.DateTimeField(editable=False)
    failing_since = models.DateTimeField(null=True, editable=False)
    resting_until = models.DateTimeField(null=True, editable=False)
    disabled_at = models.DateTimeField(_("switched off at"), null=True, editable=False)
    disabled_for = models.CharField(
        _("why it is off"), max_length=10, choices=Reason.choices, blank=True, editable=False
    )
    removed_at = models.DateTimeField(_("removed at"), null=True, editable=False)

    class Meta(TenantModel.Meta):
        constraints = (
            models.UniqueConstraint(
                "organization", Lower("title"), condition=Q(removed_at=None), name="webhook_title_once"
            ),
            models.CheckConstraint(condition=Q(url__startswith="https://"), name="webhook_https"),
            models.CheckConstraint(
                condition=Q(disabled_at=None, disabled_for="") | (Q(disabled_at__isnull=False) & ~Q(disabled_for="")),
                name="webhook_off_for_a_reason",
            ),
        )

    @property
    def host(self) -> str:
        return urlsplit(self.url).hostname or ""

    @property
    def is_on(self) -> bool:
        return self.disabled_at is None and self.removed_at is None

    def wants(self, kind: str) -> bool:
        """Tell whether events of the kind are to be sent here."""
        return ANY in self.kinds or kind in self.kinds

    def set_secret(self, secret: bytes) -> None:
        """Seal a new secret (the caller saves)."""
        self.sealed_secret = vault.seal(secret, owner=self.pk.bytes)

    def secrets(self, *, now: datetime) -> list[bytes]:
        """Return the secrets that are valid now, the present one first; raise vault.Unreadable."""
        sealed = [self.sealed_secret]
        if self.sealed_previous and self.previous_until and now < self.previous_until:
            sealed.append(self.sealed_previous)
        return [vault.open_sealed(bytes(one), owner=self.pk.bytes) for one in sealed]


class WebhookDelivery(TenantModel):
    """One event for one webhook: once, however often the event is dispatched. When it is tried next stands in the ledger."""

    class State(models.TextChoices):
        PENDING = "pending", _("Waiting")
        DELIVERED = "delivered", _("Delivered")
        FAILED = "failed", _("Not delivered")
        CANCELLED = "cancelled", _("Not sent")

    webhook = TenantForeignKey(Webhook, models.CASCADE, related_name="deliveries")
    # No key: an event may be erased while its log stays, and a test has none. It is also the id that receivers see.
    event_id = models.UUIDField()
    kind = models.CharField(max_length=60)
    state = models.CharField(max_length=10, choices=State.choices, default=State.PENDING)
    tries = models.PositiveSmallIntegerField(default=0)  # of this round: a replay begins again
    created_at = models.DateTimeField()
    replayed_at = models.DateTimeField(null=True)  # a person wants it to go again

    class Meta(TenantModel.Meta):
        constraints = (
            models.UniqueConstraint(fields=["organization", "webhook", "event_id"], name="webhook_delivery_once"),
        )
        indexes = (
            models.Index(fields=["organization", "webhook", "-created_at", "-id"], name="webhook_delivery_newest"),
            models.Index(fields=["organization", "created_at"], name="webhook_delivery_age"),
        )


class DeliveryAttempt(TenantModel):
    """One try: the receiver's status and the first kilobyte of its answer, or the fault that kept it from us."""

    delivery = TenantForeignKey(WebhookDelivery, models.CASCADE, related_name="attempts")
    at = models.DateTimeField()
    ms = models.PositiveIntegerField()
    status = models.PositiveSmallIntegerField(null=True)
    fault = models.CharField(max_length=12, choices=Fault.choices, blank=True)
    answer = models.TextField(blank=True)

    class Meta(TenantModel.Meta):
        indexes = (models.Index(fields=["organization", "delivery", "-at"], name="delivery_attempt_newest"),)
