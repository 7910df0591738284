"""Who would stand in another band if roles counted otherwise: shown before it is saved."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

from accounts.clients.models import ClientFacts, ClientState
from accounts.web.mood import mood_of
from feedback.happiness_index.queries.inputs import count, inputs_of

BATCH = 200


@dataclass(frozen=True, slots=True)
class Move:
    """One client, and its index with the weights of today and with the others."""

    client_id: uuid.UUID
    name: str
    before: Decimal
    after: Decimal


def moves(*, weights: Mapping[str, int], segment_id: uuid.UUID | None = None, now: datetime) -> list[Move]:
    """Return the clients whose band would change with these weights in the segment (None: in the house), the deepest fall
    first. Segments with weights of their own do not follow the house."""
    facts = ClientFacts.objects.filter(state=ClientState.CURRENT, mood__isnull=False).order_by("client")
    if segment_id:
        facts = facts.filter(segment_id=segment_id)
    names = dict(facts.values_list("client", "client__name"))
    ids, found = list(names), []
    for start in range(0, len(ids), BATCH):
        inputs = inputs_of(ids[start : start + BATCH])
        own = {row.segment_id for row in inputs.weights if row.segment_id and not row.replaced_at}
        for client_id in ids[start : start + BATCH]:
            if segment_id is None and inputs.segments[client_id] in own:
                continue
            moment, rows = inputs.moment(client_id, at=now), inputs.rows(client_id)
            before = count(rows, moment=moment, formula=inputs.formula).value
            after = count(rows, moment=replace(moment, weights=weights), formula=inputs.formula).value
            if before is not None and after is not None and mood_of(before) != mood_of(after):
                found.append(Move(client_id, names[client_id], before, after))
    return sorted(found, key=lambda one: (one.after - one.before, one.name))
