"""What becomes of tasks when clients or people are merged."""

from django.utils.translation import gettext_lazy as _

from accounts.clients.models import Client, Contact
from accounts.clients.registry import Key, register_keys
from journeys.playbooks.models import Task

KEYS = (
    Key(model=Task, column="client", to=Client, title=_("Tasks")),
    Key(model=Task, column="contact", to=Contact, title=_("Tasks")),
)


def register() -> None:
    """Let tasks follow a merge."""
    register_keys(*KEYS)
