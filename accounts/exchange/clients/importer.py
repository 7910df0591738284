"""What the registry of importers holds about clients and their people."""

import uuid
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.clients import looks
from accounts.clients.models import (
    Client,
    ClientFacts,
    ClientTag,
    Contact,
    ContactEmail,
    ContactRole,
    Position,
    Segment,
    Tag,
)
from accounts.exchange import guessing
from accounts.exchange.clients import fields
from accounts.exchange.clients.desk import Desk
from accounts.exchange.clients.planning import Planner
from accounts.exchange.clients.samples import SAMPLES
from accounts.exchange.clients.saving import save
from accounts.exchange.drafts import draft_of
from accounts.exchange.edits import Batch
from accounts.exchange.registry import Choice, Field, Plan, Record, Setting, Source, Thing

WHO_IS_MEANT = ("client.name", "client.external_id", "client.domain", "person.emails", "person.external_id")
NAMES = ("person.name", "person.first_name", "person.last_name")


class ClientsImporter:
    """Clients, people, or both in one row; an address or a number that is known means an update."""

    what = "clients"
    title = _("Clients and their people")
    lead = _("One row for each person, with the name of their client beside it.")
    rule = _(
        "An address or a number that is known means that this person or client is changed, not added. "
        "Blank cells erase nothing; roles and tags are added, none is taken away."
    )
    choices: tuple[Choice, ...] = ()
    private: frozenset[str] = frozenset()
    things = (Thing("client", _("Clients"), "building"), Thing("person", _("People"), "person"))
    records = (
        Record(kind="contact_role", model=ContactRole),
        Record(kind="position", model=Position, changed="position.changed"),
        Record(kind="contact_email", model=ContactEmail),
        Record(
            kind="contact",
            model=Contact,
            changed="contact.changed",
            removed="contact.removed",
            is_named=True,
            lives=True,
        ),
        Record(kind="client_tag", model=ClientTag),
        Record(
            kind="client",
            model=Client,
            changed="client.changed",
            removed="client.removed",
            is_named=True,
            lives=True,
            own=frozenset({ClientFacts}),
        ),
        Record(kind="segment", model=Segment, is_named=True),
        Record(kind="tag", model=Tag, is_named=True),
    )

    def fields(self) -> list[Field]:
        return fields.choices()

    def guess(self, headers: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
        labels = {str(one.label): key for key, one in fields.own_attributes().items()}
        return guessing.guess(headers, rows, labels=labels)

    def required(self, mapping: Sequence[str]) -> list[Any]:
        missing = []
        if not set(mapping).intersection(WHO_IS_MEANT):
            missing += [fields.FIXED["client.name"].label, fields.FIXED["person.emails"].label]
        return missing

    def keys(self, source: Source) -> tuple[str, str]:
        wanted = (*WHO_IS_MEANT, *NAMES)
        texts = {key: text for key, text in source.texts.items() if key in wanted}
        draft = draft_of(Source(source.number, texts), fields.FIXED, month_first=False)
        return draft.client_key, draft.person_key

    def plan(self, sources: Sequence[Source], setting: Setting) -> list[Plan]:
        return self._batch(sources, setting, lock=False).plans

    def run(self, sources: Sequence[Source], setting: Setting) -> list[Plan]:
        batch = self._batch(sources, setting, lock=True)
        save(batch, setting)
        return batch.plans

    def undone(self, client_ids: Collection[uuid.UUID], now: datetime) -> None:
        looks.look_again(client_ids=client_ids, now=now)

    def sample(self, language: str) -> list[list[str]]:
        return SAMPLES.get(language, SAMPLES["en"])

    def _batch(self, sources: Sequence[Source], setting: Setting, *, lock: bool) -> Batch:
        attributes = fields.FIXED | fields.own_attributes()
        drafts = [draft_of(source, attributes, month_first=setting.month_first) for source in sources]
        planner = Planner(Desk(drafts, lock=lock), attributes, setting)
        for draft in drafts:
            planner.take(draft)
        return planner.batch
