"""What an organization adds to the registry: segments, fields of its own, saved views."""

import re
import unicodedata
from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.audit import actions as audit
from accounts.clients.models import CustomField, SavedView, Segment
from accounts.organizations.actions import saving
from accounts.organizations.models import Employee

MOST_FIELDS = 40  # of one subject, archived ones too
MOST_VIEWS = 30  # of one person, and of everybody
KEY = re.compile(r"[^a-z0-9]+")
LONGEST_KEY = 34


class NameTaken(RuntimeError):
    """There is a row of this name already."""


class TooMany(RuntimeError):
    """There are as many as a page can hold."""


@transaction.atomic
def save_segment(*, segment: Segment, by: Employee, now: datetime, before: dict[str, Any] | None) -> None:
    """Save a new segment (`before` is None) or a changed one. Raises NameTaken."""
    with saving.refuse_twins(NameTaken):
        if before is None:
            segment.created_at = now
            saving.save_new(segment, action="segment.created", by=by, now=now)
        else:
            saving.save_changes(segment, action="segment.changed", by=by, now=now, before=before)


@transaction.atomic
def archive_segment(*, segment: Segment, by: Employee, now: datetime) -> None:
    """Offer the segment no more; clients that are in it stay there. Twice is once."""
    _archive(segment, action="segment.archived", by=by, now=now)


@transaction.atomic
def save_custom_field(*, field: CustomField, by: Employee, now: datetime, before: dict[str, Any] | None) -> None:
    """Save a new field (`before` is None), with a key made from its label, or a changed one.

    Raises TooMany, and NameTaken when somebody has added another one at the same moment.
    """
    if before is not None:
        saving.save_changes(field, action="custom_field.changed", by=by, now=now, before=before)
        return
    rows = CustomField.objects.filter(subject=field.subject)
    keys = set(rows.values_list("key", flat=True))
    if len(keys) >= MOST_FIELDS:
        raise TooMany
    field.key, field.position, field.created_at = _free_key(field.label, keys), len(keys) + 1, now
    with saving.refuse_twins(NameTaken):
        saving.save_new(field, action="custom_field.created", by=by, now=now)


@transaction.atomic
def move_custom_field(*, field: CustomField, up: bool, by: Employee, now: datetime) -> None:
    """Let the field change places with its neighbor; the first one and the last one stay."""
    rows = list(CustomField.objects.select_for_update().filter(subject=field.subject, archived_at=None))
    rows.sort(key=lambda row: (row.position, row.created_at))
    place = next(index for index, row in enumerate(rows) if row.pk == field.pk)
    other = place + (-1 if up else 1)
    if 0 <= other < len(rows):
        rows[place], rows[other] = rows[other], rows[place]
        for position, row in enumerate(rows, start=1):
            row.position = position
        CustomField.objects.bulk_update(rows, ["position"])
        audit.record(action="custom_field.moved", subject=field, by=by, now=now)


@transaction.atomic
def archive_custom_field(*, field: CustomField, by: Employee, now: datetime) -> None:
    """Take the field out of every form; what was written in it stays. Twice is once."""
    _archive(field, action="custom_field.archived", by=by, now=now)


@transaction.atomic
def restore_custom_field(*, field: CustomField, by: Employee, now: datetime) -> None:
    """Bring an archived field back into the forms, with what was written in it. Twice is once."""
    before = audit.snapshot(field)
    field.archived_at = None
    saving.save_changes(field, action="custom_field.restored", by=by, now=now, before=before)


@transaction.atomic
def save_view(*, view: SavedView, by: Employee, now: datetime, before: dict[str, Any] | None) -> None:
    """Save a new view of the list (`before` is None) or a renamed one. Raises NameTaken, TooMany."""
    with saving.refuse_twins(NameTaken):
        if before is not None:
            saving.save_changes(view, action="saved_view.changed", by=by, now=now, before=before)
            return
        if SavedView.objects.filter(employee=view.employee_id).count() >= MOST_VIEWS:
            raise TooMany
        view.created_at = now
        saving.save_new(view, action="saved_view.created", by=by, now=now)


@transaction.atomic
def delete_view(*, view: SavedView, by: Employee, now: datetime) -> None:
    """Delete a view of the list; the clients in it stay as they are."""
    changes: dict[Any, dict[str, list[Any] | None]] = {view.pk: {"name": None}}
    audit.record_many(action="saved_view.deleted", model=SavedView, changes=changes, by=by, now=now)
    view.delete()


def _archive(row: Segment | CustomField, *, action: str, by: Employee, now: datetime) -> None:
    if row.archived_at:
        return
    before = audit.snapshot(row)
    row.archived_at = now
    saving.save_changes(row, action=action, by=by, now=now, before=before)


def _free_key(label: str, taken: set[str]) -> str:
    """Return the label in small Latin letters where it has any, with a number if another field has it already."""
    plain = unicodedata.normalize("NFKD", label).encode("ascii", "ignore").decode().lower()
    stem = KEY.sub("_", plain).strip("_")[:LONGEST_KEY] or "field"
    numbered = (f"{stem}_{number}" for number in range(2, len(taken) + 3))
    return next(key for key in (stem, *numbered) if key not in taken)
