"""Two requests at the same moment: real threads, real commits."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections
from django.test import Client

from accounts import clock
from accounts.audit.models import AuditEntry
from accounts.organizations import actions, queries
from accounts.organizations.models import Department, Employee, Membership, StaffInvitation
from accounts.organizations.roles import Role
from accounts.tenancy.context import tenant_context
from accounts.tokens import Kind, make
from tests.cast import hire, sign_in_for


@pytest.fixture
def at_once():
    """Run an act in as many threads as it is given arguments, all starting together; return what came of each."""

    def run(organization, act, arguments):
        gate = threading.Barrier(len(arguments))

        def one(argument):
            gate.wait()
            try:
                with tenant_context(organization.pk):
                    act(argument)
            except Exception as error:  # noqa: BLE001 what came of it is what the test asks for
                return type(error)
            else:
                return None
            finally:
                connections.close_all()

        with ThreadPoolExecutor(len(arguments)) as threads:
            return list(threads.map(one, arguments))

    return run


def test_two_owners_who_leave_at_once_leave_one_owner(committed_cast, at_once, now):
    cast = committed_cast
    olga = hire(cast.north, "Olga Olsen", role=Role.OWNER, now=now)

    results = at_once(
        cast.north, lambda employee: actions.leave(employee=employee, now=now), [cast.alice.employee, olga.employee]
    )

    assert sorted(results, key=str) == [actions.LastOwner, None]
    with tenant_context(cast.north.pk):
        assert queries.current_memberships(now=clock.real_now()).filter(role=Role.OWNER).count() == 1


def test_two_owners_who_demote_each_other_leave_one_owner(committed_cast, at_once, now):
    cast = committed_cast
    olga = hire(cast.north, "Olga Olsen", role=Role.OWNER, now=now)

    def demote(pair):
        by, whom = pair
        actions.change_access(
            membership=whom.membership, role=Role.VIEWER, ends_at=None, by=by.employee, by_role=Role.OWNER, now=now
        )

    results = at_once(cast.north, demote, [(cast.alice, olga), (olga, cast.alice)])

    assert sorted(results, key=str) == [actions.LastOwner, None]


def test_double_click_makes_one_open_invitation(committed_cast, at_once, mailbox, now):
    cast = committed_cast
    with tenant_context(cast.north.pk):
        frida = Employee.objects.create(name="Frida Falk", email="frida@north.example", created_at=now)

    def invite(_click):
        actions.invite(
            employee=frida, role=Role.VIEWER, guest_until=None, by=cast.alice.employee, by_role=Role.OWNER, now=now
        )

    assert at_once(cast.north, invite, range(4)) == [None] * 4
    with tenant_context(cast.north.pk):
        assert StaffInvitation.objects.filter(revoked_at=None).count() == 1
        assert StaffInvitation.objects.filter(token_digest=None).count() == 3


def test_double_click_adds_one_person(committed_cast, at_once, now):
    cast = committed_cast

    def add(_click):
        frida = Employee(name="Frida Falk", email="frida@north.example")
        actions.register_employee(employee=frida, by=cast.alice.employee, now=now)

    results = at_once(cast.north, add, range(3))

    assert results.count(None) == 1
    assert results.count(actions.EmailTaken) == 2
    with tenant_context(cast.north.pk):
        assert AuditEntry.objects.filter(action="employee.registered").count() == 1


def test_double_click_accepts_once(committed_cast, at_once, now):
    cast = committed_cast
    with tenant_context(cast.north.pk):
        invitation = actions.invite(
            employee=Employee(name="Frida Falk", email="frida@north.example"),
            role=Role.VIEWER,
            guest_until=None,
            by=cast.alice.employee,
            by_role=Role.OWNER,
            now=now,
        )
    user = sign_in_for("frida@north.example", now=now)

    results = at_once(
        cast.north, lambda _: actions.accept_invitation(invitation=invitation, user=user, now=now), range(3)
    )

    assert results.count(None) == 1
    assert results.count(actions.InvitationClosed) == 2
    with tenant_context(cast.north.pk):
        assert Membership.objects.filter(user=user).count() == 1


def test_double_click_on_the_button_of_an_invitation_joins_once(committed_cast, mailbox, now):
    cast = committed_cast
    with tenant_context(cast.north.pk):
        invitation = actions.invite(
            employee=Employee(name="Frida Falk", email="frida@north.example"),
            role=Role.VIEWER,
            guest_until=None,
            by=cast.alice.employee,
            by_role=Role.OWNER,
            now=now,
        )
        token = make(
            kind=Kind.STAFF_INVITATION,
            organization_id=cast.north.pk,
            row_id=invitation.pk,
            nonce=invitation.nonce,
        )
    gate = threading.Barrier(2)

    def click(_number):
        gate.wait()
        try:
            browser = Client(raise_request_exception=False)
            return browser.post(f"/join/{token}/", {"password": "correct horse battery"}).status_code
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as threads:
        assert sorted(threads.map(click, range(2))) == [302, 410]
    with tenant_context(cast.north.pk):
        assert Membership.objects.filter(user__email="frida@north.example").count() == 1


def test_accepting_and_departing_at_once_do_not_block_each_other(committed_cast, at_once, now):
    cast = committed_cast
    with tenant_context(cast.north.pk):
        frida = Employee.objects.create(name="Frida Falk", email="frida@north.example", created_at=now)
        invitation = actions.invite(
            employee=frida, role=Role.VIEWER, guest_until=None, by=cast.alice.employee, by_role=Role.OWNER, now=now
        )
    user = sign_in_for("frida@north.example", now=now)

    def act(what):
        if what == "accept":
            actions.accept_invitation(invitation=invitation, user=user, now=now)
        else:
            actions.remove_employee(employee=frida, by=cast.alice.employee, by_role=Role.OWNER, now=now)

    results = at_once(cast.north, act, ["accept", "depart"])

    assert set(results) <= {None, actions.InvitationClosed}
    with tenant_context(cast.north.pk):
        frida.refresh_from_db()
        # Joined and then let go, or let go and then the link was dead.
        assert frida.left_at
        assert not queries.has_access(frida, now=clock.real_now())


@pytest.mark.parametrize("names", [("Sales", "SALES"), ("Продажі", "продажі")])
def test_names_that_are_alike_are_added_once(committed_cast, at_once, now, names):
    cast = committed_cast

    def add(name):
        actions.save_department(department=Department(name=name), by=cast.alice.employee, now=now)

    results = at_once(cast.north, add, names)

    assert sorted(results, key=str) == [actions.NameTaken, None]
