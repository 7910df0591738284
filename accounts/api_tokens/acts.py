"""What the audit trail says about tokens."""

from django.utils.translation import gettext_lazy as _

from accounts.api_tokens import queries
from accounts.audit import registry
from accounts.audit.registry import Act

ACTS = {
    "api_token.created": Act(_("API token made"), _("{who} made the API token {what}")),
    "api_token.revoked": Act(_("API token revoked"), _("{who} revoked the API token {what}")),
}
NAMES = {"accounts.apitoken": queries.token_names}


def register() -> None:
    """Teach the audit trail these acts and names."""
    registry.register(acts=ACTS, names=NAMES)
