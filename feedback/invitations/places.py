"""What invitations hold of people."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts import clock
from accounts.clients.people_data import Person, Place, register_places
from feedback.invitations import words
from feedback.invitations.models import AskState, Hold, Invitation, PlannedAsk, SendDecision, WavePerson
from feedback.invitations.rules import Obstacle


def _close(person: Person, now: datetime) -> None:
    """Nobody opens the page of a person who wants to be forgotten any more."""
    Invitation.objects.filter(contact__in=person.ids).update(token_digest=None, nonce=b"")
    Invitation.objects.filter(contact__in=person.ids, closed_at=None, answered_at=None).update(closed_at=now)


def _forget(person: Person, now: datetime) -> None:
    """Ask nobody who wants to be forgotten."""
    planned = PlannedAsk.objects.filter(contact__in=person.ids, state=AskState.PLANNED)
    planned.update(state=AskState.REFUSED, reason=Obstacle.ERASED, due_at=now)


def _facts(row: Any) -> str:
    return "\n".join(f"{name}: {value}" for name, value in row.facts.items())


def _told(row: PlannedAsk) -> str:
    return words.told(row, now=clock.now())


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
            words={"facts": _facts},
        ),
        Place(
            model=PlannedAsk,
            title=_("Planned questions"),
            of="contact",
            emptied=("facts",),
            harmless=("occurrence", "reason", "topic", "window"),
            erase=_forget,
            titles={
                "client": _("client"),
                "survey": _("survey"),
                "facts": _("in detail"),
                "state": _("what became of it"),
            },
            words={"facts": _facts, "state": _told},
        ),
        Place(
            model=SendDecision,
            title=_("Decisions about planned questions"),
            of="ask__contact",
            emptied=("note",),
            harmless=("reason",),
            titles={"decided_at": _("when")},
        ),
        Place(
            model=WavePerson,
            title=_("Found by waves"),
            of="contact",
            harmless=("reason",),
            titles={"client": _("client")},
            is_deleted=True,
        ),
        Place(
            model=Hold,
            title=_("Times in which nobody is asked"),
            of="contact",
            emptied=("note",),
            harmless=("cause",),
            titles={"client": _("client"), "note": _("why"), "held_at": _("when")},
        ),
    )
