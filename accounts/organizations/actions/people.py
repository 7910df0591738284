"""Employees, their access, and their leaving."""

from datetime import datetime
from typing import Any

from django.db import transaction

from accounts import clock
from accounts.audit import actions as audit
from accounts.organizations import queries
from accounts.organizations.actions import owners
from accounts.organizations.actions.revocation import withdraw_offers
from accounts.organizations.actions.saving import refuse_twins, save_changes, save_new
from accounts.organizations.hours import HOURS
from accounts.organizations.models import Employee, Membership, Organization
from accounts.organizations.roles import GUESTS, Role


class EmailTaken(RuntimeError):
    """Another person of the house has this address."""


class HasLeft(RuntimeError):
    """The person has left the house: only a new invitation brings back access."""


def newcomer(house: Organization) -> Employee:
    """Return a person who is not saved yet, with language, zone and hours of the house, and its holidays."""
    hours = {name: getattr(house, name) for name in HOURS if name != "country"}
    return Employee(language=house.language, time_zone=house.time_zone, **hours)


@transaction.atomic
def register_employee(*, employee: Employee, by: Employee, now: datetime) -> Employee:
    """Save a new person of the house who does not sign in. Raises EmailTaken."""
    employee.created_at = now
    with refuse_twins(EmailTaken):
        save_new(employee, action="employee.registered", by=by, now=now)
    return employee


@transaction.atomic
def save_employee(*, employee: Employee, by: Employee, by_role: str, now: datetime, before: dict[str, Any]) -> None:
    """Save what a form has changed about a person; `before` is the audit snapshot from before the form.

    A new address takes back the open offer: its letter lies in the old mailbox, and its link would prove the new one.
    The address somebody signs in with is their own affair and stays. Raises EmailTaken, and NotAllowed when somebody else
    changes an owner, or anybody changes the address of another owner.
    """
    queries.lock_employee(employee)
    if employee != by:
        owners.require_right_over_person(employee, by_role=by_role)
    if employee.email != before["email"]:
        if employee != by and queries.is_owner(employee, now=clock.real_now()):
            raise owners.NotAllowed
        withdraw_offers(employee, by=by, now=now)
    with refuse_twins(EmailTaken):
        save_changes(employee, action="employee.changed", by=by, now=now, before=before)


@transaction.atomic
def change_access(
    *, membership: Membership, role: Role, ends_at: datetime | None, by: Employee, by_role: str, now: datetime
) -> None:
    """Give a member another role; a guest's role ends at `ends_at`, every other role has no end.

    Raises NotAllowed when an owner is made or unmade by somebody else, LastOwner when no owner would be left, HasLeft for
    somebody who is gone.
    """
    membership = queries.lock_memberships().get(pk=membership.pk)
    if membership.employee.left_at:
        raise HasLeft
    owners.require_right_over_role(role, by_role=by_role)
    owners.require_right_over_role(membership.role, by_role=by_role)
    if membership.role == Role.OWNER != role:
        owners.require_another_owner(membership)
    before = audit.snapshot(membership)
    membership.role, membership.ends_at = role, ends_at if role in GUESTS else None
    membership.save(update_fields=["role", "ends_at"])
    audit.record(action="membership.changed", subject=membership, by=by, now=now, before=before)


@transaction.atomic
def remove_employee(*, employee: Employee, by: Employee, by_role: str, now: datetime) -> None:
    """Let a person go: access ends now, open offers are taken back; what they own stays theirs on record. Twice is once.

    Raises NotAllowed for an owner removed by somebody else, LastOwner for the last one.
    """
    owners.require_right_over_person(employee, by_role=by_role)
    _depart(employee, by=by, now=now)


@transaction.atomic
def leave(*, employee: Employee, now: datetime) -> None:
    """Let a member go by their own wish. Raises LastOwner for the last owner."""
    _depart(employee, by=employee, now=now)


def _depart(employee: Employee, *, by: Employee, now: datetime) -> None:
    memberships = queries.lock_memberships()
    employee = queries.lock_employee(employee)
    if employee.left_at:
        return
    membership = memberships.filter(employee=employee).first()
    if membership and queries.is_open(membership, now=clock.real_now()):
        _end(membership, by=by, now=now)
    withdraw_offers(employee, by=by, now=now)
    before = audit.snapshot(employee)
    employee.left_at = now
    employee.save(update_fields=["left_at"])
    audit.record(action="employee.left", subject=employee, by=by, now=now, before=before)


def _end(membership: Membership, *, by: Employee, now: datetime) -> None:
    if membership.role == Role.OWNER:
        owners.require_another_owner(membership)
    before = audit.snapshot(membership)
    # The real time, not a demo organization's: the door goes by it.
    membership.ends_at = clock.real_now()
    membership.save(update_fields=["ends_at"])
    audit.record(action="membership.ended", subject=membership, by=by, now=now, before=before)
