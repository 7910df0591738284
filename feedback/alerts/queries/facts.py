"""What is known of clients, as rules take it: a constant number of queries, however many clients there are."""

import uuid
from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import UTC, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Q
from django.db.models.fields.json import KeyTransform

from accounts.clients.enums import BuyerRole, Influence
from accounts.clients.models import Client, ContactRole, Position
from accounts.events import kinds
from accounts.events.models import Event
from feedback.alerts.rules import Day, Fact, Known, Reading, Text, is_bitter
from feedback.happiness_index import queries as indices
from feedback.happiness_index.formula import Disagreement
from feedback.happiness_index.models import IndexSnapshot
from feedback.interactions.models import Promise, Visibility
from feedback.responses.scores import TABLE
from feedback.sentiment.models import MoodCorrection, MoodReading, TextMood
from feedback.sentiment.queries import BY_PRECEDENCE
from feedback.sentiment.told import NOTES

PAST = timedelta(days=500)  # a role has its rhythm within that
KEY_ROLES = (BuyerRole.ECONOMIC, BuyerRole.TECHNICAL)
# What was said is not read again: only when, by whose client, and what the engine has made of it.
OF_TEXTS = (
    *("part", "digest", "label", "confidence", "confidential", "created_at"),
    *("response__client_id", "response__happened_at", "interaction__client_id", "interaction__happened_at"),
)
ByClient = dict[uuid.UUID, list[Any]]


def known_of(client_ids: Collection[uuid.UUID], *, since: datetime, now: datetime) -> dict[uuid.UUID, Known]:
    """Return what is known of each of these clients between the two moments, oldest first."""
    readings, texts, days = (
        _readings(client_ids, since, now), _texts(client_ids, since, now), _days(client_ids, since, now),
    )  # fmt: skip
    promises, told = _promises(client_ids, since, now), _told(client_ids, since, now)
    ownerless = _ownerless(client_ids, now)
    return {
        one: Known(
            readings=readings[one],
            texts=texts[one],
            days=days[one],
            promises=promises[one],
            cases=told[kinds.CASE_OVERDUE.name][one],
            bounces=told[kinds.MAIL_BOUNCED.name][one],
            ownerless=ownerless[one],
        )
        for one in client_ids
    }


def _readings(client_ids: Collection[uuid.UUID], since: datetime, now: datetime) -> ByClient:
    rows = MoodReading.objects.filter(client__in=client_ids, replaced_at=None, value__isnull=False)
    found: ByClient = defaultdict(list)
    for row in rows.filter(happened_at__range=(since, now)).order_by("happened_at", "pk"):
        one = Reading(
            key=row.root,
            at=row.happened_at,
            value=row.value,
            source=row.source,
            role=row.role,
            scores={name: row.reasons[name] for name in TABLE if row.reasons.get(name) is not None},
            score=indices.score_of(row),
            text=row.reasons.get("text"),
            sealed=row.confidential,
            response=row.response_id,
            interaction=row.interaction_id,
            contact=row.contact_id,
        )
        found[row.client_id].append(one)
    return found


def _texts(client_ids: Collection[uuid.UUID], since: datetime, now: datetime) -> ByClient:
    """Return what the newest version of the engine has read in each text, and what one of us says of it instead."""
    answers = Q(response__client__in=client_ids, response__happened_at__range=(since, now), response__removed_at=None)
    talks = Q(
        interaction__client__in=client_ids,
        interaction__happened_at__range=(since, now),
        interaction__removed_at=None,
        interaction__draft=False,
    )
    corrections = MoodCorrection.objects.filter(answers | talks, withdrawn_at=None)
    said = {(row.response_id, row.interaction_id, row.part, row.digest): row.label for row in corrections}
    rows = TextMood.objects.filter(answers | talks).select_related("response", "interaction").only(*OF_TEXTS)
    rows = rows.annotate(signals=KeyTransform("signals", "result"))
    newest = {(row.response_id, row.interaction_id, row.part): row for row in rows.order_by(*BY_PRECEDENCE)}
    found: ByClient = defaultdict(list)
    for row in sorted(newest.values(), key=lambda one: ((one.response or one.interaction).happened_at, one.pk)):
        of = row.response or row.interaction
        corrected = said.get((row.response_id, row.interaction_id, row.part, row.digest))
        label, is_ours = corrected or row.label, row.part == NOTES
        found[of.client_id].append(
            Text(
                key=f"{of.pk}:{row.part}",
                at=of.happened_at,
                # Whoever writes notes is not the client; that the client speaks of leaving is news all the same.
                is_bitter=not is_ours and is_bitter(label=label, confidence=row.confidence, corrected=bool(corrected)),
                # What one of us has said to be harmless is no sign of leaving either.
                signals=tuple(sorted({one["name"] for one in row.signals or ()})) if not corrected else (),
                sealed=row.confidential,
                response=row.response_id,
                interaction=row.interaction_id,
            )
        )
    return found


def _days(client_ids: Collection[uuid.UUID], since: datetime, now: datetime) -> ByClient:
    # By one version from end to end: that another one counts otherwise is no drop.
    version = indices.in_use().version
    rows = IndexSnapshot.objects.filter(client__in=client_ids, version=version, at__range=(since, now))
    found: ByClient = defaultdict(list)
    columns = ("client_id", "day", "at", "value", "sealed_value", "apart")
    for client, day, at, value, sealed, apart in rows.order_by("day").values_list(*columns):
        numbers = [None if one is None else float(one) for one in (value, sealed)]
        found[client].append(Day(day, at, numbers[0], numbers[1], _apart(apart)))
    return found


def _apart(kept: list[str] | None) -> Disagreement | None:
    return Disagreement(kept[0], kept[1], Decimal(kept[2]), is_clear=True) if kept else None


def _promises(client_ids: Collection[uuid.UUID], since: datetime, now: datetime) -> ByClient:
    """Return the promises whose day is over; one that was kept in time was never broken."""
    rows = Promise.objects.filter(client__in=client_ids, due_on__range=(since.date(), now.date()))
    found: ByClient = defaultdict(list)
    for row in rows.select_related("interaction").order_by("due_on", "pk"):
        is_sealed = row.interaction is not None and row.interaction.visibility == Visibility.LEADERSHIP
        fact = Fact(
            key=f"promise:{row.pk}",
            at=datetime.combine(row.due_on, time.max, UTC),
            topic="delivery",
            until=row.kept_at or row.dropped_at,
            sealed=is_sealed,
            contact=row.contact_id,
            promise=row.pk,
            interaction=row.interaction_id,
        )
        found[row.client_id].append(fact)
    return found


def _told(client_ids: Collection[uuid.UUID], since: datetime, now: datetime) -> Mapping[str, ByClient]:
    """Return what events tell: cases past their deadline, and letters to key people that came back for good."""
    places = _key_people(client_ids)
    of_ours = Q(kind=kinds.CASE_OVERDUE.name, client_id__in=client_ids)
    of_ours |= Q(kind=kinds.MAIL_BOUNCED.name, contact_id__in=list(places), payload__permanent=True)
    found: dict[str, ByClient] = defaultdict(lambda: defaultdict(list))
    for event in Event.objects.filter(of_ours, happened_at__range=(since, now)).order_by("happened_at", "id"):
        if event.kind == kinds.CASE_OVERDUE.name:
            case = event.payload["case_id"]
            values = {"case": event.payload.get("number", 0)}
            fact = Fact(key=f"case:{case}", at=event.happened_at, topic=f"case:{case}", values=values)
            found[event.kind][event.client_id].append(fact)
            continue
        contact = event.contact_id
        for client in places[contact]:
            fact = Fact(key=f"bounce:{event.pk}", at=event.happened_at, topic=f"contact:{contact}", contact=contact)
            found[event.kind][client].append(fact)
    return found


def _key_people(client_ids: Collection[uuid.UUID]) -> Mapping[uuid.UUID, list[uuid.UUID]]:
    """Return the people who decide, each with the clients at which they do: buyers, and whoever has much influence."""
    buyers = ContactRole.objects.filter(role__in=KEY_ROLES, valid_until=None).values("position")
    rows = Position.objects.filter(client__in=client_ids, left_on=None)
    found: dict[uuid.UUID, list[uuid.UUID]] = defaultdict(list)
    for contact, client in rows.filter(Q(influence=Influence.HIGH) | Q(pk__in=buyers)).values_list("contact", "client"):
        found[contact].append(client)
    return found


def _ownerless(client_ids: Collection[uuid.UUID], now: datetime) -> ByClient:
    """Return since when nobody answers for a client: nobody was named, or whoever was has left the house."""
    nobody = Client.objects.filter(Q(manager=None) | Q(manager__left_at__lte=now), pk__in=client_ids)
    rows = list(nobody.filter(archived_at=None, merged_into=None).select_related("manager"))
    handed = Event.objects.filter(kind=kinds.CLIENT_ASSIGNED.name, client_id__in=[row.pk for row in rows])
    last = dict(handed.order_by("happened_at").values_list("client_id", "happened_at"))
    found: ByClient = defaultdict(list)
    for row in rows:
        left_at = row.manager.left_at if row.manager else None
        since = left_at or last.get(row.pk, row.created_at)
        found[row.pk].append(Fact(key=f"ownerless:{since:%Y-%m-%dT%H:%M}:{row.pk}", at=since, topic="ownership"))
    return found


def open_case(*, client_id: uuid.UUID, topic: str) -> uuid.UUID | None:
    """Return the case that was opened last at the client about the topic, unless it was closed: by what events tell."""
    told = Event.objects.filter(client_id=client_id).order_by("-happened_at", "-id")
    opened = told.filter(kind=kinds.CASE_OPENED.name, payload__topic=topic).first()
    if opened is None:
        return None
    case_id: str = opened.payload["case_id"]
    is_closed = told.filter(kind=kinds.CASE_CLOSED.name, payload__case_id=case_id).exists()
    return None if is_closed else uuid.UUID(case_id)
