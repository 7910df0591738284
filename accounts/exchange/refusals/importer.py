"""What the registry of importers holds about declined and lost addresses."""

import uuid
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.audit import actions as audit
from accounts.clients.models import Contact, ContactEmail
from accounts.events import actions as events
from accounts.events import kinds
from accounts.events.models import Origin
from accounts.exchange import guessing
from accounts.exchange.drafts import draft_of
from accounts.exchange.edits import record_acts
from accounts.exchange.refusals import fields
from accounts.exchange.refusals.planning import Planner, key_of
from accounts.exchange.registry import Choice, Field, Plan, Record, Setting, Source, Thing
from accounts.exchange.words import fold
from accounts.mail.models import Suppression

TOLD = {Suppression.Reason.UNSUBSCRIBED: kinds.MAIL_UNSUBSCRIBED, Suppression.Reason.BOUNCE: kinds.MAIL_BOUNCED}


def _told(ids: Collection[uuid.UUID]) -> Mapping[uuid.UUID, Sequence[str]]:
    return {one: [f"{kind.name}:{one}" for kind in TOLD.values()] for one in ids}


class RefusalsImporter:
    """Addresses that get no letters, of people who are known and of those who are not."""

    what = "refusals"
    title = _("Declined and lost addresses")
    lead = _("One row for each address: when its reader declined letters, or when a letter came back from it.")
    rule = _(
        "Whoever declined is asked no more. Addresses that are not on your list are blocked too, so that nobody writes to "
        "them later. What somebody has agreed to since, and stricter blocks, stay."
    )
    choices: tuple[Choice, ...] = ()
    private: frozenset[str] = frozenset()
    things = (Thing("suppression", _("Blocked addresses"), "mail"), Thing("person", _("People"), "person"))
    records = (
        Record(
            kind="suppression",
            model=Suppression,
            changed="suppression.changed",
            removed="suppression.removed",
            is_named=True,
            told=_told,
        ),
        Record(kind="contact_email", model=ContactEmail),
        Record(kind="contact", model=Contact, changed="contact.changed"),
    )

    def fields(self) -> list[Field]:
        return fields.choices()

    def guess(self, headers: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
        labels = {fold(str(one.label)): key for key, one in fields.ATTRIBUTES.items()}
        return guessing.by_names(headers, labels | fields.HEADERS)

    def required(self, mapping: Sequence[str]) -> list[Any]:
        for group in (("person.emails",), ("refusal.declined_at", "refusal.lost_at")):
            if not set(mapping).intersection(group):
                return [fields.ATTRIBUTES[key].label for key in group]
        return []

    def keys(self, source: Source) -> tuple[str, str]:
        return "", key_of(draft_of(source, fields.ATTRIBUTES, month_first=False))

    def plan(self, sources: Sequence[Source], setting: Setting) -> list[Plan]:
        return self._planner(sources, setting, lock=False).batch.plans

    def run(self, sources: Sequence[Source], setting: Setting) -> list[Plan]:
        planner = self._planner(sources, setting, lock=True)
        new, changed = planner.batch.new[Suppression], planner.batch.changed
        Suppression.objects.bulk_create(new)
        for model, rows in changed.items():
            model.objects.bulk_update(list(rows), sorted(set().union(*rows.values())))
        acts = [("suppression.added", row, audit.NEW) for row in new]
        acts += planner.batch.touched("suppression.changed", Suppression)
        acts += planner.batch.touched("contact.changed", Contact)
        record_acts(acts, by=setting.by, now=setting.now)
        events.publish_many(_facts(planner, setting), now=setting.now)
        return planner.batch.plans

    def undone(self, client_ids: Collection[uuid.UUID], now: datetime) -> None:
        """Nothing is counted of blocked addresses."""

    def sample(self, language: str) -> list[list[str]]:
        return fields.SAMPLES.get(language, fields.SAMPLES["en"])

    def _planner(self, sources: Sequence[Source], setting: Setting, *, lock: bool) -> Planner:
        drafts = [draft_of(source, fields.ATTRIBUTES, month_first=setting.month_first) for source in sources]
        planner = Planner(drafts, setting, lock=lock)
        for draft in drafts:
            planner.take(draft)
        return planner


def _facts(planner: Planner, setting: Setting) -> list[events.Fact]:
    """Return what the story of known people is told of it."""
    return [
        events.Fact(
            kind=TOLD[Suppression.Reason(row.reason)],
            contact_id=contact.pk,
            actor_id=setting.by.pk,
            happened_at=at,
            origin=Origin.IMPORT,
            payload={"permanent": True} if row.reason == Suppression.Reason.BOUNCE else {},
            dedupe_key=f"{TOLD[Suppression.Reason(row.reason)].name}:{row.pk}",
        )
        for row, at in planner.moments.items()
        if (contact := planner.desk.contact_of_email.get(row.address))
    ]
