"""What becomes of care when clients or people are merged: of two rules, those of the entry that stays; never means never."""

from django.utils.translation import gettext_lazy as _

from accounts.clients.models import Client, Contact
from accounts.clients.registry import Key, Values, register_keys
from journeys.care.models import ClientCare, Gesture, Gifts, HardMoment, PersonCare


def _more_careful(stays: PersonCare, gives_way: PersonCare) -> Values:
    """Keep a "never" of either entry; a consent to a birthday greeting was given for the birthday of its own entry."""
    return {"is_never": stays.is_never or gives_way.is_never}


def _stricter(stays: ClientCare, gives_way: ClientCare) -> Values:
    """Where one of the entries accepts no gifts, the client accepts none."""
    return {"gifts": gives_way.gifts} if gives_way.gifts == Gifts.FORBIDDEN else {}


KEYS = (
    Key(model=ClientCare, column="client", to=Client, title=_("Rules on gifts"), joined=_stricter),
    Key(model=PersonCare, column="contact", to=Contact, title=_("Wishes on greetings"), joined=_more_careful),
    Key(model=HardMoment, column="client", to=Client, title=_("Hard moments")),
    Key(model=HardMoment, column="contact", to=Contact, title=_("Hard moments")),
    Key(model=Gesture, column="client", to=Client, title=_("Gestures")),
    Key(model=Gesture, column="contact", to=Contact, title=_("Gestures")),
)


def register() -> None:
    """Let gestures, wishes and rules follow a merge."""
    register_keys(*KEYS)
