"""What becomes of invitations when clients or people are merged."""

from django.utils.translation import gettext_lazy as _

from accounts.clients.models import Client, Contact
from accounts.clients.registry import Key, register_keys
from feedback.invitations.models import Hold, Invitation, PlannedAsk, SendDecision, WavePerson


def register() -> None:
    """Let invitations follow a merge."""
    register_keys(
        Key(model=Invitation, column="client", to=Client, title=_("Invitations to surveys")),
        Key(model=Invitation, column="contact", to=Contact, title=_("Invitations to surveys")),
        Key(model=PlannedAsk, column="client", to=Client, title=_("Planned questions")),
        Key(model=PlannedAsk, column="contact", to=Contact, title=_("Planned questions")),
        Key(model=SendDecision, column="ask", to=PlannedAsk, title=""),
        Key(model=WavePerson, column="client", to=Client, title=""),
        Key(model=WavePerson, column="contact", to=Contact, title=""),
        Key(model=Hold, column="client", to=Client, title=_("Times in which nobody is asked")),
        Key(model=Hold, column="contact", to=Contact, title=_("Times in which nobody is asked")),
    )
