"""Reading what came of playbooks: the index of their clients before and after."""

import uuid
from collections import Counter, defaultdict
from collections.abc import Collection
from datetime import date, datetime

from accounts.organizations.models import Organization
from accounts.tenancy.context import current_organization_id
from feedback.happiness_index import queries as indices
from feedback.happiness_index.models import IndexSnapshot
from feedback.sentiment.models import MoodReading
from journeys.playbooks.effect import AFTER, Effect, Pair, measured
from journeys.playbooks.models import Ending, PlaybookRun


def effects_of(ids: Collection[uuid.UUID], *, now: datetime) -> dict[uuid.UUID, Effect]:
    """Return the effect of each playbook, with a constant number of queries.

    Every run that is over counts, however it ended, so that only the good ones are not counted; each client once, by its latest
    run. What is for top management only enters no index here.
    """
    least = Organization.objects.values_list("confidentiality_group", flat=True).get(pk=current_organization_id())
    over = PlaybookRun.objects.filter(playbook__in=ids, ended_at__isnull=False).exclude(ending=Ending.MERGED)
    latest = {(run.playbook_id, run.client_id): run for run in over.order_by("started_at", "pk")}
    clients = {run.client_id for run in latest.values()}
    curves, heard = _curves(clients), _heard(clients)
    pairs: dict[uuid.UUID, list[Pair]] = defaultdict(list)
    waiting: Counter[uuid.UUID] = Counter()
    unheard: Counter[uuid.UUID] = Counter()
    for run in latest.values():
        until = run.ended_at + AFTER
        if until > now:
            waiting[run.playbook_id] += 1
            continue
        curve = curves[run.client_id]
        before, after = _index(curve, run.started_at.date()), _index(curve, until.date())
        if before is None or after is None or not any(run.started_at < at <= until for at in heard[run.client_id]):
            unheard[run.playbook_id] += 1
        else:
            pairs[run.playbook_id].append(Pair(before, after))
    return {one: measured(pairs[one], least=least, waiting=waiting[one], unheard=unheard[one]) for one in ids}


def _curves(clients: Collection[uuid.UUID]) -> dict[uuid.UUID, list[tuple[date, float | None]]]:
    rows = IndexSnapshot.objects.filter(client__in=clients, version=indices.in_use().version).order_by("day")
    curves = defaultdict(list)
    for client, day, value in rows.values_list("client", "day", "value"):
        curves[client].append((day, None if value is None else float(value)))
    return curves


def _heard(clients: Collection[uuid.UUID]) -> dict[uuid.UUID, list[datetime]]:
    readings = MoodReading.objects.filter(client__in=clients, confidential=False, replaced_at=None)
    heard = defaultdict(list)
    for client, at in readings.exclude(value=None).values_list("client", "happened_at"):
        heard[client].append(at)
    return heard


def _index(curve: list[tuple[date, float | None]], day: date) -> float | None:
    """Return the index at the end of the day before; None where it was unknown."""
    known = [value for at, value in curve if at < day]
    return known[-1] if known else None
