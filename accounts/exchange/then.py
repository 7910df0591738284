"""What was true of clients and their people on a day in the past: where they stood, and as whom somebody was heard."""

import uuid
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection
from datetime import date, datetime

from accounts.clients.models import ContactRole
from accounts.events import kinds
from accounts.events.models import Event


class Then:
    """Loaded with two queries for any number of clients and positions."""

    def __init__(self, client_ids: Collection[uuid.UUID], position_ids: Collection[uuid.UUID]) -> None:
        self.stages: dict[uuid.UUID | None, list[tuple[datetime, str]]] = defaultdict(list)
        names = [kinds.STAGE_ENTERED.name, kinds.STAGE_LEFT.name]
        moves = Event.objects.filter(kind__in=names, client_id__in=list(client_ids), contact_id=None)
        # Who leaves a stage for another one does both at once: what is entered counts.
        for move in moves.order_by("happened_at", "-kind"):
            stage = move.payload["stage"] if move.kind == kinds.STAGE_ENTERED.name else ""
            self.stages[move.client_id].append((move.happened_at, stage))
        self.roles: dict[uuid.UUID, list[ContactRole]] = defaultdict(list)
        for role in ContactRole.objects.filter(position__in=list(position_ids)):
            self.roles[role.position_id].append(role)

    def stage(self, client_id: uuid.UUID, at: datetime) -> str:
        """Return where the client stood, "" where nobody knows."""
        path = self.stages.get(client_id, [])
        place = bisect_right(path, at, key=lambda move: move[0])
        return path[place - 1][1] if place else ""

    def role(self, position_id: uuid.UUID, on: date) -> str:
        """Return the one role of that day, or else the one of today; "" where there are none or several."""
        held = self.roles_on(position_id, on)
        held = held or {one.role for one in self.roles.get(position_id, []) if one.valid_until is None}
        return held.pop() if len(held) == 1 else ""

    def roles_on(self, position_id: uuid.UUID, on: date) -> set[str]:
        """Return the roles of that day."""
        roles = self.roles.get(position_id, [])
        return {one.role for one in roles if one.valid_from <= on and (not one.valid_until or one.valid_until > on)}
