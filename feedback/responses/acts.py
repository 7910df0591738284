"""What the audit trail says about answers: never what was answered, nor by whom."""

from django.utils.translation import gettext_lazy as _

from accounts.audit import registry
from accounts.audit.registry import Act
from feedback.responses import queries

ACTS = {
    "response.recorded": Act(_("Answer written down"), _("{who} wrote down an answer of {what}")),
    "response.amended": Act(_("Answer changed"), _("An answer of {what} was changed by whoever gave it")),
    "response.confirmed": Act(_("Answer confirmed"), _("An answer of {what} was confirmed by whoever gave it")),
    "response.imported": Act(_("Answer imported"), _("{who} imported an answer of {what}")),
    "response.corrected": Act(_("Answer corrected"), _("{who} corrected an answer of {what} by an import")),
    "response.withdrawn": Act(_("Imported answer taken back"), _("{who} took back an imported answer")),
}
NAMES = {"feedback.response": queries.clients_of_answers}


def register() -> None:
    """Teach the audit trail these acts and names."""
    registry.register(acts=ACTS, names=NAMES)
