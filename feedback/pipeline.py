"""THE WAY OF WHAT WAS SAID: words and scores become readings of mood, these the index of the client and sums of its month."""

import uuid
from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from accounts import clock
from accounts.jobs import actions as jobs
from feedback.happiness_index import actions as happiness_index
from feedback.rollups import actions as rollups
from feedback.sentiment import actions as sentiment

CLIENTS = "moods"


def ask_for(*, client_ids: Collection[uuid.UUID], now: datetime) -> None:
    """Let what was said at these clients be counted soon: once, however often it is asked for meanwhile."""
    jobs.enqueue_many(queue=CLIENTS, subject_ids=client_ids, now=now - clock.offset())


def work_off(subject_ids: list[uuid.UUID], now: datetime) -> None:
    """Process a batch of clients, at their organization's own time. The ledger calls this."""
    process(client_ids=subject_ids, now=now + clock.offset())


@transaction.atomic
def process(*, client_ids: Collection[uuid.UUID], now: datetime) -> None:
    """Bring readings, indices and monthly sums of these clients in line with what was said.

    A constant number of statements, however many clients and answers; the same again changes nothing.
    """
    recorded = sentiment.record(client_ids=client_ids, now=now)
    _count(recorded, client_ids=client_ids, untold=recorded.of_history, now=now)


@transaction.atomic
def process_history(*, client_ids: Collection[uuid.UUID], now: datetime) -> None:
    """Do the same for clients whose talks and answers are all history: that their indices have come to be is no news."""
    _count(sentiment.record(client_ids=client_ids, now=now), client_ids=client_ids, untold=client_ids, now=now)


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
