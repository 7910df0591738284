"""What becomes of stays in stages when clients or people are merged: of two that go on, the one of the merged entry ends."""

from django.utils.translation import gettext_lazy as _

from accounts.clients.models import Client, Contact
from accounts.clients.people_data import Place, register_places
from accounts.clients.registry import Key, ends, register_keys
from journeys.stages.models import StageVisit

KEYS = tuple(
    Key(
        model=StageVisit,
        column=column,
        to=model,
        title=_("Stages"),
        ended=ends("left_at", since="entered_at"),
    )
    for column, model in (("client", Client), ("contact", Contact))
)


def register() -> None:
    """Let stays in stages follow a merge, and be handed out to the person."""
    register_keys(*KEYS)
    titles = {"client": _("client"), "entered_at": _("from"), "left_at": _("until")}
    register_places(Place(model=StageVisit, title=_("Stages"), of="contact", titles=titles))
