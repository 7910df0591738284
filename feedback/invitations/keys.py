"""What becomes of invitations when clients or people are merged."""

from django.utils.translation import gettext_lazy as _

from accounts.clients.models import Client, Contact
from accounts.clients.registry import Key, register_keys
from feedback.invitations.models import Invitation


def register() -> None:
    """Let invitations follow a merge."""
    register_keys(
        Key(model=Invitation, column="client", to=Client, title=_("Invitations to surveys")),
        Key(model=Invitation, column="contact", to=Contact, title=_("Invitations to surveys")),
    )
