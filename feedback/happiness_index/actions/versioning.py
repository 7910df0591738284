"""Own versions of the index: their past is counted beside that in use, batch by batch, until somebody switches over."""

import uuid
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Max, QuerySet

from accounts import clock
from accounts.audit import actions as audit
from accounts.clients.models import ClientFacts, ClientState
from accounts.jobs import actions as jobs
from accounts.organizations.models import Employee
from feedback.happiness_index import queries
from feedback.happiness_index.actions.counting import recalculate
from feedback.happiness_index.actions.sweeping import request_count
from feedback.happiness_index.actions.weighing import drop_weights
from feedback.happiness_index.formula import CURRENT
from feedback.happiness_index.models import FIRST_OWN, IndexBaseline, IndexSnapshot, IndexVersion, VersionState

VERSIONS = "index_versions"  # the queue
BATCH = 50  # clients of one transaction
DAYS = 5000  # kept days that go in one transaction


class TrialUnderWay(RuntimeError):
    """There is a version on trial: one at a time stands beside the one in use."""


class NotCounted(RuntimeError):
    """The past was not counted to its end by this version, or it was given up."""


@transaction.atomic
def begin_version(*, version: IndexVersion, by: Employee, now: datetime) -> IndexVersion:
    """Begin to count the past by a new version, beside the one in use; nothing that is shown changes. Raises TrialUnderWay."""
    last = IndexVersion.objects.aggregate(last=Max("number"))["last"]
    version.number, version.formula = max(FIRST_OWN, (last or 0) + 1), CURRENT.version
    version.by, version.created_at, version.total = by, now, _clients().count()
    try:
        with transaction.atomic():
            version.save()
    except IntegrityError as error:
        raise TrialUnderWay from error
    audit.record(action="index_version.begun", subject=version, by=by, now=now, before=audit.NEW)
    _go_on_later(version)
    return version


@transaction.atomic
def stop_version(*, version: IndexVersion, by: Employee, now: datetime) -> bool:
    """Give up a version on trial; what was counted by it goes. False when it is in use, or was, or was given up already."""
    row = IndexVersion.objects.select_for_update().get(pk=version.pk)
    if row.state not in {VersionState.COUNTING, VersionState.READY}:
        return False
    before = audit.snapshot(row)
    row.state = VersionState.STOPPED
    row.save(update_fields=["state"])
    audit.record(action="index_version.stopped", subject=row, by=by, now=now, before=before)
    _go_on_later(row)
    return True


@transaction.atomic
def switch_over(*, version: IndexVersion, by: Employee, now: datetime) -> None:
    """Count by this version from now on. Days until now stay as they were shown; no client's news is told of the change.

    Weights that the house had until now are replaced by those of the version; segments keep theirs. Twice is once. Raises
    NotCounted.
    """
    rows = {row.pk: row for row in IndexVersion.objects.select_for_update().order_by("pk")}
    row = rows[version.pk]
    if row.state == VersionState.IN_USE:
        return
    if row.state != VersionState.READY:
        raise NotCounted
    for former in (one for one in rows.values() if one.state == VersionState.IN_USE):
        former.state = VersionState.FORMER
        former.save(update_fields=["state"])
    before = audit.snapshot(row)
    row.state, row.in_force_at = VersionState.IN_USE, now
    row.save(update_fields=["state", "in_force_at"])
    audit.record(action="index_version.adopted", subject=row, by=by, now=now, before=before)
    drop_weights(by=by, now=now)
    request_count(now=now)


@transaction.atomic
def go_on(version_ids: list[uuid.UUID], now: datetime) -> None:
    """Count the next clients by each of these versions, or clear away what a version given up has left.

    The ledger calls this; a part is whole or not there, so a kill loses nothing and counts nothing twice.
    """
    for row in IndexVersion.objects.select_for_update().filter(pk__in=version_ids).order_by("pk"):
        if row.state == VersionState.COUNTING:
            _count(row, now + clock.offset())
        elif row.state == VersionState.STOPPED:
            _clear(row)


def _count(row: IndexVersion, now: datetime) -> None:
    rows = _clients()
    if row.cursor:
        rows = rows.filter(client__gt=row.cursor)
    ids = list(rows.values_list("client", flat=True)[:BATCH])
    recalculate(client_ids=ids, now=now, formula=queries.formula_of(row))
    row.counted += len(ids)
    row.total = max(row.total, row.counted)
    if len(ids) == BATCH:
        row.cursor = ids[-1]
        _go_on_later(row)
    else:
        row.state = VersionState.READY
    row.save(update_fields=["counted", "total", "cursor", "state"])


def _clear(row: IndexVersion) -> None:
    kept = IndexSnapshot.objects.filter(version=row.number)
    gone = list(kept.order_by("pk").values_list("pk", flat=True)[:DAYS])
    IndexSnapshot.objects.filter(pk__in=gone).delete()
    if len(gone) == DAYS:
        _go_on_later(row)
    else:
        IndexBaseline.objects.filter(version=row.number).delete()


def _clients() -> QuerySet[ClientFacts]:
    """Return everybody whose index is counted."""
    return ClientFacts.objects.exclude(state=ClientState.MERGED).exclude(mood_counted_at=None).order_by("client")


def _go_on_later(row: IndexVersion) -> None:
    jobs.enqueue(queue=VERSIONS, subject_id=row.pk, now=clock.real_now())
