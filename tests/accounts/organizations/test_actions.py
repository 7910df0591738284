"""Rules of the acts that no page shows by itself."""

from datetime import timedelta

import pytest

from accounts.audit import actions as audit
from accounts.audit.models import AuditEntry
from accounts.organizations import actions, queries
from accounts.organizations.models import Employee, Membership, Organization, StaffInvitation
from accounts.organizations.roles import Role
from accounts.tenancy.context import tenant_context
from tests.cast import hire, sign_in_for


@pytest.fixture
def invite(cast, now):
    def send(employee, role=Role.VIEWER, guest_until=None):
        return actions.invite(
            employee=employee,
            role=role,
            guest_until=guest_until,
            by=cast.alice.employee,
            by_role=Role.OWNER,
            now=now,
        )

    return send


@pytest.fixture
def north(cast):
    with tenant_context(cast.north.pk):
        yield cast.north


def test_founding_says_what_differs_from_the_defaults_and_names_nobody(cast, north):
    entry = AuditEntry.objects.get(action="organization.created")

    assert entry.changes == {"slug": [None, "north"], "time_zone": [None, "Europe/Kyiv"]}


def test_trail_tells_the_offered_role_and_no_secret(cast, north, invite):
    invite(Employee(name="Frida Falk", email="frida@north.example"), role=Role.EXECUTIVE)

    entry = AuditEntry.objects.get(action="invitation.sent")
    assert entry.changes["role"] == [None, "executive"]
    assert not {"nonce", "token_digest"} & set(entry.changes)


def test_trail_tells_no_name_and_no_address(cast, north, now):
    carol = cast.carol.employee
    before = audit.snapshot(carol)
    carol.name, carol.email, carol.job_title, carol.language = "Secret Name", "secret@x.example", "Secret", "uk"

    actions.save_employee(employee=carol, by=carol, by_role=Role.SPECIALIST, now=now, before=before)

    entry = AuditEntry.objects.get(action="employee.changed")
    assert entry.changes == {"name": None, "email": None, "job_title": None, "language": ["en", "uk"]}


def test_guest_is_not_invited_beyond_the_last_day(cast, north, invite, now):
    frida = Employee(name="Frida Falk", email="frida@north.example")

    invitation = invite(frida, role=Role.AUDITOR, guest_until=now + timedelta(days=2))

    assert invitation.expires_at == now + timedelta(days=2)
    with pytest.raises(actions.InvitationClosed):
        actions.resend_invitation(
            invitation=invitation, by=cast.alice.employee, by_role=Role.OWNER, now=now + timedelta(days=3)
        )


def test_invitation_for_another_address_is_not_accepted(cast, north, invite, now):
    invitation = invite(Employee(name="Frida Falk", email="frida@north.example"))

    with pytest.raises(actions.InvitationForSomebodyElse):
        actions.accept_invitation(invitation=invitation, user=cast.mallory.user, now=now)


def test_late_invitation_is_not_accepted(cast, north, invite, now):
    invitation = invite(Employee(name="Frida Falk", email="frida@north.example"))
    user = sign_in_for("frida@north.example", now=now)

    with pytest.raises(actions.InvitationClosed):
        actions.accept_invitation(invitation=invitation, user=user, now=now + timedelta(days=8))


def test_same_sign_in_has_one_seat(cast, north, invite, now):
    """Carol's letters go elsewhere, and somebody was added under the address she signs in with before that was refused."""
    invitation = invite(Employee(name="Carol again", email="again@north.example"))
    Employee.objects.filter(pk=cast.carol.employee.pk).update(email="letters@north.example")
    Employee.objects.filter(name="Carol again").update(email="carol@north.example")

    with pytest.raises(actions.AlreadyMember):
        actions.accept_invitation(invitation=invitation, user=cast.carol.user, now=now)

    assert Membership.objects.get(user=cast.carol.user).employee == cast.carol.employee


def test_sign_in_of_somebody_who_left_returns_under_another_name(cast, north, invite, now):
    actions.leave(employee=cast.carol.employee, now=now)
    Employee.objects.filter(pk=cast.carol.employee.pk).update(email="old@north.example")
    invitation = invite(Employee(name="Carol Cole-Falk", email="carol@north.example"))

    actions.accept_invitation(invitation=invitation, user=cast.carol.user, now=now)

    assert Membership.objects.get(user=cast.carol.user).employee.name == "Carol Cole-Falk"


def test_returning_member_gets_the_offered_role_not_the_old_one(cast, north, invite, now):
    actions.remove_employee(employee=cast.dave.employee, by=cast.alice.employee, by_role=Role.OWNER, now=now)
    dave = Employee.objects.get(pk=cast.dave.employee.pk)
    invitation = invite(dave, role=Role.VIEWER)

    membership = actions.accept_invitation(invitation=invitation, user=cast.dave.user, now=now)

    assert (membership.pk, membership.role, membership.ends_at) == (cast.dave.membership.pk, Role.VIEWER, None)
    entry = AuditEntry.objects.get(action="membership.started")
    assert entry.changes["role"] == ["administrator", "viewer"]
    assert AuditEntry.objects.filter(action="employee.returned").count() == 1


def test_leaving_does_not_prolong_a_guest_whose_time_is_over(cast, north, now):
    over = now - timedelta(days=3)
    Membership.objects.filter(pk=cast.erin.membership.pk).update(ends_at=over)

    actions.remove_employee(employee=cast.erin.employee, by=cast.alice.employee, by_role=Role.OWNER, now=now)

    assert Membership.objects.get(pk=cast.erin.membership.pk).ends_at == over


def test_owner_whose_access_ended_is_no_other_owner(cast, north, now):
    olga = hire(cast.north, "Olga Olsen", role=Role.OWNER, now=now)
    Membership.objects.filter(pk=olga.membership.pk).update(ends_at=now - timedelta(days=1))

    with pytest.raises(actions.LastOwner):
        actions.leave(employee=cast.alice.employee, now=now)


def test_saving_keeps_what_somebody_else_has_changed_meanwhile(cast, north, now):
    """Carol leaves while the administrator's form is open: the form must not bring her back."""
    stale = Employee.objects.get(pk=cast.carol.employee.pk)
    before = audit.snapshot(stale)
    actions.leave(employee=cast.carol.employee, now=now)
    stale.job_title = "Engineer"

    actions.save_employee(employee=stale, by=cast.dave.employee, by_role=Role.ADMINISTRATOR, now=now, before=before)

    carol = Employee.objects.get(pk=cast.carol.employee.pk)
    assert (carol.job_title, bool(carol.left_at)) == ("Engineer", True)


def test_address_of_another_organization_is_refused_by_the_database_too(cast, north, now):
    row = Organization.objects.get()
    before = audit.snapshot(row)
    row.slug = "south"

    with pytest.raises(actions.AddressTaken):
        actions.save_organization(organization=row, by=cast.alice.employee, now=now, before=before)

    assert Organization.objects.get().slug == "north"


def test_accepted_invitation_is_not_taken_back(cast, north, invite, now):
    invitation = invite(Employee(name="Frida Falk", email="frida@north.example"))
    actions.accept_invitation(invitation=invitation, user=sign_in_for("frida@north.example", now=now), now=now)

    with pytest.raises(actions.InvitationClosed):
        actions.revoke_invitation(invitation=invitation, by=cast.alice.employee, by_role=Role.OWNER, now=now)
    with pytest.raises(actions.InvitationClosed):
        actions.resend_invitation(invitation=invitation, by=cast.alice.employee, by_role=Role.OWNER, now=now)


def test_acts_of_one_house_leave_the_other_untouched(cast, now):
    with tenant_context(cast.south.pk):
        before = AuditEntry.objects.count()
    with tenant_context(cast.north.pk):
        actions.leave(employee=cast.carol.employee, now=now)
        assert not StaffInvitation.objects.exists()
    with tenant_context(cast.south.pk):
        assert AuditEntry.objects.count() == before
        assert queries.current_memberships(now=now).count() == 1
