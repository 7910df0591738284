"""What the audit trail says about results."""

from django.utils.translation import gettext_lazy as _

from accounts.audit import registry
from accounts.audit.registry import Act

ACTS = {"survey.answers_exported": Act(_("Answers exported"), _("{who} exported the answers to the survey “{what}”"))}


def register() -> None:
    """Teach the audit trail this act."""
    registry.register(acts=ACTS, names={})
