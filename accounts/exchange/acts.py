"""What the audit trail says about imports."""

from django.utils.translation import gettext_lazy as _

from accounts.audit import registry
from accounts.audit.registry import Act
from accounts.exchange import queries

ACTS = {
    "import.uploaded": Act(_("Table uploaded"), _("{who} uploaded the table {what}")),
    "import.started": Act(_("Import started"), _("{who} began to import {what}")),
    "import.finished": Act(_("Import finished"), _("{who} imported {what}")),
    "import.cancelled": Act(_("Import stopped"), _("{who} stopped the import of {what}")),
    "import.undo_started": Act(_("Undoing of an import started"), _("{who} began to undo the import of {what}")),
    "import.undone": Act(_("Import undone"), _("{who} undid the import of {what}")),
    "client.removed": Act(_("Client removed"), _("{who} removed a client by undoing an import")),
    "contact.removed": Act(_("Client's person removed"), _("{who} removed a client's person by undoing an import")),
}
NAMES = {"accounts.importjob": queries.import_names}


def register() -> None:
    """Teach the audit trail these acts and names."""
    registry.register(acts=ACTS, names=NAMES)
