"""What a row does to an outcome: the same client, the same day and the same end are the same outcome."""

from collections.abc import Sequence
from typing import Any

from accounts.clients.models import Client
from accounts.contracts.models import Outcome, OutcomeKind, Reason
from accounts.contracts.queries import house_day
from accounts.exchange.clients.desk import Desk
from accounts.exchange.drafts import Draft, digest
from accounts.exchange.edits import Batch, Edit
from accounts.exchange.outcomes.fields import LABELS
from accounts.exchange.registry import Plan, Setting
from accounts.web import formats

SHOWN: dict[str, Any] = {
    "kind": lambda value: OutcomeKind(value).label,
    "day": formats.day,
    "reason": lambda value: Reason(value).label,
}


def key_of(draft: Draft) -> str:
    """Return what tells the row's outcome from others of the same table."""
    kind, day = draft.own.get("kind", ""), draft.own.get("day", "")
    return digest("outcome", draft.client_key, kind, str(day)) if kind and day else ""


class Planner:
    """Takes rows one by one; a row with a fault changes nothing at all. With `lock` the outcomes are locked."""

    def __init__(self, drafts: Sequence[Draft], setting: Setting, *, lock: bool) -> None:
        self.desk, self.setting = Desk(drafts, lock=lock), setting
        self.batch = Batch()
        self.today = house_day(self.desk.organization, setting.now)
        rows = Outcome.objects.filter(client__in=list(self.desk.clients), removed_at=None).order_by("id")
        self.known = {(one.client_id, one.kind, one.day): one for one in (rows.select_for_update() if lock else rows)}
        for draft in drafts:
            self._take(draft)

    def _take(self, draft: Draft) -> None:
        plan = Plan(number=draft.number, client_key=draft.client_key, key=key_of(draft), faults=draft.faults)
        self.batch.plans.append(plan)
        client, _person = self.desk.known(draft)
        for name, code in (("kind", "no_outcome"), ("day", "no_day")):
            if name not in draft.own and not draft.faults:
                draft.blame(code, f"outcome.{name}")
        if (day := draft.own.get("day")) and day > self.today:
            draft.blame("day_to_come", "outcome.day")
        if client and not plan.faults:
            self._write(plan, client, draft.own)

    def _write(self, plan: Plan, client: Client, own: dict[str, Any]) -> None:
        key = client.pk, own["kind"], own["day"]
        outcome = self.known.get(key)
        is_new = outcome is None
        if outcome is None:
            outcome = Outcome(client=client, by=self.setting.by, created_at=self.setting.now)
            self.known[key] = outcome
        edit = Edit(self.batch, plan, outcome, kind="outcome", is_new=is_new, labels=LABELS)
        for name in LABELS:
            if name in own:
                edit.set(name, own[name], shown=SHOWN.get(name, str), label=None if name == "kind" else "")
        plan.client_id = client.pk
        name = f"{client.name} · {outcome.get_kind_display()}"
        edit.finish(part="outcome", name=name, is_seen=plan.key in self.setting.seen)
