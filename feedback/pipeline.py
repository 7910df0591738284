"""THE WAY OF WHAT WAS SAID: words and scores become readings of mood, these the index, sums of the month, and alerts."""

import uuid
from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from accounts import clock
from accounts.clients.models import ClientFacts, ClientState
from accounts.jobs import actions as jobs
from accounts.tenancy.context import current_organization_id
from feedback.alerts import actions as alerts
from feedback.happiness_index import actions as happiness_index
from feedback.happiness_index.formula import Formula
from feedback.insights import actions as insights
from feedback.rollups import actions as rollups
from feedback.sentiment import actions as sentiment

CLIENTS, PASTS = "moods", "mood_pasts"
BATCH = 200  # clients of one transaction


def ask_for(*, client_ids: Collection[uuid.UUID], now: datetime) -> None:
    """Let what was said at these clients be counted soon: once, however often it is asked for meanwhile."""
    jobs.enqueue_many(queue=CLIENTS, subject_ids=client_ids, now=now - clock.offset())


def ask_for_past(*, client_ids: Collection[uuid.UUID], now: datetime) -> None:
    """Let the kept days of these clients be counted again: another client's past has become theirs, or some never was."""
    jobs.enqueue_many(queue=PASTS, subject_ids=client_ids, now=now - clock.offset())


def work_off(subject_ids: list[uuid.UUID], now: datetime) -> None:
    """Process a batch of clients, at their organization's own time. The ledger calls this."""
    process(client_ids=subject_ids, now=now + clock.offset())


@transaction.atomic
def recount(subject_ids: list[uuid.UUID], now: datetime) -> None:
    """Count a batch of clients, their kept days and the sums of their months anew. A merged client keeps its days."""
    own = now + clock.offset()
    present = ClientFacts.objects.exclude(state=ClientState.MERGED).filter(client__in=subject_ids)
    ids = list(present.values_list("client", flat=True))
    process(client_ids=ids, now=own)
    rollups.mark(moments=happiness_index.rewrite(client_ids=ids), now=own)


@transaction.atomic
def process(*, client_ids: Collection[uuid.UUID], now: datetime) -> None:
    """Bring moods of texts, readings, indices and sums of these clients in line with what was said; ask to look for alerts.

    A constant number of statements, however many clients and answers; the same again changes nothing.
    """
    sentiment.read_texts(client_ids=client_ids, now=now)
    recorded = sentiment.record(client_ids=client_ids, now=now)
    _count(recorded, client_ids=client_ids, untold=recorded.of_history, now=now)
    alerts.ask_for(client_ids={*client_ids} - recorded.of_history, now=now)


@transaction.atomic
def process_history(*, client_ids: Collection[uuid.UUID], now: datetime) -> None:
    """Do the same for clients whose talks and answers are all history: that their indices have come to be is no news."""
    sentiment.read_texts(client_ids=client_ids, now=now)
    _count(sentiment.record(client_ids=client_ids, now=now), client_ids=client_ids, untold=client_ids, now=now)


def sweep(subject_ids: list[uuid.UUID], now: datetime) -> None:
    """Count the next batch of clients, behind the one that the subject names; the organization names none.

    Time alone is no reason to read again what was said; of clients that were never counted it is read.
    """
    own = now + clock.offset()
    for subject_id in subject_ids:
        batch = _next(subject_id)
        process_history(client_ids=[pk for pk, counted_at in batch if counted_at is None], now=own)
        happiness_index.recalculate(client_ids=[pk for pk, counted_at in batch if counted_at], now=own)
        if len(batch) == BATCH:
            jobs.enqueue(queue=happiness_index.SWEEP, subject_id=batch[-1][0], now=now)


def read_anew(subject_ids: list[uuid.UUID], now: datetime) -> None:
    """Read and count the next batch of clients, as `sweep` goes through them: after a word of the organization changed."""
    for subject_id in subject_ids:
        ids = [pk for pk, _counted_at in _next(subject_id)]
        process(client_ids=ids, now=now + clock.offset())
        if len(ids) == BATCH:  # the rest in a transaction of its own
            jobs.enqueue(queue=sentiment.READING, subject_id=ids[-1], now=now)


def count_all(*, now: datetime, formula: Formula | None = None) -> int:
    """Read what was said at every client of the organization and count it, by another formula too; return how many."""
    number, batch = 0, _heard(after=None)
    while batch:
        ids = [pk for pk, _counted_at in batch]
        process_history(client_ids=ids, now=now)
        if formula:
            happiness_index.recalculate(client_ids=ids, now=now, formula=formula)
        number, batch = number + len(ids), _heard(after=ids[-1])
    return number


def _next(subject_id: uuid.UUID) -> list[tuple[uuid.UUID, datetime | None]]:
    """Return the batch behind the client that a job names; the organization names none."""
    return _heard(after=None if subject_id == current_organization_id() else subject_id)


def _heard(*, after: uuid.UUID | None) -> list[tuple[uuid.UUID, datetime | None]]:
    """Return the next clients of whom anything was heard, with when each was counted."""
    rows = ClientFacts.objects.exclude(state=ClientState.MERGED).order_by("client")
    rows = rows.exclude(last_heard_at=None, mood_counted_at=None)
    if after:
        rows = rows.filter(client__gt=after)
    return list(rows.values_list("client", "mood_counted_at")[:BATCH])


def _count(
    recorded: sentiment.Recorded,
    *,
    client_ids: Collection[uuid.UUID],
    untold: Collection[uuid.UUID],
    now: datetime,
) -> None:
    happiness_index.recalculate(client_ids=client_ids, untold=untold, now=now)
    if recorded.confided:
        happiness_index.rewrite(client_ids=recorded.confided)
    if recorded.moments:
        rollups.mark(moments=recorded.moments, now=now)
        insights.mark_days(moments=recorded.moments)
