"""A drawn path for tests, made by the actions that pages use. Call inside tenant_context()."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from accounts.audit import actions as audit
from accounts.organizations.models import Department, Employee, Touchpoint
from journeys.stages import actions, queries
from journeys.stages.models import JourneyPart, JourneyVersion
from journeys.stages.rules import EntryRule, Step, as_json


def a_journey(
    *,
    by: Employee,
    now: datetime,
    days: Mapping[str, tuple[int, int]] | None = None,
    steps: Mapping[str, Sequence[Step]] | None = None,
    rules: Mapping[str, Sequence[EntryRule]] | None = None,
    parts: Sequence[tuple[str, Touchpoint, Department, dict[str, Any]]] = (),
    moves: Collection[str] = (),
    moves_on: date | None = None,
) -> JourneyVersion:
    """Publish a version: the usual one, or a copy of the one in force, with what is given changed."""
    version = actions.start_draft(by=by, now=now)
    stages = queries.stages_of(version)
    for stage, row in stages.items():
        before = audit.snapshot(row)
        if days and stage in days:
            row.allowed_days, row.stuck_days = days[stage]
        if steps and stage in steps:
            row.steps = as_json(steps[stage])
        if rules is not None:
            row.rules = as_json(rules.get(stage, ()))
        actions.save_stage(stage=row, by=by, now=now, before=before)
    for stage, touchpoint, department, more in parts:
        part = JourneyPart(stage=stages[stage], touchpoint=touchpoint, department=department, **more)
        actions.save_part(part=part, by=by, now=now)
    return actions.publish(by=by, now=now, note="As we work", moves=moves, moves_on=moves_on)
