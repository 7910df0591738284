"""What the registry of importers holds about contracts."""

import uuid
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.contracts import actions as contracts
from accounts.contracts.models import Contract
from accounts.exchange import guessing
from accounts.exchange.contracts import fields
from accounts.exchange.contracts.planning import Planner, key_of
from accounts.exchange.contracts.samples import SAMPLES
from accounts.exchange.contracts.saving import save
from accounts.exchange.contracts.words import HEADERS
from accounts.exchange.drafts import draft_of
from accounts.exchange.edits import Batch
from accounts.exchange.registry import Choice, Field, Plan, Record, Setting, Source, Thing
from accounts.exchange.words import fold


def _told(ids: Collection[uuid.UUID]) -> Mapping[uuid.UUID, Sequence[str]]:
    return {one: [contracts.signed_key(one)] for one in ids}


class ContractsImporter:
    """Contracts of known clients; a number that the client has with the same first day means an update."""

    what = "contracts"
    title = _("Contracts")
    lead = _("One row for each contract, with the name or the number of a client that is in your list already.")
    rule = _(
        "A number that the client has with the same first day means that this contract is changed, not added. Blank cells "
        "erase nothing. An amount without a currency is in your own one; it is paid every year unless the row says otherwise."
    )
    choices: tuple[Choice, ...] = ()
    private: frozenset[str] = frozenset()
    things = (Thing("contract", _("Contracts"), "money"),)
    records = (
        Record(
            kind="contract",
            model=Contract,
            changed="contract.changed",
            removed="contract.removed",
            is_named=True,
            told=_told,
        ),
    )

    def fields(self) -> list[Field]:
        return fields.choices()

    def guess(self, headers: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
        labels = {fold(str(one.label)): key for key, one in fields.ATTRIBUTES.items()}
        return guessing.by_names(headers, labels | HEADERS)

    def required(self, mapping: Sequence[str]) -> list[Any]:
        return [] if set(mapping).intersection(fields.OF_CLIENT) else [fields.ATTRIBUTES["client.name"].label]

    def keys(self, source: Source) -> tuple[str, str]:
        draft = draft_of(source, fields.ATTRIBUTES, month_first=False)
        return draft.client_key, key_of(draft)

    def plan(self, sources: Sequence[Source], setting: Setting) -> list[Plan]:
        return self._batch(sources, setting, lock=False).plans

    def run(self, sources: Sequence[Source], setting: Setting) -> list[Plan]:
        batch = self._batch(sources, setting, lock=True)
        save(batch, setting)
        return batch.plans

    def undone(self, client_ids: Collection[uuid.UUID], now: datetime) -> None:
        contracts.recount(client_ids=client_ids, now=now)

    def sample(self, language: str) -> list[list[str]]:
        return SAMPLES.get(language, SAMPLES["en"])

    def _batch(self, sources: Sequence[Source], setting: Setting, *, lock: bool) -> Batch:
        drafts = [draft_of(source, fields.ATTRIBUTES, month_first=setting.month_first) for source in sources]
        planner = Planner(drafts, setting, lock=lock)
        for draft in drafts:
            planner.take(draft)
        return planner.batch
