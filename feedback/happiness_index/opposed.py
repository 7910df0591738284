"""What pages say of contradictions: both sides, in the words of whoever said them, as far as the reader may know them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.clients.enums import BuyerRole
from accounts.web import formats
from feedback.happiness_index.contradictions import Kind, sound
from feedback.happiness_index.queries import Contradiction, score_of
from feedback.happiness_index.words import links_of, say
from feedback.interactions import queries as talks
from feedback.interactions.models import Interaction
from feedback.responses import said as answers
from feedback.responses.models import Confidentiality
from feedback.sentiment.models import MoodReading, Source

TITLES: dict[tuple[Kind, bool], Any] = {
    (Kind.WORDS, True): gettext_lazy("A high score, and bitter words"),
    (Kind.WORDS, False): gettext_lazy("A low score, and kind words"),
    (Kind.MARK, True): gettext_lazy("We felt better about it than they say"),
    (Kind.MARK, False): gettext_lazy("They say better than we felt"),
}
OURS = gettext_lazy("What we felt")
THEIRS = gettext_lazy("In their own words")


@dataclass(frozen=True, slots=True)
class Side:
    """Who or what says it, when, how it sounds (0-100), and the words; `url` leads there ("": not this reader)."""

    label: str
    when: str
    value: int
    quote: str
    language: str
    url: str


@dataclass(frozen=True, slots=True)
class Opposed:
    """A contradiction in words, the better side first."""

    title: str
    points: int
    sides: tuple[Side, Side]
    is_confidential: bool


@dataclass(frozen=True, slots=True)
class Reader:
    """What a reader may open of the sources: links and talks by id."""

    links: Mapping[Any, str]
    talks: Mapping[Any, Interaction]


def tell(found: Sequence[Contradiction], *, slug: str, role: str, employee_id: Any) -> list[Opposed]:
    """Return contradictions as this reader may know them: what they may not open has a mood and no words. Two queries."""
    rows = [row for one in found for row in (one.better, one.worse)]
    who: Any = {"role": role, "employee_id": employee_id}
    ids = [row.interaction_id for row in rows if row.interaction_id]
    reader = Reader(links_of(rows, slug=slug, **who), talks.by_id(ids, **who) if ids else {})
    return [_opposed(one, reader) for one in found]


def _opposed(one: Contradiction, reader: Reader) -> Opposed:
    if one.better.pk == one.worse.pk:
        sides = _own_sides(one.better, reader)
        ours_is_better = sides[0].value > sides[1].value
    else:
        sides = [_side(one.better, reader), _side(one.worse, reader)]
        ours_is_better = one.better.source == Source.MARK
    sides.sort(key=lambda side: -side.value)
    return Opposed(
        _title(one, ours_is_better), one.points, (sides[0], sides[1]), one.better.confidential or one.worse.confidential
    )


def _title(one: Contradiction, ours_is_better: bool) -> str:
    if one.kind == Kind.ROLES:
        words = {"happy": BuyerRole(one.better.role).label, "unhappy": BuyerRole(one.worse.role).label}
        return _("%(happy)s is content, %(unhappy)s is not") % words
    return str(TITLES[one.kind, ours_is_better])


def _own_sides(row: MoodReading, reader: Reader) -> list[Side]:
    """Return what was marked and what was written beside it."""
    score, text = score_of(row), row.reasons["text"]
    assert score is not None
    whole = _side(row, reader)
    label = str(OURS) if row.source == Source.TALK else say(row)
    return [
        Side(label, whole.when, score, "", "", whole.url),
        Side(str(THEIRS), "", sound(text), whole.quote, whole.language, ""),
    ]


def _side(row: MoodReading, reader: Reader) -> Side:
    assert row.value is not None
    quote, language = _quote(row, reader)
    label = _("Set by hand: %(name)s") % {"name": row.by} if row.source == Source.MARK else say(row)
    return Side(label, _when(row), row.value, quote, language, reader.links.get(row.pk, ""))


def _quote(row: MoodReading, reader: Reader) -> tuple[str, str]:
    if row.response:
        return answers.quote(row.response), row.response.language
    if talk := reader.talks.get(row.interaction_id):
        return talk.quote, ""
    return row.note, ""


def _when(row: MoodReading) -> str:
    """Return the day; of an unnamed answer the month, or the list of who was asked would tell whose it is."""
    is_unnamed = row.response and row.response.confidentiality == Confidentiality.ROLE
    return formats.month(row.happened_at) if is_unnamed else formats.day(row.happened_at)
