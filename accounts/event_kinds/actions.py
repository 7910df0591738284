"""Defining what other systems may tell: once an event has come, what was agreed about its fields stays."""

from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.audit import actions as audit
from accounts.event_kinds import queries
from accounts.events.models import CustomKind
from accounts.events.queries import custom_kinds
from accounts.organizations.actions import saving
from accounts.organizations.models import Employee

MOST_KINDS = 100  # each one is offered wherever events are chosen


class KeyTaken(RuntimeError):
    """There is a kind with this key already, perhaps an archived one."""


class TooMany(RuntimeError):
    """An organization has MOST_KINDS at most that are not archived."""


class FieldsInUse(RuntimeError):
    """Events have come meanwhile: their fields can be neither renamed, retyped nor removed."""


@transaction.atomic
def add_kind(*, kind: CustomKind, by: Employee, now: datetime) -> None:
    """Save a new kind; its events are taken from now on. Raises KeyTaken, TooMany."""
    if custom_kinds().count() >= MOST_KINDS:
        raise TooMany
    kind.created_at = now
    with saving.refuse_twins(KeyTaken):
        saving.save_new(kind, action="event_kind.created", by=by, now=now)


@transaction.atomic
def save_kind(*, kind: CustomKind, by: Employee, now: datetime, before: dict[str, Any]) -> None:
    """Save what a form has changed. Raises FieldsInUse when a field of a kind that has events would get lost or retyped.

    An event that is being published in this very moment is checked against the fields from before.
    """
    stored = CustomKind.objects.select_for_update().get(pk=kind.pk)
    if not stored.fields.items() <= kind.fields.items() and queries.has_events(kind=stored):
        raise FieldsInUse
    saving.save_changes(kind, action="event_kind.changed", by=by, now=now, before=before)


@transaction.atomic
def archive_kind(*, kind: CustomKind, by: Employee, now: datetime) -> None:
    """Take no more events of the kind; those that came stay. Twice is once."""
    _set_archived(kind, now, action="event_kind.archived", by=by, now=now)


@transaction.atomic
def restore_kind(*, kind: CustomKind, by: Employee, now: datetime) -> None:
    """Take events of the kind again. Twice is once. Raises TooMany."""
    if custom_kinds().exclude(pk=kind.pk).count() >= MOST_KINDS:
        raise TooMany
    _set_archived(kind, None, action="event_kind.restored", by=by, now=now)


def _set_archived(kind: CustomKind, moment: datetime | None, *, action: str, by: Employee, now: datetime) -> None:
    row = CustomKind.objects.select_for_update().get(pk=kind.pk)
    if (row.archived_at is None) == (moment is None):
        return
    before = audit.snapshot(row)
    row.archived_at = moment
    row.save(update_fields=["archived_at"])
    audit.record(action=action, subject=row, by=by, now=now, before=before)
