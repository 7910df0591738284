"""Counting every client: once a day, because what was said fades; and when roles count otherwise."""

import uuid
from datetime import datetime

from accounts import clock
from accounts.clients.models import ClientFacts, ClientState
from accounts.jobs import actions as jobs
from accounts.tenancy.context import current_organization_id, tenant_context
from accounts.tenancy.registry import active_organization_ids
from feedback.happiness_index.actions.counting import recalculate
from feedback.happiness_index.formula import CURRENT, Formula

SWEEP = "index_sweep"
BATCH = 200  # clients of one transaction


def request_counts(*, now: datetime) -> None:
    """Ask for all clients of every active organization, because a day has passed: the timetable's entry."""
    for organization_id in active_organization_ids():
        with tenant_context(organization_id):
            jobs.enqueue(queue=SWEEP, subject_id=organization_id, now=now)


def request_count(*, now: datetime) -> None:
    """Ask for all clients of the current organization, whose time `now` is."""
    jobs.enqueue(queue=SWEEP, subject_id=current_organization_id(), now=now - clock.offset())


def sweep(subject_ids: list[uuid.UUID], now: datetime) -> None:
    """Count the next batch of clients, behind the one that the subject names; the organization names none."""
    for subject_id in subject_ids:
        after = None if subject_id == current_organization_id() else subject_id
        ids = _batch(after)
        recalculate(client_ids=ids, now=now + clock.offset())
        if len(ids) == BATCH:  # the rest in a transaction of its own
            jobs.enqueue(queue=SWEEP, subject_id=ids[-1], now=now)


def count_all(*, now: datetime, formula: Formula = CURRENT) -> int:
    """Count every client of the current organization at once, and return how many: for a command."""
    number, ids = 0, _batch(None)
    while ids:
        recalculate(client_ids=ids, now=now, formula=formula)
        number += len(ids)
        ids = _batch(ids[-1])
    return number


def _batch(after: uuid.UUID | None) -> list[uuid.UUID]:
    """Return clients of whom something was heard; of the others nothing fades."""
    rows = ClientFacts.objects.exclude(state=ClientState.MERGED).exclude(mood_counted_at=None).order_by("client")
    if after:
        rows = rows.filter(client__gt=after)
    return list(rows.values_list("client", flat=True)[:BATCH])
