"""What the reads say at the edges."""

from datetime import timedelta

import pytest

from accounts.organizations import actions, queries
from accounts.organizations.models import Department, Employee, Membership, Touchpoint
from accounts.organizations.queries import AccessState
from accounts.organizations.roles import Role
from accounts.tenancy.context import tenant_context


@pytest.fixture
def north(cast):
    with tenant_context(cast.north.pk):
        yield cast.north


def state_of(person, *, now):
    return queries.access_of(queries.employees().get(pk=person.pk), now=now, door_time=now).state


def test_states_of_access(cast, north, now):
    frida = Employee.objects.create(name="Frida Falk", email="frida@north.example", created_at=now)
    assert state_of(frida, now=now) == AccessState.NONE
    actions.invite(
        employee=frida, role=Role.VIEWER, guest_until=None, by=cast.alice.employee, by_role=Role.OWNER, now=now
    )
    assert state_of(frida, now=now) == AccessState.INVITED
    assert state_of(frida, now=now + timedelta(days=8)) == AccessState.OFFER_EXPIRED
    assert state_of(cast.carol.employee, now=now) == AccessState.MEMBER
    assert state_of(cast.erin.employee, now=now) == AccessState.GUEST
    assert state_of(cast.erin.employee, now=now + timedelta(days=31)) == AccessState.GUEST_OVER
    actions.leave(employee=cast.carol.employee, now=now)
    assert state_of(cast.carol.employee, now=now + timedelta(seconds=1)) == AccessState.LEFT


def test_access_ends_at_its_moment(cast, north, now):
    Membership.objects.filter(pk=cast.erin.membership.pk).update(ends_at=now)

    assert cast.erin.employee not in [row.employee for row in queries.current_memberships(now=now)]


def test_departments_count_people_and_touchpoints_apart(cast, north, now):
    sales, empty = Department.objects.create(name="Sales"), Department.objects.create(name="Empty")
    Employee.objects.filter(name__in=["Bob Berg", "Carol Cole", "Dave Dahl"]).update(department=sales)
    Employee.objects.filter(name="Dave Dahl").update(left_at=now)
    Touchpoint.objects.create(name="First call", department=sales)
    Touchpoint.objects.create(name="Old one", department=sales, archived_at=now)

    counted = {row.name: (row.people, row.places) for row in queries.departments()}

    assert counted == {sales.name: (2, 1), empty.name: (0, 0)}


def test_touchpoints_of_two_departments_are_not_mixed(north):
    for name in ("B", "A"):
        department = Department.objects.create(name=name)
        for position in (2, 1):
            Touchpoint.objects.create(name=f"{name}{position}", department=department, position=position)

    assert [row.name for row in queries.touchpoints()] == ["A1", "A2", "B1", "B2"]


def test_next_position_ends_at_the_last_one(north):
    department = Department.objects.create(name="Sales")
    assert queries.next_position(department) == 1

    Touchpoint.objects.create(name="Last", department=department, position=999)
    assert queries.next_position(department) == 999


def test_text_is_searched_as_it_is_written(cast, north):
    assert not queries.found_employees(text="%")
    assert not queries.found_employees(text="_lice")
    assert [row.name for row in queries.found_employees(text="LICE a")] == ["Alice Ahlberg"]


def test_names_of_the_other_organization_are_not_told(cast, north):
    assert queries.employee_names([cast.mallory.employee.pk]) == {}
    assert queries.organization_names([cast.south.pk]) == {}
    assert queries.member_names([cast.mallory.membership.pk]) == {}


def test_taken_addresses_are_known_across_organizations(cast, north):
    assert queries.slug_is_taken("south")
    assert not queries.slug_is_taken("east")
