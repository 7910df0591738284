"""Companies, their people, and what an organization adds to both."""

from accounts.clients.models.companies import (
    Client,
    ClientFacts,
    ClientState,
    ClientTag,
    ClientTeamMember,
    Segment,
    Tag,
)
from accounts.clients.models.culture import CultureCard
from accounts.clients.models.lines import PersonalLine
from accounts.clients.models.people import Contact, ContactEmail, ContactRole, Position
from accounts.clients.models.requests import PersonRequest
from accounts.clients.models.workplace import CustomField, SavedView, Undo

__all__ = [
    "Client",
    "ClientFacts",
    "ClientState",
    "ClientTag",
    "ClientTeamMember",
    "Contact",
    "ContactEmail",
    "ContactRole",
    "CultureCard",
    "CustomField",
    "PersonRequest",
    "PersonalLine",
    "Position",
    "SavedView",
    "Segment",
    "Tag",
    "Undo",
]
