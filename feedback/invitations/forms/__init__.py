"""Clean input for asking people, and for leaving them in peace."""

from feedback.invitations.forms.asking import AT, CALM, NOW, AskByLetterForm, AskForm
from feedback.invitations.forms.calm import CalmForm
from feedback.invitations.forms.deciding import HoldForm, InsistForm, StopForm
from feedback.invitations.forms.moment import HeadsUpField, TimeField
from feedback.invitations.forms.planned import CalendarForm
from feedback.invitations.forms.waves import WaveForm

__all__ = [
    "AT",
    "CALM",
    "NOW",
    "AskByLetterForm",
    "AskForm",
    "CalendarForm",
    "CalmForm",
    "HeadsUpField",
    "HoldForm",
    "InsistForm",
    "StopForm",
    "TimeField",
    "WaveForm",
]
