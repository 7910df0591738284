"""Reading clients and their people."""

from accounts.clients.queries.companies import (
    clients,
    custom_values,
    facts,
    known_clients,
    present_team,
    segments,
    tags_of,
)
from accounts.clients.queries.names import (
    client_names,
    contact_names,
    position_names,
    role_holders,
    segment_names,
    tag_names,
)
from accounts.clients.queries.people import (
    addresses,
    colleagues,
    contacts,
    current_roles,
    former_positions,
    known_contacts,
    open_positions,
    owner_of_address,
    positions,
    positions_of,
)

__all__ = [
    "addresses",
    "client_names",
    "clients",
    "colleagues",
    "contact_names",
    "contacts",
    "current_roles",
    "custom_values",
    "facts",
    "former_positions",
    "known_clients",
    "known_contacts",
    "open_positions",
    "owner_of_address",
    "position_names",
    "positions",
    "positions_of",
    "present_team",
    "role_holders",
    "segment_names",
    "segments",
    "tag_names",
    "tags_of",
]
