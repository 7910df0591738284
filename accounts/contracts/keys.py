"""What becomes of contracts, revenue and outcomes when clients or people are merged: the same contract entered twice is one."""

from django.utils.translation import gettext_lazy as _

from accounts.clients.models import Client, Contact
from accounts.clients.people_data import Place, register_places
from accounts.clients.registry import Key, register_keys
from accounts.contracts.models import Contract, Outcome, RevenueEntry
from accounts.web import formats

KEYS = (
    Key(model=Contract, column="client", to=Client, title=_("Contracts")),
    Key(model=Contract, column="signed_by", to=Contact, title=_("Contracts")),
    Key(model=RevenueEntry, column="client", to=Client, title=_("Revenue")),
    Key(model=Outcome, column="client", to=Client, title=_("Outcomes")),
    # A contract that was entered for both gives way to the one that stays.
    Key(model=Contract, column="follows", to=Contract, title=""),
    Key(model=RevenueEntry, column="contract", to=Contract, title=""),
    Key(model=Outcome, column="contract", to=Contract, title=""),
)


def register() -> None:
    """Let money follow a merge; of a person who is erased the name is struck out of what was written about it."""
    register_keys(*KEYS)
    register_places(
        Place(
            model=Contract,
            title=_("Contracts"),
            of="signed_by",
            struck=("title",),
            harmless=("number", "currency"),
            titles={"client": _("client")},
            words={"amount": lambda row: formats.money(row.amount, row.currency), "currency": lambda _row: ""},
        ),
        Place(model=Outcome, title="", struck=("text",), harmless=("competitor", "currency")),
    )
