"""What the audit trail says of those who read what is confided. Of letters it says nothing."""

from django.utils.translation import gettext_lazy as _

from accounts.audit import registry
from accounts.audit.registry import Act
from feedback.safe_island import queries

ACTS = {
    "confidential_reader.named": Act(
        _("Reader of letters to leadership named"), _("{who} let {what} read letters to leadership")
    ),
    "confidential_reader.ended": Act(
        _("Reader of letters to leadership removed"), _("{who} let {what} read letters to leadership no more")
    ),
}
NAMES = {"feedback.confidentialreader": queries.reader_names}


def register() -> None:
    """Teach the audit trail these acts and names."""
    registry.register(acts=ACTS, names=NAMES)
