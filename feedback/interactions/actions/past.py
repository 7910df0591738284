"""Talks that took place before: whole sets of them, in a few statements."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from accounts.audit import actions as audit
from accounts.events import actions as events
from accounts.events.models import Origin
from accounts.organizations.models import Employee, Touchpoint
from accounts.tenancy.uuid7 import uuid7
from feedback.interactions.actions.logging import facts_of
from feedback.interactions.models import Interaction, InteractionContact

BATCH = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class PastTalk:
    """A talk as it was then. `people` are the roles of that day by contact, `key` is nobody else's in the organization."""

    key: str
    client_id: uuid.UUID
    channel: str
    happened_at: datetime
    people: Mapping[uuid.UUID, Sequence[str]]
    by: Employee  # who of us had it
    mood: int | None = None
    quote: str = ""
    notes: str = ""
    topics: Sequence[str] = ()
    stage: str = ""
    touchpoint: Touchpoint | None = None  # what it was about, and with it whose department it is
    id: uuid.UUID = field(default_factory=uuid7)


@transaction.atomic
def record_past(
    rows: Sequence[PastTalk], *, by: Employee, now: datetime, origin: Origin = Origin.IMPORT
) -> list[Interaction]:
    """Write talks of the past, publish them, and return those that are new: a key that is known is left as it is.

    A thousand rows cost the same statements as one. Nobody gets a letter or a task for them, and no rule looks at them: their
    events have the origin.
    """
    written: list[Interaction] = []
    for start in range(0, len(rows), BATCH):
        batch = {row.key: row for row in rows[start : start + BATCH]}
        offered = {key: _interaction(row, now=now) for key, row in batch.items()}
        Interaction.objects.bulk_create(offered.values(), ignore_conflicts=True)
        stored = dict(Interaction.objects.filter(import_key__in=offered).values_list("import_key", "pk"))
        new = {key: one for key, one in offered.items() if stored.get(key) == one.pk}
        InteractionContact.objects.bulk_create(
            InteractionContact(interaction=one, contact_id=contact_id, roles=list(roles))
            for key, one in new.items()
            for contact_id, roles in batch[key].people.items()
        )
        facts = [
            fact for key, one in new.items() for fact in facts_of(one, list(batch[key].people), by=by, origin=origin)
        ]
        events.publish_many(facts, now=now)
        acts = {one.pk: audit.changes(one, audit.NEW) for one in new.values()}
        audit.record_many(action="interaction.imported", model=Interaction, changes=acts, by=by, now=now)
        written += new.values()
    return written


def _interaction(row: PastTalk, *, now: datetime) -> Interaction:
    return Interaction(
        pk=row.id,
        client_id=row.client_id,
        channel=row.channel,
        happened_at=row.happened_at,
        mood=row.mood,
        quote=row.quote,
        notes=row.notes,
        topics=list(row.topics),
        stage=row.stage,
        touchpoint=row.touchpoint,
        department_id=row.touchpoint.department_id if row.touchpoint else None,
        by=row.by,
        created_at=now,
        import_key=row.key,
    )
