"""What becomes of cases when clients or people are merged: of two open ones of one matter, the moved one gets its own topic."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from accounts.clients.models import Client, Contact
from accounts.clients.registry import Key, Values, register_keys
from journeys.cases.models import Case


def _of_its_own(case: Case, _now: datetime) -> Values:
    return {"topic": f"{case.topic[:60]}:{case.pk}"}


KEYS = (
    Key(model=Case, column="client", to=Client, title=_("Cases"), ended=_of_its_own),
    Key(model=Case, column="contact", to=Contact, title=_("Cases")),
)


def register() -> None:
    """Let cases follow a merge."""
    register_keys(*KEYS)
