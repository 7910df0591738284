"""Entering and leaving stages and their steps."""

from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.audit import actions as audit
from accounts.clients.enums import Stage
from accounts.clients.models import Client, ClientFacts, Contact
from accounts.events import actions as events
from accounts.events import kinds
from accounts.events.models import Origin
from accounts.organizations.models import Employee
from journeys.stages import queries
from journeys.stages.actions.counting import count_soon
from journeys.stages.models import StageVisit
from journeys.stages.rules import Step


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
    reason: str = "",
) -> StageVisit:
    """Let the client, or one person there, stand in the stage from `at` (now) on, and publish what was left and entered.

    The stay follows the version of the path that is in force then, and begins with the first step of the stage. Who stands
    there already stays, and nothing is published. Raises BeforeTheLast.
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
    version = queries.in_force(at=at)
    drawn = queries.stages_of(version).get(stage)
    steps = drawn.own_steps if drawn else []
    visit = StageVisit(
        client=client, contact=contact, stage=stage, entered_at=at, by=by, reason=reason, version=version
    )
    if steps:
        visit.step, visit.step_since = steps[0].key, at
    visit.save()
    audit.record(action="stage.entered", subject=visit, by=by, now=now, before=audit.NEW)
    _publish(kinds.STAGE_ENTERED, visit, at=at, by=by, now=now, origin=origin)
    if contact is None:
        (standing,) = queries.standing_of([visit], now=now)
        ClientFacts.objects.filter(client=client).update(stage=stage, stage_entered_at=at, pace=standing.pace)
        count_soon(now=now)
    return visit


@transaction.atomic
def enter_step(*, visit: StageVisit, step: Step, by: Employee | None, now: datetime) -> None:
    """Let a stay that goes on be on the step from now on, and publish it. The same step again is nothing."""
    visit = StageVisit.objects.select_for_update(of=("self",)).select_related("client").get(pk=visit.pk)
    if visit.left_at or visit.step == step.key:
        return
    before = audit.snapshot(visit)
    visit.step, visit.step_since = step.key, now
    visit.save(update_fields=["step", "step_since"])
    audit.record(action="stage.step", subject=visit, by=by, now=now, before=before)
    if visit.contact_id is None:
        (standing,) = queries.standing_of([visit], now=now)
        ClientFacts.objects.filter(client=visit.client_id).update(pace=standing.pace)
    more = {"step": step.name}
    key = f"{step.key}:{now.isoformat()}"
    _publish(kinds.STAGE_STEP, visit, at=now, by=by, now=now, origin=Origin.LIVE, more=more, key=key)


def _leave(visit: StageVisit, *, at: datetime, by: Employee | None, now: datetime, origin: Origin) -> None:
    before = audit.snapshot(visit)
    visit.left_at = at
    visit.save(update_fields=["left_at"])
    audit.record(action="stage.left", subject=visit, by=by, now=now, before=before)
    _publish(kinds.STAGE_LEFT, visit, at=at, by=by, now=now, origin=origin)


def _publish(
    kind: kinds.Kind,
    visit: StageVisit,
    *,
    at: datetime,
    by: Employee | None,
    now: datetime,
    origin: Origin,
    more: dict[str, Any] | None = None,
    key: str = "",
) -> None:
    events.publish(fact_of(kind, visit, at=at, by=by, origin=origin, more=more, key=key), now=now)


def fact_of(
    kind: kinds.Kind,
    visit: StageVisit,
    *,
    at: datetime,
    by: Employee | None,
    origin: Origin,
    more: dict[str, Any] | None = None,
    key: str = "",
) -> events.Fact:
    """Return what is published of a stay."""
    return events.Fact(
        kind=kind,
        client_id=visit.client_id,
        contact_id=visit.contact_id,
        actor_id=by.pk if by else None,
        happened_at=at,
        origin=origin,
        payload={"stage": visit.stage, "visit_id": visit.pk} | (more or {}),
        dedupe_key=":".join(filter(None, (kind.name, str(visit.pk), key))),
    )
