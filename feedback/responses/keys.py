"""What becomes of answers when clients or people are merged."""

from django.utils.translation import gettext_lazy as _

from accounts.clients.models import Client, Contact
from accounts.clients.registry import Key, register_keys
from feedback.responses.models import Response


def register() -> None:
    """Let answers follow a merge."""
    register_keys(
        Key(model=Response, column="client", to=Client, title=_("Answers to surveys")),
        Key(model=Response, column="contact", to=Contact, title=_("Answers to surveys")),
    )
