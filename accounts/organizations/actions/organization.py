"""Founding and changing an organization."""

from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.audit import actions as audit
from accounts.organizations import registry
from accounts.organizations.actions.saving import refuse_twins, save_changes
from accounts.organizations.models import Employee, Membership, Organization, User
from accounts.organizations.roles import Role
from accounts.tenancy.context import tenant_context
from accounts.tenancy.uuid7 import uuid7


class AddressTaken(RuntimeError):
    """Another organization has this address."""


def create_organization(
    *,
    name: str,
    slug: str,
    owner: User,
    owner_name: str,
    language: str,
    time_zone: str,
    now: datetime,
    is_demo: bool = False,
) -> Organization:
    """Found an organization with its first owner, and return it. Opens the new organization's scope itself.

    Raises IntegrityError when the slug is taken: the form has asked before, this decides.
    """
    organization_id = uuid7()
    with tenant_context(organization_id):
        organization = Organization.objects.create(
            id=organization_id,
            name=name,
            slug=slug,
            language=language,
            time_zone=time_zone,
            is_demo=is_demo,
            created_at=now,
        )
        employee = Employee.objects.create(
            name=owner_name, email=owner.email, language=language, time_zone=time_zone, created_at=now
        )
        Membership.objects.create(employee=employee, user=owner, role=Role.OWNER, created_at=now)
        audit.record(action="organization.created", subject=organization, by=employee, now=now, before=audit.NEW)
        registry.begin(organization=organization, now=now)
    return organization


@transaction.atomic
def switch_off(*, now: datetime) -> bool:
    """Close the current organization: to its people, its links, other systems. Its letters, messages and jobs wait.

    An act of whoever runs the installation, so it has no actor. False: it is off already.
    """
    return _switch(is_active=False, action="organization.switched_off", now=now)


@transaction.atomic
def switch_on(*, now: datetime) -> bool:
    """Open the current organization again; what has waited goes on. False: it is on already."""
    return _switch(is_active=True, action="organization.switched_on", now=now)


@transaction.atomic
def save_organization(*, organization: Organization, by: Employee, now: datetime, before: dict[str, Any]) -> None:
    """Save what a form has changed; `before` is the audit snapshot from before the form. Raises AddressTaken.

    The file of a logo that was replaced or removed is deleted once the change is committed.
    """
    with refuse_twins(AddressTaken):
        save_changes(organization, action="organization.changed", by=by, now=now, before=before)
    old_logo, storage = before["logo"], organization.logo.storage
    if old_logo and old_logo != organization.logo.name:
        transaction.on_commit(lambda: storage.delete(old_logo), robust=True)


def _switch(*, is_active: bool, action: str, now: datetime) -> bool:
    organization = Organization.objects.select_for_update().get()
    before = audit.snapshot(organization)
    organization.is_active = is_active
    organization.save(update_fields=["is_active"])
    return audit.record(action=action, subject=organization, by=None, now=now, before=before) is not None
