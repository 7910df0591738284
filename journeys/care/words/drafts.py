"""Greetings to begin with: by occasion and tone, in the language of the reader. A person reads them before they leave."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils import translation
from django.utils.translation import gettext, gettext_noop, ngettext

from journeys.care.models import Kind, Tone
from journeys.care.words.names import feast_name


@dataclass(frozen=True, slots=True)
class Draft:
    subject: str
    text: str


_YEAR = {"subject": gettext_noop("Happy New Year")}
_CHRISTMAS = {"subject": gettext_noop("Merry Christmas")}
_EASTER = {"subject": gettext_noop("Happy Easter")}
_FEAST = {"subject": gettext_noop("Best wishes: %(feast)s")}
_BIRTHDAY = {"subject": gettext_noop("Happy birthday")}
_HARD = {"subject": gettext_noop("We are with you")}
TEXTS: Mapping[str, Mapping[str, str]] = {
    "birthday": _BIRTHDAY
    | {
        Tone.WARM: gettext_noop(
            "Happy birthday! We wish you good health, kind people around you, and a year in which what matters "
            "to you comes true.\nThank you for working with us: it is a pleasure."
        ),
        Tone.FORMAL: gettext_noop(
            "Please accept our best wishes on your birthday. We wish you good health and success in everything "
            "you take on.\nThank you for your trust."
        ),
        Tone.BRIEF: gettext_noop("Happy birthday! All of us here wish you health and a good year."),
    },
    "new_year": _YEAR
    | {
        Tone.WARM: gettext_noop(
            "The year is ending, and we want to thank you for it: for plain words, for patience and for "
            "everything we have done together.\nMay the new one bring you peace, health and many good days."
        ),
        Tone.FORMAL: gettext_noop(
            "Thank you for your trust and for our work together this year.\nWe wish you and your colleagues "
            "peace, good health and success in the new year."
        ),
        Tone.BRIEF: gettext_noop("Thank you for this year. We wish you a peaceful and good new one."),
    },
    "christmas": _CHRISTMAS
    | {
        Tone.WARM: gettext_noop(
            "Merry Christmas! May these days bring you rest, warmth and time with those who are dear to "
            "you.\nThank you for being with us."
        ),
        Tone.FORMAL: gettext_noop(
            "We wish you and your family a merry Christmas, and days of peace and rest.\nThank you for our work "
            "together."
        ),
        Tone.BRIEF: gettext_noop("Merry Christmas to you and to those who are dear to you!"),
    },
    "easter": _EASTER
    | {
        Tone.WARM: gettext_noop(
            "Happy Easter! May these days bring light, hope and the joy of being together with those you love."
        ),
        Tone.FORMAL: gettext_noop("We wish you and your family a happy Easter, peace and good health."),
        Tone.BRIEF: gettext_noop("Happy Easter to you and your family!"),
    },
    "feast": _FEAST
    | {
        Tone.WARM: gettext_noop(
            "Our warm wishes to you on this day: %(feast)s. May it be bright, and may you spend it with those "
            "who are dear to you."
        ),
        Tone.FORMAL: gettext_noop(
            "Please accept our best wishes on this day: %(feast)s. We wish you peace, good health and success."
        ),
        Tone.BRIEF: gettext_noop("%(feast)s: our best wishes to you and your colleagues!"),
    },
    "hard": _HARD
    | {
        Tone.WARM: gettext_noop(
            "We have heard that this is a hard time for you, and we are with you. Nothing is expected of you "
            "now: we will arrange our work so that it weighs nothing on you.\nIf there is something we can do, "
            "one word is enough."
        ),
        Tone.FORMAL: gettext_noop(
            "Please accept our sincere sympathy. We will arrange our work so that nothing of it weighs on you "
            "now.\nIf we can help, one word is enough."
        ),
        Tone.BRIEF: gettext_noop(
            "We are with you. Nothing is expected of you now; if we can help, one word is enough."
        ),
    },
}
THANKS: Mapping[str, str] = {
    Tone.WARM: gettext_noop(
        "Thank you for your trust, for plain words and for what we have learned from each other. We look "
        "forward to what is next."
    ),
    Tone.FORMAL: gettext_noop("Thank you for your trust. We look forward to continuing our work together."),
    Tone.BRIEF: gettext_noop("Thank you. It is good to work with you."),
}
_OWN_WORDS = {"new_year": "new_year", "christmas": "christmas", "christmas_january": "christmas", "easter": "easter"}
_OWN_WORDS |= {"pascha": "easter"}


def draft(*, kind: str, key: str, tone: str, language: str, years: int | None = None, country: str = "") -> Draft:
    """Return a greeting in the language, without salutation and signature, which the letter adds; "" for a promised gesture."""
    with translation.override(language):
        if kind in {Kind.TOGETHER, Kind.CONTRACT} and years:
            return _of_years(years, tone)
        if kind == Kind.PROMISED:
            return Draft("", "")
        found = TEXTS[_OWN_WORDS.get(key, "feast") if kind == Kind.FEAST else kind]
        words: dict[str, Any] = {"feast": feast_name(key, country)} if kind == Kind.FEAST else {}
        return Draft(_said(found["subject"], words), _said(found[tone], words))


def _of_years(years: int, tone: str) -> Draft:
    subject = ngettext("%(years)s year together", "%(years)s years together", years) % {"years": years}
    first = ngettext(
        "Today it is %(years)s year since we began to work together.",
        "Today it is %(years)s years since we began to work together.",
        years,
    )
    return Draft(subject, f"{first % {'years': years}}\n{gettext(THANKS[tone])}")


def _said(text: str, words: dict[str, Any]) -> str:
    return gettext(text) % words if words else gettext(text)
