"""Letting rows follow a merge, step by step, each step noted so that it can be taken back exactly.

Every step is a constant number of statements for each registered column, however many rows follow.
"""

import uuid
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, models, transaction
from django.db.models import Case, Q, UniqueConstraint, Value, When

from accounts.clients import registry
from accounts.clients.registry import Key, Values

Steps = list[dict[str, Any]]  # plain JSON
Pairs = Mapping[uuid.UUID, uuid.UUID]  # what gives way: what stays


def repoint(model: type[Any], pairs: Pairs, *, now: datetime) -> Steps:
    """Let everything that names the first rows of these pairs name the second ones, and return the steps it took."""
    steps: Steps = []
    for key in registry.keys_to(model):
        steps += _make_room(key, pairs, now)
        if not key.stays:
            steps += _move(key, pairs)
    return steps


def change(row: models.Model, values: Values) -> Steps:
    """Write these columns of one row, and return the step; columns that have the value already are left out."""
    changed = {
        name: [_plain(getattr(row, name)), _plain(new)] for name, new in values.items() if getattr(row, name) != new
    }
    if not changed:
        return []
    model: Any = type(row)
    model.objects.filter(pk=row.pk).update(**{name: values[name] for name in changed})
    for name in changed:
        setattr(row, name, values[name])
    return [{"act": "change", "model": row._meta.label, "id": str(row.pk), "values": changed}]


def take_back(steps: Steps) -> tuple[int, list[str]]:
    """Undo the steps, the last one first. Return how many rows are as they were, and what was left as somebody changed it."""
    restored, left = 0, list[str]()
    for step in reversed(steps):
        undo = {"change": _unchange, "move": _move_back, "drop": _bring_back}[step["act"]]
        try:
            with transaction.atomic():
                number, changed = undo(step)
        except IntegrityError:  # what it would give back was given to another row meanwhile
            number, changed = 0, [_title(step)]
        restored += number
        left += [one for one in changed if one not in left]
    return restored, left


# --- Forth ---


def _make_room(key: Key, pairs: Pairs, now: datetime) -> Steps:
    """See to the rows that a unique constraint keeps from moving."""
    steps: Steps = []
    for constraint in unique_with(key):
        clashes = list(_clashes(key, constraint, pairs))
        for stays, gives_way in clashes:
            if key.joined:
                steps += change(stays, key.joined(stays, gives_way))
        if key.ended:
            for _stays, gives_way in clashes:
                steps += change(gives_way, key.ended(gives_way, now))
        elif clashes and not key.stays:
            steps += repoint(key.model, {old.pk: new.pk for new, old in clashes}, now=now)
            steps.append(_drop(key, [old for _new, old in clashes]))
    return steps


def unique_with(key: Key) -> list[UniqueConstraint]:
    """Return the constraints that may keep rows from moving along this column."""
    constraints = [one for one in key.model._meta.constraints if isinstance(one, UniqueConstraint)]
    return [one for one in constraints if key.column in one.fields]


def _clashes(key: Key, constraint: UniqueConstraint, pairs: Pairs) -> Iterator[tuple[Any, Any]]:
    """Yield (the row that is there, the row that cannot come), locked."""
    condition = constraint.condition or Q()
    rows = key.model.objects.select_for_update().filter(condition).order_by("pk")
    others = [_attname(key.model, name) for name in constraint.fields if name not in {"organization", key.column}]

    def place(row: Any, owner: uuid.UUID) -> tuple[Any, ...]:
        return (owner, *(getattr(row, name) for name in others))

    there = {
        place(row, getattr(row, key.attname)): row for row in rows.filter(**{f"{key.attname}__in": pairs.values()})
    }
    for row in rows.filter(**{f"{key.attname}__in": list(pairs)}):
        taken = place(row, pairs[getattr(row, key.attname)])
        if taken in there and (constraint.nulls_distinct is False or None not in taken):
            yield there[taken], row


def _move(key: Key, pairs: Pairs) -> Steps:
    found = key.model.objects.filter(**{f"{key.attname}__in": list(pairs)})
    owners = dict(found.values_list("pk", key.attname))
    if not owners:
        return []
    cases = [When(**{key.attname: old}, then=Value(new, models.UUIDField())) for old, new in pairs.items()]
    found.filter(pk__in=owners).update(**{key.attname: Case(*cases, output_field=models.UUIDField())})
    moved: dict[str, list[str]] = {}
    for pk, owner in owners.items():
        moved.setdefault(str(owner), []).append(str(pk))
    to = {old: str(pairs[uuid.UUID(old)]) for old in moved}
    return [{"act": "move", "model": key.model._meta.label, "column": key.attname, "rows": moved, "to": to}]


def _drop(key: Key, rows: list[Any]) -> dict[str, Any]:
    names = [field.attname for field in key.model._meta.concrete_fields if not getattr(field, "generated", False)]
    values = [{name: _plain(getattr(row, name)) for name in names} for row in rows]
    key.model.objects.filter(pk__in=[row.pk for row in rows]).delete()
    return {"act": "drop", "model": key.model._meta.label, "rows": values}


# --- Back ---


def _unchange(step: dict[str, Any]) -> tuple[int, list[str]]:
    model = _model(step)
    row: Any = model.objects.select_for_update().filter(pk=step["id"]).first()
    if row is None:
        return 0, [_title(step)]
    back, is_left = {}, False
    for name, (old, new) in step["values"].items():
        field = _field(model, name)
        if getattr(row, name) == _read(field, new):
            back[name] = _read(field, old)
        else:
            is_left = True
    if back:
        model.objects.filter(pk=row.pk).update(**back)
    return int(bool(back)), [getattr(row, "name", "") or _title(step)] if is_left else []


def _move_back(step: dict[str, Any]) -> tuple[int, list[str]]:
    model, column, restored, number = _model(step), step["column"], 0, 0
    for old, ids in step["rows"].items():
        number += len(ids)
        restored += model.objects.filter(pk__in=ids, **{column: step["to"][old]}).update(**{column: old})
    return restored, [_title(step)] if restored < number else []


def _bring_back(step: dict[str, Any]) -> tuple[int, list[str]]:
    """Make the rows again under their ids; one whose tag, talk or other neighbor is gone stays away."""
    model = _model(step)
    keys: list[Any] = [field for field in model._meta.concrete_fields if isinstance(field, models.ForeignKey)]
    rows = [{name: _read(_field(model, name), value) for name, value in row.items()} for row in step["rows"]]
    there = {
        field.attname: set(
            field.related_model.objects.filter(pk__in={row[field.attname] for row in rows}).values_list("pk", flat=True)
        )
        for field in keys
    }
    possible = [row for row in rows if all(row[name] is None or row[name] in ids for name, ids in there.items())]
    model.objects.bulk_create([model(**row) for row in possible])
    return len(possible), [_title(step)] if len(possible) < len(rows) else []


# --- Values as JSON holds them ---


def _plain(value: Any) -> Any:
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    return str(value) if isinstance(value, (uuid.UUID, Decimal)) else value


def _read(field: Any, value: Any) -> Any:
    return None if value is None else field.to_python(value)


def _attname(model: type[Any], name: str) -> str:
    return str(model._meta.get_field(name).attname)


def _field(model: type[Any], attname: str) -> Any:
    return next(field for field in model._meta.concrete_fields if field.attname == attname)


def _model(step: dict[str, Any]) -> type[Any]:
    return registry.model_of(step["model"])


def _title(step: dict[str, Any]) -> str:
    return registry.title_of(step["model"])
