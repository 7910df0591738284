"""What the audit trail says about background work."""

from django.utils.translation import gettext_lazy as _

from accounts.audit import registry
from accounts.audit.registry import Act

ACTS = {
    "job.tried_again": Act(_("Background work tried again"), _("{who} had background work that failed tried again")),
}


def register() -> None:
    """Teach the audit trail these acts; a job has no name, and is gone when it is done."""
    registry.register(acts=ACTS, names={})
