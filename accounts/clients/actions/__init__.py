"""What can be done to clients and their people."""

from accounts.clients.actions.addresses import AddressTaken, add_email, set_emails
from accounts.clients.actions.companies import (
    ExternalIdTaken,
    archive_client,
    assign_manager,
    register_client,
    restore_client,
    save_client,
)
from accounts.clients.actions.people import (
    give_roles,
    mark_left,
    mark_returned,
    place,
    register_contact,
    save_person,
    save_position,
)

__all__ = [
    "AddressTaken",
    "ExternalIdTaken",
    "add_email",
    "archive_client",
    "assign_manager",
    "give_roles",
    "mark_left",
    "mark_returned",
    "place",
    "register_client",
    "register_contact",
    "restore_client",
    "save_client",
    "save_person",
    "save_position",
    "set_emails",
]
