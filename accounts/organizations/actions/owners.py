"""What is up to owners: the guards of every act that touches one."""

from accounts import clock
from accounts.organizations import queries
from accounts.organizations.models import Employee, Membership
from accounts.organizations.roles import Right, Role, has_right


class NotAllowed(RuntimeError):
    """Only an owner makes owners, takes that role from them, or changes who they are."""


class LastOwner(RuntimeError):
    """An organization keeps at least one owner: name another one first."""


def require_right_over_role(role: str, *, by_role: str) -> None:
    """Raise NotAllowed when the role of an owner is given or taken by somebody else."""
    if role == Role.OWNER and not has_right(by_role, Right.MANAGE_OWNERS):
        raise NotAllowed


def require_right_over_person(employee: Employee, *, by_role: str) -> None:
    """Raise NotAllowed when somebody else acts on an owner, or on a person who was offered that role."""
    if queries.is_owner(employee, now=clock.real_now()) or queries.is_offered_ownership(employee):
        require_right_over_role(Role.OWNER, by_role=by_role)


def require_another_owner(membership: Membership) -> None:
    """Raise LastOwner when nobody else could open the organization as its owner; call it with the memberships locked."""
    # The real clock: it is what the door goes by, whatever day a demo organization stands on.
    others = queries.current_memberships(now=clock.real_now()).filter(role=Role.OWNER).exclude(pk=membership.pk)
    if not others.exists():
        raise LastOwner
