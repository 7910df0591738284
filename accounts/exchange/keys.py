"""What becomes of imported rows when clients are merged: they tell what was done then, and stay as they are."""

from datetime import datetime

from accounts.clients.models import Client
from accounts.clients.people_data import Person, Place, register_places
from accounts.clients.registry import Key, register_keys
from accounts.exchange.actions.tidying import forget_person
from accounts.exchange.models import ImportRow


def _erase(person: Person, now: datetime) -> None:
    forget_person(person=person)


IMPORTED = ("cells", "plan", "outcome", "faults", "effects", "kept", "client_key", "key")


def register() -> None:
    """Let the record of an import be; what it holds of a person who is erased goes."""
    register_places(Place(model=ImportRow, title="", harmless=IMPORTED, erase=_erase))
    register_keys(Key(model=ImportRow, column="client_id", to=Client, title="", stays=True))
