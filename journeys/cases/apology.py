"""Drafts of an apology: by what a culture expects of one, and by what the person's role makes of the matter.

Whoever sends it reads it first, and puts it right: a draft that is sent as it is sounds like one. Where people expect it
precise, it says what, why and until when; where they expect it direct, who owns it and what happens now; where they expect it
warm, that somebody has understood.
"""

from datetime import date
from enum import StrEnum

from django.utils import translation
from django.utils.translation import gettext as _

from accounts.clients.enums import BuyerRole
from accounts.web import formats
from journeys.cases.models import Case


class Manner(StrEnum):
    WARM = "warm"
    PRECISE = "precise"
    DIRECT = "direct"


PRECISE = frozenset({"AT", "CH", "DE", "DK", "EE", "FI", "LI", "LU", "NL", "NO", "SE", "JP", "KR", "SG"})
DIRECT = frozenset({"US", "CA", "GB", "IE", "AU", "NZ", "IL"})


def manner_of(country: str) -> Manner:
    """Return which manner a country's people mostly expect; of an unknown one the warm."""
    if country in PRECISE:
        return Manner.PRECISE
    return Manner.DIRECT if country in DIRECT else Manner.WARM


def draft(*, manner: str, role: str, language: str, greeting_name: str, promised_on: date | None) -> tuple[str, str]:
    """Return the subject and the text of a draft in the language; `promised_on` is until when it is promised, if it is."""
    with translation.override(language):
        name, day = greeting_name, formats.day(promised_on) if promised_on else ""
        greeting = _("Good day, %(name)s!") % {"name": name} if name else _("Good day!")
        parts = [greeting, _opening(manner), _of_role(role), _promise(day), _closing(manner)]
        return _subject(manner), "\n\n".join(parts)


def _subject(manner: str) -> str:
    if manner == Manner.PRECISE:
        return _("What went wrong, and what we are doing about it")
    return (
        _("We let you down, and we are putting it right") if manner == Manner.DIRECT else _("Please accept our apology")
    )


def _opening(manner: str) -> str:
    if manner == Manner.PRECISE:
        return _(
            "You were right to complain. What you were promised did not happen in time, and the reason lies with us. "
            "I apologize for it."
        )
    if manner == Manner.DIRECT:
        return _("We got this wrong, and I own it. You should not have had to remind us. I am sorry.")
    return _(
        "Thank you for telling us openly. I am sorry that you had to worry about something that was ours to do, "
        "and I understand that it was not the first time."
    )


def _of_role(role: str) -> str:
    if role == BuyerRole.ECONOMIC:
        return _(
            "I know what this means for you: you answer for this decision before your colleagues, and we have made that "
            "harder. You will hear from me personally until it is settled."
        )
    if role == BuyerRole.TECHNICAL:
        return _(
            "I know that your own plan depends on this, and that our delay became yours. I will tell you what exactly we "
            "change, so that you can check it."
        )
    if role == BuyerRole.END_USER:
        return _(
            "You work with this every day, and so it costs your time most of all. Please do not look for a way around it: "
            "that is our work now."
        )
    return _("I have seen to it myself, and I will stay with it until it is settled.")


def _promise(day: str) -> str:
    if day:
        return _("It will be done by %(day)s. Should anything threaten that day, you will know it from me first.") % {
            "day": day
        }
    return _("Within two working days I will tell you until when it will be done.")


def _closing(manner: str) -> str:
    if manner == Manner.PRECISE:
        return _("When it is done, I will ask you to confirm it. Until you have, the matter stays open with us.")
    if manner == Manner.DIRECT:
        return _("When it is fixed, I will ask you one question: is it? Your answer decides, not ours.")
    return _("And when it is done, I will ask you whether it is well again. Only your word closes this matter for us.")


def reference(case: Case) -> str:
    """Return the draft of a letter that asks somebody who has praised us for a reference, in their language."""
    with translation.override(case.contact.language if case.contact else case.client.language):
        return "\n\n".join(
            [
                _("Your words about our work reached the very person they were about. Thank you: they meant a lot."),
                _(
                    "May we ask one thing? Others who choose a partner would like to hear from somebody who has worked with "
                    "us. Would you take a call of ten minutes now and then, or let us quote a sentence of yours?"
                ),
                _("A simple “no” is a good answer too. Just reply to this letter."),
            ]
        )
