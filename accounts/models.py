"""Table of contents: every model of this app. Other code imports it from its slice."""

from accounts.audit.models import AuditEntry, AuditSeal
from accounts.jobs.models import Heartbeat, Job
from accounts.organizations.models import (
    Department,
    Employee,
    Membership,
    Organization,
    StaffInvitation,
    Touchpoint,
    User,
)

__all__ = [
    "AuditEntry",
    "AuditSeal",
    "Department",
    "Employee",
    "Heartbeat",
    "Job",
    "Membership",
    "Organization",
    "StaffInvitation",
    "Touchpoint",
    "User",
]
