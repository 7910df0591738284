"""Editing a draft: every change is saved at once, and none overwrites what somebody else has saved meanwhile."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from accounts.audit import actions as audit
from accounts.organizations.models import Employee
from feedback.surveys import document as documents
from feedback.surveys import editing, library
from feedback.surveys.document import Document, Question, Rule, Type
from feedback.surveys.models import Survey, SurveyDraft

# Who types for an hour has edited the survey twice, not six hundred times: the trail stays readable.
SITTING = timedelta(minutes=30)


class Conflict(RuntimeError):
    """The piece that was edited is another one by now; `draft` says who saved it and when."""

    def __init__(self, draft: SurveyDraft) -> None:
        super().__init__()
        self.draft = draft


def edit_question(*, survey: Survey, question: Question, shown: str, by: Employee, now: datetime) -> SurveyDraft:
    """Save the question instead of the one of its id, if that is still the one that was shown (its fingerprint).

    What was said about its comparability is forgotten: it was said of other words. Raises Conflict, editing.Full.
    """
    return _edit(survey, lambda draft: editing.put_question(draft, question, shown=shown), by, now, touched=question.id)


def edit_rules(
    *, survey: Survey, question_id: str, rules: Sequence[Rule], shown: str, by: Employee, now: datetime
) -> SurveyDraft:
    """Save these rules about the question instead of those that were shown. Raises Conflict, editing.Gone."""
    return _edit(survey, lambda draft: editing.put_rules(draft, question_id, rules, shown=shown), by, now)


def edit_frame(*, survey: Survey, frame: Document, shown: str, by: Employee, now: datetime) -> SurveyDraft:
    """Save everything but questions and rules: texts, languages, what is promised. Raises Conflict."""
    return _edit(survey, lambda draft: editing.put_frame(draft, frame, shown=shown), by, now)


def add_question(*, survey: Survey, type_: Type, by: Employee, now: datetime) -> Question:
    """Add a question without words at the end, and return it. Raises editing.Full."""
    question = editing.new_question(type_)
    _edit(survey, lambda draft: editing.insert(draft, question, at=len(draft.questions)), by, now)
    return question


def add_from_library(*, survey: Survey, key: str, language: str, by: Employee, now: datetime) -> Question:
    """Add a copy of a question of the library at the end, and return it; what it decides is said in `language`.

    Raises editing.Full, and KeyError for a key that the library does not know.
    """
    question = library.question_of(key, language=language, id_=editing.new_id("q"))
    _edit(survey, lambda draft: editing.insert(draft, question, at=len(draft.questions)), by, now)
    return question


def duplicate_question(*, survey: Survey, question_id: str, by: Employee, now: datetime) -> Question:
    """Add a copy of the question behind it, and return the copy. Raises editing.Full, editing.Gone."""
    copies: list[Question] = []

    def change(draft: Document) -> Document:
        changed, copy = editing.duplicate(draft, question_id)
        copies.append(copy)
        return changed

    _edit(survey, change, by, now)
    return copies[0]


def move_question(*, survey: Survey, question_id: str, to: int, by: Employee, now: datetime) -> SurveyDraft:
    """Put the question at another place, counted from 0; past the end is the end. Raises editing.Gone."""
    return _edit(survey, lambda draft: editing.move(draft, question_id, to=to), by, now)


def remove_question(*, survey: Survey, question_id: str, by: Employee, now: datetime) -> dict[str, Any]:
    """Take the question and its rules out; return what restore_question needs. Raises editing.Gone."""
    taken: dict[str, Any] = {}

    def change(draft: Document) -> Document:
        at = editing.position_of(draft, question_id)
        kept = Document(
            languages=draft.languages, questions=(draft.questions[at],), rules=editing.rules_of(draft, question_id)
        )
        taken.update(kept=documents.write(kept), at=at)
        return editing.remove(draft, question_id)

    _edit(survey, change, by, now)
    return taken


def restore_question(*, survey: Survey, kept: dict[str, Any], at: int, by: Employee, now: datetime) -> None:
    """Put a question back with its rules, where it stood; twice is once. Raises editing.Full."""
    lost = documents.read(kept)
    _edit(survey, lambda draft: editing.insert(draft, lost.questions[0], at=at, rules=lost.rules), by, now)


@transaction.atomic
def _edit(
    survey: Survey, change: Callable[[Document], Document], by: Employee, now: datetime, *, touched: str = ""
) -> SurveyDraft:
    draft = SurveyDraft.objects.select_for_update().get(survey=survey)
    before = documents.read(draft.content)
    try:
        after = change(before)
    except editing.Stale as error:
        raise Conflict(draft) from error
    if after == before:
        return draft
    is_new_sitting = draft.saved_by_id != by.pk or now - draft.saved_at > SITTING
    draft.content = documents.write(after)
    draft.comparability.pop(touched, None)
    draft.revision += 1
    draft.saved_at, draft.saved_by = now, by
    draft.save(update_fields=["content", "comparability", "revision", "saved_at", "saved_by"])
    if is_new_sitting:
        audit.record(action="survey.edited", subject=survey, by=by, now=now)
    return draft
