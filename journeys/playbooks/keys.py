"""What becomes of tasks when clients or people are merged."""

from django.utils.translation import gettext_lazy as _

from accounts.clients.models import Client, Contact
from accounts.clients.people_data import Place, register_places
from accounts.clients.registry import Key, register_keys
from journeys.playbooks.models import Task

KEYS = (
    Key(model=Task, column="client", to=Client, title=_("Tasks")),
    Key(model=Task, column="contact", to=Contact, title=_("Tasks")),
)


def register() -> None:
    """Let tasks follow a merge; of a person who is erased the name is struck out, because the task stays."""
    register_keys(*KEYS)
    titles = {"client": _("client")}
    place = Place(model=Task, title=_("Tasks"), of="contact", struck=("title",), harmless=("origin",), titles=titles)
    register_places(place)
