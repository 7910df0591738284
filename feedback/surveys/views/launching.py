"""The launch: what stands in its way, what becomes of each trend, and the new version."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts import clock
from accounts.organizations.access import OrganizationRequest, in_organization
from accounts.organizations.roles import Right
from accounts.web import htmx
from accounts.web.once import once
from feedback.surveys import actions, comparing, queries, words
from feedback.surveys import document as documents
from feedback.surveys import rules as checks
from feedback.surveys.document import Document, Question
from feedback.surveys.models import Survey, SurveyDraft, SurveyVersion
from feedback.surveys.views.versions import shown_changes


@in_organization(Right.MANAGE_SURVEYS)
@require_http_methods(["GET", "HEAD", "POST"])
@once
def launch(request: OrganizationRequest, survey_id: uuid.UUID) -> HttpResponse:
    """Publish the draft, after somebody has said of each reworded question whether its trend goes on."""
    survey = get_object_or_404(queries.surveys(), pk=survey_id)
    if request.method != "POST":
        return _page(request, survey, {})
    said = request.POST.dict()
    decisions = {name.removeprefix("of_"): str(value) for name, value in said.items() if name.startswith("of_")}
    text = request.POST.get("revision", "")
    revision = int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0  # noqa: PLR2004 an integer
    try:
        version = actions.launch(
            survey=survey, revision=revision, decisions=decisions, by=request.employee, now=clock.now()
        )
    except (actions.NotReady, actions.Undecided) as refusal:
        return _page(request, survey, decisions, status=422, refusal=refusal)
    except actions.DraftMoved as moved:
        return _page(request, survey, decisions, status=422, moved=moved.draft)
    text = _("Version %(number)d of %(name)s is published: whoever is asked from now on is asked this.")
    messages.success(request, text % {"number": version.number, "name": survey.name})
    return htmx.redirect(request, "survey-versions", slug=request.seat.slug, survey_id=survey.pk)


def _page(
    request: OrganizationRequest,
    survey: Survey,
    decisions: dict[str, str],
    *,
    status: int = 200,
    refusal: Exception | None = None,
    moved: SurveyDraft | None = None,
) -> HttpResponse:
    draft = queries.draft_of(survey)
    document = documents.read(draft.content)
    last = queries.latest_version(survey_id=survey.pk)
    context: dict[str, Any] = {
        "survey": survey,
        "draft": draft,
        "last": last,
        "faults": words.tell(document, checks.faults(document)),
        "moved": moved,
        "is_same": last is not None and last.content == draft.content,
        "doubts": _doubts(last, document, {**draft.comparability, **decisions}) if last else [],
        "undecided": getattr(refusal, "questions", ()),
        "changes": shown_changes(documents.read(last.content), document) if last else None,
    }
    return render(request, "feedback/surveys/launch.html", context, status=status)


def _doubts(last: SurveyVersion, document: Document, decisions: dict[str, str]) -> list[dict[str, Any]]:
    """Return the reworded questions: what was asked, what will be asked, and what is said of it so far."""
    before = documents.read(last.content)
    pairs = ((before.question(id_), document.question(id_)) for id_ in comparing.reworded(before, document))
    return [_doubt(old, new, document, decisions) for old, new in pairs if old and new]


def _doubt(old: Question, new: Question, document: Document, decisions: dict[str, str]) -> dict[str, Any]:
    title = words.title_of(new, document.languages)
    return {
        "id": new.id,
        "title": title,
        "before": words.title_of(old, document.languages),
        "pieces": comparing.pieces(words.title_of(old, document.languages), title),
        "decision": decisions.get(new.id, ""),
    }
