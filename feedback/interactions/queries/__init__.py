"""Reading talks, needs and promises, and the letters that became talks."""

from feedback.interactions.queries.letters import (
    common_client,
    drafts,
    employee_of_address,
    letter_address,
    people_of_addresses,
)
from feedback.interactions.queries.names import (
    clients_of_needs,
    clients_of_promises,
    clients_of_talks,
)
from feedback.interactions.queries.talks import (
    by_id,
    clients_beginning,
    interactions,
    needs_of_reader,
    people_at,
    promises_of_reader,
    readable,
    roles_at,
    said_openly,
    still_open,
)

__all__ = [
    "by_id",
    "clients_beginning",
    "clients_of_needs",
    "clients_of_promises",
    "clients_of_talks",
    "common_client",
    "drafts",
    "employee_of_address",
    "interactions",
    "letter_address",
    "needs_of_reader",
    "people_at",
    "people_of_addresses",
    "promises_of_reader",
    "readable",
    "roles_at",
    "said_openly",
    "still_open",
]
