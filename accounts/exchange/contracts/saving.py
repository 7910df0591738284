"""Writing a planned batch of contracts: a constant number of statements, whatever its rows are."""

from accounts.audit import actions as audit
from accounts.contracts import actions as contracts
from accounts.contracts.models import Contract
from accounts.events import actions as events
from accounts.events import kinds
from accounts.events.models import Origin
from accounts.exchange.edits import Batch, record_acts
from accounts.exchange.registry import Setting


def save(batch: Batch, setting: Setting) -> None:
    """Write new and changed contracts with audit entries, events and the clients' facts, in the caller's transaction."""
    new, changed = batch.new[Contract], batch.changed[Contract]
    if not new and not changed:
        return
    Contract.objects.bulk_create(new)
    if changed:
        Contract.objects.bulk_update(list(changed), sorted(set().union(*changed.values())))
    acts = [("contract.added", row, audit.NEW) for row in new] + batch.touched("contract.changed", Contract)
    record_acts(acts, by=setting.by, now=setting.now)
    facts = [
        contracts.fact_of(kinds.CONTRACT_SIGNED, row, by=setting.by, now=setting.now, origin=Origin.IMPORT)
        for row in new
    ]
    facts += [
        contracts.fact_of(kinds.CONTRACT_CHANGED, row, by=setting.by, now=setting.now, origin=Origin.IMPORT)
        for row in changed
    ]
    events.publish_many(facts, now=setting.now)
    contracts.recount(client_ids={row.client_id for row in (*new, *changed)}, now=setting.now)
