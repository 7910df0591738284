"""What rules look at: the facts of a client and its people as they stood at a moment, for many happenings at once."""

import uuid
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import connection

from accounts.clients.enums import Stage
from accounts.clients.models import Client, ClientFacts, ContactRole, CustomField, Position
from accounts.events import kinds
from accounts.events.models import Event
from accounts.tenancy.context import current_organization_id
from accounts.web.mood import mood_of
from accounts.worktime import Place
from feedback.surveys.conditions import asked
from feedback.triggers.rules import BAND_BEFORE, Candidate, Happening, Pair, Rule

HEARD = (
    kinds.INTERACTION_LOGGED.name,
    kinds.INTERACTION_CONFIDED.name,
    kinds.RESPONSE_SUBMITTED.name,
    kinds.RESPONSE_CONFIDED.name,
)
NUMBER, TEXT, CHOICE = "number", "text", "choice"
# What conditions may read beside the event's own fields; days are whole, and counted to the happening.
FACTS: Mapping[str, str] = {
    "client.stage": CHOICE,
    "client.days_in_stage": NUMBER,
    "client.segment": CHOICE,
    "client.country": TEXT,
    "client.revenue": NUMBER,
    "client.mood": NUMBER,
    "client.renewal_in_days": NUMBER,
    "history.days_since_heard": NUMBER,
    "history.same_in_30_days": NUMBER,
    "history.same_in_90_days": NUMBER,
}
OWN = "client.own."  # an organization's own field of clients


def known_facts() -> dict[str, str]:
    """Return every fact that a rule's conditions may read, with its type."""
    own = CustomField.objects.filter(subject="client", archived_at=None)
    return dict(FACTS) | {f"{OWN}{key}": kind for key, kind in own.values_list("key", "kind")}


def happening_of(event: Event) -> Happening:
    """Return an event of a client as a rule sees it."""
    assert event.client_id, "rules look at what happens to clients"
    return Happening(
        key=str(event.pk),
        kind=event.kind,
        client_id=event.client_id,
        contact_id=event.contact_id,
        at=event.recorded_at,
        payload=event.payload,
    )


def facts_of(rule: Rule, happenings: Sequence[Happening]) -> list[dict[str, Any]]:
    """Return what the rule's conditions read of each happening, as it stood then; a constant number of queries.

    Stage, hearing and counts are those of the moment. Segment, country, revenue, mood, renewal and own fields are today's:
    nobody keeps their history.
    """
    wanted = set(asked(rule.where, source="fact")) if rule.where else set()
    found: list[dict[str, Any]] = [
        {f"event.{name}": value for name, value in happening.payload.items()} for happening in happenings
    ]
    if rule.when.band:
        for facts in found:
            before = facts.get("event.from")
            facts[BAND_BEFORE] = None if before is None else mood_of(before).name.lower()
    if any(name.startswith("client.") for name in wanted):
        _add_client(found, happenings)
    if wanted & {"client.stage", "client.days_in_stage"}:
        _add_stage(found, happenings)
    if "history.days_since_heard" in wanted:
        pairs = [(happening.client_id, happening.at) for happening in happenings]
        for facts, happening, at in zip(found, happenings, last_of("client_id", pairs, HEARD), strict=True):
            facts["history.days_since_heard"] = (happening.at - at).days if at else None
    for days in (30, 90):
        if (name := f"history.same_in_{days}_days") in wanted:
            for facts, number in zip(found, _same_within(happenings, days), strict=True):
                facts[name] = number
    return found


def people_of(
    happenings: Sequence[Happening], *, with_heard: bool, named: Collection[uuid.UUID] = ()
) -> list[list[Candidate]]:
    """Return who stood in which role at the client of each happening on its day, those `named` also without one.

    A constant number of queries.
    """
    clients = {happening.client_id for happening in happenings}
    positions = list(Position.objects.filter(client__in=clients, contact__merged_into=None).order_by("pk"))
    by_position = defaultdict(list)
    for row in ContactRole.objects.filter(position__in=[position.pk for position in positions]).order_by("pk"):
        by_position[row.position_id].append(row)
    by_client = defaultdict(list)
    for position in positions:
        by_client[position.client_id].append(position)
    found = [_standing(happening, by_client[happening.client_id], by_position, named) for happening in happenings]
    if not with_heard:
        return found
    pairs = [
        (one.contact_id, happening.at) for happening, people in zip(happenings, found, strict=True) for one in people
    ]
    heard = dict(zip(pairs, last_of("contact_id", pairs, HEARD), strict=True))
    return [
        [
            Candidate(
                contact_id=one.contact_id,
                role=one.role,
                influence=one.influence,
                heard_at=heard[one.contact_id, happening.at],
            )
            for one in people
        ]
        for happening, people in zip(happenings, found, strict=True)
    ]


def last_of(column: str, pairs: Sequence[tuple[uuid.UUID, datetime]], names: Collection[str]) -> list[datetime | None]:
    """Return for each (client or contact, moment) when an event of these kinds happened last by then."""
    if not pairs:
        return []
    assert column in {"client_id", "contact_id"}
    sql = f"""
        SELECT (SELECT event.happened_at FROM accounts_event AS event
                WHERE event.organization_id = %s AND event.{column} = pair.id AND event.kind = ANY (%s)
                  AND event.happened_at <= pair.at ORDER BY event.happened_at DESC LIMIT 1)
        FROM unnest(%s::uuid[], %s::timestamptz[]) WITH ORDINALITY AS pair (id, at, number) ORDER BY pair.number
    """  # noqa: S608 the column is one of two  # nosec B608
    ids, moments = [str(one) for one, _at in pairs], [at for _one, at in pairs]
    with connection.cursor() as cursor:
        cursor.execute(sql, [current_organization_id(), list(names), ids, moments])
        return [at for (at,) in cursor.fetchall()]


def places_of(pairs: Iterable[Pair]) -> dict[Pair, Place]:
    """Return whose clock and holidays count for each person at a client."""
    wanted = set(pairs)
    rows = Position.objects.filter(contact__in={one for one, _client in wanted}).values_list(
        "contact", "client", "contact__time_zone", "contact__country", "client__country"
    )
    return {
        (contact, client): Place(zone, country or of_client)
        for contact, client, zone, country, of_client in rows
        if (contact, client) in wanted
    }


def _add_client(found: list[dict[str, Any]], happenings: Sequence[Happening]) -> None:
    ids = {happening.client_id for happening in happenings}
    facts = {row.client_id: row for row in ClientFacts.objects.filter(client__in=ids)}
    own = dict(Client.objects.filter(pk__in=ids).values_list("pk", "custom"))
    for values, happening in zip(found, happenings, strict=True):
        row = facts.get(happening.client_id)
        if row is None:
            continue
        values["client.segment"] = str(row.segment_id) if row.segment_id else None
        values["client.country"] = row.country or None
        values["client.revenue"], values["client.mood"] = row.revenue, row.mood
        values["client.renewal_in_days"] = (row.renewal_on - happening.at.date()).days if row.renewal_on else None
        values |= {f"{OWN}{name}": value for name, value in (own.get(happening.client_id) or {}).items()}


def _add_stage(found: list[dict[str, Any]], happenings: Sequence[Happening]) -> None:
    entered = defaultdict(list)
    rows = Event.objects.filter(
        kind=kinds.STAGE_ENTERED.name, client_id__in={one.client_id for one in happenings}, contact_id=None
    )
    for client, at, payload in rows.order_by("recorded_at", "id").values_list("client_id", "recorded_at", "payload"):
        entered[client].append((at, payload.get("stage")))
    for values, happening in zip(found, happenings, strict=True):
        theirs = entered[happening.client_id]
        number = bisect_right(theirs, happening.at, key=lambda one: one[0])
        if number:
            at, stage = theirs[number - 1]
            values["client.stage"] = stage if stage in Stage.values else None
            values["client.days_in_stage"] = (happening.at - at).days


def _same_within(happenings: Sequence[Happening], days: int) -> list[int]:
    """Return how many events of the same kind the client has had within so many days, this one too."""
    sql = """
        SELECT (SELECT count(*) FROM accounts_event AS event
                WHERE event.organization_id = %s AND event.client_id = one.client_id AND event.kind = one.kind
                  AND event.happened_at <= one.at AND event.happened_at > one.since)
        FROM unnest(%s::uuid[], %s::text[], %s::timestamptz[], %s::timestamptz[])
          WITH ORDINALITY AS one (client_id, kind, at, since, number) ORDER BY one.number
    """
    columns: list[list[Any]] = [
        [str(one.client_id) for one in happenings],
        [one.kind for one in happenings],
        [one.at for one in happenings],
        [one.at - timedelta(days=days) for one in happenings],
    ]
    with connection.cursor() as cursor:
        cursor.execute(sql, [current_organization_id(), *columns])
        return [number for (number,) in cursor.fetchall()]


def _standing(
    happening: Happening,
    positions: Iterable[Position],
    roles: Mapping[uuid.UUID, list[ContactRole]],
    named: Collection[uuid.UUID],
) -> list[Candidate]:
    """Return who worked at the client on the day, once for each role.

    The happening's own person, and those named, also without a role.
    """
    day, found = happening.at.date(), []
    for position in positions:
        if (position.started_on and position.started_on > day) or (position.left_on and position.left_on <= day):
            continue
        standing = [
            role.role
            for role in roles.get(position.pk, ())
            if role.valid_from <= day and (role.valid_until is None or role.valid_until > day)
        ]
        if not standing and position.contact_id in {happening.contact_id, *named}:
            standing = [""]
        found += [
            Candidate(contact_id=position.contact_id, role=role, influence=position.influence) for role in standing
        ]
    return found
