import json
from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from accounts.events.models import CustomKind
from accounts.inbound.told import Status
from accounts.tenancy.fields import TenantForeignKey
from accounts.tenancy.models import TenantModel
from accounts.tokens import Revocable
from accounts.webhooks import vault


class InboundHook(Revocable, TenantModel):
    """An address to which a tool sends in its own words; `mapping` says which of them is what. The token is shown once."""

    audited = ("title", "mapping", "signing", "header", "secret_set_at", "rotated_at", "revoked_at")

    class Signing(models.TextChoices):
        NONE = "none", _("Not signed: whoever knows the address may send")
        HMAC = "hmac", _("A header with an HMAC-SHA256 of the body")
        STANDARD = "standard", _("Standard Webhooks, with the time of sending")

    title = models.CharField(_("name"), max_length=120)
    kind = TenantForeignKey(
        CustomKind, models.PROTECT, related_name="inbound_hooks", verbose_name=_("what its messages become")
    )
    mapping = models.JSONField(_("fields"), default=dict, editable=False)  # of mapping.Mapping
    signing = models.CharField(_("signature"), max_length=10, choices=Signing.choices, default=Signing.NONE)
    header = models.CharField(_("header of the signature"), max_length=60, blank=True)
    sealed_secret = models.BinaryField(null=True, editable=False)
    secret_set_at = models.DateTimeField(_("secret since"), null=True, editable=False)
    created_at = models.DateTimeField(editable=False)
    capturing_until = models.DateTimeField(null=True, editable=False)
    rotated_at = models.DateTimeField(_("new address since"), null=True, editable=False)
    revoked_at = models.DateTimeField(_("revoked on"), null=True, editable=False)

    class Meta(TenantModel.Meta):
        constraints = (
            models.UniqueConstraint(
                "organization", Lower("title"), condition=Q(revoked_at=None), name="inbound_hook_title_once"
            ),
            models.CheckConstraint(
                condition=Q(signing="none") | Q(sealed_secret__isnull=False) | Q(revoked_at__isnull=False),
                name="inbound_hook_signed_with_a_secret",
            ),
        )
        indexes = (models.Index(fields=["organization", "kind"], name="inbound_hook_kind"),)

    def __str__(self) -> str:
        return self.title

    def is_capturing(self, *, now: datetime) -> bool:
        """Tell whether bodies are kept as samples now."""
        return self.capturing_until is not None and now < self.capturing_until

    def set_secret(self, secret: str, *, now: datetime) -> None:
        """Seal the secret of the signatures (the caller saves)."""
        self.secret_set_at = now
        self.sealed_secret = vault.seal(secret.encode(), owner=self.pk.bytes)

    def secret(self) -> bytes:
        """Return the secret of the signatures; raise vault.Unreadable."""
        return vault.open_sealed(bytes(self.sealed_secret or b""), owner=self.pk.bytes)


class HookSample(TenantModel):
    """A body as it came while samples were captured, for a few days: it may hold anything, also about people."""

    hook = TenantForeignKey(InboundHook, models.CASCADE, related_name="samples")
    body = models.TextField()  # JSON; as text, because a table's JSON cannot hold every body
    received_at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        indexes = (models.Index(fields=["organization", "hook", "-received_at"], name="hook_sample_newest"),)

    @property
    def content(self) -> Any:
        return json.loads(self.body)


class HookCall(TenantModel):
    """That the address was called and what came of it, without what was sent."""

    hook = TenantForeignKey(InboundHook, models.CASCADE, related_name="calls")
    received_at = models.DateTimeField()
    status = models.CharField(max_length=10, choices=[(str(one), str(one)) for one in Status])
    faults = models.JSONField(default=list)  # [{"field", "code", "more"}], no words of people in them
    event_id = models.UUIDField(null=True)

    class Meta(TenantModel.Meta):
        indexes = (
            models.Index(fields=["organization", "hook", "-received_at", "-id"], name="hook_call_newest"),
            models.Index(fields=["organization", "received_at"], name="hook_call_old"),
        )
