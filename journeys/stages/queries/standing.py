"""Where clients and people stand."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from accounts.clients.enums import Pace
from accounts.clients.models import Client, Contact
from journeys.stages.models import Expectation, JourneyStage, StageVisit
from journeys.stages.pace import pace_of, step_named
from journeys.stages.rules import Step


@dataclass(frozen=True, slots=True)
class Standing:
    """A stay that goes on: how it goes, by the version that it follows, and on which step it is."""

    visit: StageVisit
    pace: str
    days: int
    stage: JourneyStage | None
    step: Step | None

    @property
    def pace_label(self) -> str:
        return str(Pace(self.pace).label) if self.pace else ""


def visits(*, client: Client, contact: Contact | None = None) -> QuerySet[StageVisit]:
    """Return the stays of the client itself, or of one person there, the present one first."""
    return StageVisit.objects.filter(client=client, contact=contact).order_by("-entered_at", "-id")


def present_visit(*, client: Client, contact: Contact | None = None) -> StageVisit | None:
    """Return the stay that goes on, or None while nobody has said where the client (the person) stands."""
    return visits(client=client, contact=contact).filter(left_at=None).first()


def present_visits_of_people(*, client: Client) -> QuerySet[StageVisit]:
    """Return where each person at the client stands now, by name."""
    rows = StageVisit.objects.filter(client=client, contact__isnull=False, left_at=None, contact__erased_at=None)
    return rows.select_related("contact").order_by("contact__sort_name", "pk")


def standing_of(visits: Collection[StageVisit], *, now: datetime) -> list[Standing]:
    """Return how these stays go, by one query for all of them."""
    versions = {one.version_id for one in visits if one.version_id}
    rows = {(row.version_id, row.stage): row for row in JourneyStage.objects.filter(version__in=versions)}
    return [_standing(one, rows.get((one.version_id, one.stage)), now) for one in visits]


def _standing(visit: StageVisit, stage: JourneyStage | None, now: datetime) -> Standing:
    step = step_named(stage.own_steps, visit.step) if stage else None
    pace = pace_of(
        entered_at=visit.entered_at,
        now=now,
        allowed_days=stage.allowed_days if stage else None,
        stuck_days=stage.stuck_days if stage else None,
        step=step,
        step_since=visit.step_since,
    )
    return Standing(visit, pace, (now - visit.entered_at).days, stage, step)


def expectations(*, client: Client) -> QuerySet[Expectation]:
    """Return what the client expects, the first said first."""
    rows = Expectation.objects.filter(client=client, removed_at=None)
    return rows.select_related("contact", "by").order_by("created_at", "id")


def clients_of_visits(ids: Collection[uuid.UUID]) -> dict[uuid.UUID, str]:
    """Return whose stay it is: for the audit trail."""
    return dict(StageVisit.objects.filter(pk__in=ids).values_list("pk", "client__name"))


def clients_of_expectations(ids: Collection[uuid.UUID]) -> dict[uuid.UUID, str]:
    """Return whose expectation it is: for the audit trail, which repeats nothing of what was said."""
    return dict(Expectation.objects.filter(pk__in=ids).values_list("pk", "client__name"))
