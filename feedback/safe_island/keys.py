"""What becomes of confided letters when clients or people are merged: they follow, and no preview counts them."""

from accounts.clients.models import Client, Contact
from accounts.clients.registry import Key, register_keys
from feedback.safe_island.models import ConfidentialThread

KEYS = (
    Key(model=ConfidentialThread, column="client", to=Client, title=""),
    Key(model=ConfidentialThread, column="contact", to=Contact, title=""),
)


def register() -> None:
    """Let letters follow a merge."""
    register_keys(*KEYS)
