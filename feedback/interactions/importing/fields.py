"""What columns about past talks may hold, and how their texts are read."""

import re
from functools import cache
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from accounts.exchange import cells
from accounts.exchange.cells import BadCell, Wrong
from accounts.exchange.clients.fields import CLIENTS, FIXED
from accounts.exchange.contracts.fields import OF_CLIENT
from accounts.exchange.drafts import Attribute, line, paragraph, plainly
from accounts.exchange.outcomes.fields import names_of
from accounts.exchange.words import fold
from accounts.web.mood import Mood
from feedback.interactions.forms import FACES
from feedback.interactions.importing.words import CHANNELS, MOODS
from feedback.interactions.models import Channel

GROUPS = {"client": CLIENTS, "talk": _("Talk")}
LONGEST_QUOTE, LONGEST_NOTES = 2000, 20_000
MOST = 100
SCORE = re.compile(r"(\d{1,3})(?:[.,]0+)?\s*(?:%|/\s*100)?\Z", re.ASCII)


def channel(text: str) -> str:
    """Return how a talk took place, named in whatever language; raise BadCell."""
    word = fold(cells.line(text, limit=100))
    found = names_of(Channel).get(word) or CHANNELS.get(word)
    if not found or found == Channel.LINE:  # people write there themselves
        raise BadCell(Wrong.CHOICE, channel_names())
    return found


def channel_names() -> str:
    """Return what a cell may say, in the language of the page."""
    return ", ".join(str(label) for _value, label in Channel.written_down())


def mood(text: str) -> int:
    """Return a mood of 0 to 100, given as a number or by a word, as the five faces have it; raise BadCell."""
    text = cells.line(text, limit=100)
    score = SCORE.match(text)
    found = int(score[1]) if score else _faces().get(fold(text))
    if found is None or found > MOST:
        raise BadCell(Wrong.MOOD, ", ".join(str(label) for label in Mood.labels))
    return found


@cache
def _faces() -> dict[str, int]:
    words = {word: FACES[Mood(int(number))] for word, number in MOODS.items()}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            words |= {fold(str(face.label)): score for face, score in FACES.items()}
    return words


TALK = [
    Attribute(
        "happened_at",
        _("When it took place"),
        lambda text, month_first: cells.moment(text, month_first=month_first),
    ),
    Attribute("channel", _("How it took place"), plainly(channel)),
    Attribute("people", _("With whom"), plainly(cells.several)),
    Attribute("emails", _("Addresses of whoever took part"), plainly(cells.emails)),
    Attribute("by", _("Who of us"), line(200)),
    Attribute("mood", _("Mood, 0–100 or in a word"), plainly(mood)),
    Attribute("quote", _("In their words"), paragraph(LONGEST_QUOTE)),
    Attribute("notes", _("What was said"), paragraph(LONGEST_NOTES)),
    Attribute("topics", _("Topics"), plainly(cells.several)),
    Attribute("number", _("Number of the talk in other systems"), line(100)),
]
LABELS: dict[str, Any] = {one.key: one.label for one in TALK}
SAID = ("mood", "quote", "notes", "topics")
WHO = (*OF_CLIENT, "talk.people", "talk.emails")
ATTRIBUTES = {key: FIXED[key] for key in OF_CLIENT} | {f"talk.{one.key}": one for one in TALK}
