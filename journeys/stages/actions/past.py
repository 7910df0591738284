"""Stays of before: the whole paths of many clients, in a few statements."""

import uuid
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from accounts.audit import actions as audit
from accounts.clients.models import Client, ClientFacts
from accounts.events import actions as events
from accounts.events import kinds
from accounts.events.models import Origin
from accounts.organizations.models import Employee
from journeys.stages import queries
from journeys.stages.actions.counting import count_soon
from journeys.stages.actions.moving import fact_of
from journeys.stages.models import JourneyStage, JourneyVersion, StageVisit

Versions = Mapping[JourneyVersion, Mapping[str, JourneyStage]]


@dataclass(frozen=True, slots=True, kw_only=True)
class PastStay:
    """A client entered a stage then; it left the stage when it entered the next one of the rows."""

    client_id: uuid.UUID
    stage: str
    entered_at: datetime


@transaction.atomic
def record_past(
    rows: Sequence[PastStay], *, by: Employee | None, now: datetime, origin: Origin = Origin.IMPORT
) -> list[StageVisit]:
    """Write where clients stood and stand, publish it, and return the stays. Clients that stand somewhere are left as they are.

    A thousand rows cost the same statements as one. Each stay follows the version of the path of its first day, on the first
    step of the stage. No rule looks at them: their events have the origin.
    """
    ids = {row.client_id for row in rows}
    list(Client.objects.select_for_update().filter(pk__in=ids).order_by("pk").values_list("pk"))  # as `enter` does
    standing = set(StageVisit.objects.filter(client__in=ids, contact=None).values_list("client", flat=True))
    paths: dict[uuid.UUID, list[PastStay]] = defaultdict(list)
    for row in sorted(rows, key=lambda one: one.entered_at):
        if row.client_id not in standing:
            paths[row.client_id].append(row)
    versions = {one: queries.stages_of(one) for one in queries.versions()}  # the newest first
    visits = [visit for path in paths.values() for visit in _visits(path, versions, by=by)]
    StageVisit.objects.bulk_create(visits)
    for action, some in (("stage.entered", visits), ("stage.left", [one for one in visits if one.left_at])):
        changes = {one.pk: audit.changes(one, audit.NEW) if action == "stage.entered" else {} for one in some}
        audit.record_many(action=action, model=StageVisit, changes=changes, by=by, now=now)
    events.publish_many([fact for one in visits for fact in _facts(one, by=by, origin=origin)], now=now)
    _show(visits, now=now)
    count_soon(now=now)
    return visits


def _visits(path: Sequence[PastStay], versions: Versions, *, by: Employee | None) -> list[StageVisit]:
    found = []
    for row, following in zip(path, [*path[1:], None], strict=True):
        version = next((one for one in versions if one.published_at and one.published_at <= row.entered_at), None)
        visit = StageVisit(client_id=row.client_id, stage=row.stage, entered_at=row.entered_at, by=by, version=version)
        visit.left_at = following.entered_at if following else None
        drawn = versions[version].get(row.stage) if version else None
        if drawn and drawn.own_steps:
            visit.step, visit.step_since = drawn.own_steps[0].key, row.entered_at
        found.append(visit)
    return found


def _facts(visit: StageVisit, *, by: Employee | None, origin: Origin) -> list[events.Fact]:
    facts = [fact_of(kinds.STAGE_ENTERED, visit, at=visit.entered_at, by=by, origin=origin)]
    if visit.left_at:
        facts.append(fact_of(kinds.STAGE_LEFT, visit, at=visit.left_at, by=by, origin=origin))
    return facts


def _show(visits: Sequence[StageVisit], *, now: datetime) -> None:
    """Let the lists show where the clients stand."""
    present = {
        one.visit.client_id: one for one in queries.standing_of([one for one in visits if not one.left_at], now=now)
    }
    facts = list(ClientFacts.objects.filter(client__in=present))
    for row in facts:
        standing = present[row.client_id]
        row.stage, row.stage_entered_at, row.pace = standing.visit.stage, standing.visit.entered_at, standing.pace
    ClientFacts.objects.bulk_update(facts, ["stage", "stage_entered_at", "pace"])
