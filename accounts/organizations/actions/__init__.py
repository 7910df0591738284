"""What can be done to an organization, its people and its structure. Every act stands in the audit trail."""

from accounts.organizations.actions.clock import NotADemo, TooFar, step_clock
from accounts.organizations.actions.first_steps import skip_first_steps, take_up_first_step
from accounts.organizations.actions.invitations import (
    AlreadyMember,
    InvitationForSomebodyElse,
    accept_invitation,
    invite,
    resend_invitation,
)
from accounts.organizations.actions.organization import (
    AddressTaken,
    create_organization,
    save_organization,
    switch_off,
    switch_on,
)
from accounts.organizations.actions.owners import LastOwner, NotAllowed
from accounts.organizations.actions.people import (
    EmailTaken,
    HasLeft,
    change_access,
    leave,
    newcomer,
    register_employee,
    remove_employee,
    save_employee,
)
from accounts.organizations.actions.preferences import save_preferences
from accounts.organizations.actions.revocation import InvitationClosed, revoke_invitation
from accounts.organizations.actions.structure import (
    NameTaken,
    StillInUse,
    archive_department,
    archive_touchpoint,
    save_department,
    save_touchpoint,
)

__all__ = [
    "AddressTaken",
    "AlreadyMember",
    "EmailTaken",
    "HasLeft",
    "InvitationClosed",
    "InvitationForSomebodyElse",
    "LastOwner",
    "NameTaken",
    "NotADemo",
    "NotAllowed",
    "StillInUse",
    "TooFar",
    "accept_invitation",
    "archive_department",
    "archive_touchpoint",
    "change_access",
    "create_organization",
    "invite",
    "leave",
    "newcomer",
    "register_employee",
    "remove_employee",
    "resend_invitation",
    "revoke_invitation",
    "save_department",
    "save_employee",
    "save_organization",
    "save_preferences",
    "save_touchpoint",
    "skip_first_steps",
    "step_clock",
    "switch_off",
    "switch_on",
    "take_up_first_step",
]
