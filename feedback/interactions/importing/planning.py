"""What a row of past talks does: a new talk, a correction of one that was imported before, or nothing new."""

import uuid
import zoneinfo
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from accounts.clients.models import Client, Contact
from accounts.exchange import cells
from accounts.exchange.drafts import Draft, digest
from accounts.exchange.edits import Batch, Edit
from accounts.exchange.registry import Change, Part, Plan, Setting
from accounts.exchange.then import Then
from accounts.organizations.models import Employee
from accounts.tenancy.uuid7 import uuid7
from accounts.web import formats
from feedback.interactions.actions import PastTalk
from feedback.interactions.forms import LONGEST_TOPIC, MOST_TOPICS
from feedback.interactions.importing.fields import LABELS, SAID, channel_names
from feedback.interactions.importing.who import Who
from feedback.interactions.models import Channel, Interaction

BLANK: dict[str, Any] = {"mood": None, "quote": "", "notes": "", "topics": []}


@dataclass(slots=True)
class Row:
    """A row that can be imported. `said` are mood, quote, notes and topics; later rows of the same talk may add to them."""

    plan: Plan
    draft: Draft
    client: Client
    people: dict[uuid.UUID, Contact]
    at: datetime
    by: Employee | None
    key: str
    said: dict[str, Any]
    id: uuid.UUID = field(default_factory=uuid7)


def subject_of(draft: Draft) -> str:
    """Return what tells the row's talk from others of the same table."""
    own = draft.own
    people = ",".join(sorted([*own.get("people", ()), *own.get("emails", ())]))
    told = own.get("number") or f"{draft.client_key} {own.get('happened_at', '')} {own.get('channel', '')} {people}"
    return digest("talk", told)


class Planner:
    """Takes a batch of rows; a row with a fault changes nothing at all. With `lock` what may be changed is locked."""

    def __init__(self, drafts: Sequence[Draft], setting: Setting, *, lock: bool) -> None:
        self.setting = setting
        self.who = Who(drafts, lock=lock)
        self.zone = zoneinfo.ZoneInfo(self.who.desk.organization.time_zone)
        self.places = self.who.desk.positions
        self.then = Then(self.who.clients, [one.pk for one in self.places.values()])
        self.batch = Batch()
        self.new: dict[str, Row] = {}
        rows = [self._understand(draft) for draft in drafts]
        known = Interaction.objects.filter(import_key__in=[row.key for row in rows if row])
        self.known = {one.import_key: one for one in (known.select_for_update() if lock else known)}
        for row in rows:
            if row:
                self._plan(row)

    def past(self) -> list[PastTalk]:
        """Return the new talks to be recorded."""
        return [
            PastTalk(
                id=row.id,
                key=row.key,
                client_id=row.client.pk,
                channel=row.draft.own["channel"],
                happened_at=row.at,
                people={one: self._roles(one, row) for one in row.people},
                by=row.by or self.setting.by,
                stage=self.then.stage(row.client.pk, row.at),
                **{name: row.said[name] for name in SAID},
            )
            for row in self.new.values()
        ]

    # --- What the row says ---

    def _understand(self, draft: Draft) -> Row | None:
        plan = Plan(number=draft.number, client_key=draft.client_key, key=subject_of(draft), faults=draft.faults)
        self.batch.plans.append(plan)
        own, bad = draft.own, {fault.field for fault in draft.faults}
        client, people = self.who.meant(draft)
        at = self._moment(draft, bad)
        if "channel" not in own and "talk.channel" not in bad:
            draft.blame("no_channel", "talk.channel", more=channel_names())
        topics = own.get("topics", [])
        if len(topics) > MOST_TOPICS or any(len(one) > LONGEST_TOPIC for one in topics):
            draft.blame("too_many_topics", "talk.topics", more=str(LONGEST_TOPIC))
        if not any(name in own for name in SAID) and not draft.faults:
            draft.blame("nothing_said")
        by = self.who.colleague(draft)
        if draft.faults or client is None or at is None:
            return None
        there = {one.pk: one for one in people}
        plan.client_id, plan.subject_id = client.pk, next(iter(there), None)
        told = f"number {own['number']}" if own.get("number") else self._unnumbered(client, at, own["channel"], there)
        said = {"removed_at": None} | {name: own.get(name, BLANK[name]) for name in SAID}
        return Row(plan, draft, client, there, at, by, digest(told), said)

    def _moment(self, draft: Draft, bad: set[str]) -> datetime | None:
        told = draft.own.get("happened_at")
        if told is None:
            if "talk.happened_at" not in bad:
                draft.blame("no_talk_day", "talk.happened_at")
            return None
        at = cells.placed(told, self.zone)
        if at > self.setting.now:
            draft.blame("not_yet", "talk.happened_at")
        return at

    def _unnumbered(self, client: Client, at: datetime, channel: str, people: dict[uuid.UUID, Contact]) -> str:
        return " ".join([str(client.pk), at.isoformat(), channel, *sorted(map(str, people))])

    def _roles(self, contact_id: uuid.UUID, row: Row) -> list[str]:
        place = self.places[contact_id, row.client.pk]
        return sorted(self.then.roles_on(place.pk, row.client.local_date(row.at)))

    # --- What it does ---

    def _plan(self, row: Row) -> None:
        how = Channel(row.draft.own["channel"]).label
        name = f"{row.client.name} · {how}, {formats.day(row.at.astimezone(self.zone).date())}"
        if row.key in self.new:
            first = self.new[row.key]
            first.said.update({one: row.said[one] for one in SAID if one in row.draft.own})
            first.people.update(row.people)
            row.plan.parts.append(Part("talk", name, "same", changes=[_above()]))
        elif talk := self.known.get(row.key):
            self._correct(talk, row, name)
        else:
            self.new[row.key] = row
            is_seen = row.plan.key in self.setting.seen
            row.plan.effects.append({"kind": "interaction", "id": str(row.id), "old": None, "new": row.said})
            changes = [_above()] if is_seen else self._told(row)
            row.plan.parts.append(Part("talk", name, "same" if is_seen else "create", row.id, changes))

    def _told(self, row: Row) -> list[Change]:
        told = []
        if row.people:
            told.append(Change(LABELS["people"], "", ", ".join(one.name for one in row.people.values())))
        if row.by:
            told.append(Change(LABELS["by"], "", str(row.by)))
        return told + [Change(LABELS[one], "", _shown(row.draft.own[one])) for one in SAID if one in row.draft.own]

    def _correct(self, talk: Interaction, row: Row, name: str) -> None:
        if talk.removed_at:
            row.draft.blame("talk_removed")
            return
        edit = Edit(self.batch, row.plan, talk, kind="interaction", is_new=False, labels=LABELS)
        for column in SAID:
            if column in row.draft.own:
                edit.set(column, row.draft.own[column], shown=_shown)
        edit.finish(part="talk", name=name, is_seen=False)


def _above() -> Change:
    return Change(LABELS["happened_at"], "", _("the same talk as in a row above; what this row says counts"))


def _shown(value: Any) -> str:
    return ", ".join(value) if isinstance(value, list) else str(value)
