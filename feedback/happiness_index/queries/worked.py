"""One client's index with every figure on the way, so that a reader can follow it by hand."""

import math
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from accounts.clients.models import Client, ClientFacts, ClientState
from feedback.happiness_index.formula import Formula, Index
from feedback.happiness_index.queries.inputs import Inputs, inputs_of
from feedback.responses.models import Confidentiality
from feedback.sentiment.models import MoodReading

CANDIDATES = 30
FEWEST, MOST = 2, 8  # readings that are worth following, and not too many
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class WorkedReading:
    """A reading: how much of its weight is left (`fresh`), and by how many points it moves the index."""

    reading: MoodReading
    days: Decimal
    half_life: int
    fresh: float
    points: Decimal


@dataclass(frozen=True, slots=True)
class WorkedRole:
    """A role: the sums over its readings, and what comes of them."""

    role: str
    fresh: float
    said: float  # sum of freshness x value
    mood: float
    share: float
    deviation: float


@dataclass(frozen=True, slots=True)
class Worked:
    """The way to a client's index."""

    client: Client
    index: Index
    readings: Sequence[WorkedReading]
    roles: Sequence[WorkedRole]
    unheard: Sequence[float]  # weights of the roles that were not heard, of 1
    half: float  # half the width of the interval, in points
    formula: Formula


def worked_example(*, now: datetime) -> Worked | None:
    """Return the way to the index of a client of whom several things were said, of late and by several roles; or None.

    Clients whose sums hold what somebody said without a name are passed over: how fresh it is would tell the day.
    """
    rows = ClientFacts.objects.filter(state=ClientState.CURRENT, mood__isnull=False).order_by("-mood_read_at", "pk")
    ids = list(rows.values_list("client", flat=True)[:CANDIDATES])
    readings = MoodReading.objects.filter(client__in=ids, response__confidentiality=Confidentiality.ROLE)
    nameless = set(readings.values_list("client", flat=True))
    inputs = inputs_of([one for one in ids if one not in nameless])
    found = {one: inputs.index(one, at=now) for one in inputs.segments}
    fitting = [one for one, index in found.items() if FEWEST <= len(index.contributions) <= MOST]
    if not fitting:
        return None
    chosen = max(fitting, key=lambda one: (len(found[one].heard), one))
    return _worked(chosen, found[chosen], inputs, now)


def _worked(client_id: uuid.UUID, index: Index, inputs: Inputs, now: datetime) -> Worked:
    formula = inputs.formula
    rows = MoodReading.objects.in_bulk([one.reading_id for one in index.contributions])
    lives = {one.id: formula.half_lives.get(one.kind, one.half_life_days) for one in inputs.rows(client_id)}
    readings = [
        WorkedReading(
            reading=(row := rows[one.reading_id]),
            days=Decimal(str(round((now - row.happened_at) / DAY, 1))),
            half_life=lives[row.pk],
            fresh=one.freshness * float(row.weight),
            points=one.points,
        )
        for one in index.contributions
    ]
    roles = []
    for role, mood in index.roles.items():
        own = [one for one in readings if one.reading.role == role]
        fresh = math.fsum(one.fresh for one in own)
        said = math.fsum(one.fresh * (one.reading.value or 0) for one in own)
        of_role = (formula.prior_strength * float(index.baseline) + said) / (formula.prior_strength + fresh)
        roles.append(WorkedRole(role, fresh, said, of_role, mood.share, mood.deviation))
    weights = inputs.weights_of(inputs.segments.get(client_id), at=now)
    unheard = [weight / 100 for role, weight in weights.items() if role not in index.roles]
    doubts = [*(one.share * one.deviation for one in roles), *(formula.role_spread * one for one in unheard)]
    client = Client.objects.select_related("segment").get(pk=client_id)
    half = formula.interval * math.hypot(*doubts)
    return Worked(client, index, readings, roles, unheard, half=half, formula=formula)
