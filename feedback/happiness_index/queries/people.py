"""How every person at a client feels, and who has fallen silent."""

import uuid
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from feedback.happiness_index.formula import Index, Reading, Silence, index_of, known, silence
from feedback.happiness_index.queries.inputs import inputs_of
from feedback.sentiment.models import MoodReading


@dataclass(frozen=True, slots=True)
class PersonMood:
    """One person's index, counted like a client's whose only voice they are; and their silence, against their own rhythm."""

    index: Index
    last_at: datetime
    silence: Silence | None


def of_people(client_id: uuid.UUID, *, now: datetime, confidential: bool = False) -> Mapping[uuid.UUID, PersonMood]:
    """Return the mood of everybody at the client who was ever heard under their name, by the contact's id."""
    inputs = inputs_of([client_id])
    baseline = inputs.moment(client_id, at=now).baseline
    rows = {one.id: one for one in known(inputs.rows(client_id, confidential=confidential), now)}
    named = MoodReading.objects.filter(~Q(contact=None), pk__in=rows).values_list("contact", "pk")
    by_person: dict[uuid.UUID, list[Reading]] = defaultdict(list)
    for contact_id, pk in named:
        by_person[contact_id].append(rows[pk])
    return {
        contact_id: PersonMood(
            index=index_of(said, now=now, baseline=baseline, weights={}, formula=inputs.formula),
            last_at=max(one.happened_at for one in said),
            silence=silence((one.happened_at for one in said), now=now),
        )
        for contact_id, said in by_person.items()
    }
