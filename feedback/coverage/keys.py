"""What becomes of targets when clients are merged: those of the client that stays count, where both have one."""

from django.utils.translation import gettext_lazy as _

from accounts.clients.models import Client
from accounts.clients.registry import Key, register_keys
from feedback.coverage.models import CoverageTarget


def register() -> None:
    """Let targets follow a merge."""
    register_keys(Key(model=CoverageTarget, column="client", to=Client, title=_("Coverage targets")))
