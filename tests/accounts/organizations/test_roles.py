"""The table of roles and rights."""

import pytest

from accounts.organizations.roles import GUESTS, RIGHTS, Right, Role, has_right, roles_with


def test_every_role_has_a_line():
    assert set(RIGHTS) == set(Role)


@pytest.mark.parametrize("role", list(Role))
def test_everybody_opens_the_organization_and_sees_people(role):
    assert has_right(role, Right.OPEN)
    assert has_right(role, Right.SEE_PEOPLE)


def test_owners_can_do_everything():
    assert RIGHTS[Role.OWNER] == set(Right)


def test_only_owners_manage_owners():
    assert roles_with(Right.MANAGE_OWNERS) == [Role.OWNER]


def test_guests_manage_nothing():
    for role in GUESTS:
        assert not any(right.value.startswith("manage") for right in RIGHTS[role])


@pytest.mark.parametrize("role", ["", "king", "OWNER", None])
def test_unknown_role_holds_no_right(role):
    assert not any(has_right(role, right) for right in Right)
