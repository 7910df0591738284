"""Entering and leaving stages."""

from datetime import datetime

from django.db import transaction

from accounts.audit import actions as audit
from accounts.clients.enums import Stage
from accounts.clients.models import Client, ClientFacts, Contact
from accounts.events import actions as events
from accounts.events import kinds
from accounts.events.models import Origin
from accounts.organizations.models import Employee
from journeys.stages import queries
from journeys.stages.models import StageVisit


class BeforeTheLast(ValueError):
    """The client entered its present stage later than the given time."""


@transaction.atomic
def enter(
    *,
    client: Client,
    stage: Stage,
    by: Employee | None,
    now: datetime,
    contact: Contact | None = None,
    at: datetime | None = None,
    origin: Origin = Origin.LIVE,
) -> StageVisit:
    """Let the client, or one person there, stand in the stage from `at` (now) on, and publish what was left and entered.

    Who stands there already stays, and nothing is published. Raises BeforeTheLast.
    """
    Client.objects.select_for_update().get(pk=client.pk)  # one change at a time, or two stages would be open
    at = at or now
    present = queries.present_visit(client=client, contact=contact)
    if present and present.stage == stage:
        return present
    if present:
        if at < present.entered_at:
            raise BeforeTheLast
        _leave(present, at=at, by=by, now=now, origin=origin)
    visit = StageVisit.objects.create(client=client, contact=contact, stage=stage, entered_at=at, by=by)
    audit.record(action="stage.entered", subject=visit, by=by, now=now, before=audit.NEW)
    if contact is None:
        ClientFacts.objects.filter(client=client).update(stage=stage, stage_entered_at=at)
    _publish(kinds.STAGE_ENTERED, visit, at=at, by=by, now=now, origin=origin)
    return visit


def _leave(visit: StageVisit, *, at: datetime, by: Employee | None, now: datetime, origin: Origin) -> None:
    before = audit.snapshot(visit)
    visit.left_at = at
    visit.save(update_fields=["left_at"])
    audit.record(action="stage.left", subject=visit, by=by, now=now, before=before)
    _publish(kinds.STAGE_LEFT, visit, at=at, by=by, now=now, origin=origin)


def _publish(
    kind: kinds.Kind, visit: StageVisit, *, at: datetime, by: Employee | None, now: datetime, origin: Origin
) -> None:
    fact = events.Fact(
        kind=kind,
        client_id=visit.client_id,
        contact_id=visit.contact_id,
        actor_id=by.pk if by else None,
        happened_at=at,
        origin=origin,
        payload={"stage": visit.stage, "visit_id": visit.pk},
        dedupe_key=f"{kind.name}:{visit.pk}",
    )
    events.publish(fact, now=now)
