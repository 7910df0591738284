"""Reading clients and their people."""

from accounts.clients.queries.companies import client_names, clients, segment_names, segments, tag_names
from accounts.clients.queries.people import (
    contact_names,
    contacts,
    current_roles,
    owner_of_address,
    position_names,
    positions,
    role_holders,
)

__all__ = [
    "client_names",
    "clients",
    "contact_names",
    "contacts",
    "current_roles",
    "owner_of_address",
    "position_names",
    "positions",
    "role_holders",
    "segment_names",
    "segments",
    "tag_names",
]
