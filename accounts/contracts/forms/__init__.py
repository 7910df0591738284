"""Clean input for money."""

from accounts.contracts.forms.contracts import ContractForm
from accounts.contracts.forms.entries import EntryForm
from accounts.contracts.forms.outcomes import OutcomeForm
from accounts.contracts.forms.rates import CurrencyForm, RateForm, RatesForm

__all__ = ["ContractForm", "CurrencyForm", "EntryForm", "OutcomeForm", "RateForm", "RatesForm"]
