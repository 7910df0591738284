"""What a row tells: of known clients and people, of a kind of the organization's own."""

import json
import uuid
import zoneinfo
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder

from accounts.clients.models import Client, Contact
from accounts.events.actions import Fact, own_key
from accounts.events.models import CustomKind, Origin
from accounts.events.payload import FieldType
from accounts.exchange import cells
from accounts.exchange.cells import BadCell
from accounts.exchange.clients.desk import Desk
from accounts.exchange.drafts import Draft, digest
from accounts.exchange.registry import Change, Part, Plan, Setting
from accounts.exchange.words import fold
from accounts.inbound import queries
from accounts.inbound.importing.fields import OF_PAYLOAD, value_of
from accounts.inbound.told import Reference
from accounts.web.forms import EARLIEST


def key_of(draft: Draft) -> str:
    """Return what tells the row's event from others of the same table."""
    own = draft.own
    if own.get("key"):
        return digest("event", fold(own.get("kind", "")), own["key"])
    return digest("event", *(f"{name}={text}" for name, text in sorted(draft.texts.items())))


class Planner:
    """Takes rows one by one: `facts` are what those without a fault tell, each with its plan."""

    def __init__(self, drafts: Sequence[Draft], kinds: Sequence[CustomKind], setting: Setting, *, lock: bool) -> None:
        self.desk, self.setting = Desk(drafts, lock=lock), setting
        self.zone = zoneinfo.ZoneInfo(self.desk.organization.time_zone)
        self.kinds = {fold(one.title): one for one in kinds} | {fold(one.name.partition(".")[2]): one for one in kinds}
        self.kinds |= {fold(one.name): one for one in kinds}
        people = {Reference("id", str(one)) for one in self.desk.contacts}
        self.homes = queries.directory(clients=(), contacts=people).homes
        self.plans: list[Plan] = []
        self.facts: list[tuple[Plan, Fact]] = []

    def take(self, draft: Draft) -> None:
        """Plan one row."""
        plan = Plan(number=draft.number, client_key=draft.client_key, key=key_of(draft), faults=draft.faults)
        self.plans.append(plan)
        kind = self._kind(draft)
        client, contact = self._who(draft)
        at = self._moment(draft)
        payload = self._payload(draft, kind) if kind else {}
        if plan.faults or not (kind and client and at):
            return
        plan.client_id, plan.subject_id = client.pk, contact.pk if contact else None
        shown = [Change(name, "", draft.texts[OF_PAYLOAD + name]) for name in payload]
        act = "same" if plan.key in self.setting.seen else "create"
        name = f"{client.name} · {kind.title}"
        plan.parts.append(Part("event", name, act, uuid.UUID(plan.key), shown))  # counted by what tells it from others
        self.facts.append((plan, self._fact(draft, kind, client, contact, at, payload)))

    def _fact(
        self,
        draft: Draft,
        kind: CustomKind,
        client: Client,
        contact: Contact | None,
        at: datetime,
        payload: dict[str, Any],
    ) -> Fact:
        """Return the row as an event; without a number of its own it is known by all that it says."""
        contact_id = contact.pk if contact else None
        said = json.dumps(payload, cls=DjangoJSONEncoder, sort_keys=True)
        content = digest(kind.name, str(client.pk), str(contact_id), at.isoformat(), said)
        key = draft.own.get("key")
        return Fact(
            kind=kind.name,
            happened_at=at,
            payload=payload,
            client_id=client.pk,
            contact_id=contact_id,
            actor_id=self.setting.by.pk,
            origin=Origin.IMPORT,
            dedupe_key=own_key(kind=kind.name, key=key) if key else f"import:{content}",
        )

    def _kind(self, draft: Draft) -> CustomKind | None:
        typed = draft.own.get("kind", "")
        found = self.kinds.get(fold(typed))
        if found is None and not draft.faults:
            draft.blame("unknown_kind" if typed else "no_kind", "event.kind")
        return found

    def _who(self, draft: Draft) -> tuple[Client | None, Contact | None]:
        """Return whom it is about; somebody who works at one client only needs no client beside."""
        if not draft.client:
            client, contact = self.desk.match(draft)
            home = self.homes.get(contact.pk) if contact and client is None else None
            if home:
                return home, contact
        return self.desk.known(draft)

    def _moment(self, draft: Draft) -> datetime | None:
        told: date | datetime | None = draft.own.get("happened_at")
        if told is None:
            if not draft.faults:
                draft.blame("no_moment_of_event", "event.happened_at")
            return None
        at, now = cells.placed(told, self.zone), self.setting.now.astimezone(self.zone)
        if at.astimezone(self.zone).date() > now.date() or (isinstance(told, datetime) and at > now):
            draft.blame("not_yet", "event.happened_at")
        elif at.date() < EARLIEST:
            draft.blame("day", "event.happened_at")
        return min(at, now)

    def _payload(self, draft: Draft, kind: CustomKind) -> dict[str, Any]:
        values: dict[str, Any] = {}
        for column, text in draft.own.items():
            name = column.removeprefix(OF_PAYLOAD)
            if not column.startswith(OF_PAYLOAD):
                continue
            if name not in kind.fields:
                draft.blame("no_such_field", column)
                continue
            try:
                field_type = FieldType(kind.fields[name])
                values[name] = value_of(text, field_type, month_first=self.setting.month_first, zone=self.zone)
            except BadCell as bad:
                draft.blame(bad.wrong, column, more=bad.more)
            except ValueError:
                draft.blame("not_a_uuid", column)
        return values
