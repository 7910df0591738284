"""The scope: one organization, one transaction."""

import threading
import uuid

import pytest
from django.db import connection, transaction

from accounts.organizations.models import Department, Employee
from accounts.tenancy.context import (
    TenantContextConflict,
    TenantContextMissing,
    current_organization_id,
    organization_id_or_none,
    scope_notes,
    tenant_context,
)


def setting() -> str | None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('app.organization_id', true)")
        return cursor.fetchone()[0]


def test_scope_shows_its_own_rows(cast):
    for organization, owner in ((cast.north, cast.alice), (cast.south, cast.mallory)):
        with tenant_context(organization.pk):
            assert owner.employee in Employee.objects.all()
            assert set(Employee.objects.values_list("organization_id", flat=True)) == {organization.pk}


def test_no_scope_is_an_error_and_never_an_empty_answer(cast):
    with pytest.raises(TenantContextMissing):
        list(Employee.objects.all())
    with pytest.raises(TenantContextMissing), transaction.atomic():
        Employee.unscoped.count()
    with pytest.raises(TenantContextMissing):
        current_organization_id()
    with pytest.raises(TenantContextMissing):
        scope_notes()


def test_same_scope_may_nest(cast):
    with tenant_context(cast.north.pk):
        with tenant_context(cast.north.pk):
            assert Employee.objects.exists()
        assert Employee.objects.exists()


def test_second_organization_in_one_transaction_is_refused(cast):
    with tenant_context(cast.north.pk), pytest.raises(TenantContextConflict), tenant_context(cast.south.pk):
        pass


def test_id_that_is_no_uuid_is_refused(db):
    with pytest.raises(ValueError, match="badly formed"), tenant_context("north"):
        pass


def test_unknown_organization_is_empty_and_cannot_be_written(db):
    with tenant_context(uuid.uuid4()):
        assert not Employee.objects.exists()


def test_setting_dies_with_its_transaction(committed_cast):
    with tenant_context(committed_cast.north.pk):
        assert setting() == str(committed_cast.north.pk)
    assert setting() == ""
    with pytest.raises(KeyError), tenant_context(committed_cast.north.pk):
        raise KeyError
    assert setting() == ""
    with pytest.raises(TenantContextMissing):
        Employee.unscoped.count()


def test_error_inside_undoes_everything(committed_cast):
    def write_and_fail():
        with tenant_context(committed_cast.north.pk):
            Department.objects.create(name="Half-written")
            raise KeyError

    with pytest.raises(KeyError):
        write_and_fail()
    with tenant_context(committed_cast.north.pk):
        assert not Department.objects.exists()


def test_callback_after_commit_knows_the_organization_but_reads_nothing_without_a_scope(committed_cast):
    seen = {}

    def callback():
        seen["organization"] = organization_id_or_none()
        with pytest.raises(TenantContextMissing):
            Employee.unscoped.count()
        with tenant_context(seen["organization"]):
            seen["people"] = Employee.objects.count()

    with tenant_context(committed_cast.south.pk):
        transaction.on_commit(callback)

    assert seen == {"organization": committed_cast.south.pk, "people": 1}


def test_threads_do_not_share_a_scope(committed_cast):
    seen = {}

    def read(organization):
        try:
            for _ in range(30):
                with tenant_context(organization.pk):
                    ids = set(Employee.unscoped.values_list("organization_id", flat=True))
                    seen.setdefault(organization.pk, set()).update(ids)
        finally:
            connection.close()

    threads = [threading.Thread(target=read, args=(one,)) for one in (committed_cast.north, committed_cast.south)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert seen == {one.pk: {one.pk} for one in (committed_cast.north, committed_cast.south)}


def test_notes_live_as_long_as_their_scope(cast):
    with tenant_context(cast.north.pk):
        scope_notes()["seen"] = 1
        with tenant_context(cast.north.pk):
            assert scope_notes() == {"seen": 1}
    with tenant_context(cast.south.pk):
        assert scope_notes() == {}
