"""Reading clients and their people."""

from accounts.clients.queries.companies import (
    client_names,
    clients,
    known_clients,
    segment_names,
    segments,
    tag_names,
)
from accounts.clients.queries.people import (
    addresses,
    colleagues,
    contact_names,
    contacts,
    current_roles,
    former_positions,
    known_contacts,
    open_positions,
    owner_of_address,
    position_names,
    positions,
    positions_of,
    role_holders,
)

__all__ = [
    "addresses",
    "client_names",
    "clients",
    "colleagues",
    "contact_names",
    "contacts",
    "current_roles",
    "former_positions",
    "known_clients",
    "known_contacts",
    "open_positions",
    "owner_of_address",
    "position_names",
    "positions",
    "positions_of",
    "role_holders",
    "segment_names",
    "segments",
    "tag_names",
]
