"""What readings there should be: of the answers and of the talks of some clients, each in two or three queries."""

import uuid
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import F

from accounts.clients.models import Client
from accounts.events.models import Origin
from feedback.interactions.models import Interaction, InteractionContact, Visibility
from feedback.responses.models import Confidentiality, Response
from feedback.sentiment import weights
from feedback.sentiment.fusion import Told, fused
from feedback.sentiment.models import MoodReading, Source
from feedback.sentiment.told import Texts

# What makes a reading another one; the rest only says where it comes from.
COMPARED = (
    *("client_id", "contact_id", "role", "stage", "department_id", "touchpoint_id", "value", "weight"),
    *("half_life_days", "confidential", "happened_at"),
)
Place = tuple[uuid.UUID | None, uuid.UUID | None, uuid.UUID | None, str]  # of a reading among those of its source


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A reading as it should be. `recorded_at` is when its source was written down."""

    source: Source
    client_id: uuid.UUID
    value: int | None  # None: what an erased person has said cannot be read again
    weight: Decimal
    half_life_days: int
    happened_at: datetime
    recorded_at: datetime
    contact_id: uuid.UUID | None = None
    response_id: uuid.UUID | None = None
    interaction_id: uuid.UUID | None = None
    role: str = ""
    stage: str = ""
    segment_id: uuid.UUID | None = None
    department_id: uuid.UUID | None = None
    touchpoint_id: uuid.UUID | None = None
    confidential: bool = False
    origin: str = Origin.LIVE
    reasons: Mapping[str, Any] = field(default_factory=dict)
    is_erased: bool = False  # the words of the person are gone: what was read in them stays

    @property
    def place(self) -> Place:
        return place_of(self)

    @property
    def root(self) -> str:
        if self.response_id:
            return f"answer:{self.response_id}"
        return f"talk:{self.interaction_id}:{self.contact_id or ''}:{self.role}"

    def differs_from(self, reading: MoodReading) -> bool:
        return any(getattr(self, name) != getattr(reading, name) for name in COMPARED)


def place_of(one: Any) -> Place:
    """Return which of the readings of its source this is: an answer has one, a talk one for each person and role."""
    if one.response_id:
        return one.response_id, None, None, ""
    return None, one.interaction_id, one.contact_id, one.role


def of_answers(client_ids: Collection[uuid.UUID], *, texts: Texts, now: datetime) -> Iterator[Wanted]:
    """Yield the readings of the answers with a score, or with words that tell a mood; who answered "as my role only" is
    nobody in particular."""
    rows = Response.objects.filter(client__in=client_ids, removed_at=None, happened_at__lte=now)
    for row in rows.annotate(erased_at=F("contact__erased_at")).defer("answers"):
        words = texts.get((row.pk, None), ())
        value = fused(row.mood, words)
        if value is None and not row.erased_at:
            continue
        is_past = row.origin in {Origin.DEMO, Origin.HISTORY}
        yield Wanted(
            source=Source.ANSWER,
            client_id=row.client_id,
            contact_id=None if row.confidentiality == Confidentiality.ROLE else row.contact_id,
            response_id=row.pk,
            role=row.role,
            stage=row.stage,
            segment_id=row.segment_id,
            value=value,
            weight=weights.HEARSAY if row.proxy_by_id and not row.proxy_confirmed_at else weights.FULL,
            half_life_days=weights.ANSWER_DAYS if row.scores else weights.TEXT_DAYS,
            confidential=row.confidentiality == Confidentiality.LEADERSHIP,
            happened_at=row.happened_at,
            recorded_at=row.happened_at if is_past else row.recorded_at,
            origin=row.origin,
            reasons=row.scores | _words(words),
            is_erased=bool(row.erased_at),
        )


def of_talks(client_ids: Collection[uuid.UUID], *, texts: Texts, now: datetime) -> Iterator[Wanted]:
    """Yield the readings of the talks with a mood, or with a quote that tells one: for everybody who took part, in each of
    their roles of that day."""
    talks = Interaction.objects.filter(client__in=client_ids, draft=False, removed_at=None, happened_at__lte=now)
    rows = {row.pk: row for row in talks.defer("notes", "quote", "topics")}
    values = {pk: fused(row.mood, texts.get((None, pk), ())) for pk, row in rows.items()}
    segments = dict(Client.objects.filter(pk__in=client_ids).values_list("pk", "segment"))
    people: dict[uuid.UUID, list[tuple[uuid.UUID | None, str]]] = {pk: [] for pk in rows}
    erased = set()
    parts = InteractionContact.objects.filter(interaction__in=rows)
    for talk, contact, roles, erased_at in parts.values_list("interaction", "contact", "roles", "contact__erased_at"):
        people[talk] += [(contact, role) for role in roles or [""]]
        if erased_at:
            erased.add(talk)
    for pk, row in rows.items():
        if values[pk] is None and pk not in erased:
            continue
        voices = people[pk] or [(None, "")]
        of_role = Counter(role for _contact, role in voices)
        for contact, role in voices:
            yield Wanted(
                source=Source.TALK,
                client_id=row.client_id,
                contact_id=contact,
                interaction_id=pk,
                role=role,
                stage=row.stage,
                segment_id=segments[row.client_id],
                department_id=row.department_id,
                touchpoint_id=row.touchpoint_id,
                value=values[pk],
                weight=weights.share_of(of_role[role]),
                half_life_days=weights.TALK_DAYS if row.mood is not None else weights.TEXT_DAYS,
                confidential=row.visibility == Visibility.LEADERSHIP,
                happened_at=row.happened_at,
                recorded_at=row.created_at,
                origin=Origin.IMPORT if row.import_key else Origin.LIVE,
                reasons=_mood(row.mood) | _words(texts.get((None, pk), ())),
                is_erased=pk in erased,
            )


def _mood(mood: int | None) -> dict[str, Any]:
    return {} if mood is None else {"mood": mood}


def _words(texts: Sequence[Told]) -> dict[str, Any]:
    return {"text": round(sum(one.good - one.bad for one in texts) / len(texts), 2)} if texts else {}
