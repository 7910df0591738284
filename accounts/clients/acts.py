"""What the audit trail says about clients and their people."""

from django.utils.translation import gettext_lazy as _

from accounts.audit import registry
from accounts.audit.registry import Act
from accounts.clients import queries

ACTS = {
    "client.created": Act(_("Client added"), _("{who} added the client {what}")),
    "client.changed": Act(_("Client changed"), _("{who} changed the client {what}")),
    "client.archived": Act(_("Client archived"), _("{who} archived the client {what}")),
    "client.restored": Act(_("Client restored"), _("{who} brought the client {what} back")),
    "contact.created": Act(_("Client's person added"), _("{who} added the client's person {what}")),
    "contact.changed": Act(_("Client's person changed"), _("{who} changed the details of the client's person {what}")),
    "contact.email_added": Act(_("E-mail address added"), _("{who} added an e-mail address of {what}")),
    "contact.email_removed": Act(_("E-mail address removed"), _("{who} removed an e-mail address of {what}")),
    "position.changed": Act(_("Place at a client changed"), _("{who} changed the place of {what} at the client")),
    "position.created": Act(_("Place at a client added"), _("{who} noted at which client {what} works")),
    "position.left": Act(_("Client's person left"), _("{who} noted that {what} has left the client")),
    "position.returned": Act(_("Client's person returned"), _("{who} noted that {what} is back at the client")),
    "role.started": Act(_("Buyer role given"), _("{who} gave a buyer role to {what}")),
    "role.ended": Act(_("Buyer role ended"), _("{who} ended a buyer role of {what}")),
}
NAMES = {
    "accounts.client": queries.client_names,
    "accounts.contact": queries.contact_names,
    "accounts.position": queries.position_names,
    "accounts.contactrole": queries.role_holders,
    "accounts.segment": queries.segment_names,
    "accounts.tag": queries.tag_names,
}


def register() -> None:
    """Teach the audit trail these acts and names."""
    registry.register(acts=ACTS, names=NAMES)
