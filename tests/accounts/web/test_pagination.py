"""Pages by key."""

import uuid

import pytest

from accounts.organizations.models import Department
from accounts.tenancy.context import tenant_context
from accounts.web.pagination import page_of


@pytest.fixture
def north(cast):
    with tenant_context(cast.north.pk):
        for name in ("B", "A", "C", "e", "D"):
            Department.objects.create(name=name)
        yield cast.north


def pages(order, size):
    after, found = None, []
    while True:
        page = page_of(Department.objects.all(), order=order, after=after, size=size)
        found.append([row.name for row in page.rows])
        assert page.is_first == (len(found) == 1)
        after = page.after
        if after is None:
            return found


def test_pages_follow_each_other(north):
    assert pages("name", 2) == [["A", "B"], ["C", "D"], ["e"]]
    assert pages("-name", 2) == [["e", "D"], ["C", "B"], ["A"]]


def test_last_page_may_be_full(north):
    assert pages("name", 5) == [["A", "B", "C", "D", "e"]]


def test_rows_that_are_equal_are_told_apart_by_their_ids(north, now):
    Department.objects.update(archived_at=now)

    for order in ("archived_at", "-archived_at"):
        assert sorted(name for page in pages(order, 2) for name in page) == ["A", "B", "C", "D", "e"]


def test_row_that_is_gone_or_foreign_leads_to_the_beginning(cast, north):
    assert page_of(Department.objects.all(), order="name", after=uuid.uuid4()).is_first
    assert page_of(Department.objects.all(), order="name", after=cast.mallory.employee.pk).is_first
