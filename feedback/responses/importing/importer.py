"""What the registry of importers holds about past answers."""

import uuid
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.clients import looks
from accounts.exchange import faults, guessing
from accounts.exchange.clients import ClientsImporter
from accounts.exchange.clients import saving as people
from accounts.exchange.columns import ColumnsImporter
from accounts.exchange.drafts import draft_of
from accounts.exchange.edits import record_acts
from accounts.exchange.registry import Choice, Field, Plan, Record, Setting, Source, Thing
from accounts.exchange.words import fold
from feedback.responses import actions
from feedback.responses.importing import asked, fields, shelf
from feedback.responses.importing.faults import OF_ROWS
from feedback.responses.importing.planning import Planner, subject_of
from feedback.responses.importing.samples import SAMPLES
from feedback.responses.importing.words import HEADERS
from feedback.responses.models import Confidentiality, Response

faults.register(OF_ROWS)
# The people whom an import of answers adds, and nothing above them.
READERS = "answer.readers"
OF_PEOPLE = ("contact_role", "position", "contact_email", "contact")


def _told(ids: Collection[uuid.UUID]) -> Mapping[uuid.UUID, Sequence[str]]:
    return {one: [actions.told_key(one)] for one in ids}


class AnswersImporter(ColumnsImporter[Planner]):
    """Answers that known people, or new ones with their address and client, have given."""

    what = "answers"
    title = _("Past answers")
    lead = _(
        "One row for each answer: who, when, and the mark or the words. Exports of other survey tools are recognized."
    )
    rule = _(
        "An answer that is known by its number, or by its person, survey and time, is corrected, not added. Blank cells "
        "erase nothing. A survey that is not on your list is made, and closed at once. Nobody gets a letter."
    )
    planner = Planner
    attributes, groups, headers, samples = fields.ATTRIBUTES, fields.GROUPS, HEADERS, SAMPLES
    needed = (fields.OF_PERSON, ("answer.given_at",), fields.SAID)
    choices = (
        Choice(
            field=READERS,
            label=_("Who may read these answers"),
            options=[("", _("Everybody who may see answers")), *Confidentiality.choices[1:]],
            help=_(
                "Where the table says it for each answer, choose the column above. Then nobody but you opens this import."
            ),
        ),
    )
    private = frozenset({READERS})
    things = (Thing("answer", _("Answers"), "chat"), Thing("person", _("People"), "person"))
    records = (
        Record(
            kind="response",
            model=Response,
            changed="response.corrected",
            removed="response.withdrawn",
            is_named=True,
            told=_told,
        ),
        *(one for one in ClientsImporter.records if one.kind in OF_PEOPLE),
    )

    def fields(self) -> list[Field]:
        """Return every field as the page offers it, with the questions of the surveys that were published."""
        return [*super().fields(), *(one.field() for one in asked.columns())]

    def guess(self, headers: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
        labels = self.names()
        surveys_at = [at for at, header in enumerate(headers) if labels.get(fold(header)) == "answer.survey"]
        answers = asked.guess(headers, rows, of=asked.columns(), survey_at=next(iter(surveys_at), None))
        return guessing.by_names(headers, labels | dict(answers))

    def required(self, mapping: Sequence[str]) -> list[Any]:
        """Any question of a survey is an answer, too."""
        has_answer = any(asked.is_answer(key) for key in mapping)
        return super().required([*mapping, *(fields.SAID if has_answer else ())])

    def keys(self, source: Source) -> tuple[str, str]:
        draft = self.draft(source)
        return draft.person_key, subject_of(draft)

    def run(self, sources: Sequence[Source], setting: Setting) -> list[Plan]:
        planner = self.planned(sources, setting, lock=True)
        people.save(planner.people.batch, setting)
        planner.shelf.make(setting)
        actions.record_past([row.past() for row in planner.new.values()], by=setting.by, now=setting.now)
        self._save_changes(planner, setting)
        return planner.batch.plans

    def undone(self, client_ids: Collection[uuid.UUID], now: datetime) -> None:
        shelf.put_away_empty(now=now)
        looks.look_back(client_ids=client_ids, now=now)

    def _save_changes(self, planner: Planner, setting: Setting) -> None:
        changed = planner.batch.changed[Response]
        if changed:
            Response.objects.bulk_update(list(changed), sorted(set().union(*changed.values())))
            record_acts(planner.batch.touched("response.corrected", Response), by=setting.by, now=setting.now)
            looks.look_again(client_ids={one.client_id for one in changed}, now=setting.now)

    def planned(self, sources: Sequence[Source], setting: Setting, *, lock: bool) -> Planner:
        wanted = {key for source in sources for key in source.texts if asked.is_answer(key)}
        known = {one.key: one.attribute() for one in asked.columns() if one.key in wanted} if wanted else {}
        drafts = [draft_of(source, fields.ATTRIBUTES | known, month_first=setting.month_first) for source in sources]
        return Planner(drafts, setting, lock=lock)
