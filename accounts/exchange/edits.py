"""What rows of a table make and change: values are set on rows of the database in memory, and every difference is noted."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from accounts.audit import actions as audit
from accounts.exchange.registry import Change, Part, Plan
from accounts.organizations.models import Employee

Acts = Sequence[tuple[str, Any, dict[str, Any] | None]]  # (act, row, before) as audit.record takes them


@dataclass(slots=True)
class Batch:
    """What a batch of rows makes and changes, in the order in which it can be written."""

    new: dict[Any, list[Any]] = field(default_factory=lambda: defaultdict(list))
    changed: dict[Any, dict[Any, set[str]]] = field(default_factory=lambda: defaultdict(lambda: defaultdict(set)))
    before: dict[Any, dict[str, Any]] = field(default_factory=dict)  # snapshots of rows that are changed, for the audit
    plans: list[Plan] = field(default_factory=list)

    def make(self, plan: Plan, kind: str, row: Any, *, new: dict[str, Any]) -> None:
        """Note a new row as an effect of the plan's; `new` are the values that tell later whether somebody has changed it."""
        self.new[type(row)].append(row)
        plan.effects.append({"kind": kind, "id": str(row.pk), "old": None, "new": new})

    def touched(self, action: str, model: Any) -> list[tuple[str, Any, Any]]:
        """Return the act on every row of the model that was changed."""
        return [(action, row, self.before[row]) for row in self.changed[model]]


class Edit:
    """The values that one row sets on one thing, with what stood there before. `labels` name columns for people."""

    def __init__(
        self, batch: Batch, plan: Plan, subject: Any, *, kind: str, is_new: bool, labels: Mapping[str, Any]
    ) -> None:
        self.batch, self.plan, self.subject, self.kind, self.is_new = batch, plan, subject, kind, is_new
        self.labels = labels
        self.changes: list[Change] = []
        self.after: list[tuple[str, Any, dict[str, Any]]] = []  # rows that hang on the subject: (kind, row, new values)
        self.old: dict[Any, dict[str, Any]] = {}
        self.new: dict[Any, dict[str, Any]] = {}
        self.kinds = {subject: kind}
        if is_new:
            batch.new[type(subject)].append(subject)

    def set(
        self,
        column: str,
        value: Any,
        *,
        on: tuple[str, Any] | None = None,
        shown: Callable[[Any], Any] = str,
        label: Any = "",
    ) -> None:
        """Set one column, of the subject or `on` another row of a kind; `label=None` says nothing about it in the preview."""
        kind, row = on or (self.kind, self.subject)
        before = getattr(row, column)
        if before == value and not (self.is_new and value):
            return
        self.kinds[row] = kind
        self.remember(row, column, before, value)
        setattr(row, column, value)
        if label is not None and not (self.is_new and column == "name"):  # the name stands above what is listed
            old = "" if self.is_new or before in (None, "") else str(shown(before) or "")
            self.changes.append(Change(label or self.labels[column], old, str(shown(value) or "")))

    def remember(self, row: Any, column: str, before: Any, value: Any) -> None:
        """Note that a column is about to change."""
        if not row._state.adding:  # a new row is written as it stands at the end of the batch
            self.batch.before.setdefault(row, audit.snapshot(row))
            self.batch.changed[type(row)][row].add(column)
        self.old.setdefault(row, {}).setdefault(column, plain(before))
        self.new.setdefault(row, {})[column] = plain(value)

    def finish(self, *, part: str, is_seen: bool, name: str = "") -> None:
        """Write what was done down in the plan, as `part`; what an earlier row of the table makes is counted for that."""
        act = "create" if self.is_new else "update" if self.changes else "same"
        self.plan.parts.append(
            Part(part, name or str(self.subject), "same" if is_seen else act, self.subject.pk, self.changes)
        )
        if self.is_new:
            made = self.new.get(self.subject, {})
            self.plan.effects.append({"kind": self.kind, "id": str(self.subject.pk), "old": None, "new": made})
        for row, new in self.new.items():
            if row is not self.subject or not self.is_new:
                effect = {"kind": self.kinds[row], "id": str(row.pk), "old": self.old[row], "new": new}
                self.plan.effects.append(effect)
        for kind, row, values in self.after:
            self.batch.make(self.plan, kind, row, new=values)


def plain(value: Any) -> Any:
    """Return the value as JSON keeps it."""
    if value is None or isinstance(value, (bool, int, float, str, dict, list)):
        return value
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def record_acts(acts: Iterable[tuple[str, Any, dict[str, Any] | None]], *, by: Employee, now: datetime) -> None:
    """Audit acts on many rows, (action, row, before) as `audit.record` takes them: a statement for each sort of act."""
    sorts: dict[tuple[str, Any], dict[Any, Any]] = defaultdict(dict)
    for action, row, before in acts:
        differing = {} if before is None else audit.changes(row, before)
        if differing or not before:
            sorts[action, type(row)][row.pk] = differing
    for (action, model), changes in sorts.items():
        audit.record_many(action=action, model=model, changes=changes, by=by, now=now)
