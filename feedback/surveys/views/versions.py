"""What was published, and what has changed between two versions."""

import uuid
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from accounts.organizations.access import OrganizationRequest, in_organization
from accounts.organizations.roles import Right
from feedback.surveys import comparing, editing, queries, words
from feedback.surveys import document as documents
from feedback.surveys.comparing import Difference, Wording
from feedback.surveys.document import Document

FOLDER = "feedback/surveys/versions"
DRAFT = "draft"


@dataclass(frozen=True, slots=True)
class Reworded:
    """One text that was changed: where, in which language, and its words beside each other."""

    place: str
    language: str
    language_name: Any
    before: str
    after: str
    pieces: list[tuple[bool, str, str]]


@in_organization(Right.SEE_SURVEYS)
@require_safe
def versions(request: OrganizationRequest, survey_id: uuid.UUID) -> HttpResponse:
    """Every version, and the difference between two of them: unless others are chosen, what the draft has changed."""
    survey = get_object_or_404(queries.known_surveys(), pk=survey_id)
    rows = list(queries.versions_of(survey_id=survey.pk))
    draft = queries.draft_of(survey)
    contents = {str(row.number): row.content for row in rows} | {DRAFT: draft.content}
    newest = str(rows[0].number) if rows else DRAFT
    before = _wanted(request, "before", contents, newest)
    after = _wanted(request, "after", contents, DRAFT)
    context = {
        "survey": survey,
        "versions": rows,
        "draft": draft,
        "names": list(contents),
        "before": before,
        "after": after,
        "changes": shown_changes(*(documents.read(contents[one]) for one in (before, after))) if rows else None,
    }
    return render(request, f"{FOLDER}/list.html", context)


@in_organization(Right.SEE_SURVEYS)
@require_safe
def version(request: OrganizationRequest, survey_id: uuid.UUID, number: int) -> HttpResponse:
    """What one version asks, in words."""
    survey = get_object_or_404(queries.known_surveys(), pk=survey_id)
    row = get_object_or_404(queries.versions_of(survey_id=survey.pk), number=number)
    document, segments = documents.read(row.content), queries.segment_names()
    questions = [
        {
            "question": one,
            "title": words.title_of(one, document.languages),
            "kind": words.TYPES[one.type].name,
            "audience": words.audience_name(one.audience, segments),
            "texts": [
                (language, words.LANGUAGES.get(language, language), text) for language, text in one.title.items()
            ],
            "choices": [documents.say(choice.text, "", document.languages) for choice in one.choices],
            "rules": [words.rule_sentence(document, rule, segments) for rule in editing.rules_of(document, one.id)],
        }
        for one in document.questions
    ]
    context = {"survey": survey, "version": row, "document": document, "questions": questions}
    return render(request, f"{FOLDER}/version.html", context)


def shown_changes(before: Document, after: Document) -> dict[str, Any]:
    """Return what differs between two documents, in words."""
    found = comparing.compare(before, after)
    return {
        "is_same": not found,
        "texts": [_reworded(one, before, after) for one in found.wordings],
        "settings": [words.SETTINGS[name] for name in found.settings],
        "questions": [_question(one, before, after) for one in found.questions],
    }


def _question(one: Difference, before: Document, after: Document) -> dict[str, Any]:
    return {
        "title": words.title_of(one.question, (after if one.after else before).languages),
        "is_new": one.before is None,
        "is_gone": one.after is None,
        "is_moved": one.is_moved,
        "texts": [_reworded(wording, before, after) for wording in one.wordings],
        "settings": [words.SETTINGS[name] for name in one.settings],
        "has_other_rules": one.has_other_rules,
    }


def _reworded(one: Wording, before: Document, after: Document) -> Reworded:
    return Reworded(
        place=words.part_name(after if one.after else before, one.place),
        language=one.language,
        language_name=words.LANGUAGES.get(one.language, one.language),
        before=one.before,
        after=one.after,
        pieces=comparing.pieces(one.before, one.after),
    )


def _wanted(request: OrganizationRequest, name: str, contents: dict[str, Any], usual: str) -> str:
    wanted = request.GET.get(name, "")
    return wanted if wanted in contents else usual
