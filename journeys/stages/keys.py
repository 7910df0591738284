"""What becomes of stays when entries are merged (of two that go on, one ends), and of expectations."""

from django.utils.translation import gettext_lazy as _

from accounts.clients.models import Client, Contact
from accounts.clients.people_data import Place, register_places
from accounts.clients.registry import Key, ends, register_keys
from journeys.stages.models import Expectation, StageVisit

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
EXPECTATIONS = tuple(
    Key(model=Expectation, column=column, to=model, title=_("Expectations"))
    for column, model in (("client", Client), ("contact", Contact))
)


def register() -> None:
    """Let stays in stages follow a merge, and be handed out to the person."""
    register_keys(*KEYS, *EXPECTATIONS)
    titles = {"client": _("client"), "entered_at": _("from"), "left_at": _("until")}
    register_places(
        Place(model=StageVisit, title=_("Stages"), of="contact", harmless=("step",), titles=titles),
        Place(
            model=Expectation,
            title=_("Expectations"),
            of="contact",
            struck=("text", "note"),
            titles={"client": _("client"), "created_at": _("since")},
        ),
    )
