"""What pages and letters say of a client's index: who moved it, by what, and why it changed."""

import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.clients.enums import BuyerRole
from accounts.web import formats
from feedback.happiness_index.formula import Cause
from feedback.happiness_index.queries import Explanation
from feedback.interactions import queries as talks
from feedback.responses.models import Confidentiality
from feedback.sentiment.models import MoodReading, Source

CAUSES: dict[Cause, Any] = {
    Cause.TIME: gettext_lazy("What was said before has faded"),
    Cause.BASELINE: gettext_lazy("The segment as a whole feels otherwise"),
    Cause.WEIGHTS: gettext_lazy("Roles count otherwise"),
    Cause.VERSION: gettext_lazy("We count by another version"),
    Cause.TAKEN_BACK: gettext_lazy("Counts no more: %(what)s"),
    Cause.AMENDED: gettext_lazy("Changed: %(what)s"),
    Cause.SAID: "%(what)s",
}
SCALES = (("nps", 10), ("csat", 5), ("ces", 7))


@dataclass(frozen=True, slots=True)
class Line:
    """One row of "why": `label` says what, `note` when, `value` by how many points; `url` leads there ("": not this reader).

    `short` is the label without the role of a person whose name it has.
    """

    label: str
    short: str
    note: str
    value: Decimal
    url: str
    reading: MoodReading


def lines_of(
    explanation: Explanation, *, slug: str, role: str, employee_id: uuid.UUID, most: int | None = None
) -> list[Line]:
    """Return what moves the index most, in the order of the explanation."""
    reasons = explanation.reasons[:most]
    links = links_of([one.reading for one in reasons], slug=slug, role=role, employee_id=employee_id)
    return [
        Line(
            label=say(one.reading),
            short=say(one.reading, is_short=True),
            note=formats.day(one.reading.happened_at),
            value=one.contribution.points,
            url=links.get(one.reading.pk, ""),
            reading=one.reading,
        )
        for one in reasons
    ]


def links_of(
    readings: Collection[MoodReading], *, slug: str, role: str, employee_id: uuid.UUID
) -> Mapping[uuid.UUID, str]:
    """Return where each reading comes from, of those that the reader may open: one query for all talks."""
    ids = [one.interaction_id for one in readings if one.interaction_id]
    open_talks = talks.by_id(ids, role=role, employee_id=employee_id) if ids else {}
    found = {}
    for one in readings:
        if one.response_id:
            found[one.pk] = reverse("answer", args=[slug, one.response_id])
        elif one.interaction_id in open_talks:
            found[one.pk] = reverse("interaction", args=[slug, one.interaction_id])
    return found


def say(reading: MoodReading, *, is_short: bool = False) -> str:
    """Return who felt how, as far as they let it be known: "Taras Melnyk, technical buyer: 3 of 10"; short without the role."""
    name = _name(reading)
    who = BuyerRole.beside(name, "" if is_short and name else reading.role)
    what = _what(reading)
    return _("%(who)s: %(what)s") % {"who": who, "what": what} if who else what


def cause(kind: Cause, reading: MoodReading | None) -> str:
    """Return why the index moved by one step."""
    return str(CAUSES[kind]) % {"what": say(reading) if reading else ""}


def _name(reading: MoodReading) -> str:
    """Return who it was, as far as they let it be known."""
    hidden = reading.response is not None and reading.response.confidentiality == Confidentiality.ROLE
    return str(reading.contact) if reading.contact and not hidden else ""


def _what(reading: MoodReading) -> str:
    if reading.source == Source.ANSWER:
        said = [
            _("%(score)s of %(most)s") % {"score": reading.reasons[name], "most": most}
            for name, most in SCALES
            if reading.reasons.get(name) is not None
        ]
        return ", ".join(said) or _("words of an answer")
    if reading.source == Source.MARK:
        return reading.note or _("set by hand")
    return str(reading.interaction.get_channel_display()) if reading.interaction else _("talk")
