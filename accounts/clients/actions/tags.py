"""Tags: put on clients, renamed, merged, deleted."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models.functions import Lower

from accounts.audit import actions as audit
from accounts.clients.models import Client, ClientTag, Tag
from accounts.organizations.actions import saving
from accounts.organizations.models import Employee


class TagTaken(RuntimeError):
    """There is a tag of this name already."""


@transaction.atomic
def set_tags(*, client: Client, names: Collection[str], by: Employee, now: datetime) -> None:
    """Make these the tags of the client. A tag that nobody has used yet is made; capital letters make no other tag."""
    wanted = {tag.pk for tag in tags_named(names, by=by, now=now)}
    worn = set(ClientTag.objects.filter(client=client).values_list("tag", flat=True))
    ClientTag.objects.filter(client=client, tag__in=worn - wanted).delete()
    ClientTag.objects.bulk_create(
        [ClientTag(client=client, tag_id=tag_id) for tag_id in sorted(wanted - worn)], ignore_conflicts=True
    )
    if wanted != worn:
        audit.record(action="client.tagged", subject=client, by=by, now=now)


def tags_named(names: Collection[str], *, by: Employee, now: datetime) -> list[Tag]:
    """Return the tags of these names, made where there are none."""
    if not names:
        return []
    rows = Tag.objects.annotate(lowered=Lower("name"))
    wanted = {name.lower(): name for name in names}
    missing = wanted.keys() - set(rows.filter(lowered__in=wanted).values_list("lowered", flat=True))
    # Somebody else may make the same tag at this moment: then theirs is taken.
    made = [Tag(name=wanted[name], created_at=now) for name in sorted(missing)]
    Tag.objects.bulk_create(made, ignore_conflicts=True)
    found = list(rows.filter(lowered__in=wanted))
    ours = {tag.pk for tag in made}
    audit.record_many(
        action="tag.created",
        model=Tag,
        changes={tag.pk: {"name": [None, tag.name]} for tag in found if tag.pk in ours},
        by=by,
        now=now,
    )
    return found


@transaction.atomic
def rename_tag(*, tag: Tag, by: Employee, now: datetime, before: dict[str, object]) -> None:
    """Save the new name. Raises TagTaken: two tags of one name are to be merged."""
    with saving.refuse_twins(TagTaken):
        saving.save_changes(tag, action="tag.renamed", by=by, now=now, before=before)


@transaction.atomic
def merge_tags(*, tag: Tag, into: Tag, by: Employee, now: datetime) -> None:
    """Put `into` on every client that has the tag, and delete the tag. Raises ValueError for a tag and itself."""
    if tag.pk == into.pk:
        raise ValueError("a tag is not merged into itself")
    rows = ClientTag.objects.filter(tag=tag)
    links = [ClientTag(client_id=client_id, tag=into) for client_id in rows.values_list("client", flat=True)]
    ClientTag.objects.bulk_create(links, ignore_conflicts=True)
    audit.record(action="tag.merged", subject=into, by=by, now=now)
    delete_tag(tag=tag, by=by, now=now)


@transaction.atomic
def delete_tag(*, tag: Tag, by: Employee, now: datetime) -> None:
    """Take the tag off every client and delete it; the clients stay. The trail keeps its name."""
    changes: dict[Any, dict[str, list[Any] | None]] = {tag.pk: {"name": [tag.name, None]}}
    audit.record_many(action="tag.deleted", model=Tag, changes=changes, by=by, now=now)
    tag.delete()
