"""What becomes of the firings of rules when clients are merged."""

from django.utils.translation import gettext_lazy as _

from accounts.clients.models import Client
from accounts.clients.registry import Key, register_keys
from feedback.triggers.models import TriggerFiring


def register() -> None:
    """Let firings follow a merge."""
    register_keys(Key(model=TriggerFiring, column="client", to=Client, title=_("Rules that fired")))
