"""What the registry of importers holds about outcomes."""

import uuid
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext_lazy as _

from accounts.audit import actions as audit
from accounts.contracts.models import Outcome
from accounts.events import actions as events
from accounts.events import kinds
from accounts.events.models import Origin
from accounts.exchange import guessing
from accounts.exchange.drafts import draft_of
from accounts.exchange.edits import Batch, record_acts
from accounts.exchange.outcomes import fields
from accounts.exchange.outcomes.planning import Planner, key_of
from accounts.exchange.outcomes.samples import SAMPLES
from accounts.exchange.registry import Choice, Field, Plan, Record, Setting, Source, Thing
from accounts.exchange.words import fold


def _told(ids: Collection[uuid.UUID]) -> Mapping[uuid.UUID, Sequence[str]]:
    return {one: [f"outcome:{one}"] for one in ids}


class OutcomesImporter:
    """How relations with known clients went on, told on the days when it was so."""

    what = "outcomes"
    title = _("Past outcomes")
    lead = _("One row for each outcome: who renewed, grew, left or came back, when, and why.")
    rule = _(
        "The same outcome of a client on the same day is changed, not added. Blank cells erase nothing. "
        "Contracts stay as they are, and nobody gets a letter or a signal about the past."
    )
    choices: tuple[Choice, ...] = ()
    private: frozenset[str] = frozenset()
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

    def fields(self) -> list[Field]:
        return fields.choices()

    def guess(self, headers: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
        labels = {fold(str(one.label)): key for key, one in fields.ATTRIBUTES.items()}
        return guessing.by_names(headers, labels | fields.HEADERS)

    def required(self, mapping: Sequence[str]) -> list[Any]:
        for group in (fields.OF_CLIENT, ("outcome.kind",), ("outcome.day",)):
            if not set(mapping).intersection(group):
                return [fields.ATTRIBUTES[group[0]].label]
        return []

    def keys(self, source: Source) -> tuple[str, str]:
        draft = draft_of(source, fields.ATTRIBUTES, month_first=False)
        return draft.client_key, key_of(draft)

    def plan(self, sources: Sequence[Source], setting: Setting) -> list[Plan]:
        return self._batch(sources, setting, lock=False).plans

    def run(self, sources: Sequence[Source], setting: Setting) -> list[Plan]:
        batch = self._batch(sources, setting, lock=True)
        new, changed = batch.new[Outcome], batch.changed[Outcome]
        Outcome.objects.bulk_create(new)
        if changed:
            Outcome.objects.bulk_update(list(changed), sorted(set().union(*changed.values())))
        acts = [("outcome.recorded", row, audit.NEW) for row in new] + batch.touched("outcome.changed", Outcome)
        record_acts(acts, by=setting.by, now=setting.now)
        if new:
            events.publish_many([_fact(row, setting) for row in new], now=setting.now)
        return batch.plans

    def undone(self, client_ids: Collection[uuid.UUID], now: datetime) -> None:
        """Nothing is counted of outcomes alone."""

    def sample(self, language: str) -> list[list[str]]:
        return SAMPLES.get(language, SAMPLES["en"])

    def _batch(self, sources: Sequence[Source], setting: Setting, *, lock: bool) -> Batch:
        drafts = [draft_of(source, fields.ATTRIBUTES, month_first=setting.month_first) for source in sources]
        planner = Planner(drafts, setting, lock=lock)
        for draft in drafts:
            planner.take(draft)
        return planner.batch


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
