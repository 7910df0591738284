"""Reading the organization's people and structure."""

from accounts.organizations.queries.access import (
    Access,
    AccessState,
    access_of,
    current_memberships,
    has_access,
    invitation_for,
    is_offered_ownership,
    is_open,
    is_owner,
    open_invitations,
    who_can_invite,
)
from accounts.organizations.queries.locks import (
    lock_employee,
    lock_invitation,
    lock_memberships,
)
from accounts.organizations.queries.names import (
    department_names,
    employee_names,
    invited_names,
    member_names,
    organization_names,
    touchpoint_names,
)
from accounts.organizations.queries.people import (
    active_employees,
    duties_of,
    employees,
    found_employees,
    with_address,
)
from accounts.organizations.queries.structure import (
    LAST_POSITION,
    department_choices,
    departments,
    named_alike,
    next_position,
    slug_is_taken,
    touchpoints,
)

__all__ = [
    "LAST_POSITION",
    "Access",
    "AccessState",
    "access_of",
    "active_employees",
    "current_memberships",
    "department_choices",
    "department_names",
    "departments",
    "duties_of",
    "employee_names",
    "employees",
    "found_employees",
    "has_access",
    "invitation_for",
    "invited_names",
    "is_offered_ownership",
    "is_open",
    "is_owner",
    "lock_employee",
    "lock_invitation",
    "lock_memberships",
    "member_names",
    "named_alike",
    "next_position",
    "open_invitations",
    "organization_names",
    "slug_is_taken",
    "touchpoint_names",
    "touchpoints",
    "who_can_invite",
    "with_address",
]
