"""What becomes of the firings and replays of rules when clients or people are merged, or people forgotten."""

from django.utils.translation import gettext_lazy as _

from accounts.clients.models import Client, Contact
from accounts.clients.people_data import Place, register_places
from accounts.clients.registry import Key, register_keys
from feedback.triggers.models import BacktestAsk, TriggerFiring


def register() -> None:
    """Let firings follow a merge, and say what replays hold of people: that a rule would have asked them, and when."""
    register_keys(
        Key(model=TriggerFiring, column="client", to=Client, title=_("Rules that fired")),
        Key(model=BacktestAsk, column="client", to=Client, title=""),
        Key(model=BacktestAsk, column="contact", to=Contact, title=""),
    )
    register_places(
        Place(
            model=BacktestAsk,
            title=_("Questions of rules that were tried out"),
            of="contact",
            is_deleted=True,
            titles={"client": _("client"), "at": _("when")},
        )
    )
