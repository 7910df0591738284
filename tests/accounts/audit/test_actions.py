"""Writing the trail, and sealing it."""

import json
import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, time, timedelta

import pytest
from django.core.files.storage import FileSystemStorage, default_storage
from django.db import connections

from accounts.audit import actions, queries
from accounts.audit.models import AuditEntry, AuditSeal
from accounts.jobs.models import Job
from accounts.organizations.models import Employee, Organization
from accounts.tenancy.context import tenant_context


@pytest.fixture
def north(cast):
    with tenant_context(cast.north.pk):
        yield cast.north


def head_file(organization):
    path = queries.head_path(organization.pk)
    if not default_storage.exists(path):
        return None
    with default_storage.open(path) as file:
        return json.load(file)


def write(organization, number, now):
    """Write entries that are only there to be counted."""
    AuditEntry.objects.bulk_create(
        AuditEntry(happened_at=now, action="organization.changed", subject_type="accounts.organization")
        for _ in range(number)
    )


# --- Entries ---


def test_entry_says_who_what_and_when(cast, north, now):
    entry = actions.record(action="employee.changed", subject=cast.carol.employee, by=cast.alice.employee, now=now)

    assert (entry.actor_id, entry.subject_id) == (cast.alice.employee.pk, cast.carol.employee.pk)
    assert (entry.subject_type, entry.happened_at, entry.ip) == ("accounts.employee", now, None)


def test_entry_of_the_system_has_no_actor(cast, north, now):
    assert actions.record(action="x", subject=cast.carol.employee, by=None, now=now).actor_id is None


def test_entry_of_a_page_knows_the_address_of_the_browser(cast, client_of):
    client_of(cast.alice).post(
        cast.alice.url("settings/departments/new/"), {"name": "Sales", "lead": ""}, REMOTE_ADDR="203.0.113.9"
    )

    with tenant_context(cast.north.pk):
        assert AuditEntry.objects.get(action="department.created").ip == "203.0.113.9"


def test_values_are_kept_in_one_form(cast, north, now):
    """What a form hands over, what a default says and what the database answers must not differ from each other."""
    fresh = Employee.objects.create(name="Frida Falk", email="frida@north.example", created_at=now)
    before = actions.snapshot(fresh)
    fresh.work_starts = time(9, 0)
    assert actions.changes(fresh, before) == {}

    fresh.work_starts, fresh.department_id = time(8, 30), uuid.UUID(int=7)
    fresh.left_at = datetime(2026, 2, 28, 12, tzinfo=UTC)

    assert actions.changes(fresh, before) == {
        "work_starts": ["09:00:00", "08:30:00"],
        "department": [None, "00000000-0000-0000-0000-000000000007"],
        "left_at": [None, "2026-02-28T12:00:00+00:00"],
    }
    json.dumps(actions.changes(fresh, before))


def test_snapshot_does_not_follow_the_row(north):
    organization = Organization.objects.get()
    before = actions.snapshot(organization)

    organization.logo = "x/logo/secret-name.png"

    assert before["logo"] == ""
    assert actions.changes(organization, before) == {"logo": None}


def test_act_without_a_change_leaves_no_entry(cast, north, now):
    before = actions.snapshot(cast.carol.employee)
    count = AuditEntry.objects.count()

    entry = actions.record(
        action="employee.changed", subject=cast.carol.employee, by=cast.alice.employee, now=now, before=before
    )

    assert entry is None
    assert AuditEntry.objects.count() == count


def test_entry_disappears_with_the_act_that_failed(cast, now):
    with pytest.raises(RuntimeError), tenant_context(cast.north.pk):
        actions.record(action="employee.changed", subject=cast.carol.employee, by=None, now=now)
        raise RuntimeError

    with tenant_context(cast.north.pk):
        assert not AuditEntry.objects.filter(action="employee.changed").exists()


# --- Seals ---


def test_entries_are_numbered_and_chained_once(cast, seal, now):
    for _ in range(2):
        seal(cast.north)

    with tenant_context(cast.north.pk):
        seals = list(AuditSeal.objects.select_related("entry").order_by("number"))
        assert [row.number for row in seals] == list(range(1, AuditEntry.objects.count() + 1))
        assert seals[0].chain_hash == queries.next_hash(queries.GENESIS, 1, seals[0].entry)
    with tenant_context(cast.south.pk):
        assert not AuditSeal.objects.exists()


def test_head_is_published_after_the_commit_only(committed_cast, seal, now):
    cast = committed_cast
    with pytest.raises(RuntimeError), tenant_context(cast.north.pk):
        actions.seal([cast.north.pk], now)
        raise RuntimeError
    assert head_file(cast.north) is None

    seal(cast.north)

    with tenant_context(cast.north.pk):
        head = queries.head()
    assert head_file(cast.north) == {"number": head.number, "chain_hash": head.chain_hash}
    assert head_file(cast.south) is None


def test_file_store_that_is_away_stops_no_sealing(committed_cast, seal, monkeypatch, now):
    cast = committed_cast

    def away(*args, **options):
        raise OSError

    with monkeypatch.context() as patched:
        patched.setattr(FileSystemStorage, "save", away)
        seal(cast.north)
    assert head_file(cast.north) is None

    with tenant_context(cast.north.pk):
        write(cast.north, 1, now)
    seal(cast.north)

    with tenant_context(cast.north.pk):
        assert head_file(cast.north)["number"] == AuditEntry.objects.count()


def test_many_entries_are_sealed_in_batches(cast, seal, now):
    with tenant_context(cast.north.pk):
        write(cast.north, 2 * actions.BATCH + 1, now)

    seal(cast.north)

    with tenant_context(cast.north.pk):
        assert queries.head().number == AuditEntry.objects.count()
        assert queries.prove() == queries.Proof(AuditEntry.objects.count(), None)


def test_sealers_at_once_make_one_chain(committed_cast, seal, now):
    cast = committed_cast

    def one(_number):
        try:
            with tenant_context(cast.north.pk):
                write(cast.north, 20, now)
            seal(cast.north)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as threads:
        list(threads.map(one, range(8)))
    seal(cast.north)

    with tenant_context(cast.north.pk):
        assert queries.prove() == queries.Proof(AuditEntry.objects.count(), None)


def test_entry_of_a_long_transaction_is_sealed_later(cast, seal, now):
    """Ids are made before the commit: an older id may become visible after a newer one has its number."""
    with tenant_context(cast.north.pk):
        late = AuditEntry(happened_at=now, action="x", subject_type="accounts.organization")
        write(cast.north, 3, now)
    seal(cast.north)
    with tenant_context(cast.north.pk):
        late.save()

    seal(cast.north)

    with tenant_context(cast.north.pk):
        assert AuditSeal.objects.get(entry=late).number == queries.head().number
        assert queries.prove().fault is None


def test_sealing_catches_up_after_weeks_without_a_worker(cast, seal, now):
    seal(cast.north)
    with tenant_context(cast.north.pk):
        write(cast.north, 5, now)
        actions.seal([cast.north.pk], now + timedelta(days=60))

        assert queries.head().number == AuditEntry.objects.count()


def test_sealing_is_asked_for_in_every_organization_once(cast, now):
    for _ in range(2):
        actions.request_seals(now=now)

    jobs = Job.objects.filter(queue="seal_audit")
    assert {job.organization_id for job in jobs} >= {cast.north.pk, cast.south.pk}
    assert len({job.organization_id for job in jobs}) == len(jobs)
