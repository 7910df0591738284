"""What the registry of importers holds about outcomes."""

import uuid
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, time
from zoneinfo import ZoneInfo

from django.utils.translation import gettext_lazy as _

from accounts.audit import actions as audit
from accounts.contracts.models import Outcome
from accounts.events import actions as events
from accounts.events import kinds
from accounts.events.models import Origin
from accounts.exchange.columns import ColumnsImporter
from accounts.exchange.edits import record_acts
from accounts.exchange.outcomes import fields
from accounts.exchange.outcomes.planning import Planner, key_of
from accounts.exchange.outcomes.samples import SAMPLES
from accounts.exchange.registry import Plan, Record, Setting, Source, Thing


def _told(ids: Collection[uuid.UUID]) -> Mapping[uuid.UUID, Sequence[str]]:
    return {one: [f"outcome:{one}"] for one in ids}


class OutcomesImporter(ColumnsImporter[Planner]):
    """How relations with known clients went on, told on the days when it was so."""

    what = "outcomes"
    title = _("Past outcomes")
    lead = _("One row for each outcome: who renewed, grew, left or came back, when, and why.")
    rule = _(
        "The same outcome of a client on the same day is changed, not added. Blank cells erase nothing. "
        "Contracts stay as they are, and nobody gets a letter or a signal about the past."
    )
    planner = Planner
    attributes, groups, headers, samples = fields.ATTRIBUTES, fields.GROUPS, fields.HEADERS, SAMPLES
    needed = (fields.OF_CLIENT, ("outcome.kind",), ("outcome.day",))
    things = (Thing("outcome", _("Outcomes"), "flag"),)
    records = (
        Record(
            kind="outcome",
            model=Outcome,
            changed="outcome.changed",
            removed="outcome.removed",
            is_named=True,
            told=_told,
        ),
    )

    def keys(self, source: Source) -> tuple[str, str]:
        draft = self.draft(source)
        return draft.client_key, key_of(draft)

    def run(self, sources: Sequence[Source], setting: Setting) -> list[Plan]:
        batch = self.planned(sources, setting, lock=True).batch
        new, changed = batch.new[Outcome], batch.changed[Outcome]
        Outcome.objects.bulk_create(new)
        if changed:
            Outcome.objects.bulk_update(list(changed), sorted(set().union(*changed.values())))
        acts = [("outcome.recorded", row, audit.NEW) for row in new] + batch.touched("outcome.changed", Outcome)
        record_acts(acts, by=setting.by, now=setting.now)
        if new:
            events.publish_many([_fact(row, setting) for row in new], now=setting.now)
        return batch.plans


def _fact(row: Outcome, setting: Setting) -> events.Fact:
    """Return the outcome as the client's story tells it: at noon of its day, or now if that is still to come."""
    noon = datetime.combine(row.day, time(12), ZoneInfo(row.client.time_zone))
    return events.Fact(
        kind=kinds.OUTCOMES[row.kind],
        client_id=row.client_id,
        actor_id=setting.by.pk,
        happened_at=min(noon, setting.now),
        origin=Origin.IMPORT,
        payload={"outcome_id": row.pk, "contract_id": None, "day": row.day, "reason": row.reason},
        dedupe_key=f"outcome:{row.pk}",
    )
