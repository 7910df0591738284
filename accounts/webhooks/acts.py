"""What the audit trail says about webhooks."""

from django.utils.translation import gettext_lazy as _

from accounts.audit import registry
from accounts.audit.registry import Act
from accounts.webhooks import queries

ACTS = {
    "webhook.created": Act(_("Webhook added"), _("{who} added the webhook {what}")),
    "webhook.changed": Act(_("Webhook changed"), _("{who} changed the webhook {what}")),
    "webhook.removed": Act(_("Webhook removed"), _("{who} removed the webhook {what}")),
    "webhook.rotated": Act(_("Webhook's secret changed"), _("{who} changed the secret of the webhook {what}")),
    "webhook.enabled": Act(_("Webhook switched on"), _("{who} switched the webhook {what} on")),
    "webhook.disabled": Act(_("Webhook switched off"), _("{who} switched the webhook {what} off")),
    "webhook.tested": Act(_("Webhook tested"), _("{who} sent a test event to the webhook {what}")),
    "webhook.replayed": Act(_("Webhook's message repeated"), _("{who} repeated a message to the webhook {what}")),
}
NAMES = {"accounts.webhook": queries.webhook_names}


def register() -> None:
    """Teach the audit trail these acts and names."""
    registry.register(acts=ACTS, names=NAMES)
