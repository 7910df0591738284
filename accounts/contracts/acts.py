"""What the audit trail says about money: never an amount, because not everybody who reads the trail sees money."""

from django.utils.translation import gettext_lazy as _

from accounts.audit import registry
from accounts.audit.registry import Act
from accounts.contracts import queries

ACTS = {
    "contract.added": Act(_("Contract added"), _("{who} added the contract {what}")),
    "contract.changed": Act(_("Contract changed"), _("{who} changed the contract {what}")),
    "contract.renewed": Act(_("Contract renewed"), _("{who} renewed the contract {what}")),
    "contract.ended": Act(_("Contract ended"), _("{who} ended the contract {what}")),
    "contract.removed": Act(_("Contract removed"), _("{who} removed the contract {what}")),
    "outcome.recorded": Act(_("Outcome written down"), _("{who} wrote down how it went on with {what}")),
    "outcome.changed": Act(_("Outcome corrected"), _("{who} corrected how it went on with {what}")),
    "outcome.removed": Act(_("Outcome removed"), _("{who} removed how it went on with {what}")),
    "revenue.booked": Act(_("Revenue booked"), _("{who} booked revenue of {what}")),
    "revenue.removed": Act(_("Revenue removed"), _("{who} removed revenue of {what}")),
    "rate.entered": Act(_("Exchange rate entered"), _("{who} entered a rate of {what}")),
    "rate.removed": Act(_("Exchange rate removed"), _("{who} removed a rate of {what}")),
    "rates.imported": Act(_("Exchange rates imported"), _("{who} imported exchange rates")),
}
NAMES = {
    "accounts.contract": queries.titles_of_contracts,
    "accounts.outcome": queries.clients_of_outcomes,
    "accounts.revenueentry": queries.clients_of_entries,
    "accounts.exchangerate": queries.currencies_of_rates,
}


def register() -> None:
    """Teach the audit trail these acts and names."""
    registry.register(acts=ACTS, names=NAMES)
