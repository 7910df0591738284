"""Writing words. Triggers write a job for each thing that changes, in the transaction of the change (ADR 17)."""

import uuid
from datetime import datetime
from itertools import islice

from django.db import connection

from accounts.jobs import actions as jobs
from accounts.search.models import SearchTerm
from accounts.search.queries import QUEUE
from accounts.search.registry import sources
from accounts.search.words import words
from accounts.tenancy.context import current_organization_id

AT_ONCE = 1000


def index(ids: list[uuid.UUID], now: datetime) -> None:
    """Make the words of these things those of their texts as they are now; what is gone loses its words. Twice is once."""
    with connection.cursor() as cursor:  # one after the other: a slower worker must not bring an older text back
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 2))", [str(current_organization_id())])
    wanted = {
        (source.kind, object_id, term)
        for source in sources()
        for object_id, texts in source.texts(ids).items()
        for text in texts
        for term in words(text)
    }
    rows = SearchTerm.objects.filter(object_id__in=ids).values_list("pk", "kind", "object_id", "term")
    written = {(kind, object_id, term): pk for pk, kind, object_id, term in rows}
    SearchTerm.objects.filter(pk__in=[pk for key, pk in written.items() if key not in wanted]).delete()
    SearchTerm.objects.bulk_create(
        [SearchTerm(kind=kind, object_id=object_id, term=term) for kind, object_id, term in wanted - written.keys()],
        batch_size=AT_ONCE,
    )


def index_everything(*, now: datetime) -> int:
    """Write a job for everything of the organization that can be found, and for words whose thing is gone; return how many.

    What waits already waits once, so that a run that was cut off is simply begun again.
    """
    found = [source.model.objects.order_by().values_list("pk", flat=True) for source in sources()]
    found.append(SearchTerm.objects.order_by().values_list("object_id", flat=True).distinct())
    written = 0
    for ids in found:
        rows = ids.iterator(chunk_size=AT_ONCE)
        while some := list(islice(rows, AT_ONCE)):
            jobs.enqueue_many(queue=QUEUE, subject_ids=some, now=now)
            written += len(some)
    return written
