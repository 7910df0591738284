"""What clients last complained of, in their own words, as far as everybody here may read it."""

import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import F, Window
from django.db.models.functions import RowNumber

from feedback.insights.money import UNHAPPY
from feedback.interactions.models import Visibility
from feedback.responses.models import Confidentiality
from feedback.sentiment.models import MoodReading, TextMood

RECENT = timedelta(days=90)
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
    parts = TextMood.objects.filter(response__in=[row.response_id for row in found if row.response_id])
    texts = {row.response_id: row.part for row in parts.order_by("-part")}
    return {row.client_id: _low(row, texts.get(row.response_id, "")) for row in found}


def _low(row: MoodReading, part: str) -> Low:
    response, talk = row.response, row.interaction
    if response:
        is_named, words = response.confidentiality == Confidentiality.NAMED, response.answers.get(part, "")
    else:
        is_for_all = talk is None or talk.visibility == Visibility.TEAM
        is_named, words = is_for_all, talk.quote if talk and is_for_all else ""
    score = next((row.reasons[name] for name in SCORES if isinstance(row.reasons.get(name), int)), None)
    return Low(row.contact.name if row.contact and is_named else "", row.role, score, words, row.happened_at)
