"""What is asked of people: invitations, what is planned and why, what keeps people in peace, and waves."""

from feedback.invitations.models.asking import (
    BY_HAND,
    REASONS,
    AskState,
    CalmRule,
    Hold,
    Invitation,
    PlannedAsk,
    SendDecision,
    Source,
    Way,
)
from feedback.invitations.models.clicks import LinkOpen
from feedback.invitations.models.waves import Wave, WavePerson, WaveState

__all__ = [
    "BY_HAND",
    "REASONS",
    "AskState",
    "CalmRule",
    "Hold",
    "Invitation",
    "LinkOpen",
    "PlannedAsk",
    "SendDecision",
    "Source",
    "Wave",
    "WavePerson",
    "WaveState",
    "Way",
]
