"""What a question loses by becoming one of another type, in words."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from feedback.surveys.retyping import Drop, Dropped

DROPS = {
    Drop.OTHER: _("the answer of one’s own"),
    Drop.ORDER: _("another order of answers for each person"),
    Drop.LIMITS: _("the fewest and the most"),
    Drop.ENDS: _("the words at both ends of the scale"),
    Drop.SCALE: _("the marks: the scale is another one"),
    Drop.LONGEST: _("the longest text"),
    Drop.REQUIRED: _("that an answer is demanded"),
}


def drop_words(dropped: Dropped) -> str:
    """Return what is lost, as a part of a list."""
    number = {"number": dropped.number}
    match dropped.kind:
        case Drop.CHOICES:
            return ngettext("%(number)d written answer", "%(number)d written answers", dropped.number) % number
        case Drop.ROWS:
            return ngettext("%(number)d row", "%(number)d rows", dropped.number) % number
    return str(DROPS[dropped.kind])


def stir_words(dropped: Dropped) -> str:
    """Return what of others was made for the answers as they were, and is to be looked at."""
    number = {"number": dropped.number}
    if dropped.kind == Drop.RULES:
        return (
            ngettext(
                "%(number)d rule reads its answers: look at it afterwards.",
                "%(number)d rules read its answers: look at them afterwards.",
                dropped.number,
            )
            % number
        )
    return (
        ngettext(
            "%(number)d question has other words by its score: write them anew.",
            "%(number)d questions have other words by its score: write them anew.",
            dropped.number,
        )
        % number
    )
