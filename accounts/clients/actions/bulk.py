"""One act on many clients: a few statements however many there are, audited, published, and kept to be undone."""

import uuid
from collections import defaultdict
from collections.abc import Callable, Collection, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.audit import actions as audit
from accounts.clients import looks, registry
from accounts.clients.actions.tags import tags_named
from accounts.clients.actions.undo import keep_undo
from accounts.clients.models import Client, ClientTag, Tag, Undo
from accounts.events import actions as events
from accounts.events import kinds
from accounts.organizations.models import Employee

COLUMNS = ("manager", "sponsor", "segment")
UNDO_COLUMN, UNDO_ARCHIVING, UNDO_TAGGING = "clients.column", "clients.archiving", "clients.tagging"
Ids = Collection[uuid.UUID]
Title = Callable[[int], str]  # what was done to that many clients, for whoever may undo it
Changes = dict[uuid.UUID, dict[str, list[Any] | None]]


@transaction.atomic
def set_column(
    *, column: str, value: uuid.UUID | None, client_ids: Ids, title: Title, by: Employee, now: datetime
) -> Undo | None:
    """Give these clients the same manager, sponsor or segment (an id, None for nobody); None when nothing changed.

    Clients that were merged are left out; new managers are published as client.assigned.
    """
    rows = Client.objects.select_for_update().filter(pk__in=client_ids, merged_into=None).order_by("pk")
    old = {pk: was for pk, was in rows.values_list("pk", f"{column}_id") if was != value}
    if not old:
        return None
    _write(column, {value: list(old)}, old, by=by, now=now)
    data = {
        "number": len(old),
        "column": column,
        "new": _plain(value),
        "old": {str(pk): _plain(was) for pk, was in old.items()},
    }
    return keep_undo(kind=UNDO_COLUMN, title=title(len(old)), data=data, by=by, now=now)


@transaction.atomic
def archive_many(*, client_ids: Ids, title: Title, by: Employee, now: datetime) -> Undo | None:
    """Take these clients out of every list; None when nothing changed. Their history stays."""
    rows = (
        Client.objects.select_for_update().filter(archived_at=None, merged_into=None, pk__in=client_ids).order_by("pk")
    )
    ids = list(rows.values_list("pk", flat=True))
    if not ids:
        return None
    _set_archived(ids, was=None, moment=now, by=by, now=now)
    data = {"at": now.isoformat(), "clients": [str(pk) for pk in ids]}
    return keep_undo(kind=UNDO_ARCHIVING, title=title(len(ids)), data=data, by=by, now=now)


@transaction.atomic
def tag_many(*, name: str, client_ids: Ids, title: Title, by: Employee, now: datetime) -> Undo | None:
    """Put a tag on these clients, made if it is new; None when all of them have it."""
    (tag,) = tags_named([name], by=by, now=now)
    rows = Client.objects.select_for_update().filter(pk__in=client_ids, merged_into=None).order_by("pk")
    wearing = set(ClientTag.objects.filter(tag=tag, client__in=client_ids).values_list("client", flat=True))
    ids = [pk for pk in rows.values_list("pk", flat=True) if pk not in wearing]
    return _tagged(tag, ids, on=True, title=title, by=by, now=now)


@transaction.atomic
def untag_many(*, tag: Tag, client_ids: Ids, title: Title, by: Employee, now: datetime) -> Undo | None:
    """Take a tag off these clients; None when none of them has it."""
    links = ClientTag.objects.filter(tag=tag, client__in=client_ids, client__merged_into=None)
    ids = list(links.order_by("client").values_list("client", flat=True))
    return _tagged(tag, ids, on=False, title=title, by=by, now=now)


def _tagged(tag: Tag, ids: list[uuid.UUID], *, on: bool, title: Title, by: Employee, now: datetime) -> Undo | None:
    if not ids:
        return None
    _link(tag, ids, on=on, by=by, now=now)
    data = {"tag": str(tag.pk), "on": on, "clients": [str(pk) for pk in ids]}
    return keep_undo(kind=UNDO_TAGGING, title=title(len(ids)), data=data, by=by, now=now)


# --- Taking it back ---


def undo_column(data: dict[str, Any], *, by: Employee, now: datetime) -> registry.Undone:
    """Give back the former value to the clients that still have the new one."""
    column, new = data["column"], data["new"]
    rows = Client.objects.select_for_update().filter(pk__in=data["old"]).order_by("sort_name", "pk")
    back: dict[Any, list[uuid.UUID]] = defaultdict(list)
    left, now_have = [], {}
    for pk, name, value in rows.values_list("pk", "name", f"{column}_id"):
        if _plain(value) == new:
            was = data["old"][str(pk)]
            back[was and uuid.UUID(was)].append(pk)
            now_have[pk] = value
        else:
            left.append(name)
    _write(column, back, now_have, by=by, now=now)
    return registry.Undone(len(now_have), tuple(left))


def undo_archiving(data: dict[str, Any], *, by: Employee, now: datetime) -> registry.Undone:
    """Bring back the clients that are archived since then."""
    rows = Client.objects.select_for_update().filter(pk__in=data["clients"]).order_by("sort_name", "pk")
    since = datetime.fromisoformat(data["at"])
    found = list(rows.values_list("pk", "name", "archived_at", "merged_into"))
    ids = [pk for pk, _name, archived_at, merged in found if archived_at == since and not merged]
    left = tuple(name for pk, name, *_rest in found if pk not in set(ids))
    _set_archived(ids, was=since, moment=None, by=by, now=now)
    return registry.Undone(len(ids), left)


def undo_tagging(data: dict[str, Any], *, by: Employee, now: datetime) -> registry.Undone:
    """Take the tag off the clients that still have it, or put it back on those that still have not."""
    rows = Client.objects.filter(pk__in=data["clients"]).order_by("sort_name", "pk").values_list("pk", "name")
    tag = Tag.objects.filter(pk=data["tag"]).first()
    if tag is None:
        return registry.Undone(0, tuple(name for _pk, name in rows))
    wearing = set(ClientTag.objects.filter(tag=tag, client__in=data["clients"]).values_list("client", flat=True))
    ids = [pk for pk, _name in rows if (pk in wearing) == data["on"]]
    _link(tag, ids, on=not data["on"], by=by, now=now)
    return registry.Undone(len(ids), tuple(name for pk, name in rows if (pk in wearing) != data["on"]))


# --- Writing ---


def _write(
    column: str, values: Mapping[Any, list[uuid.UUID]], old: Mapping[uuid.UUID, Any], *, by: Employee, now: datetime
) -> None:
    """Set the column, one statement for each different value."""
    changes: Changes = {}
    facts = []
    for value, ids in values.items():
        Client.objects.filter(pk__in=ids).update(**{f"{column}_id": value})
        changes |= {pk: {column: [_plain(old[pk]), _plain(value)]} for pk in ids}
        facts += [_assigned(pk, old[pk], value, by=by, now=now) for pk in ids]
    audit.record_many(action="client.changed", model=Client, changes=changes, by=by, now=now)
    if column == "segment":
        looks.look_again(client_ids=changes, now=now)
    if column == "manager":
        events.publish_many(facts, now=now)


def _assigned(client_id: uuid.UUID, former: Any, value: Any, *, by: Employee, now: datetime) -> events.Fact:
    handed = {"from_id": former, "to_id": value}
    return events.Fact(kind=kinds.CLIENT_ASSIGNED, client_id=client_id, actor_id=by.pk, happened_at=now, payload=handed)


def _set_archived(
    ids: list[uuid.UUID], *, was: datetime | None, moment: datetime | None, by: Employee, now: datetime
) -> None:
    Client.objects.filter(pk__in=ids).update(archived_at=moment)
    action, kind = ("client.archived", kinds.CLIENT_ARCHIVED) if moment else ("client.restored", kinds.CLIENT_RESTORED)
    changes: Changes = {pk: {"archived_at": [_plain(was), _plain(moment)]} for pk in ids}
    audit.record_many(action=action, model=Client, changes=changes, by=by, now=now)
    facts = [events.Fact(kind=kind, client_id=pk, actor_id=by.pk, happened_at=now) for pk in ids]
    events.publish_many(facts, now=now)


def _link(tag: Tag, ids: list[uuid.UUID], *, on: bool, by: Employee, now: datetime) -> None:
    if on:
        ClientTag.objects.bulk_create([ClientTag(client_id=pk, tag=tag) for pk in ids], ignore_conflicts=True)
    else:
        ClientTag.objects.filter(tag=tag, client__in=ids).delete()
    audit.record_many(action="client.tagged", model=Client, changes={pk: {} for pk in ids}, by=by, now=now)


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    return None if value is None else str(value)
