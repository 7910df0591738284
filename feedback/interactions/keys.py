"""What becomes of talks, needs and promises when clients or people are merged."""

from django.utils.translation import gettext_lazy as _

from accounts.clients.models import Client, Contact
from accounts.clients.registry import Key, Values, register_keys
from feedback.interactions.models import Interaction, InteractionContact, Need, Promise


def _all_roles(stays: InteractionContact, gives_way: InteractionContact) -> Values:
    return {"roles": sorted({*stays.roles, *gives_way.roles})}


KEYS = (
    Key(model=Interaction, column="client", to=Client, title=_("Talks")),
    Key(model=InteractionContact, column="contact", to=Contact, title=_("Talks"), joined=_all_roles),
    Key(model=Need, column="client", to=Client, title=_("Needs")),
    Key(model=Need, column="contact", to=Contact, title=_("Needs")),
    Key(model=Promise, column="client", to=Client, title=_("Promises")),
    Key(model=Promise, column="contact", to=Contact, title=_("Promises")),
)


def register() -> None:
    """Let what was said follow a merge."""
    register_keys(*KEYS)
