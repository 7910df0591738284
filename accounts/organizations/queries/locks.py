"""Rows locked until the end of the transaction.

Where several kinds are locked, the order is memberships, employee, invitation.
"""

from django.db.models import QuerySet

from accounts.organizations.models import Employee, Membership, StaffInvitation


def lock_memberships() -> QuerySet[Membership]:
    """Return all memberships of the organization, locked until the end of the transaction.

    All of them: two owners who leave at once must see each other.
    """
    list(Membership.objects.select_for_update().order_by("pk").values_list("pk"))
    return Membership.objects.select_related("employee")


def lock_employee(employee: Employee) -> Employee:
    """Return the person as the database has it now, locked until the end of the transaction."""
    return Employee.objects.select_for_update().get(pk=employee.pk)


def lock_invitation(invitation: StaffInvitation) -> StaffInvitation:
    """Return the offer as the database has it now, locked until the end of the transaction."""
    return StaffInvitation.objects.select_for_update(of=("self",)).select_related("employee").get(pk=invitation.pk)
