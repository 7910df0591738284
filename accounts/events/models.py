from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.tenancy.models import TenantModel


class Origin(models.TextChoices):
    """Where a fact comes from. Rules and letters react to live facts only."""

    LIVE = "live", _("Live")
    IMPORT = "import", _("Import")
    HISTORY = "history", _("History")
    DEMO = "demo", _("Demo")


class Event(TenantModel):
    """Something that happened. `happened_at` is when it was true, `recorded_at` when we knew it.

    Client, contact and actor are ids without keys: their tables stand above this one, and an event outlives a merge.
    """

    kind = models.CharField(max_length=60)
    client_id = models.UUIDField(null=True)
    contact_id = models.UUIDField(null=True)
    actor_id = models.UUIDField(null=True)
    happened_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    origin = models.CharField(max_length=10, choices=Origin.choices, default=Origin.LIVE)
    payload = models.JSONField(default=dict)
    dedupe_key = models.CharField(max_length=200)

    class Meta(TenantModel.Meta):
        constraints = (models.UniqueConstraint(fields=["organization", "dedupe_key"], name="event_once"),)
        indexes = (
            models.Index(fields=["organization", "client_id", "-happened_at", "-id"], name="event_client"),
            models.Index(fields=["organization", "contact_id", "-happened_at", "-id"], name="event_contact"),
            models.Index(fields=["organization", "kind", "-happened_at", "-id"], name="event_kind"),
        )


class CustomKind(TenantModel):
    """A kind of event that the organization's own systems send."""

    audited = ("name", "fields", "archived_at")

    name = models.CharField(_("key"), max_length=60, editable=False)
    title = models.CharField(_("name"), max_length=120)
    description = models.TextField(_("description"), blank=True, max_length=1000)
    fields = models.JSONField(_("fields"), default=dict, editable=False)  # {"amount": "number"}
    created_at = models.DateTimeField(editable=False)
    archived_at = models.DateTimeField(_("archived on"), null=True, editable=False)

    class Meta(TenantModel.Meta):
        constraints = (
            models.UniqueConstraint(fields=["organization", "name"], name="custom_kind_once"),
            models.CheckConstraint(condition=models.Q(name__startswith="custom."), name="custom_kind_prefix"),
        )
