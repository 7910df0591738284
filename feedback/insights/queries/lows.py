"""What clients last complained of, and what they were glad of, in their own words, as far as everybody here may read it."""

import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery

from accounts.clients.models import Client
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
    # Named one by one they are read by the key; "whatever the other question finds" may read all that was ever said.
    chosen = [low for (low,) in _lows(client_ids, now=now).values_list("low") if low]
    return {row.client_id: _low(row) for row in _with_words(chosen)} if chosen else {}


@dataclass(frozen=True, slots=True)
class Words:
    """What somebody said. `person` is "" where they wished not to be named."""

    words: str
    person: str
    role: str
    client: str


def best_words(*, since: datetime, until: datetime, manager_id: uuid.UUID | None = None) -> Words | None:
    """Return the warmest words of that time, the latest of equals; None if nobody said anything good. One query."""
    return _best(_with_words(_warm(manager_id, since=since, until=until)))


def words_of(
    client_ids: Collection[uuid.UUID], *, managers: Collection[uuid.UUID | None], since: datetime, now: datetime
) -> tuple[Mapping[uuid.UUID, Low], Mapping[uuid.UUID | None, Words | None]]:
    """Return `last_lows` of these clients, and `best_words` since then for each of the managers (None: of the whole house).

    One query for all of it.
    """
    parts = [_warm(one, since=since, until=now) for one in managers]
    rows = _with_words(_lows(client_ids, now=now).union(*parts, all=True))
    lows = {row.client_id: _low(row) for row in rows if row.value < UNHAPPY}
    warm = [row for row in rows if row.value >= DELIGHTED]
    return lows, {one: _best([row for row in warm if one in {None, row.client.manager_id}]) for one in managers}


def _lows(client_ids: Collection[uuid.UUID], *, now: datetime) -> QuerySet[Any]:
    # Of each client no more is read than up to the last complaint, however much was said.
    rows = MoodReading.objects.filter(
        client=OuterRef("pk"), replaced_at=None, confidential=False, value__lt=UNHAPPY, happened_at__gte=now - RECENT
    )
    newest = rows.order_by("-happened_at", "-id").values("pk")[:1]
    return Client.objects.filter(pk__in=client_ids).order_by().values(low=Subquery(newest))


def _warm(manager_id: uuid.UUID | None, *, since: datetime, until: datetime) -> QuerySet[Any]:
    rows = MoodReading.objects.filter(
        replaced_at=None, confidential=False, value__gte=DELIGHTED, happened_at__gt=since, happened_at__lte=until
    )
    if manager_id:
        rows = rows.filter(client__manager=manager_id)
    return rows.order_by("-value", "-happened_at", "-id").values("pk")[:LOOKED_AT]


def _with_words(chosen: QuerySet[Any] | Sequence[uuid.UUID]) -> list[Any]:
    """Return the chosen readings, the warmest first, each with `part`: the first question that was answered in words."""
    parts = TextMood.objects.filter(response=OuterRef("response")).order_by("part").values("part")[:1]
    rows = MoodReading.objects.filter(pk__in=chosen).select_related("client", "contact", "response", "interaction")
    return list(rows.annotate(part=Subquery(parts)).order_by("-value", "-happened_at", "-id"))


def _best(rows: Sequence[Any]) -> Words | None:
    told = ((row, _low(row)) for row in rows[:LOOKED_AT])
    best = next(((row, low) for row, low in told if low.words), None)
    return Words(best[1].words, best[1].person, best[1].role, best[0].client.name) if best else None


def _low(row: Any) -> Low:
    response, talk = row.response, row.interaction
    if response:
        is_named, words = response.confidentiality == Confidentiality.NAMED, response.answers.get(row.part, "")
    else:
        is_for_all = talk is None or talk.visibility == Visibility.TEAM
        is_named, words = is_for_all, talk.quote if talk and is_for_all else ""
    score = next((row.reasons[name] for name in SCORES if isinstance(row.reasons.get(name), int)), None)
    return Low(row.contact.name if row.contact and is_named else "", row.role, score, words, row.happened_at)
