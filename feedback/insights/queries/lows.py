"""What clients last complained of, and what they were glad of, in their own words, as far as everybody here may read it."""

import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import F, Window
from django.db.models.functions import RowNumber

from feedback.insights.money import UNHAPPY
from feedback.interactions.models import Visibility
from feedback.responses.models import Confidentiality
from feedback.sentiment.models import MoodReading, TextMood

RECENT = timedelta(days=90)
DELIGHTED, LOOKED_AT = 80, 20
SCORES = ("nps", "csat", "ces")


@dataclass(frozen=True, slots=True)
class Low:
    """The last thing below 55 that was said at a client. `person` is "" where they wished not to be named."""

    person: str
    role: str
    score: int | None  # of the survey's main question, on its own scale
    words: str
    at: datetime


def last_lows(client_ids: Collection[uuid.UUID], *, now: datetime) -> Mapping[uuid.UUID, Low]:
    """Return the last complaint of each of these clients within 90 days, without what is for top management. Two queries."""
    rows = MoodReading.objects.filter(
        client__in=client_ids, replaced_at=None, confidential=False, value__lt=UNHAPPY, happened_at__gte=now - RECENT
    ).select_related("contact", "response", "interaction")
    newest = Window(RowNumber(), partition_by=F("client"), order_by=[F("happened_at").desc(), F("id").desc()])
    found = list(rows.annotate(place=newest).filter(place=1))
    texts = _parts(found)
    return {row.client_id: _low(row, texts.get(row.response_id, "")) for row in found}


@dataclass(frozen=True, slots=True)
class Words:
    """What somebody said. `person` is "" where they wished not to be named."""

    words: str
    person: str
    role: str
    client: str


def best_words(*, since: datetime, until: datetime, manager_id: uuid.UUID | None = None) -> Words | None:
    """Return the warmest words of that time, the latest of equals; None if nobody said anything good. Two queries."""
    rows = MoodReading.objects.filter(
        replaced_at=None, confidential=False, value__gte=DELIGHTED, happened_at__gt=since, happened_at__lte=until
    ).select_related("client", "contact", "response", "interaction")
    if manager_id:
        rows = rows.filter(client__manager=manager_id)
    found = list(rows.order_by("-value", "-happened_at", "-id")[:LOOKED_AT])
    texts = _parts(found)
    told = [(row, _low(row, texts.get(row.response_id, ""))) for row in found]
    best = next(((row, low) for row, low in told if low.words), None)
    return Words(best[1].words, best[1].person, best[1].role, best[0].client.name) if best else None


def _parts(rows: Sequence[MoodReading]) -> dict[uuid.UUID | None, str]:
    """Return which question of each answer was answered in words: the first one of several."""
    parts = TextMood.objects.filter(response__in=[row.response_id for row in rows if row.response_id])
    return {row.response_id: row.part for row in parts.order_by("-part")}


def _low(row: MoodReading, part: str) -> Low:
    response, talk = row.response, row.interaction
    if response:
        is_named, words = response.confidentiality == Confidentiality.NAMED, response.answers.get(part, "")
    else:
        is_for_all = talk is None or talk.visibility == Visibility.TEAM
        is_named, words = is_for_all, talk.quote if talk and is_for_all else ""
    score = next((row.reasons[name] for name in SCORES if isinstance(row.reasons.get(name), int)), None)
    return Low(row.contact.name if row.contact and is_named else "", row.role, score, words, row.happened_at)
