"""What the registry of importers holds about past talks."""

import uuid
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from accounts.clients import looks
from accounts.exchange import faults
from accounts.exchange.columns import ColumnsImporter
from accounts.exchange.edits import record_acts
from accounts.exchange.registry import Plan, Record, Setting, Source, Thing
from feedback.interactions import actions
from feedback.interactions.importing import fields
from feedback.interactions.importing.faults import OF_ROWS
from feedback.interactions.importing.planning import Planner, subject_of
from feedback.interactions.importing.samples import SAMPLES
from feedback.interactions.importing.words import HEADERS
from feedback.interactions.models import Interaction, InteractionContact

faults.register(OF_ROWS)


def _told(ids: Collection[uuid.UUID]) -> Mapping[uuid.UUID, Sequence[str]]:
    people = InteractionContact.objects.filter(interaction__in=ids).values_list("interaction", "contact")
    keys: dict[uuid.UUID, list[str]] = {one: [actions.dedupe_key(one, None)] for one in ids}
    for interaction_id, contact_id in people:
        keys[interaction_id].append(actions.dedupe_key(interaction_id, contact_id))
    return keys


class TalksImporter(ColumnsImporter[Planner]):
    """Calls, meetings and messages with known clients and their people, as somebody has written them down elsewhere."""

    what = "talks"
    title = _("Past talks")
    lead = _("One row for each call, meeting or talk in a messenger: with which client, when, how, and what was said.")
    rule = _(
        "A talk that is known by its number, or by its client, time, way and people, is corrected, not added. Blank cells "
        "erase nothing. Where nobody of you is named, it was you. Nobody gets a letter or a task about the past."
    )
    planner = Planner
    attributes, groups, headers, samples = fields.ATTRIBUTES, fields.GROUPS, HEADERS, SAMPLES
    needed = (fields.WHO, ("talk.happened_at",), ("talk.channel",), [f"talk.{name}" for name in fields.SAID])
    things = (Thing("talk", _("Talks"), "chat"),)
    records = (
        Record(
            kind="interaction",
            model=Interaction,
            changed="interaction.changed",
            removed="interaction.removed",
            is_named=True,
            own=frozenset({InteractionContact}),
            told=_told,
        ),
    )

    def keys(self, source: Source) -> tuple[str, str]:
        draft = self.draft(source)
        return draft.client_key, subject_of(draft)

    def run(self, sources: Sequence[Source], setting: Setting) -> list[Plan]:
        planner = self.planned(sources, setting, lock=True)
        actions.record_past(planner.past(), by=setting.by, now=setting.now)
        changed = planner.batch.changed[Interaction]
        if changed:
            Interaction.objects.bulk_update(list(changed), sorted(set().union(*changed.values())))
            record_acts(planner.batch.touched("interaction.changed", Interaction), by=setting.by, now=setting.now)
        return planner.batch.plans

    def undone(self, client_ids: Collection[uuid.UUID], now: datetime) -> None:
        looks.look_back(client_ids=client_ids, now=now)
