"""Making two entries of one client, or of one person, into one; and two again, within thirty days."""

import uuid
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, TypeVar

from django.db import models, transaction
from django.db.models import F

from accounts.audit import actions as audit
from accounts.clients.actions.repointing import Steps, change, repoint, take_back
from accounts.clients.actions.undo import keep_undo
from accounts.clients.models import Client, Contact, Position, Undo
from accounts.clients.registry import Undone, Values
from accounts.events import actions as events
from accounts.events import kinds
from accounts.organizations.models import Employee

LASTS = timedelta(days=30)
UNDO_CLIENTS, UNDO_PEOPLE = "merge.clients", "merge.people"
Row = TypeVar("Row", Client, Contact)


class Obstacle(StrEnum):
    """Why two entries cannot become one."""

    ITSELF = "itself"
    MERGED = "merged"
    ARCHIVED = "archived"
    ERASED = "erased"


class NotMergeable(RuntimeError):
    """The two entries cannot become one: `obstacle` says why."""

    def __init__(self, obstacle: Obstacle) -> None:
        super().__init__(obstacle.value)
        self.obstacle = obstacle


@transaction.atomic
def merge_clients(*, source: Client, into: Client, values: Values, title: str, by: Employee, now: datetime) -> Undo:
    """Let everything of `source` belong to `into`, give `into` these columns, and keep what it takes to undo it.

    `source` stays as a sign that leads to `into`. Published as client.merged. Raises NotMergeable.
    """
    source, into = _locked(source, into)
    steps = _merge(source, into, values, by=by, now=now)
    _copy_names(source, into)
    facts = [_fact(kinds.CLIENT_MERGED, source, into, client_id=into.pk, by=by, now=now)]
    events.publish_many(facts, now=now)
    return _keep(UNDO_CLIENTS, source, into, steps, title=title, by=by, now=now)


@transaction.atomic
def merge_people(*, source: Contact, into: Contact, values: Values, title: str, by: Employee, now: datetime) -> Undo:
    """Let everything of `source` belong to `into`, give `into` these columns, and keep what it takes to undo it.

    `source` stays as a sign that leads to `into`. Published as contact.merged, at each client. Raises NotMergeable.
    """
    source, into = _locked(source, into)
    steps = _merge(source, into, values, by=by, now=now)
    for position in Position.objects.filter(contact=into, successor=into):
        steps += change(position, {"successor_id": None})  # nobody succeeds themselves
    events.publish_many(_at_each_client(kinds.CONTACT_MERGED, source, into, by=by, now=now), now=now)
    return _keep(UNDO_PEOPLE, source, into, steps, title=title, by=by, now=now)


def obstacle(source: Client | Contact, into: Client | Contact) -> Obstacle | None:
    """Return why these two cannot become one, or None."""
    if source.pk == into.pk:
        return Obstacle.ITSELF
    for row in (source, into):
        if row.merged_into_id:
            return Obstacle.MERGED
        if getattr(row, "archived_at", None):
            return Obstacle.ARCHIVED
        if getattr(row, "erased_at", None):
            return Obstacle.ERASED
    return None


# --- Taking it back ---


def undo_clients(data: dict[str, Any], *, by: Employee, now: datetime) -> Undone:
    """Make two clients again, with the rows each had; what somebody has changed meanwhile stays as it is."""
    done = _separate(Client, data, by=by, now=now)
    if done.restored:
        source, into = Client(pk=uuid.UUID(data["source"])), Client(pk=uuid.UUID(data["into"]))
        _copy_names(source, into)
        facts = [
            _fact(kinds.CLIENT_SEPARATED, source, into, client_id=row.pk, by=by, now=now) for row in (source, into)
        ]
        events.publish_many(facts, now=now)
    return done


def undo_people(data: dict[str, Any], *, by: Employee, now: datetime) -> Undone:
    """Make two people again, with the rows each had; what somebody has changed meanwhile stays as it is."""
    done = _separate(Contact, data, by=by, now=now)
    if done.restored:
        source, into = Contact(pk=uuid.UUID(data["source"])), Contact(pk=uuid.UUID(data["into"]))
        events.publish_many(_at_each_client(kinds.CONTACT_SEPARATED, source, into, by=by, now=now), now=now)
    return done


def _separate(model: type[Client] | type[Contact], data: dict[str, Any], *, by: Employee, now: datetime) -> Undone:
    source = model.objects.select_for_update().get(pk=data["source"])
    if str(source.merged_into_id) != data["into"]:  # separated already, or what it became was merged into a third one
        return Undone(0, (source.name,))
    before = audit.snapshot(source)
    restored, left = take_back(data["steps"])
    source.refresh_from_db()
    audit.record(action=f"{model._meta.model_name}.separated", subject=source, by=by, now=now, before=before)
    return Undone(restored, tuple(left))


# --- Doing it ---


def _locked(source: Row, into: Row) -> tuple[Row, Row]:
    """Return both rows as they are now, locked: one after the other in the order of their ids, so that nobody deadlocks."""
    rows = {
        row.pk: row
        for row in type(source).objects.select_for_update().filter(pk__in=[source.pk, into.pk]).order_by("pk")
    }
    source, into = rows[source.pk], rows[into.pk]
    if found := obstacle(source, into):
        raise NotMergeable(found)
    return source, into


def _merge(source: Row, into: Row, values: Values, *, by: Employee, now: datetime) -> Steps:
    gone, stays = audit.snapshot(source), audit.snapshot(into)
    # What was merged into `source` moves on before `source` itself does; a number that is to change hands is free after it.
    steps = repoint(type(source), {source.pk: into.pk}, now=now)
    steps += change(source, {"merged_into_id": into.pk})
    steps += change(into, values)
    name = source._meta.model_name
    audit.record(action=f"{name}.merged", subject=source, by=by, now=now, before=gone)
    audit.record(action=f"{name}.changed", subject=into, by=by, now=now, before=stays)
    return steps


def _keep(
    kind: str, source: models.Model, into: models.Model, steps: Steps, *, title: str, by: Employee, now: datetime
) -> Undo:
    data = {"source": str(source.pk), "into": str(into.pk), "steps": steps}
    return keep_undo(kind=kind, title=title, data=data, by=by, now=now, lasts=LASTS)


def _fact(kind: kinds.Kind, source: Any, into: Any, *, by: Employee, now: datetime, **of: Any) -> events.Fact:
    handed = {"from_id": source.pk, "to_id": into.pk}
    return events.Fact(kind=kind, actor_id=by.pk, happened_at=now, payload=handed, **of)


def _copy_names(*clients: Client) -> None:
    """Let the triggers of clients copy their names again, to rows that have changed hands."""
    Client.objects.filter(pk__in=[client.pk for client in clients]).update(sort_name=F("sort_name"))


def _at_each_client(
    kind: kinds.Kind, source: Contact, into: Contact, *, by: Employee, now: datetime
) -> list[events.Fact]:
    clients = Position.objects.filter(contact=into).values_list("client", flat=True)
    return [
        _fact(kind, source, into, client_id=client_id, contact_id=into.pk, by=by, now=now)
        for client_id in (clients or [None])
    ]
