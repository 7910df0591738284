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
from feedback.interactions.queries.promises import (
    STATES,
    Given,
    Word,
    added,
    due_promises,
    kept_word,
    overdue,
    places_of,
)
from feedback.interactions.queries.talks import (
    by_id,
    clients_beginning,
    interactions,
    needs_of_reader,
    people_at,
    promised_openly,
    promises_of_reader,
    readable,
    roles_at,
    said_openly,
    still_open,
)

__all__ = [
    "STATES",
    "Given",
    "Word",
    "added",
    "by_id",
    "clients_beginning",
    "clients_of_needs",
    "clients_of_promises",
    "clients_of_talks",
    "common_client",
    "drafts",
    "due_promises",
    "employee_of_address",
    "interactions",
    "kept_word",
    "letter_address",
    "needs_of_reader",
    "overdue",
    "people_at",
    "people_of_addresses",
    "places_of",
    "promised_openly",
    "promises_of_reader",
    "readable",
    "roles_at",
    "said_openly",
    "still_open",
]
