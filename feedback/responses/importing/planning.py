"""What a row of past answers does: a new answer, a correction of one that was imported before, or nothing new."""

import uuid
import zoneinfo
from collections.abc import Mapping, Sequence
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
from accounts.tenancy.uuid7 import uuid7
from accounts.web import formats
from accounts.web.text import sort_key
from feedback.responses.actions import PastAnswer, columns_of
from feedback.responses.importing.fields import LABELS, SCALES
from feedback.responses.importing.people import People
from feedback.responses.importing.shelf import Kept, Shelf, question_for
from feedback.responses.importing.then import Then
from feedback.responses.models import Response
from feedback.surveys import runner
from feedback.surveys.document import Document
from feedback.surveys.runner import Fault, cleaning

KINDS = ("nps", "csat", "ces", "comment")


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
    answers: dict[str, Any]
    key: str
    id: uuid.UUID = field(default_factory=uuid7)

    def past(self) -> PastAnswer:
        """Return the answer to be recorded; its survey is there by now."""
        return PastAnswer(
            id=self.id,
            key=self.key,
            version=self.kept.version_on(self.at),
            client_id=self.client.pk,
            contact_id=self.contact.pk,
            happened_at=self.at,
            answers=self.answers,
            language=self.person.language,
            role=self.person.role,
            stage=self.person.stage,
            segment_id=self.client.segment_id,
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
        self.shelf = Shelf({draft.own.get("survey", "") for draft in drafts}, house)
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
        given = {kind: draft.own[kind] for kind in KINDS if kind in draft.own}
        if not given and not draft.faults:
            draft.blame("no_answer")
        if draft.faults or client is None or at is None:
            return None
        kept = self.shelf.find(draft.own.get("survey", ""))
        self.shelf.need(kept, given)
        if not kept.versions:
            draft.blame("unpublished", "answer.survey", more=kept.name)
            return None
        person = self._person(draft, client, contact, at)
        answers = self._answers(draft, kept.asked_on(at), person, given, kept.name)
        if draft.faults:
            return None
        kept.is_wanted = True
        contact = contact or self.people.add(plan, draft, client)
        plan.client_id, plan.subject_id = client.pk, contact.pk
        number = draft.own.get("number")
        told = f"number {number}" if number else f"{contact.pk} {at.isoformat()}"
        return Row(plan, draft, client, contact, at, kept, person, answers, digest(sort_key(kept.name), told))

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

    def _answers(
        self, draft: Draft, document: Document, person: runner.Person, given: Mapping[str, str], survey: str
    ) -> dict[str, Any]:
        asked = {one.question.id for one in runner.walk(document, person, {})}
        places = {kind: question_for(document, kind, asked=asked) for kind in given}
        raw = {question.id: given[kind] for kind, question in places.items() if question}
        cleaned = runner.clean(document, person, raw, is_partial=True)
        for kind, question in places.items():
            fault = cleaned.faults.get(question.id) if question else None
            if fault == Fault.TOO_LONG and question:
                draft.blame("too_long", f"answer.{kind}", more=str(question.longest or cleaning.LONGEST[question.type]))
            elif fault:
                draft.blame("off_scale", f"answer.{kind}", more=SCALES.get(kind, ""))
            elif question is None or question.id not in cleaned.answers:
                draft.blame("not_asked", f"answer.{kind}", more=survey)
        return cleaned.answers

    # --- What it does ---

    def _plan(self, row: Row) -> None:
        name = f"{row.contact.name}, {formats.day(row.at.astimezone(self.zone).date())}"
        if row.key in self.new:
            self._again(self.new[row.key], row)
            row.plan.parts.append(Part("answer", name, "same", changes=[_above()]))
        elif response := self.known.get(row.key):
            self._correct(response, row, name)
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

    def _told(self, row: Row) -> list[Change]:
        survey = row.kept.name
        if row.kept.survey is None:
            survey = _("%(survey)s (a new survey, closed)") % {"survey": survey}
        told = [Change(LABELS["survey"], "", survey)]
        told += [Change(LABELS[kind], "", row.draft.own[kind]) for kind in KINDS if kind in row.draft.own]
        if row.person.role:
            told.append(Change(LABELS["role"], "", str(BuyerRole(row.person.role).label)))
        return told

    def _correct(self, response: Response, row: Row, name: str) -> None:
        if response.removed_at:
            row.draft.blame("removed")
            return
        edit = Edit(self.batch, row.plan, response, kind="response", is_new=False, labels=LABELS)
        answers = response.answers | row.answers
        columns = columns_of(row.kept.asked_on(row.at), answers)
        for column in ("nps", "csat", "ces"):
            edit.set(column, columns[column], shown=lambda value: "" if value is None else str(value))
        for old, new in _words(response.answers, row.answers):
            edit.changes.append(Change(LABELS["comment"], old, new))
        edit.set("answers", answers, label=None)
        edit.set("has_words", columns["has_words"], label=None)
        for column, choices in (("role", BuyerRole.choices), ("stage", Stage.choices)):
            if column in row.draft.own:
                edit.set(column, row.draft.own[column], shown=dict(choices).get)
        edit.finish(part="answer", name=name, is_seen=False)


def _above() -> Change:
    return Change(LABELS["given_at"], "", _("the same answer as in a row above; what this row says counts"))


def _words(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return (old, new) of every text that differs."""
    return [
        (str(before.get(name) or ""), value)
        for name, value in after.items()
        if isinstance(value, str) and before.get(name) != value
    ]
