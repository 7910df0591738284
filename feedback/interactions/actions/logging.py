"""Writing a talk down."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Q

from accounts.audit import actions as audit
from accounts.clients.models import Client, ClientFacts, Contact
from accounts.events import actions as events
from accounts.events import kinds
from accounts.events.models import Origin
from accounts.organizations.actions import saving
from accounts.organizations.models import Employee
from feedback.interactions import queries
from feedback.interactions.models import Attachment, Interaction, InteractionContact, Need, Promise, Visibility


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What a talk leaves to do: a need of the client, and a promise of ours with its keeper and day."""

    need: str = ""
    promise: str = ""
    promise_owner: Employee | None = None
    promise_due: date | None = None


@transaction.atomic
def log(
    *,
    interaction: Interaction,
    people: Sequence[Contact],
    by: Employee | None,
    now: datetime,
    said: Said | None = None,
    files: Sequence[UploadedFile] = (),
    origin: Origin = Origin.LIVE,
) -> None:
    """Save a talk with who took part, what they need and what was promised, and publish it, once for each person.

    Everybody who took part counts as heard. What came by mail from the client has `by` None. A promise needs keeper and
    day. Talks for top management only are published as events of their own kind, which leave the house by no webhook.
    """
    client = interaction.client
    assert client is not None  # only drafts have none
    interaction.by, interaction.created_at = by, now
    interaction.stage = ClientFacts.objects.values_list("stage", flat=True).get(client=client)
    interaction.save()
    day = client.local_date(interaction.happened_at)
    roles = queries.roles_at(contact_ids=[one.pk for one in people], client_id=client.pk, on=day)
    InteractionContact.objects.bulk_create(
        InteractionContact(interaction=interaction, contact=one, roles=roles[one.pk]) for one in people
    )
    Attachment.objects.bulk_create(_attachments(interaction, files, now))
    if (
        by or interaction.visibility != Visibility.LEADERSHIP
    ):  # of what a client's person confides the trail says nothing
        audit.record(action="interaction.logged", subject=interaction, by=by, now=now, before=audit.NEW)
    _note_heard(client, interaction.happened_at)
    events.publish_many(facts_of(interaction, [one.pk for one in people], by=by, origin=origin), now=now)
    _note_what_is_to_do(interaction, people, said or Said(), by=by, now=now, origin=origin)


@transaction.atomic
def correct(*, interaction: Interaction, by: Employee, now: datetime, before: dict[str, Any]) -> None:
    """Save how it was, what was said and who may read it, and publish that the talk was corrected; nothing changed is nothing
    told. With whom and when it was stays: another talk is a new one.
    """
    if not audit.changes(interaction, before):
        return
    saving.save_changes(interaction, action="interaction.changed", by=by, now=now, before=before)
    _tell(kinds.INTERACTION_CHANGED, interaction, by=by, now=now)


@transaction.atomic
def remove(*, interaction: Interaction, by: Employee, now: datetime) -> None:
    """Take a talk out of every list and sum, and publish it; its row stays for the audit trail. Twice is once."""
    interaction = Interaction.objects.select_for_update().get(pk=interaction.pk)
    if interaction.removed_at:
        return
    before = audit.snapshot(interaction)
    interaction.removed_at = now
    interaction.save(update_fields=["removed_at"])
    audit.record(action="interaction.removed", subject=interaction, by=by, now=now, before=before)
    if interaction.client_id:  # a draft's client is unknown, and nothing has counted it
        key = f"interaction.removed:{interaction.pk}"
        _tell(kinds.INTERACTION_REMOVED, interaction, by=by, now=now, key=key)


def _tell(kind: kinds.Kind, interaction: Interaction, *, by: Employee, now: datetime, key: str = "") -> None:
    fact = events.Fact(
        kind=kind,
        client_id=interaction.client_id,
        actor_id=by.pk,
        happened_at=now,
        payload={"interaction_id": interaction.pk},
        dedupe_key=key,
    )
    events.publish(fact, now=now)


def _attachments(interaction: Interaction, files: Sequence[UploadedFile], now: datetime) -> list[Attachment]:
    rows = []
    for file in files:
        row = Attachment(interaction=interaction, name=file.name or "", size=file.size or 0, created_at=now)
        row.content_type = (file.content_type or "application/octet-stream")[:100]
        row.stamp()
        row.file.save("", file, save=False)
        rows.append(row)
    return rows


def _note_heard(client: Client, moment: datetime) -> None:
    later = Q(last_heard_at=None) | Q(last_heard_at__lt=moment)
    ClientFacts.objects.filter(later, client=client).update(last_heard_at=moment)


def facts_of(
    interaction: Interaction, contact_ids: Sequence[uuid.UUID], *, by: Employee | None, origin: Origin
) -> list[events.Fact]:
    """Return what is published of a talk: once for each person, and for nobody in particular where none took part."""
    is_private = interaction.visibility == Visibility.LEADERSHIP
    payload: dict[str, object] = {"interaction_id": interaction.pk}
    if not is_private:
        payload |= {"channel": interaction.channel, "mood": interaction.mood}
    whom: list[uuid.UUID | None] = [*contact_ids] or [None]
    return [
        events.Fact(
            kind=kinds.INTERACTION_CONFIDED if is_private else kinds.INTERACTION_LOGGED,
            client_id=interaction.client_id,
            contact_id=contact_id,
            actor_id=by.pk if by else None,
            happened_at=interaction.happened_at,
            origin=origin,
            payload=payload,
            dedupe_key=dedupe_key(interaction.pk, contact_id),
        )
        for contact_id in whom
    ]


def dedupe_key(interaction_id: uuid.UUID, contact_id: uuid.UUID | None) -> str:
    """Return the key of the event that tells of a person's part in a talk, or of a talk with nobody in particular."""
    return f"interaction.logged:{interaction_id}:{contact_id or ''}"


def _note_what_is_to_do(
    interaction: Interaction,
    people: Sequence[Contact],
    said: Said,
    *,
    by: Employee | None,
    now: datetime,
    origin: Origin,
) -> None:
    of_whom = {"client": interaction.client, "contact": people[0] if people else None, "interaction": interaction}
    if said.need:
        Need.objects.create(text=said.need, created_at=now, **of_whom)
    owner = said.promise_owner or by
    if said.promise and said.promise_due and owner:
        promise = Promise.objects.create(
            text=said.promise, owner=owner, due_on=said.promise_due, created_at=now, **of_whom
        )
        audit.record(action="promise.made", subject=promise, by=by, now=now, before=audit.NEW)
        fact = events.Fact(
            kind=kinds.PROMISE_MADE,
            client_id=promise.client_id,
            contact_id=promise.contact_id,
            actor_id=by.pk if by else None,
            happened_at=interaction.happened_at,
            origin=origin,
            payload={"promise_id": promise.pk, "owner_id": owner.pk, "due_on": promise.due_on},
            dedupe_key=f"promise.made:{promise.pk}",
        )
        events.publish(fact, now=now)
