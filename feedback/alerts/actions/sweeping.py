"""Once a day: what only time tells, a silence, a promise past its day, a client without an owner, a trend."""

import uuid
from collections.abc import Collection
from datetime import datetime

from accounts import clock
from accounts.clients.models import ClientFacts, ClientState
from accounts.jobs import actions as jobs
from accounts.organizations.models import Organization
from accounts.tenancy.context import current_organization_id
from feedback.alerts.actions.raising import evaluate, evaluate_groups
from feedback.alerts.actions.ruling import SWEEP, begin
from feedback.alerts.actions.telling import URGENT

CLIENTS = "alerts"  # the queue: clients of which something has happened
BATCH = 200


def ask_for(*, client_ids: Collection[uuid.UUID], now: datetime) -> None:
    """Let the rules look at these clients soon: once, however often it is asked for meanwhile."""
    jobs.enqueue_many(queue=CLIENTS, subject_ids=client_ids, now=now - clock.offset(), priority=URGENT)


def look(subject_ids: list[uuid.UUID], now: datetime) -> None:
    """Let the rules look at these clients. The ledger calls this."""
    evaluate(client_ids=subject_ids, now=now + clock.offset())


def sweep(subject_ids: list[uuid.UUID], now: datetime) -> None:
    """Look at the next batch of clients behind the one that the subject names; the organization itself names none."""
    own = now + clock.offset()
    for subject_id in subject_ids:
        rows = ClientFacts.objects.filter(state=ClientState.CURRENT).order_by("client")
        if subject_id == current_organization_id():
            begin(organization=Organization.objects.get(), now=own)
            evaluate_groups(now=own)
        else:
            rows = rows.filter(client__gt=subject_id)
        batch = list(rows.values_list("client", flat=True)[:BATCH])
        evaluate(client_ids=batch, now=own)
        if len(batch) == BATCH:  # the rest in a transaction of its own
            jobs.enqueue(queue=SWEEP, subject_id=batch[-1], now=now)
