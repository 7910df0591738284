"""Taking the demo away again, as if it had never been loaded."""

from datetime import datetime

from accounts.organizations.models import Membership, Organization, User
from accounts.tenancy.context import tenant_context
from accounts.tenancy.registry import organization_id_of, seats_of, switched_off_seats_of
from accounts.tenancy.removal import remove_organization
from happiness.demo.people import COMPANIES


def remove(*, now: datetime) -> list[str]:
    """Remove the demo companies, and the sign-ins of their people who work nowhere else; return the companies' names.

    An organization that only has the address of one is no demo, and stays. Raises ImproperlyConfigured without the owner of the
    tables.
    """
    removed = []
    for company in COMPANIES:
        organization_id = organization_id_of(company.slug)
        if organization_id is None:
            continue
        with tenant_context(organization_id):
            is_demo = Organization.objects.get().is_demo
            emails = [person.email for person in company.people]
            rows = Membership.objects.filter(user__email__in=emails).select_related("user")
            users = {row.user for row in rows if row.user}
        if is_demo:
            remove_organization(organization_id)
            with tenant_context(
                organization_id
            ):  # what Django looks for before it deletes somebody, it looks for in a scope
                _forget(users, now)
            removed.append(company.name)
    return removed


def _forget(users: set[User], now: datetime) -> None:
    for user in users:
        if not seats_of(user.pk, now=now) and not switched_off_seats_of(user.pk, now=now):
            user.delete()
