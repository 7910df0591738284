"""Employees, their access, and their leaving."""

from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.audit import actions as audit
from accounts.organizations import queries
from accounts.organizations.models import Employee, Membership
from accounts.organizations.roles import GUESTS, Right, Role, has_right


class NotAllowed(RuntimeError):
    """Only an owner makes owners and takes that role from them."""


class LastOwner(RuntimeError):
    """An organization keeps at least one owner: name another one first."""


@transaction.atomic
def register_employee(*, employee: Employee, by: Employee, now: datetime) -> Employee:
    """Save a new person of the house who does not sign in."""
    employee.created_at = now
    employee.save()
    audit.record(action="employee.registered", subject=employee, by=by, now=now)
    return employee


@transaction.atomic
def save_employee(*, employee: Employee, by: Employee, now: datetime, before: dict[str, Any]) -> None:
    """Save what a form has changed about a person; `before` is the audit snapshot from before the form."""
    employee.save()
    audit.record(action="employee.changed", subject=employee, by=by, now=now, before=before)


@transaction.atomic
def change_access(
    *, membership: Membership, role: Role, ends_at: datetime | None, by: Employee, by_role: str, now: datetime
) -> None:
    """Give a member another role; a guest's role ends at `ends_at`, every other role has no end.

    Raises NotAllowed when an owner is made or unmade by somebody else, LastOwner when no owner would be left.
    """
    membership = queries.lock_memberships().get(pk=membership.pk)
    if Role.OWNER in (role, membership.role) and not has_right(by_role, Right.MANAGE_OWNERS):
        raise NotAllowed
    if membership.role == Role.OWNER != role:
        _require_another_owner(membership, now)
    before = audit.snapshot(membership)
    membership.role, membership.ends_at = role, ends_at if role in GUESTS else None
    membership.save(update_fields=["role", "ends_at"])
    audit.record(action="membership.changed", subject=membership, by=by, now=now, before=before)


@transaction.atomic
def remove_member(*, membership: Membership, by: Employee, by_role: str, now: datetime) -> None:
    """End a member's access now and mark the employee as left; what they own stays theirs on record.

    Raises NotAllowed for an owner removed by a non-owner, LastOwner for the last one.
    """
    membership = queries.lock_memberships().get(pk=membership.pk)
    if membership.role == Role.OWNER and not has_right(by_role, Right.MANAGE_OWNERS):
        raise NotAllowed
    _end(membership, action="membership.ended", by=by, now=now)


@transaction.atomic
def leave(*, membership: Membership, now: datetime) -> None:
    """Let a member go by their own wish. Raises LastOwner for the last owner."""
    membership = queries.lock_memberships().get(pk=membership.pk)
    _end(membership, action="membership.left", by=membership.employee, now=now)


def _end(membership: Membership, *, action: str, by: Employee, now: datetime) -> None:
    if membership.role == Role.OWNER:
        _require_another_owner(membership, now)
    before = audit.snapshot(membership)
    membership.ends_at = now
    membership.save(update_fields=["ends_at"])
    audit.record(action=action, subject=membership, by=by, now=now, before=before)
    employee = membership.employee
    before = audit.snapshot(employee)
    employee.left_at = now
    employee.save(update_fields=["left_at"])
    audit.record(action="employee.left", subject=employee, by=by, now=now, before=before)


def _require_another_owner(membership: Membership, now: datetime) -> None:
    others = queries.current_memberships(now=now).filter(role=Role.OWNER).exclude(pk=membership.pk)
    if not others.exists():
        raise LastOwner
