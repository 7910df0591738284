"""What a person chooses for all of their organizations at once."""

from datetime import datetime

from django.db import transaction

from accounts.audit import actions as audit
from accounts.organizations import queries
from accounts.organizations.actions.people import save_employee
from accounts.organizations.models import User
from accounts.tenancy.context import tenant_context
from accounts.tenancy.registry import seats_of


@transaction.atomic
def save_preferences(
    *, user: User, theme: str, has_shortcuts: bool, language: str, time_zone: str, now: datetime
) -> None:
    """Save theme and keys with the sign-in, language and time zone with the person in each organization that is open to them.

    Enters those organizations one after the other, so it must be called outside of every one.
    """
    user.theme, user.has_shortcuts = theme, has_shortcuts
    user.save(update_fields=["theme", "has_shortcuts"])
    for seat in seats_of(user.pk, now=now):
        with tenant_context(seat.organization_id):
            employee = queries.employees().get(pk=seat.employee_id)
            before = audit.snapshot(employee)
            employee.language, employee.time_zone = language, time_zone
            save_employee(employee=employee, by=employee, by_role=seat.role, now=now, before=before)
