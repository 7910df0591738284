"""Setting targets, and keeping what lists say of gaps up to date."""

import uuid
from collections.abc import Collection, Mapping
from datetime import datetime

from django.db import transaction

from accounts import clock
from accounts.audit import actions as audit
from accounts.clients.enums import BuyerRole
from accounts.clients.models import Client, ClientFacts, ClientState, Segment
from accounts.events import actions as events
from accounts.events import kinds
from accounts.jobs import actions as jobs
from accounts.organizations import actions as organizations
from accounts.organizations.models import Employee, Organization
from accounts.tenancy.context import current_organization_id, tenant_context
from accounts.tenancy.registry import active_organization_ids
from feedback.coverage import queries
from feedback.coverage.models import CoverageTarget
from feedback.coverage.rules import Target

CLIENTS, SWEEP = "coverage", "coverage_sweep"
BATCH = 200  # clients of one statement
LACKS = {role: f"lacks_{role}" for role in BuyerRole.values}


@transaction.atomic
def report_gaps(*, client_ids: Collection[uuid.UUID], now: datetime) -> None:
    """Write into the facts of these clients which roles lack, when somebody was heard last and whom to ask next; publish gaps
    that have opened and closed.

    One update however many clients; the same again changes and publishes nothing.
    """
    rows = list(ClientFacts.objects.select_for_update().filter(client__in=list(client_ids)).order_by("pk"))
    coverage = queries.coverage_of([row.client_id for row in rows], now=now)
    changed, facts = [], []
    for row in rows:
        found = coverage[row.client_id]
        moved = [role for role, column in LACKS.items() if getattr(row, column) != (role in found.gaps)]
        next_id = found.next.person.contact_id if found.next else None
        if not moved and (row.last_heard_at, row.next_contact_id) == (found.last_heard_at, next_id):
            continue
        row.last_heard_at, row.next_contact_id = found.last_heard_at, next_id
        for role in moved:
            setattr(row, LACKS[role], role in found.gaps)
            kind = kinds.GAP_OPENED if role in found.gaps else kinds.GAP_CLOSED
            facts.append(events.Fact(kind=kind, client_id=row.client_id, happened_at=now, payload={"role": role}))
        changed.append(row)
    if changed:
        ClientFacts.objects.bulk_update(changed, [*LACKS.values(), "last_heard_at", "next_contact_id"])
        events.publish_many(facts, now=now)


def ask_for(*, client_ids: Collection[uuid.UUID], now: datetime) -> None:
    """Let the gaps of these clients be looked at soon: once, however often it is asked for meanwhile."""
    jobs.enqueue_many(queue=CLIENTS, subject_ids=client_ids, now=now)


def report(subject_ids: list[uuid.UUID], now: datetime) -> None:
    """Look at the gaps of a batch of clients, at their organization's own time. The ledger calls this."""
    report_gaps(client_ids=subject_ids, now=now + clock.offset())


def request_sweeps(*, now: datetime) -> None:
    """Ask every active organization what has gone stale: the timetable's entry."""
    for organization_id in active_organization_ids():
        with tenant_context(organization_id):
            jobs.enqueue(queue=SWEEP, subject_id=organization_id, now=now)


def sweep(subject_ids: list[uuid.UUID], now: datetime) -> None:
    """Look at the gaps of the next batch of clients, behind the one that the subject names; the organization names none."""
    for subject_id in subject_ids:
        rows = ClientFacts.objects.exclude(state=ClientState.MERGED).order_by("client")
        if subject_id != current_organization_id():
            rows = rows.filter(client__gt=subject_id)
        ids = list(rows.values_list("client", flat=True)[:BATCH])
        report_gaps(client_ids=ids, now=now + clock.offset())
        if len(ids) == BATCH:  # the rest in a transaction of its own
            jobs.enqueue(queue=SWEEP, subject_id=ids[-1], now=now)


@transaction.atomic
def set_targets(
    *,
    targets: Mapping[str, Target],
    segment: Segment | None = None,
    client: Client | None = None,
    by: Employee,
    now: datetime,
) -> None:
    """Make these the targets of a client, of a segment, or else of the whole house. The same again change nothing."""
    rows = {row.role: row for row in CoverageTarget.objects.filter(segment=segment, client=client)}
    changed = False
    for role, target in targets.items():
        row = rows.get(role)
        if row and (row.people, row.days) == (target.people, target.days):
            continue
        before = audit.snapshot(row) if row else audit.NEW
        row = row or CoverageTarget(segment=segment, client=client, role=role)
        row.people, row.days = target.people, target.days
        row.save()
        audit.record(action="coverage_target.set", subject=row, by=by, now=now, before=before)
        changed = True
    if changed:
        _look_again(client, now)


@transaction.atomic
def set_house(*, targets: Mapping[str, Target], revenue_heard_goal: int, by: Employee, now: datetime) -> None:
    """Make these the targets of the whole house, and the goal the share of revenue (in percent) that is to be heard."""
    set_targets(targets=targets, by=by, now=now)
    house = Organization.objects.get()
    before = audit.snapshot(house)
    house.revenue_heard_goal = revenue_heard_goal
    organizations.save_organization(organization=house, by=by, now=now, before=before)


@transaction.atomic
def drop_targets(*, segment: Segment | None = None, client: Client | None = None, by: Employee, now: datetime) -> None:
    """Let a client, a segment, or the whole house have the targets of what is above it again. Twice is once."""
    rows = list(CoverageTarget.objects.filter(segment=segment, client=client))
    for row in rows:
        audit.record(action="coverage_target.dropped", subject=row, by=by, now=now, before=audit.snapshot(row))
        row.delete()
    if rows:
        _look_again(client, now)


def _look_again(client: Client | None, now: datetime) -> None:
    if client:
        ask_for(client_ids=[client.pk], now=now)
    else:
        jobs.enqueue(queue=SWEEP, subject_id=current_organization_id(), now=now)
