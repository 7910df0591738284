"""What the audit trail says about organizations, their people and their structure."""

from django.utils.translation import gettext_lazy as _

from accounts.audit import registry
from accounts.audit.registry import Act
from accounts.organizations import queries

ACTS = {
    "organization.created": Act(_("Organization founded"), _("{who} founded {what}")),
    "organization.changed": Act(_("Organization changed"), _("{who} changed the organization {what}")),
    "organization.first_steps_changed": Act(_("First steps changed"), _("{who} changed the first steps of {what}")),
    "organization.clock_stepped": Act(_("Demo clock stepped"), _("{who} stepped the clock of {what}")),
    "organization.switched_off": Act(_("Organization switched off"), _("{who} switched off {what}")),
    "organization.switched_on": Act(_("Organization switched on"), _("{who} switched on {what}")),
    "employee.registered": Act(_("Person added"), _("{who} added {what}")),
    "employee.changed": Act(_("Person changed"), _("{who} changed the details of {what}")),
    "employee.left": Act(_("Person left"), _("{who} noted that {what} has left")),
    "employee.returned": Act(_("Person returned"), _("{what} is back in the organization")),
    "invitation.sent": Act(_("Invitation sent"), _("{who} sent an invitation to {what}")),
    "invitation.revoked": Act(_("Invitation withdrawn"), _("{who} withdrew the invitation to {what}")),
    "invitation.accepted": Act(_("Invitation accepted"), _("{who} accepted the invitation")),
    "membership.started": Act(_("Access started"), _("{what} has access from now on")),
    "membership.changed": Act(_("Access changed"), _("{who} changed the access of {what}")),
    "membership.ended": Act(_("Access ended"), _("{who} ended the access of {what}")),
    "membership.removed": Act(_("Older access removed"), _("{who}: an older access of the same sign-in was removed")),
    "department.created": Act(_("Department added"), _("{who} added the department {what}")),
    "department.changed": Act(_("Department changed"), _("{who} changed the department {what}")),
    "department.archived": Act(_("Department archived"), _("{who} archived the department {what}")),
    "touchpoint.created": Act(_("Touchpoint added"), _("{who} added the touchpoint {what}")),
    "touchpoint.changed": Act(_("Touchpoint changed"), _("{who} changed the touchpoint {what}")),
    "touchpoint.archived": Act(_("Touchpoint archived"), _("{who} archived the touchpoint {what}")),
    "audit.exported": Act(_("Audit trail exported"), _("{who} exported the audit trail of {what}")),
}
NAMES = {
    "accounts.organization": queries.organization_names,
    "accounts.employee": queries.employee_names,
    "accounts.membership": queries.member_names,
    "accounts.staffinvitation": queries.invited_names,
    "accounts.department": queries.department_names,
    "accounts.touchpoint": queries.touchpoint_names,
}


def register() -> None:
    """Teach the audit trail these acts and names."""
    registry.register(acts=ACTS, names=NAMES)
