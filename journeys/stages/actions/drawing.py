"""Drawing the path anew: a draft is changed at will, and a published version never again."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import clock
from accounts.audit import actions as audit
from accounts.clients.enums import BuyerRole, Stage
from accounts.events import kinds
from accounts.jobs import actions as jobs
from accounts.organizations.actions import saving
from accounts.organizations.models import Employee
from accounts.tenancy.context import current_organization_id
from journeys.stages import queries
from journeys.stages.actions.counting import FIGURES
from journeys.stages.actions.following import SWEEP, today
from journeys.stages.models import JourneyPart, JourneyStage, JourneyVersion, Reason
from journeys.stages.rules import NOWHERE, PERSON, EntryRule, as_json

# How long the stages of most houses take: (allowed, stuck) in days. Growth takes as long as it pleases.
USUAL_DAYS = {Stage.PREBOARDING: (60, 90), Stage.ONBOARDING: (90, 135), Stage.REBOARDING: (45, 70)}
GROWING = (Stage.LONG_TERM.value,)
USUAL_RULES = {
    Stage.ONBOARDING: [EntryRule(kind=kinds.CONTRACT_SIGNED.name, come_from=(NOWHERE, Stage.PREBOARDING.value))],
    Stage.REBOARDING: [
        EntryRule(
            kind=kinds.ROLE_STARTED.name,
            come_from=GROWING,
            whose=PERSON,
            role=BuyerRole.ECONOMIC.value,
            reason=Reason.SPONSOR.value,
        ),
        EntryRule(
            kind=kinds.OUTCOMES["returned"].name,
            come_from=(NOWHERE, Stage.ONBOARDING.value, *GROWING),
            reason=Reason.PAUSE.value,
        ),
        EntryRule(kind=kinds.OUTCOMES["grew"].name, come_from=GROWING, reason=Reason.SCOPE.value),
    ],
}


class NothingToPublish(RuntimeError):
    """There is no draft any more: somebody has published or dropped it meanwhile."""


class PartTaken(RuntimeError):
    """The department has its part at this touchpoint of the stage already."""


@transaction.atomic
def start_draft(*, by: Employee, now: datetime) -> JourneyVersion:
    """Return the draft; where there is none, make one: a copy of the version in force, or the usual path of the field.

    The usual path has the four stages with usual days and rules; the touchpoints are to be placed on it.
    """
    found = queries.draft()
    if found:
        return found
    last = queries.versions().first()
    version = JourneyVersion(number=last.number + 1 if last else 1, created_at=now, by=by)
    saving.save_new(version, action="journey.drafted", by=by, now=now)
    if last:
        _copy(last, version)
    else:
        JourneyStage.objects.bulk_create(_usual(version, stage) for stage in Stage)
    return version


def _usual(version: JourneyVersion, stage: Stage) -> JourneyStage:
    allowed, stuck = USUAL_DAYS.get(stage, (None, None))
    rules = as_json(USUAL_RULES.get(stage, []))
    return JourneyStage(version=version, stage=stage, allowed_days=allowed, stuck_days=stuck, rules=rules)


def _copy(former: JourneyVersion, version: JourneyVersion) -> None:
    names = ("stage", "allowed_days", "stuck_days", "result", "steps", "rules")
    rows = {
        stage: JourneyStage(version=version, **{name: getattr(row, name) for name in names})
        for stage, row in queries.stages_of(former).items()
    }
    JourneyStage.objects.bulk_create(rows.values())
    names = ("touchpoint_id", "department_id", "owner_id", "position", "standard_days", "result")
    JourneyPart.objects.bulk_create(
        JourneyPart(stage=rows[part.stage.stage], **{name: getattr(part, name) for name in names})
        for part in queries.parts_of(former)
        if part.touchpoint.archived_at is None and part.department.archived_at is None
    )


@transaction.atomic
def save_stage(*, stage: JourneyStage, by: Employee, now: datetime, before: dict[str, Any]) -> None:
    """Save what a form has changed about a stage of the draft. Raises NothingToPublish when it is no draft any more."""
    _only_draft(stage.version_id)
    saving.save_changes(stage, action="journey_stage.changed", by=by, now=now, before=before)


@transaction.atomic
def save_part(*, part: JourneyPart, by: Employee, now: datetime, before: dict[str, Any] | None = None) -> None:
    """Save a department's part at a touchpoint, new (no `before`) or changed; a new touchpoint stands behind the others.

    Raises PartTaken, and NothingToPublish when it is no draft any more.
    """
    _only_draft(part.stage.version_id)
    if before is None:
        rows = JourneyPart.objects.filter(stage=part.stage)
        same = rows.filter(touchpoint=part.touchpoint).first()
        last = rows.order_by("-position").first()
        part.position = same.position if same else (last.position + 1 if last else 0)
    with saving.refuse_twins(PartTaken):
        if before is None:
            saving.save_new(part, action="journey_part.added", by=by, now=now)
        else:
            saving.save_changes(part, action="journey_part.changed", by=by, now=now, before=before)


@transaction.atomic
def remove_part(*, part: JourneyPart, by: Employee, now: datetime) -> None:
    """Take a department's part off the draft. Raises NothingToPublish when it is no draft any more."""
    _only_draft(part.stage.version_id)
    audit.record(action="journey_part.removed", subject=part, by=by, now=now)
    part.delete()


@transaction.atomic
def drop_draft(*, by: Employee, now: datetime) -> None:
    """Drop the draft with all that was drawn. Twice is once."""
    version = queries.draft()
    if version:
        audit.record(action="journey.dropped", subject=version, by=by, now=now)
        version.delete()


@transaction.atomic
def publish(
    *, by: Employee, now: datetime, note: str = "", moves: Collection[str] = (), moves_on: date | None = None
) -> JourneyVersion:
    """Let the draft be in force from now on: whoever enters a stage follows it.

    Those who stand in the stages `moves` now change over on the day `moves_on` (today), the others finish as they have begun.
    Raises NothingToPublish.
    """
    version = JourneyVersion.objects.select_for_update().filter(published_at=None).first()
    if version is None:
        raise NothingToPublish
    for former in JourneyVersion.objects.filter(published_at__isnull=False, replaced_at=None):
        former.replaced_at = now
        former.save(update_fields=["replaced_at"])
    before = audit.snapshot(version)
    version.published_at, version.note = now, note
    version.moves = [stage for stage in Stage.values if stage in set(moves)]
    version.moves_on = (moves_on or today(now)) if version.moves else None
    version.moved_at = None if version.moves else now
    version.save()
    audit.record(action="journey.published", subject=version, by=by, now=now, before=before)
    real = now - clock.offset()
    jobs.enqueue(queue=SWEEP, subject_id=current_organization_id(), now=real)
    jobs.enqueue(queue=FIGURES, subject_id=current_organization_id(), now=real)
    return version


def _only_draft(version_id: Any) -> None:
    if not JourneyVersion.objects.select_for_update().filter(pk=version_id, published_at=None).exists():
        raise NothingToPublish(_("The draft is gone."))
