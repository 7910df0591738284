"""What invitations hold of people."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from accounts.clients.people_data import Person, Place, register_places
from feedback.invitations.models import Invitation


def _close(person: Person, now: datetime) -> None:
    """Nobody opens the page of a person who wants to be forgotten any more."""
    Invitation.objects.filter(contact__in=person.ids).update(token_digest=None, nonce=b"")
    Invitation.objects.filter(contact__in=person.ids, closed_at=None, answered_at=None).update(closed_at=now)


def register() -> None:
    """Let what invitations hold of people be erased and handed out."""
    register_places(
        Place(
            model=Invitation,
            title=_("Invitations to surveys"),
            of="contact",
            emptied=("facts",),
            harmless=("nonce", "token_digest"),
            erase=_close,
            titles={"client": _("client"), "facts": _("in detail"), "created_at": _("when"), "way": _("how")},
            words={"facts": lambda row: "\n".join(f"{name}: {value}" for name, value in row.facts.items())},
        )
    )
