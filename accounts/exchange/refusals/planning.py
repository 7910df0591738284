"""What a row does: its addresses get no more letters, and whoever declined is asked no more."""

import zoneinfo
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from accounts.clients.enums import Asking, Consent
from accounts.clients.models import Contact, ContactEmail
from accounts.exchange import cells
from accounts.exchange.clients.desk import Desk
from accounts.exchange.drafts import Draft, digest
from accounts.exchange.edits import Batch, Edit
from accounts.exchange.refusals.fields import LABELS
from accounts.exchange.registry import Plan, Setting
from accounts.mail.models import Suppression
from accounts.mail.said import ASKED_BY_READER
from accounts.web import formats

Reason = Suppression.Reason


def key_of(draft: Draft) -> str:
    """Return what tells the row's address from others of the same table."""
    address = next(iter(draft.person.get("emails", ())), "")
    return digest("address", address) if address else ""


class Planner:
    """Takes rows one by one; a row with a fault changes nothing at all. With `lock` what may be changed is locked."""

    def __init__(self, drafts: Sequence[Draft], setting: Setting, *, lock: bool) -> None:
        self.desk, self.setting, self.batch = Desk(drafts, lock=lock), setting, Batch()
        self.zone = zoneinfo.ZoneInfo(self.desk.organization.time_zone)
        addresses = {address for draft in drafts for address in draft.person.get("emails", ())}
        self.blocked: dict[str, Suppression] = self._by_address(Suppression, addresses, lock=lock)
        self.emails: dict[str, ContactEmail] = self._by_address(ContactEmail, addresses, lock=lock)
        self.moments: dict[Suppression, datetime] = {}  # of those that are new: an undo takes back what is told of them
        for draft in drafts:
            self._take(draft)

    def _take(self, draft: Draft) -> None:
        """Plan one row; one that says that nothing happened brings nothing new."""
        plan = Plan(number=draft.number, key=key_of(draft), faults=draft.faults)
        self.batch.plans.append(plan)
        declined, lost = (self._moment(draft, name) for name in ("declined_at", "lost_at"))
        addresses = draft.person.get("emails", ())
        if not addresses and not draft.faults:
            draft.blame("no_address", "person.emails")
        people = {one.pk: one for address in addresses if (one := self.desk.contact_of_email.get(address))}
        for contact in people.values():
            if declined and contact.consent == Consent.GIVEN and contact.consent_at and contact.consent_at > declined:
                draft.blame("newer_consent", "refusal.declined_at", more=contact.name)
        if plan.faults or not (declined or lost):
            return
        for address in addresses:
            self._block(plan, address, declined=declined, lost=lost)
        for contact in people.values():
            plan.subject_id = contact.pk
            self._note(plan, contact, addresses, declined=declined, lost=lost)

    def _moment(self, draft: Draft, name: str) -> datetime | None:
        told: bool | date | datetime = draft.own.get(name, False)
        if isinstance(told, bool):
            return self.setting.now if told else None
        at = cells.placed(told, self.zone)
        if at > self.setting.now:
            draft.blame("not_yet", f"refusal.{name}")
        return at

    def _block(self, plan: Plan, address: str, *, declined: datetime | None, lost: datetime | None) -> None:
        """Let the address get no letters: what its reader has said is stronger than what a server has."""
        row, reason = self.blocked.get(address), Reason.UNSUBSCRIBED if declined else Reason.BOUNCE
        is_new = row is None
        if row is None:
            row = self.blocked[address] = Suppression(address=address, created_at=self.setting.now)
        is_kept = not is_new and row.until is None and (reason == Reason.BOUNCE or row.reason in ASKED_BY_READER)
        edit = Edit(self.batch, plan, row, kind="suppression", is_new=is_new, labels=LABELS)
        if not is_kept:
            edit.set("reason", str(reason), shown=dict(Reason.choices).get)
            edit.set("until", None, shown=lambda value: formats.day(value) if value else _("for ever"))
        if is_new:
            self.moments[row] = declined or lost or self.setting.now
        edit.finish(part="suppression", name=address, is_seen=plan.key in self.setting.seen)

    def _note(
        self,
        plan: Plan,
        contact: Contact,
        addresses: Sequence[str],
        *,
        declined: datetime | None,
        lost: datetime | None,
    ) -> None:
        edit = Edit(self.batch, plan, contact, kind="contact", is_new=False, labels=LABELS)
        if declined and contact.consent != Consent.WITHDRAWN:
            edit.set("consent", str(Consent.WITHDRAWN), shown=dict(Consent.choices).get)
            edit.set("consent_source", (_("Import: %(file)s") % {"file": self.setting.title})[:200], label=None)
            edit.set("consent_at", declined, label=None)
        if declined:
            edit.set("asking", str(Asking.NEVER), shown=dict(Asking.choices).get)
        for address in addresses:
            row = self.emails.get(address)
            if lost and row and row.contact_id == contact.pk and row.bounced_at is None:
                edit.set("bounced_at", lost, on=("contact_email", row), shown=self._day)
        edit.finish(part="person", is_seen=plan.key in self.setting.seen)

    def _day(self, moment: datetime) -> str:
        return formats.day(moment.astimezone(self.zone).date())

    def _by_address(self, model: type[Any], addresses: set[str], *, lock: bool) -> dict[str, Any]:
        rows = model.objects.filter(address__in=addresses).order_by("pk")
        return {row.address: row for row in (rows.select_for_update() if lock else rows)}
