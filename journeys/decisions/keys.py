"""What becomes of decisions when clients are merged."""

from django.utils.translation import gettext_lazy as _

from accounts.clients.models import Client
from accounts.clients.registry import Key, register_keys
from journeys.decisions.models import Decision

KEYS = (Key(model=Decision, column="client", to=Client, title=_("Decisions")),)


def register() -> None:
    """Let decisions follow a merge."""
    register_keys(*KEYS)
