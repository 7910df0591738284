"""Writing a planned batch: a constant number of statements, whatever its rows are."""

from typing import Any

from accounts.audit import actions as audit
from accounts.clients import looks
from accounts.clients.models import (
    Client,
    ClientFacts,
    ClientTag,
    Contact,
    ContactEmail,
    ContactRole,
    Position,
    Segment,
    Tag,
)
from accounts.events import actions as events
from accounts.events import kinds
from accounts.events.models import Origin
from accounts.exchange.edits import Batch, record_acts
from accounts.exchange.registry import Setting
from accounts.web.text import sort_key

# Each row's keys point to rows that were written before it.
ORDER = (Segment, Tag, Client, ClientTag, Contact, ContactEmail, Position, ContactRole)
ACTS = {
    Segment: "segment.created",
    Tag: "tag.created",
    Client: "client.created",
    Contact: "contact.created",
    Position: "position.created",
    ContactRole: "role.started",
}
CHANGED = {Client: "client.changed", Contact: "contact.changed", Position: "position.changed"}


def save(batch: Batch, setting: Setting) -> None:
    """Write new and changed rows with their audit entries and events, in the caller's transaction."""
    for model in ORDER:
        if rows := batch.new[model]:
            model.objects.bulk_create(rows)
    if clients := batch.new[Client]:
        ClientFacts.objects.bulk_create([ClientFacts(client=client) for client in clients])
    for model, changed in batch.changed.items():
        _update(model, changed)
    _record(batch, setting)
    moved = [client.pk for client, columns in batch.changed[Client].items() if "segment_id" in columns]
    looks.look_again(client_ids=moved, now=setting.now)
    if facts := _facts(batch, setting):
        events.publish_many(facts, now=setting.now)


def _update(model: Any, rows: dict[Any, set[str]]) -> None:
    columns = set().union(*rows.values())
    if "name" in columns:
        columns.add("sort_name")
        for row in rows:
            row.sort_name = sort_key(row.name)
    model.objects.bulk_update(list(rows), sorted(columns))


def _record(batch: Batch, setting: Setting) -> None:
    """Audit what was made and changed; what comes with a new person (their place, their roles) is told by that."""
    new_people = {contact.pk for contact in batch.new[Contact]}
    new_places = {place.pk for place in batch.new[Position] if place.contact_id in new_people}
    acts: list[tuple[str, Any, Any]] = [
        (action, row, audit.NEW)
        for model, action in ACTS.items()
        for row in batch.new[model]
        if getattr(row, "contact_id", None) not in new_people and getattr(row, "position_id", None) not in new_places
    ]
    for model, action in CHANGED.items():
        acts += batch.touched(action, model)
    acts += [
        ("contact.email_added", row.contact, None)
        for row in batch.new[ContactEmail]
        if row.contact_id not in new_people
    ]
    record_acts(acts, by=setting.by, now=setting.now)


def _facts(batch: Batch, setting: Setting) -> list[events.Fact]:
    def fact(kind: kinds.Kind, key: str = "", **named: Any) -> events.Fact:
        return events.Fact(
            kind=kind,
            actor_id=setting.by.pk,
            happened_at=setting.now,
            origin=Origin.IMPORT,
            dedupe_key=f"{kind.name}:{key}" if key else "",
            **named,
        )

    facts = [
        fact(kinds.CLIENT_CREATED, str(client.pk), client_id=client.pk, payload={"name": client.name})
        for client in batch.new[Client]
    ]
    for client, columns in batch.changed[Client].items():
        if "manager_id" in columns:
            handed = {"from_id": batch.before[client]["manager_id"], "to_id": client.manager_id}
            facts.append(fact(kinds.CLIENT_ASSIGNED, client_id=client.pk, payload=handed))
    facts += [
        fact(kinds.CONTACT_CREATED, str(place.pk), **_of(place), payload={"position_id": place.pk})
        for place in batch.new[Position]
    ]
    facts += [
        fact(
            kinds.ROLE_STARTED, **_of(role.position), payload={"position_id": role.position_id, "role": str(role.role)}
        )
        for role in batch.new[ContactRole]
    ]
    return facts


def _of(place: Position) -> dict[str, Any]:
    return {"client_id": place.client_id, "contact_id": place.contact_id}
