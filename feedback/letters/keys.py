"""What becomes of planned letters when clients or people are merged, or people forgotten."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from accounts.clients.models import Client, Contact
from accounts.clients.people_data import Person, Place, register_places
from accounts.clients.registry import Key, register_keys
from feedback.invitations.rules import Obstacle
from feedback.letters.models import LetterState, PlannedLetter


def _forget(person: Person, now: datetime) -> None:
    """Write to nobody who wants to be forgotten."""
    planned = PlannedLetter.objects.filter(contact__in=person.ids, state=LetterState.PLANNED)
    planned.update(state=LetterState.REFUSED, reason=Obstacle.ERASED, due_at=now)


def _said(language_first: dict[str, str]) -> str:
    return next(iter(language_first.values()), "")


def register() -> None:
    """Let letters follow a merge, and be handed out to the person."""
    register_keys(
        Key(model=PlannedLetter, column="client", to=Client, title=_("Planned letters")),
        Key(model=PlannedLetter, column="contact", to=Contact, title=_("Planned letters")),
    )
    register_places(
        Place(
            model=PlannedLetter,
            title=_("Planned letters"),
            of="contact",
            # The words are those of the house, the same for everybody.
            harmless=("occurrence", "reason", "subject", "text", "window"),
            erase=_forget,
            titles={"client": _("client"), "created_at": _("when")},
            words={"subject": lambda row: _said(row.subject), "text": lambda row: _said(row.text)},
        )
    )
