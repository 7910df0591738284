"""Whether a stay goes as it should: by the days since it began, and the days that its stage and step may take."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from journeys.stages.rules import Step

ON_TRACK, BEHIND, STUCK = "on_track", "behind", "stuck"


def pace_of(
    *,
    entered_at: datetime,
    now: datetime,
    allowed_days: int | None,
    stuck_days: int | None,
    step: Step | None = None,
    step_since: datetime | None = None,
) -> str:
    """Return how the stay goes: on track within the allowed days, behind after them, stuck after the days of that.

    A step that takes longer than it may is behind too, though its stage has time left. "" is unknown: nobody has said how long
    the stage or its step may take.
    """
    spent = now - entered_at
    if stuck_days and spent > timedelta(days=stuck_days):
        return STUCK
    if allowed_days and spent > timedelta(days=allowed_days):
        return BEHIND
    has_step = bool(step and step.allowed_days and step_since)
    if step and step.allowed_days and step_since and now - step_since > timedelta(days=step.allowed_days):
        return BEHIND
    return ON_TRACK if allowed_days or has_step else ""


def step_named(steps: Sequence[Step], key: str) -> Step | None:
    """Return the step of the key; None where the version has none of it."""
    return next((one for one in steps if one.key == key), None)
