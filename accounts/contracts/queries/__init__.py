"""Reading contracts, revenue, outcomes and rates."""

from accounts.contracts.queries.deals import (
    contracts,
    entries,
    exchange_rates,
    losses,
    lost_clients,
    outcomes,
    renewals,
    running_contracts,
    signers,
)
from accounts.contracts.queries.names import (
    clients_of_entries,
    clients_of_outcomes,
    currencies_of_rates,
    titles_of_contracts,
)
from accounts.contracts.queries.sums import booked, clients_after, house_day, next_renewals, rates, terms

__all__ = [
    "booked",
    "clients_after",
    "clients_of_entries",
    "clients_of_outcomes",
    "contracts",
    "currencies_of_rates",
    "entries",
    "exchange_rates",
    "house_day",
    "losses",
    "lost_clients",
    "next_renewals",
    "outcomes",
    "rates",
    "renewals",
    "running_contracts",
    "signers",
    "terms",
    "titles_of_contracts",
]
