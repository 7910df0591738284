"""Where clients and people stand."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from django.db.models import OuterRef, QuerySet, Subquery

from accounts.clients.enums import Pace, Stage
from accounts.clients.models import Client, ClientFacts, ClientState, Contact
from journeys.stages.models import Expectation, JourneyStage, JourneyVersion, StageVisit
from journeys.stages.pace import pace_of, step_named
from journeys.stages.rules import Step

YEAR = timedelta(days=365)
ON_BOARD = 20  # clients of one column: the others are in the list
# Where a stay leads when all goes well. Growth leads nowhere: it goes on.
ONWARD: dict[str, tuple[str, ...]] = {
    Stage.PREBOARDING: (Stage.ONBOARDING.value, Stage.LONG_TERM.value),
    Stage.ONBOARDING: (Stage.LONG_TERM.value,),
    Stage.LONG_TERM: (),
    Stage.REBOARDING: (Stage.LONG_TERM.value,),
}


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
    return Standing(visit, pace, ((visit.left_at or now) - visit.entered_at).days, stage, step)


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


class End(StrEnum):
    """How a stay went on."""

    ALL = "all"
    ONWARD = "onward"
    LOST = "lost"
    OPEN = "open"


def stays(*, stage: str, end: End, version: JourneyVersion | None, now: datetime) -> QuerySet[StageVisit]:
    """Return the stays of clients in the stage that entered it within a year, or of the version where one is named.

    These are what the figures of the funnel and of comparisons are counted from.
    """
    rows = StageVisit.objects.filter(stage=stage, contact=None).exclude(client__facts__state=ClientState.MERGED)
    rows = rows.filter(version=version, is_mixed=False) if version else rows.filter(entered_at__gt=now - YEAR)
    if end == End.ONWARD:
        later = StageVisit.objects.filter(client=OuterRef("client"), contact=None, entered_at__gte=OuterRef("left_at"))
        following = later.exclude(pk=OuterRef("pk")).order_by("entered_at", "pk").values("stage")[:1]
        rows = rows.annotate(following=Subquery(following)).filter(following__in=ONWARD[stage])
    elif end == End.LOST:
        rows = rows.filter(left_at=None, client__facts__state=ClientState.ARCHIVED)
    elif end == End.OPEN:
        rows = rows.filter(left_at=None, client__facts__state=ClientState.CURRENT)
    return rows.select_related("client")


def on_board(*, stage: str, pace: str) -> list[ClientFacts]:
    """Return the first clients that stand in the stage ("": of whom nobody has said), all or those of the pace, by name."""
    rows = ClientFacts.objects.filter(state=ClientState.CURRENT, stage=stage).select_related("client__manager")
    rows = rows.filter(pace=pace) if pace else rows
    return list(rows.order_by("sort_name", "id")[:ON_BOARD])
