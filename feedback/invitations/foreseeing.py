"""Whom of those who fit a wave asks. Plain Python."""

import uuid
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

EARLIEST = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody in a role at a client, and what would become of a question to them."""

    contact_id: uuid.UUID
    client_id: uuid.UUID
    role: str
    is_asked: bool
    reason: str
    leaves_at: datetime | None
    touched_at: datetime | None  # when anything reached them last


def chosen(candidates: Collection[Candidate], *, roles: Sequence[str], per_role: int | None) -> list[Candidate]:
    """Return who is asked of each role at each client: who can be asked before who cannot, then who has waited longest.

    Each person once, in the first of `roles` that chooses them. `per_role` None is everybody.
    """
    groups = defaultdict(list)
    for one in candidates:
        groups[one.client_id, roles.index(one.role)].append(one)
    taken, found = set[uuid.UUID](), []
    for key in sorted(groups, key=lambda key: (str(key[0]), key[1])):
        free = [one for one in groups[key] if one.contact_id not in taken]
        free.sort(key=lambda one: (not one.is_asked, one.touched_at or EARLIEST, str(one.contact_id)))
        picked = free[:per_role]
        taken |= {one.contact_id for one in picked}
        found += picked
    return found
