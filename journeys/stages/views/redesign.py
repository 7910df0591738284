"""What a version of the path has changed against the one before it."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from accounts import clock
from accounts.clients.enums import Stage
from accounts.organizations.access import OrganizationRequest, in_organization
from accounts.organizations.roles import Right
from journeys.stages import queries
from journeys.stages.formula import Difference, Sample, of_means, of_shares
from journeys.stages.models import JourneyStage, StageFigures

FOLDER = "journeys/stages/redesign"
MOST_MOOD = 100


@dataclass(frozen=True, slots=True)
class Comparison:
    """A stage before and after; a difference is None while one of the two groups is too small."""

    stage: Stage
    drawn: JourneyStage | None
    before: StageFigures
    after: StageFigures
    in_time: Difference | None
    mood: Difference | None


@in_organization(Right.SEE_CLIENTS)
@require_safe
def version(request: OrganizationRequest, journey_id: uuid.UUID) -> HttpResponse:
    """Two versions side by side: how many were ready in time, how they felt meanwhile, each with an interval."""
    versions = list(queries.versions())
    row = get_object_or_404(queries.versions(), pk=journey_id)
    former = next((one for one in versions if one.number < row.number), None)
    drawn = queries.stages_of(row)
    fewest = request.organization.confidentiality_group
    context = {
        "version": row,
        "former": former,
        "versions": versions,
        "waiting": row.moved_at is None and row.moves_on,
        "moves": [Stage(one).label for one in row.moves],
        "rows": _compared(queries.compared(row), drawn, fewest) if former else [],
        "fewest": fewest,
        "now": clock.now(),
    }
    return render(request, f"{FOLDER}/version.html", context)


def _compared(
    found: Mapping[str, tuple[StageFigures | None, StageFigures | None]],
    drawn: Mapping[str, JourneyStage],
    fewest: int,
) -> list[Comparison]:
    rows = []
    for stage in Stage:
        before, after = found[stage]
        if before is None or after is None or not (before.entered or after.entered):
            continue
        in_time, mood = None, None
        if min(before.timed, after.timed) >= fewest:
            in_time = of_shares(before=(before.in_time, before.timed), after=(after.in_time, after.timed))
        if min(before.mood_n, after.mood_n) >= fewest:
            mood = of_means(before=_sample(before), after=_sample(after), most=MOST_MOOD)
        rows.append(Comparison(stage, drawn.get(stage), before, after, in_time, mood))
    return rows


def _sample(row: StageFigures) -> Sample:
    return Sample(row.mood_n, float(row.mood_sum), float(row.mood_squares))
