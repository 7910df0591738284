"""Two furnished organizations: the attacks run in North's scope, and South's rows are what they are after."""

import uuid
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.apps import apps
from django.db import connection, models

from accounts.audit.models import AuditEntry
from accounts.organizations.models import Department, Employee, Organization, StaffInvitation, Touchpoint
from accounts.tenancy.backend.schema import organization_field
from accounts.tenancy.context import tenant_context
from accounts.tokens import Kind
from tests.cast import Cast, Person

OWNED = [model for model in apps.get_models() if organization_field(model)]


@dataclass(frozen=True, slots=True)
class House:
    owner: Person
    department: Department
    touchpoint: Touchpoint
    invitation: StaffInvitation
    entry: AuditEntry

    @property
    def organization(self) -> Organization:
        return self.owner.organization

    @property
    def id(self) -> uuid.UUID:
        return self.organization.pk

    @property
    def secret(self) -> str:
        """A word that stands in the organization's rows and nowhere else."""
        return f"secret of {self.organization.slug}"


@dataclass(frozen=True, slots=True)
class Houses:
    north: House
    south: House


def furnish(cast: Cast) -> Houses:
    """Give both organizations the same kinds of rows, one of each."""
    return Houses(north=_furnish(cast.alice), south=_furnish(cast.mallory))


def _furnish(owner: Person) -> House:
    secret = f"secret of {owner.organization.slug}"
    now = owner.organization.created_at
    with tenant_context(owner.organization.pk):
        department = Department.objects.create(name=secret, lead=owner.employee)
        touchpoint = Touchpoint.objects.create(name=secret, department=department, owner=owner.employee)
        invitation = StaffInvitation(
            employee=Employee.objects.create(
                name=secret, email=f"guest@{owner.organization.slug}.example", created_at=now
            ),
            role="viewer",
            invited_by=owner.employee,
            created_at=now,
            expires_at=now + timedelta(days=7),
        )
        invitation.stamp()
        invitation.renew_token(Kind.STAFF_INVITATION)
        invitation.save()
        entry = AuditEntry.objects.get(action="organization.created")
    return House(owner, department, touchpoint, invitation, entry)


def shows(house: House, seen: Any) -> bool:
    """Tell whether anything of the house is in what an attack has seen."""
    if isinstance(seen, models.Model):
        seen = vars(seen)
    elif hasattr(seen, "__iter__") and not isinstance(seen, str | bytes | dict):
        return any(shows(house, one) for one in seen)
    text = repr(seen)
    rows = (house.organization, house.owner.employee, house.department, house.touchpoint, house.invitation, house.entry)
    return house.secret in text or any(str(row.pk) in text or row.pk.hex in text for row in rows)


def contents(house: House) -> list[tuple[str, str]]:
    """Return every row of the house, to be compared after an attack."""
    own = {Organization._meta.db_table: "id"} | {model._meta.db_table: "organization_id" for model in OWNED}
    rows = (
        f"SELECT '{table}', to_jsonb({table})::text FROM {table} WHERE {key} = %(id)s" for table, key in own.items()
    )
    with tenant_context(house.id):
        return sorted(sql(" UNION ALL ".join(rows), {"id": house.id}))


def sql(query: str, parameters: Any = ()) -> Any:
    """Run a statement as the application: its rows, or how many it touched."""
    with connection.cursor() as cursor:
        cursor.execute(query, parameters)
        return cursor.fetchall() if cursor.description else cursor.rowcount
