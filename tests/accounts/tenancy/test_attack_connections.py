"""One connection serves many organizations, one after the other: whatever happened before, nothing of it is left."""

import contextvars
import threading

import psycopg2
import pytest
from django.db import DatabaseError, InterfaceError, OperationalError, connection, transaction

from accounts.organizations.models import Department, Employee, Organization, Touchpoint
from accounts.tenancy.context import (
    TenantContextConflict,
    TenantContextMissing,
    current_organization_id,
    organization_id_or_none,
    tenant_context,
)
from tests.accounts.tenancy.houses import contents, sql

PAGES = pytest.mark.urls("tests.accounts.tenancy.pages")


def backend() -> int:
    connection.ensure_connection()
    return connection.connection.get_backend_pid()


def is_clean(houses) -> bool:
    """Tell whether the connection serves the next organization alone, and nobody without a scope."""
    with tenant_context(houses.south.id):
        seen = set(Employee.unscoped.values_list("organization_id", flat=True))
    with pytest.raises(TenantContextMissing):
        Employee.unscoped.count()
    return seen == {houses.south.id} and organization_id_or_none() is None


# --- What a scope may leave behind ---


def fail_in_python():
    raise KeyError


def fail_in_the_database():
    sql("SELECT 1 / 0")


def fail_in_a_savepoint():
    with transaction.atomic():
        sql("SELECT 1 / 0")


def fail_at_commit():
    """The key is checked when the transaction ends, after the block."""
    Touchpoint.objects.create(name="x", department_id=Department().pk)


@pytest.mark.parametrize("fail", [fail_in_python, fail_in_the_database, fail_in_a_savepoint, fail_at_commit])
def test_connection_is_clean_after_an_error(committed_houses, fail):
    before = backend()

    with pytest.raises((KeyError, DatabaseError)), tenant_context(committed_houses.north.id):
        fail()

    assert is_clean(committed_houses)
    assert backend() == before


def test_connection_is_clean_after_a_rollback(committed_houses):
    before = backend()

    with tenant_context(committed_houses.north.id):
        Department.objects.create(name="Half-written")
        transaction.set_rollback(True)

    assert is_clean(committed_houses)
    assert backend() == before
    with tenant_context(committed_houses.north.id):
        assert not Department.objects.filter(name="Half-written").exists()


def test_connection_is_clean_after_an_aborted_transaction_that_nobody_noticed(committed_houses):
    before = backend()

    with tenant_context(committed_houses.north.id):
        Department.objects.create(name="Half-written")
        with pytest.raises(DatabaseError):
            sql("SELECT 1 / 0")

    assert is_clean(committed_houses)
    assert backend() == before
    with tenant_context(committed_houses.north.id):
        assert not Department.objects.filter(name="Half-written").exists()


def test_connection_that_the_server_closed_is_replaced(committed_houses):
    def use_a_dead_connection():
        with tenant_context(committed_houses.north.id):
            with pytest.raises((OperationalError, psycopg2.Error)):
                sql("SELECT pg_terminate_backend(pg_backend_pid())")
            Employee.objects.count()

    with pytest.raises((InterfaceError, OperationalError)):
        use_a_dead_connection()

    assert is_clean(committed_houses)


def test_unfinished_generator_does_not_read_on_in_the_next_scope(committed_houses):
    with tenant_context(committed_houses.north.id):
        rows = Employee.unscoped.iterator(chunk_size=1)
        assert next(rows).organization_id == committed_houses.north.id

    with tenant_context(committed_houses.south.id):
        with pytest.raises(psycopg2.ProgrammingError, match="named cursor isn't valid"):
            list(rows)
        transaction.set_rollback(True)
    assert is_clean(committed_houses)


def test_lazy_query_belongs_to_the_scope_that_reads_it(houses):
    with tenant_context(houses.north.id):
        rows = Touchpoint.objects.select_related("department")

    with tenant_context(houses.south.id):
        assert [row.name for row in rows] == [houses.south.secret]


def test_row_carried_into_another_scope_finds_nothing_there(houses):
    with tenant_context(houses.north.id):
        row = Touchpoint.objects.get()

    with tenant_context(houses.south.id):
        with pytest.raises(Department.DoesNotExist):
            assert row.department
        with pytest.raises(Organization.DoesNotExist):
            assert row.organization
        with pytest.raises(ValueError, match="another organization"):
            row.save()


# --- Requests ---


@PAGES
@pytest.mark.parametrize("page", ["failing/", "failing-in-the-database/", "hiding/"])
def test_connection_is_clean_after_a_failing_request(committed_houses, client_of, page):
    alice, before = client_of(committed_houses.north.owner), contents(committed_houses.north)

    response = alice.get(f"/o/north/{page}")

    assert response.status_code == 500
    assert contents(committed_houses.north) == before
    assert is_clean(committed_houses)


@PAGES
def test_stream_shows_its_own_rows(committed_houses, client_of):
    response = client_of(committed_houses.north.owner).get("/o/north/stream/")

    lines = b"".join(response.streaming_content).decode().splitlines()

    assert len(lines) == 6
    assert all(line.endswith(str(committed_houses.north.id)) for line in lines)
    assert is_clean(committed_houses)


@PAGES
def test_stream_read_half_does_not_bleed_into_the_next_request(committed_houses, client_of):
    """No server does this, each of its threads finishes one answer first. If one did: an error, and no foreign row."""
    stream = client_of(committed_houses.north.owner).get("/o/north/stream/")
    rows = iter(stream.streaming_content)
    first = next(rows).decode()

    meanwhile = client_of(committed_houses.south.owner).get("/o/south/stream/")
    assert meanwhile.status_code == 500
    assert str(committed_houses.north.id) not in meanwhile.content.decode()

    rest = b"".join(rows).decode()
    assert {line.rsplit(" ", 1)[1] for line in (first + rest).splitlines()} == {str(committed_houses.north.id)}
    assert is_clean(committed_houses)


@PAGES
def test_stream_that_nobody_reads_to_its_end_leaves_nothing(committed_houses, client_of):
    stream = client_of(committed_houses.north.owner).get("/o/north/stream/")
    next(iter(stream.streaming_content))

    stream.close()

    assert is_clean(committed_houses)


@PAGES
def test_stream_that_nobody_starts_leaves_nothing(committed_houses, client_of):
    client_of(committed_houses.north.owner).get("/o/north/stream/").close()

    assert is_clean(committed_houses)


# --- Threads ---


def in_a_thread(work):
    """Return what `work` returned or raised in a thread of its own, with a connection of its own."""
    outcome = []

    def run():
        try:
            outcome.append(work())
        except Exception as error:  # noqa: BLE001 any error is an answer
            outcome.append(error)
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    return outcome[0]


def test_thread_started_inside_a_scope_has_none(committed_houses):
    with tenant_context(committed_houses.north.id):
        assert isinstance(in_a_thread(current_organization_id), TenantContextMissing)
        assert isinstance(in_a_thread(Employee.unscoped.count), TenantContextMissing)


def test_context_copied_into_a_thread_opens_no_transaction_there(committed_houses):
    """As thread pools and asgiref do it: Python knows the organization, the thread's own connection does not."""
    with tenant_context(committed_houses.north.id):
        copied = contextvars.copy_context()
        assert isinstance(in_a_thread(lambda: copied.run(Employee.objects.count)), TenantContextMissing)


def test_thread_may_open_another_organization_meanwhile(committed_houses):
    def read_south():
        with tenant_context(committed_houses.south.id):
            return set(Employee.unscoped.values_list("organization_id", flat=True))

    with tenant_context(committed_houses.north.id):
        assert in_a_thread(read_south) == {committed_houses.south.id}
        assert set(Employee.unscoped.values_list("organization_id", flat=True)) == {committed_houses.north.id}


def test_copied_context_cannot_mix_two_organizations_in_one_transaction(committed_houses):
    with tenant_context(committed_houses.north.id):
        with pytest.raises(TenantContextConflict), tenant_context(committed_houses.south.id):
            pass
        assert set(Employee.unscoped.values_list("organization_id", flat=True)) == {committed_houses.north.id}
