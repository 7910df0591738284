"""What the registry of importers holds about declined and lost addresses."""

import uuid
from collections.abc import Collection, Mapping, Sequence

from django.utils.translation import gettext_lazy as _

from accounts.audit import actions as audit
from accounts.clients.models import Contact, ContactEmail
from accounts.events import actions as events
from accounts.events import kinds
from accounts.events.models import Origin
from accounts.exchange.columns import ColumnsImporter
from accounts.exchange.edits import record_acts
from accounts.exchange.refusals import fields
from accounts.exchange.refusals.planning import Planner, key_of
from accounts.exchange.registry import Plan, Record, Setting, Source, Thing
from accounts.mail.models import Suppression

TOLD = {Suppression.Reason.UNSUBSCRIBED: kinds.MAIL_UNSUBSCRIBED, Suppression.Reason.BOUNCE: kinds.MAIL_BOUNCED}


def _told(ids: Collection[uuid.UUID]) -> Mapping[uuid.UUID, Sequence[str]]:
    return {one: [f"{kind.name}:{one}" for kind in TOLD.values()] for one in ids}


class RefusalsImporter(ColumnsImporter[Planner]):
    """Addresses that get no letters, of people who are known and of those who are not."""

    what = "refusals"
    title = _("Declined and lost addresses")
    lead = _("One row for each address: when its reader declined letters, or when a letter came back from it.")
    rule = _(
        "Whoever declined is asked no more. Addresses that are not on your list are blocked too, so that nobody writes to "
        "them later. What somebody has agreed to since, and stricter blocks, stay."
    )
    planner = Planner
    attributes, groups, headers, samples = fields.ATTRIBUTES, fields.GROUPS, fields.HEADERS, fields.SAMPLES
    needed = (("person.emails",), ("refusal.declined_at", "refusal.lost_at"))
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

    def keys(self, source: Source) -> tuple[str, str]:
        return "", key_of(self.draft(source))

    def run(self, sources: Sequence[Source], setting: Setting) -> list[Plan]:
        planner = self.planned(sources, setting, lock=True)
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
