"""What the registry of importers holds about contracts."""

import uuid
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from accounts.contracts import actions as contracts
from accounts.contracts.models import Contract
from accounts.exchange.columns import ColumnsImporter
from accounts.exchange.contracts import fields
from accounts.exchange.contracts.planning import Planner, key_of
from accounts.exchange.contracts.samples import SAMPLES
from accounts.exchange.contracts.saving import save
from accounts.exchange.contracts.words import HEADERS
from accounts.exchange.registry import Plan, Record, Setting, Source, Thing


def _told(ids: Collection[uuid.UUID]) -> Mapping[uuid.UUID, Sequence[str]]:
    return {one: [contracts.signed_key(one)] for one in ids}


class ContractsImporter(ColumnsImporter[Planner]):
    """Contracts of known clients; a number that the client has with the same first day means an update."""

    what = "contracts"
    title = _("Contracts")
    lead = _("One row for each contract, with the name or the number of a client that is in your list already.")
    rule = _(
        "A number that the client has with the same first day means that this contract is changed, not added. Blank cells "
        "erase nothing. An amount without a currency is in your own one; it is paid every year unless the row says otherwise."
    )
    planner = Planner
    attributes, groups, headers, samples = fields.ATTRIBUTES, fields.GROUPS, HEADERS, SAMPLES
    needed = (fields.OF_CLIENT,)
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

    def keys(self, source: Source) -> tuple[str, str]:
        draft = self.draft(source)
        return draft.client_key, key_of(draft)

    def run(self, sources: Sequence[Source], setting: Setting) -> list[Plan]:
        batch = self.planned(sources, setting, lock=True).batch
        save(batch, setting)
        return batch.plans

    def undone(self, client_ids: Collection[uuid.UUID], now: datetime) -> None:
        contracts.recount(client_ids=client_ids, now=now)
