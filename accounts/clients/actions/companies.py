"""Clients themselves."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.audit import actions as audit
from accounts.clients import looks
from accounts.clients.actions.tags import set_tags
from accounts.clients.models import Client, ClientFacts
from accounts.events import actions as events
from accounts.events import kinds
from accounts.events.models import Origin
from accounts.organizations.actions import saving
from accounts.organizations.models import Employee


class ExternalIdTaken(RuntimeError):
    """Another client has this number already."""


@transaction.atomic
def register_client(
    *, client: Client, tags: Collection[str] = (), by: Employee, now: datetime, origin: Origin = Origin.LIVE
) -> None:
    """Save a new client with its row of facts and its tags, and publish client.created. Raises ExternalIdTaken."""
    client.created_at = now
    with saving.refuse_twins(ExternalIdTaken):
        saving.save_new(client, action="client.created", by=by, now=now)
    ClientFacts.objects.create(client=client)
    set_tags(client=client, names=tags, by=by, now=now)
    fact = events.Fact(
        kind=kinds.CLIENT_CREATED,
        client_id=client.pk,
        actor_id=by.pk,
        happened_at=now,
        origin=origin,
        payload={"name": client.name},
        dedupe_key=f"client.created:{client.pk}",
    )
    events.publish(fact, now=now)


@transaction.atomic
def save_client(
    *, client: Client, tags: Collection[str] | None = None, by: Employee, now: datetime, before: dict[str, Any]
) -> None:
    """Save what a form has changed; `tags` replace those of the client. Raises ExternalIdTaken.

    A new manager is published as client.assigned.
    """
    with saving.refuse_twins(ExternalIdTaken):
        saving.save_changes(client, action="client.changed", by=by, now=now, before=before)
        if client.name != before["name"]:
            client.save(update_fields=["sort_name"])
    if tags is not None:
        set_tags(client=client, names=tags, by=by, now=now)
    if client.segment_id != before["segment_id"]:
        looks.look_again(client_ids=[client.pk], now=now)
    if client.manager_id != before["manager_id"]:
        _tell_assigned(client, before["manager_id"], by=by, now=now)


@transaction.atomic
def archive_client(*, client: Client, by: Employee, now: datetime) -> None:
    """Take a client out of every list; its history stays, and it can come back. Twice is once."""
    _set_archived(client, moment=now, action="client.archived", kind=kinds.CLIENT_ARCHIVED, by=by, now=now)


@transaction.atomic
def restore_client(*, client: Client, by: Employee, now: datetime) -> None:
    """Bring an archived client back into the lists. Twice is once."""
    _set_archived(client, moment=None, action="client.restored", kind=kinds.CLIENT_RESTORED, by=by, now=now)


def _set_archived(
    client: Client, *, moment: datetime | None, action: str, kind: kinds.Kind, by: Employee, now: datetime
) -> None:
    client = Client.objects.select_for_update().get(pk=client.pk)
    if bool(client.archived_at) == bool(moment):
        return
    before = audit.snapshot(client)
    client.archived_at = moment
    client.save(update_fields=["archived_at"])
    audit.record(action=action, subject=client, by=by, now=now, before=before)
    events.publish(events.Fact(kind=kind, client_id=client.pk, actor_id=by.pk, happened_at=now), now=now)


def _tell_assigned(client: Client, former_id: Any, *, by: Employee, now: datetime) -> None:
    handed = {"from_id": former_id, "to_id": client.manager_id}
    fact = events.Fact(kind=kinds.CLIENT_ASSIGNED, client_id=client.pk, actor_id=by.pk, happened_at=now, payload=handed)
    events.publish(fact, now=now)
