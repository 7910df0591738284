"""Reading what protects people: the calm limits, and where nobody is asked for now."""

import uuid
from collections.abc import Collection, Iterable

from django.db.models import F, Q, QuerySet

from accounts.clients.models import Client, Position
from feedback.invitations.fatigue import Calm
from feedback.invitations.models import CalmRule, Hold


def held_pairs(client_ids: Collection[uuid.UUID]) -> set[tuple[uuid.UUID, uuid.UUID | None]]:
    """Return (client, person) of everything that is held at these clients; no person: everybody there."""
    return set(Hold.objects.filter(client__in=client_ids, released_at=None).values_list("client", "contact"))


def holds_of(*, client_id: uuid.UUID) -> QuerySet[Hold]:
    """Return what holds questions at a client now, everybody's before single people's."""
    rows = Hold.objects.filter(client=client_id, released_at=None).select_related("contact", "held_by")
    return rows.order_by(F("contact").asc(nulls_first=True), "held_at", "pk")


def holds_on(*, contact_id: uuid.UUID) -> QuerySet[Hold]:
    """Return what holds questions to a person now: their own holds, and those of the clients where they work."""
    clients = Position.objects.filter(contact=contact_id, left_on=None).values("client")
    rows = Hold.objects.filter(released_at=None).select_related("client", "contact", "held_by")
    return rows.filter(Q(contact=contact_id) | Q(contact=None, client__in=clients)).order_by("held_at", "pk")


def segments_of(client_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, uuid.UUID | None]:
    """Return the segment of each client."""
    return dict(Client.objects.filter(pk__in=client_ids).values_list("pk", "segment"))


def calm_rules() -> list[CalmRule]:
    """Return the organization's calm limits, the one for everybody first; there may be none yet."""
    return sorted(
        CalmRule.objects.select_related("segment"),
        key=lambda rule: (_narrowness(rule), rule.role, rule.segment.name if rule.segment else "", rule.country),
    )


def calm_for(limits: Iterable[CalmRule], *, role: str, segment_id: uuid.UUID | None, country: str) -> Calm:
    """Return the limits for somebody: of the narrowest rule that fits them, of two equally narrow ones the calmer one."""
    fitting = [
        rule
        for rule in limits
        if rule.role in {"", role} and rule.segment_id in {None, segment_id} and rule.country in {"", country}
    ]
    best = max(fitting, key=lambda rule: (_narrowness(rule), rule.gap_days, rule.relation_gap_days), default=None)
    return best.calm() if best else Calm()


def held_names(ids: Collection[uuid.UUID]) -> dict[uuid.UUID, str]:
    """Return the clients of these holds, for the audit trail."""
    return dict(Hold.objects.filter(pk__in=ids).values_list("pk", "client__name"))


def _narrowness(rule: CalmRule) -> int:
    return bool(rule.role) + bool(rule.segment_id) + bool(rule.country)
