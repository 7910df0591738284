"""What the registry of importers holds about events."""

import uuid
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.clients import queries as clients
from accounts.events import actions as events
from accounts.events.models import CustomKind, Event
from accounts.events.queries import custom_kinds, known_keys
from accounts.exchange import guessing
from accounts.exchange.drafts import draft_of
from accounts.exchange.registry import Choice, Field, Plan, Record, Setting, Source, Thing
from accounts.inbound.importing import fields
from accounts.inbound.importing.planning import Planner, key_of


class EventsImporter:
    """Events of own kinds that happened to known clients in the past: nothing reacts to them."""

    what = "events"
    title = _("Events of your own kinds")
    lead = _(
        "One row for each event: its kind, the client or the e-mail address of a person there, when, and what came with it."
    )
    rule = _(
        "The same number of the same kind is the same event, whichever way it came; without a number, a row that says the "
        "same. It is not added again. Nobody gets a letter about the past, and no rule reacts."
    )
    choices: tuple[Choice, ...] = ()
    private: frozenset[str] = frozenset()
    things = (Thing("event", _("Events"), "flag"),)
    records = (Record(kind="event", model=Event, is_counted=True),)

    def fields(self) -> list[Field]:
        return fields.choices(_kinds())

    def guess(self, headers: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
        return guessing.by_names(headers, fields.headers(_kinds()))

    def required(self, mapping: Sequence[str]) -> list[Any]:
        for group in (fields.OF_CLIENT + fields.OF_PERSON, ("event.kind",), ("event.happened_at",)):
            if not set(mapping).intersection(group):
                return [fields.ATTRIBUTES[group[0]].label]
        return []

    def keys(self, source: Source) -> tuple[str, str]:
        draft = draft_of(source, fields.attributes(_kinds()), month_first=False)
        return draft.client_key, key_of(draft)

    def plan(self, sources: Sequence[Source], setting: Setting) -> list[Plan]:
        planner = self._planner(sources, setting, lock=False)
        seen = known_keys({fact.dedupe_key for _plan, fact in planner.facts})
        for plan, fact in planner.facts:
            if fact.dedupe_key in seen:
                plan.parts[0].act = "same"
            seen.add(fact.dedupe_key)
        return planner.plans

    def run(self, sources: Sequence[Source], setting: Setting) -> list[Plan]:
        planner = self._planner(sources, setting, lock=True)
        published = events.publish_each([fact for _plan, fact in planner.facts], now=setting.now)
        for (plan, _fact), one in zip(planner.facts, published, strict=True):
            plan.parts[0].act = "create" if one.is_new else "same"
            if one.is_new:
                plan.effects.append({"kind": "event", "id": str(one.event.pk), "old": None, "new": {}})
        return planner.plans

    def undone(self, client_ids: Collection[uuid.UUID], now: datetime) -> None:
        """Nothing is counted of own events."""

    def sample(self, language: str) -> list[list[str]]:
        first = clients.clients().first()
        return fields.sample(_kinds(), first.name if first else "Nordwerk GmbH")

    def _planner(self, sources: Sequence[Source], setting: Setting, *, lock: bool) -> Planner:
        kinds = _kinds()
        known = fields.attributes(kinds)
        drafts = [draft_of(source, known, month_first=setting.month_first) for source in sources]
        planner = Planner(drafts, kinds, setting, lock=lock)
        for draft in drafts:
            planner.take(draft)
        return planner


def _kinds() -> list[CustomKind]:
    return list(custom_kinds())
