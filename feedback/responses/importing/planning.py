"""What a row of past answers does: a new answer, a correction of one that was imported before, or nothing new."""

import uuid
import zoneinfo
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from accounts.clients.enums import BuyerRole, Stage
from accounts.clients.models import Client, Contact
from accounts.exchange import cells
from accounts.exchange.drafts import Draft, digest
from accounts.exchange.edits import Batch, Edit
from accounts.exchange.registry import Change, Part, Plan, Setting
from accounts.exchange.then import Then
from accounts.tenancy.uuid7 import uuid7
from accounts.web import formats
from accounts.web.text import sort_key
from feedback.responses.actions import PastAnswer, columns_of
from feedback.responses.importing import asked
from feedback.responses.importing.fields import LABELS
from feedback.responses.importing.judging import Given, changes, given, judge
from feedback.responses.importing.people import People
from feedback.responses.importing.shelf import Kept, Shelf
from feedback.responses.models import Confidentiality, Response
from feedback.responses.visits import HIDING_GROUP
from feedback.surveys import runner
from feedback.surveys.document import Document

# From the least secret; "" says nothing.
SECRECY = ("", Confidentiality.NAMED, Confidentiality.ROLE, Confidentiality.LEADERSHIP)


@dataclass(slots=True)
class Row:
    """A row that can be imported: of whom, when, about what, and the answers as the engine has cleaned them."""

    plan: Plan
    draft: Draft
    client: Client
    contact: Contact
    at: datetime
    kept: Kept
    person: runner.Person
    told: Given
    answers: dict[str, Any]
    readers: str  # as the row or the table says, "" for nothing said
    key: str
    id: uuid.UUID = field(default_factory=uuid7)

    @property
    def document(self) -> Document:
        """Return what was asked."""
        return self.kept.asked_on(self.at, self.told.questions)

    def past(self) -> PastAnswer:
        """Return the answer to be recorded; its survey is there by now."""
        return PastAnswer(
            id=self.id,
            key=self.key,
            version=self.kept.version_on(self.at, self.told.questions),
            client_id=self.client.pk,
            contact_id=self.contact.pk,
            happened_at=self.at,
            answers=self.answers,
            language=self.person.language,
            role=self.person.role,
            stage=self.person.stage,
            segment_id=self.client.segment_id,
            confidentiality=self.readers or Confidentiality.NAMED,
        )


def subject_of(draft: Draft) -> str:
    """Return what tells the row's answer from others of the same table."""
    own = draft.own
    told = own.get("number") or f"{draft.person_key} {own.get('given_at', '')}"
    return digest("answer", sort_key(own.get("survey", "")), told)


class Planner:
    """Takes a batch of rows; a row with a fault changes nothing at all. With `lock` what may be changed is locked."""

    def __init__(self, drafts: Sequence[Draft], setting: Setting, *, lock: bool) -> None:
        self.setting, self.lock = setting, lock
        self.people = People(drafts, setting, lock=lock)
        house = self.people.desk.organization
        self.zone = zoneinfo.ZoneInfo(house.time_zone)
        ids = {asked.survey_of(key) for draft in drafts for key in draft.own if asked.is_answer(key)}
        self.shelf = Shelf({draft.own.get("survey", "") for draft in drafts}, ids, house)
        self.then = Then(self.people.clients, [one.pk for one in self.people.desk.positions.values()])
        self.batch = Batch()
        self.new: dict[str, Row] = {}
        rows = [self._understand(draft) for draft in drafts]
        known = Response.objects.filter(import_key__in=[row.key for row in rows if row])
        self.known = {one.import_key: one for one in (known.select_for_update() if lock else known)}
        for row in rows:
            if row:
                self._plan(row)

    # --- What the row says ---

    def _understand(self, draft: Draft) -> Row | None:
        plan = Plan(number=draft.number, client_key=draft.person_key, key=subject_of(draft), faults=draft.faults)
        self.batch.plans.append(plan)
        client, contact = self.people.meant(draft)
        at = self._moment(draft)
        told = given(draft)
        if not told and not draft.faults:
            draft.blame("no_answer")
        kept = self._survey(draft, told)
        if draft.faults or client is None or at is None:
            return None
        self.shelf.need(kept, told.kinds)
        if not kept.versions:
            draft.blame("unpublished", "answer.survey", more=kept.name)
            return None
        person = self._person(draft, client, contact, at)
        answers = judge(draft, told, kept.asked_on(at, told.questions), person, survey=kept.name)
        readers = self._readers(draft, client, person)
        if draft.faults:
            return None
        kept.is_wanted = True
        contact = contact or self.people.add(plan, draft, client)
        plan.client_id, plan.subject_id = client.pk, contact.pk
        number = draft.own.get("number")
        key = digest(sort_key(kept.name), f"number {number}" if number else f"{contact.pk} {at.isoformat()}")
        return Row(plan, draft, client, contact, at, kept, person, told, answers, readers, key)

    def _survey(self, draft: Draft, told: Given) -> Kept:
        """Return the survey that the row names, or whose questions it answers; blame answers to another one's."""
        name = draft.own.get("survey", "")
        ids = {key: asked.survey_of(key) for key in told.replies}
        kept = self.shelf.find(name) if name or not ids else self.shelf.of(next(iter(ids.values())))
        for key, survey_id in ids.items():
            if kept.survey is None or kept.survey.pk != survey_id:
                draft.blame("other_survey", key, more=kept.name)
        return kept

    def _readers(self, draft: Draft, client: Client, person: runner.Person) -> str:
        """Return who may read the answer; blame a row that hides a name among too few."""
        readers = str(draft.own.get("readers") or self.setting.choices.get("answer.readers", ""))
        if readers == Confidentiality.ROLE and self.people.peers(client, person.role) < HIDING_GROUP:
            draft.blame("too_few_to_hide", "answer.readers" if "readers" in draft.own else "")
        return readers

    def _moment(self, draft: Draft) -> datetime | None:
        told = draft.own.get("given_at")
        if told is None:
            if not any(fault.field == "answer.given_at" for fault in draft.faults):
                draft.blame("no_moment", "answer.given_at")
            return None
        at = cells.placed(told, self.zone)
        if at > self.setting.now:
            draft.blame("not_yet", "answer.given_at")
        return at

    def _person(self, draft: Draft, client: Client, contact: Contact | None, at: datetime) -> runner.Person:
        """Return as whom they answered: what the row says, else what was true of them that day as far as it is known."""
        place = self.people.desk.positions.get((contact.pk, client.pk)) if contact else None
        day = at.astimezone(zoneinfo.ZoneInfo(client.time_zone)).date()
        return runner.Person(
            role=draft.own.get("role") or (self.then.role(place.pk, day) if place else ""),
            stage=draft.own.get("stage") or self.then.stage(client.pk, at),
            segment=str(client.segment_id or ""),
            language=draft.own.get("language") or (contact or client).language,
        )

    # --- What it does ---

    def _plan(self, row: Row) -> None:
        name = f"{row.contact.name}, {formats.day(row.at.astimezone(self.zone).date())}"
        if row.key in self.new:
            self._again(self.new[row.key], row)
            row.plan.parts.append(Part("answer", name, "same", changes=[_above()]))
        elif response := self.known.get(row.key):
            self._known(response, row, name)
        else:
            self.new[row.key] = row
            is_seen = row.plan.key in self.setting.seen
            values = {"answers": row.answers, "revision": 1, "removed_at": None}
            row.plan.effects.append({"kind": "response", "id": str(row.id), "old": None, "new": values})
            changes = [_above()] if is_seen else self._told(row)
            row.plan.parts.append(Part("answer", name, "same" if is_seen else "create", row.id, changes))

    def _again(self, first: Row, row: Row) -> None:
        """Let a later row of the same answer say more, or other things, than the one above."""
        first.answers.update(row.answers)
        first.person = row.person
        first.readers = max(first.readers, row.readers, key=SECRECY.index)

    def _told(self, row: Row) -> list[Change]:
        survey = row.kept.name
        if row.kept.survey is None:
            survey = _("%(survey)s (a new survey, closed)") % {"survey": survey}
        told = [Change(LABELS["survey"], "", survey)]
        told += changes(row.document, row.answers)
        if row.readers:
            told.append(Change(LABELS["readers"], "", str(Confidentiality(row.readers).label)))
        if row.person.role:
            told.append(Change(LABELS["role"], "", str(BuyerRole(row.person.role).label)))
        return told

    def _known(self, response: Response, row: Row, name: str) -> None:
        """Plan the correction of an answer. Who reads it stays as it was; of one for top management only nothing is said here,
        not even whether it differs: whoever imports need not be of them."""
        if response.removed_at:
            row.draft.blame("removed")
        elif row.readers and row.readers != response.confidentiality:
            row.draft.blame("readers_fixed", "answer.readers" if "readers" in row.draft.own else "")
        elif response.confidentiality == Confidentiality.LEADERSHIP:
            row.plan.parts.append(Part("answer", name, "same", response.pk))
        else:
            self._correct(response, row, name)

    def _correct(self, response: Response, row: Row, name: str) -> None:
        edit = Edit(self.batch, row.plan, response, kind="response", is_new=False, labels=LABELS)
        answers = response.answers | row.answers
        columns = columns_of(row.document, answers)
        edit.changes += changes(row.document, answers, response.answers)
        for column in ("nps", "csat", "ces"):
            edit.set(column, columns[column], label=None)
        edit.set("answers", answers, label=None)
        edit.set("has_words", columns["has_words"], label=None)
        for column, choices in (("role", BuyerRole.choices), ("stage", Stage.choices)):
            if column in row.draft.own:
                edit.set(column, row.draft.own[column], shown=dict(choices).get)
        edit.finish(part="answer", name=name, is_seen=False)


def _above() -> Change:
    return Change(LABELS["given_at"], "", _("the same answer as in a row above; what this row says counts"))
