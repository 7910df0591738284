"""What becomes of imported rows when clients are merged: they tell what was done then, and stay as they are."""

from accounts.clients.models import Client
from accounts.clients.registry import Key, register_keys
from accounts.exchange.models import ImportRow


def register() -> None:
    """Let the record of an import be."""
    register_keys(Key(model=ImportRow, column="client_id", to=Client, title="", stays=True))
