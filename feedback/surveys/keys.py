"""What becomes of open links when clients are merged."""

from django.utils.translation import gettext_lazy as _

from accounts.clients.models import Client
from accounts.clients.registry import Key, register_keys
from feedback.surveys.models import Survey


def register() -> None:
    """Let open links follow a merge."""
    register_keys(Key(model=Survey, column="open_client", to=Client, title=_("Open links")))
