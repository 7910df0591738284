"""What becomes of alerts when clients or people are merged, or people forgotten."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from accounts.clients.models import Client, Contact
from accounts.clients.people_data import Place, register_places
from accounts.clients.registry import Key, Values, register_keys
from feedback.alerts.models import Alert, AlertEvidence, Ending, Snooze


def _second_of_its_rule(row: Alert, now: datetime) -> Values:
    return {"ended_at": max(row.raised_at, now), "ending": Ending.MERGED, "due_at": None}


def register() -> None:
    """Let alerts follow a merge: where both entries have one of the same rule, that of the entry that goes away ends."""
    register_keys(
        Key(model=Alert, column="client", to=Client, title=_("Alerts"), ended=_second_of_its_rule),
        Key(model=Snooze, column="client", to=Client, title=""),
        Key(model=AlertEvidence, column="contact", to=Contact, title=""),
    )
    register_places(
        Place(
            model=AlertEvidence,
            title=_("What alerts rest on"),
            of="contact",
            harmless=("key", "what", "values"),
            titles={"happened_at": _("when")},
        )
    )
