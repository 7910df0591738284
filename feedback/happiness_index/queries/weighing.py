"""How much each role counts, and which clients would change band if it counted otherwise."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

from django.db.models import F, QuerySet

from accounts.clients.models import Client, ClientFacts, ClientState
from accounts.web.mood import mood_of
from feedback.happiness_index.formula import ROLES, Formula
from feedback.happiness_index.models import IndexWeights
from feedback.happiness_index.queries.inputs import Inputs, inputs_of
from feedback.happiness_index.queries.versions import in_use

COUNTED = 2000  # clients
SHOWN = 50


@dataclass(frozen=True, slots=True)
class BandChange:
    """A client whose index would stand in another band."""

    client: Client
    before: Decimal
    after: Decimal


@dataclass(frozen=True, slots=True)
class Foreseen:
    """Who would change band: the largest changes of `number`, found among `counted` clients of `of`."""

    changes: list[BandChange]
    number: int
    counted: int
    of: int

    @property
    def others(self) -> int:
        return self.number - len(self.changes)


def weights_in_force() -> dict[uuid.UUID | None, IndexWeights]:
    """Return the weights that hold now, by segment; those of the house under None."""
    rows = IndexWeights.objects.filter(replaced_at=None).select_related("segment").order_by("segment__name", "pk")
    return {row.segment_id: row for row in rows}


def as_numbers(row: IndexWeights | None) -> Mapping[str, int]:
    """Return how much each role counts of 100 by this row; by the version in use without one."""
    return {role: getattr(row, role) for role in ROLES} if row else in_use().weights


def foresee(*, weights: Mapping[str, int] | None, segment_id: uuid.UUID | None, now: datetime) -> Foreseen:
    """Return whose index would change band with these weights in the segment (None: in the house), nothing being written.

    `weights` None: if the segment dropped its own. Of very many clients those with the largest revenue are counted; whoever
    has weights of its own, or was not heard, does not change. What is for top management only is left out.
    """
    rows = _heard()
    if segment_id:
        rows = rows.filter(client__segment=segment_id)
    else:
        own = [one for one in weights_in_force() if one]
        rows = rows.exclude(client__segment__in=own)
    ids, of = _largest(rows)
    inputs = inputs_of(ids)
    return _compared(ids, of, inputs, _with(inputs, weights, segment_id, now), now)


def foresee_version(*, formula: Formula, now: datetime) -> Foreseen:
    """Return whose index would change band by another version, as `foresee` does."""
    ids, of = _largest(_heard())
    inputs = inputs_of(ids)
    return _compared(ids, of, inputs, inputs.by(formula), now)


def _heard() -> QuerySet[ClientFacts]:
    rows = ClientFacts.objects.filter(state=ClientState.CURRENT, mood__isnull=False)
    return rows.order_by(F("revenue").desc(nulls_last=True), "pk")


def _largest(rows: QuerySet[ClientFacts]) -> tuple[list[uuid.UUID], int]:
    """Return the clients that are counted, and of how many."""
    ids = list(rows.values_list("client", flat=True)[: COUNTED + 1])
    return ids[:COUNTED], rows.count() if len(ids) > COUNTED else len(ids)


def _compared(ids: Sequence[uuid.UUID], of: int, inputs: Inputs, wanted: Inputs, now: datetime) -> Foreseen:
    found = [(one, *pair) for one in ids if (pair := _pair(inputs, wanted, one, now))]
    found.sort(key=lambda row: (-abs(row[2] - row[1]), row[0]))
    clients = Client.objects.in_bulk([row[0] for row in found[:SHOWN]])
    changes = [BandChange(clients[one], before, after) for one, before, after in found[:SHOWN]]
    return Foreseen(changes, number=len(found), counted=len(ids), of=of)


def _with(inputs: Inputs, weights: Mapping[str, int] | None, segment_id: uuid.UUID | None, now: datetime) -> Inputs:
    rows = [row for row in inputs.weights if row.segment_id != segment_id]
    if weights is not None:
        rows.append(IndexWeights(segment_id=segment_id, known_at=now, **weights))
    return replace(inputs, weights=rows)


def _pair(inputs: Inputs, wanted: Inputs, client_id: uuid.UUID, now: datetime) -> tuple[Decimal, Decimal] | None:
    before, after = (one.index(client_id, at=now).value for one in (inputs, wanted))
    if before is None or after is None or mood_of(before) == mood_of(after):
        return None
    return before, after
