"""What pages say of letters that are planned, have left, or never will."""

from zoneinfo import ZoneInfo

from django.utils.formats import date_format, time_format
from django.utils.timezone import localtime
from django.utils.translation import gettext

from feedback.invitations import words as ledger
from feedback.invitations.rules import Reason
from feedback.letters.models import LetterState, PlannedLetter


def told(letter: PlannedLetter) -> str:
    """Say all of a planned letter in one breath."""
    return " ".join(filter(None, (_sentence(letter), why(letter))))


def why(letter: PlannedLetter) -> str:
    """Say why a letter waits or does not leave; "" where there is nothing to say."""
    words = ledger.REFUSALS if letter.state == LetterState.REFUSED else ledger.WAITS
    return str(words.get(letter.reason, ""))


def _sentence(letter: PlannedLetter) -> str:
    local = localtime(letter.due_at, ZoneInfo(letter.contact.time_zone))
    there = {"day": date_format(local, "DATE_FORMAT"), "time": time_format(local, "TIME_FORMAT")}
    if letter.state == LetterState.SENT:
        return gettext("The letter left on %(day)s at %(time)s, their time.") % there
    if letter.state == LetterState.REFUSED:
        return gettext("The letter does not leave: decided on %(day)s.") % there
    if letter.reason == Reason.HOLD:
        return gettext("The letter leaves once people here may be written to again.")
    return gettext("The letter leaves on %(day)s at %(time)s, their time.") % there
