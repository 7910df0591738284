"""What can be done to an organization, its people and its structure. Every act stands in the audit trail."""

from accounts.organizations.actions.invitations import (
    InvitationClosed,
    InvitationForSomebodyElse,
    accept_invitation,
    invite,
    resend_invitation,
    revoke_invitation,
)
from accounts.organizations.actions.organization import create_organization, save_organization
from accounts.organizations.actions.people import (
    LastOwner,
    NotAllowed,
    change_access,
    leave,
    register_employee,
    remove_member,
    save_employee,
)
from accounts.organizations.actions.structure import (
    StillInUse,
    archive_department,
    archive_touchpoint,
    save_department,
    save_touchpoint,
)

__all__ = [
    "InvitationClosed",
    "InvitationForSomebodyElse",
    "LastOwner",
    "NotAllowed",
    "StillInUse",
    "accept_invitation",
    "archive_department",
    "archive_touchpoint",
    "change_access",
    "create_organization",
    "invite",
    "leave",
    "register_employee",
    "remove_member",
    "resend_invitation",
    "revoke_invitation",
    "save_department",
    "save_employee",
    "save_organization",
    "save_touchpoint",
]
