"""What the audit trail says about digests."""

from django.utils.translation import gettext_lazy as _

from accounts.audit import registry
from accounts.audit.registry import Act

ACTS = {"digest.preferred": Act(_("Digest's day changed"), _("{who} chose when the weekly digest comes"))}


def register() -> None:
    """Teach the audit trail this act; a preference has no name of its own."""
    registry.register(acts=ACTS, names={})
