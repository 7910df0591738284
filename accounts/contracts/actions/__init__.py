"""What can be done with contracts, revenue, outcomes and rates."""

from accounts.contracts.actions.contracts import (
    NumberTaken,
    add_contract,
    fact_of,
    remove_contract,
    save_contract,
    signed_key,
)
from accounts.contracts.actions.entries import DocumentTaken, add_entry, remove_entry
from accounts.contracts.actions.facts import QUEUE, recount, recount_all, request_recount, request_recounts
from accounts.contracts.actions.outcomes import ContractOver, NextTerms, record_outcome, remove_outcome
from accounts.contracts.actions.rates import Rate, change_currency, import_rates, remove_rate, save_rate

__all__ = [
    "QUEUE",
    "ContractOver",
    "DocumentTaken",
    "NextTerms",
    "NumberTaken",
    "Rate",
    "add_contract",
    "add_entry",
    "change_currency",
    "fact_of",
    "import_rates",
    "record_outcome",
    "recount",
    "recount_all",
    "remove_contract",
    "remove_entry",
    "remove_outcome",
    "remove_rate",
    "request_recount",
    "request_recounts",
    "save_contract",
    "save_rate",
    "signed_key",
]
