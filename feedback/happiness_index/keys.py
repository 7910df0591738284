"""What becomes of the index when clients are merged: each keeps the days it had, and the one that stays is counted anew."""

from accounts.clients.models import Client
from accounts.clients.registry import Key, register_keys
from feedback.happiness_index.models import IndexSnapshot


def register() -> None:
    """Let the days of an index stay where they were counted."""
    register_keys(Key(model=IndexSnapshot, column="client", to=Client, title="", stays=True))
