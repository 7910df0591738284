"""The path as it was drawn: its versions, their stages, and who does what at which touchpoint."""

import uuid
from collections.abc import Collection, Mapping
from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from accounts.clients.enums import Stage
from journeys.stages.models import JourneyPart, JourneyStage, JourneyVersion
from journeys.stages.rules import EntryRule


def versions() -> QuerySet[JourneyVersion]:
    """Return every version that was published, the newest first."""
    return JourneyVersion.objects.filter(published_at__isnull=False).select_related("by").order_by("-number")


def in_force(*, at: datetime) -> JourneyVersion | None:
    """Return the version that whoever enters a stage at the moment follows; None where nobody had drawn the path by then."""
    rows = JourneyVersion.objects.filter(Q(replaced_at=None) | Q(replaced_at__gt=at), published_at__lte=at)
    return rows.order_by("-number").first()


def draft() -> JourneyVersion | None:
    """Return the version that is being drawn, if there is one."""
    return JourneyVersion.objects.filter(published_at=None).first()


def stages_of(version: JourneyVersion | None) -> dict[str, JourneyStage]:
    """Return the stages of the version by their key, in the order of the path; nothing where there is no version."""
    rows = {row.stage: row for row in JourneyStage.objects.filter(version=version)} if version else {}
    return {stage: rows[stage] for stage in Stage.values if stage in rows}


def parts_of(version: JourneyVersion) -> list[JourneyPart]:
    """Return what departments do at the touchpoints of the version, in the order of the path.

    Whose they are is read once for all of them: joined, the database would look each one up again for every part.
    """
    rows = JourneyPart.objects.filter(stage__version=version)
    order = list(Stage.values)
    found = rows.prefetch_related("stage", "touchpoint", "department", "owner")
    return sorted(found, key=lambda one: (order.index(one.stage.stage), one.position, one.department.name, one.pk))


def rules_in_force() -> Mapping[str, list[EntryRule]]:
    """Return by stage what leads into it now."""
    rows = JourneyStage.objects.filter(version__published_at__isnull=False, version__replaced_at=None)
    found = {row.stage: row.own_rules for row in rows}
    return {stage: found[stage] for stage in Stage.values if found.get(stage)}


def version_names(ids: Collection[uuid.UUID]) -> dict[uuid.UUID, str]:
    """Return what these versions are called: for the audit trail."""
    numbers = JourneyVersion.objects.filter(pk__in=ids).values_list("pk", "number")
    return {pk: _("Version %(number)s") % {"number": number} for pk, number in numbers}


def stage_names(ids: Collection[uuid.UUID]) -> dict[uuid.UUID, str]:
    """Return which stages these rows describe: for the audit trail."""
    return {row.pk: str(row) for row in JourneyStage.objects.filter(pk__in=ids)}


def part_names(ids: Collection[uuid.UUID]) -> dict[uuid.UUID, str]:
    """Return at which touchpoints these parts are: for the audit trail."""
    return dict(JourneyPart.objects.filter(pk__in=ids).values_list("pk", "touchpoint__name"))
