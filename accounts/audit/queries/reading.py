"""Entries as sentences: who did what to whom, under the names of today."""

import uuid
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils import dateparse, formats, timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from accounts.audit import registry
from accounts.audit.models import AuditEntry

PERSON = "accounts.employee"  # whose ids actors are
UNKNOWN_ACT = registry.Act(label="", sentence=gettext_lazy("{who} changed {what}"))

Names = dict[str, dict[uuid.UUID, str]]


@dataclass(frozen=True, slots=True)
class Change:
    """A field that an act has changed; old and new value only of fields that describe no person."""

    field: str
    is_told: bool
    old: str = ""
    new: str = ""

    @property
    def text(self) -> str:
        if not self.is_told:
            return self.field
        return f"{self.field}: {self.old} → {self.new}" if self.old else f"{self.field}: {self.new}"


@dataclass(frozen=True, slots=True)
class Line:
    """An entry as its page shows it."""

    entry: AuditEntry
    who: str
    what: str
    sentence: str
    changes: list[Change]

    @property
    def text(self) -> str:
        return self.sentence.format(who=self.who, what=self.what)

    @property
    def html(self) -> SafeString:
        who = format_html("<strong>{}</strong>", self.who)
        return format_html(self.sentence, who=who, what=format_html("<strong>{}</strong>", self.what))


def read(entries: Iterable[AuditEntry]) -> list[Line]:
    """Return the entries as sentences in the language of the page, with one look-up for each kind of row they name."""
    rows = list(entries)
    names = _names_in(rows)
    return [_line(entry, names) for entry in rows]


def _names_in(entries: list[AuditEntry]) -> Names:
    wanted: dict[str, set[uuid.UUID]] = defaultdict(set)
    for entry in entries:
        if entry.actor_id:
            wanted[PERSON].add(entry.actor_id)
        if entry.subject_id:
            wanted[entry.subject_type].add(entry.subject_id)
        for name, values in entry.changes.items():
            field = _field(entry.subject_type, name)
            if values and isinstance(field, models.ForeignKey):
                wanted[_target(field)].update(uuid.UUID(value) for value in values if value)
    return {label: registry.names_of(label, ids) for label, ids in sorted(wanted.items())}


def _line(entry: AuditEntry, names: Names) -> Line:
    who = _name(names, PERSON, entry.actor_id) if entry.actor_id else _("The system")
    what = _name(names, entry.subject_type, entry.subject_id)
    act = registry.acts().get(entry.action, UNKNOWN_ACT)
    changes = [_change(entry.subject_type, name, values, names) for name, values in entry.changes.items()]
    return Line(entry=entry, who=who, what=what, sentence=str(act.sentence), changes=changes)


def _change(label: str, name: str, values: list[Any] | None, names: Names) -> Change:
    field = _field(label, name)
    title = str(field.verbose_name) if field else name
    if values is None:
        return Change(field=title, is_told=False)
    old, new = (_value(field, value, names) for value in values)
    return Change(field=title, is_told=True, old="" if values[0] is None else old, new=new)


def _value(field: models.Field | None, value: Any, names: Names) -> str:
    if value is None or value == "":
        return "–"
    if isinstance(field, models.ForeignKey):
        return _name(names, _target(field), uuid.UUID(value))
    if isinstance(field, models.DateTimeField):
        moment = dateparse.parse_datetime(value)
        return formats.date_format(timezone.localtime(moment), "SHORT_DATETIME_FORMAT") if moment else value
    if isinstance(field, models.DateField):
        on = dateparse.parse_date(value)
        return formats.date_format(on, "SHORT_DATE_FORMAT") if on else value
    if isinstance(field, models.TimeField):
        hour = dateparse.parse_time(value)
        return formats.time_format(hour, "H:i") if hour else value
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return str(dict(field.flatchoices).get(value, value)) if field and field.choices else str(value)


def _name(names: Names, label: str, row_id: uuid.UUID | None) -> str:
    found = names.get(label, {}).get(row_id) if row_id else None
    return found or pgettext("instead of the name of a row that is gone", "deleted")


def _field(label: str, name: str) -> models.Field | None:
    """Return the model's field, or None when code of today no longer has it: the trail is older than the code."""
    try:
        field = apps.get_model(label)._meta.get_field(name)
    except (LookupError, FieldDoesNotExist):
        return None
    return field if isinstance(field, models.Field) else None


def _target(field: models.ForeignKey[Any, Any]) -> str:
    return str(field.related_model._meta.label_lower)
