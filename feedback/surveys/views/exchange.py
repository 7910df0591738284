"""Surveys that come from other programs, and go there."""

import json
import uuid

from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import clock
from accounts.organizations.access import OrganizationRequest, in_organization
from accounts.organizations.roles import Right
from accounts.web import htmx
from accounts.web.once import once
from feedback.surveys import actions, queries, surveyjs, words
from feedback.surveys import document as documents
from feedback.surveys.document import Document
from feedback.surveys.foreign import Foreign, Losses
from feedback.surveys.forms import ImportedForm, ImportForm
from feedback.surveys.models import Survey

FOLDER = "feedback/surveys/exchange"


@in_organization(Right.MANAGE_SURVEYS)
@require_http_methods(["GET", "HEAD", "POST"])
def import_survey(request: OrganizationRequest) -> HttpResponse:
    """Take a survey of another program, and show what was understood of it; nothing is saved yet."""
    initial = {"language": request.organization.language}
    form = ImportForm(request.POST or None, request.FILES or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        return render(request, f"{FOLDER}/found.html", _shown(form.found()))
    return render(request, f"{FOLDER}/import.html", {"form": form}, status=422 if form.errors else 200)


@in_organization(Right.MANAGE_SURVEYS)
@require_POST
@once
def create_imported(request: OrganizationRequest) -> HttpResponse:
    """Make the draft of what was shown."""
    form = ImportedForm(request.POST)
    if not form.is_valid():
        again = ImportForm(initial={"language": request.organization.language})
        context = {"form": again, "refusal": [one for found in form.errors.values() for one in found]}
        return render(request, f"{FOLDER}/import.html", context, status=422)
    document, by = form.cleaned_data["content"], request.employee
    title = documents.say(document.title, request.organization.language, document.languages)
    survey = Survey(name=_free_name(title or _("Imported survey")), owner=by)
    try:
        actions.create_survey(survey=survey, content=document, by=by, now=clock.now())
    except actions.NameTaken:
        refusal = [_("There is a survey of this name already.")]
        context = {"form": ImportForm(initial={"language": request.organization.language}), "refusal": refusal}
        return render(request, f"{FOLDER}/import.html", context, status=422)
    return htmx.redirect(request, "survey-edit", slug=request.seat.slug, survey_id=survey.pk)


@in_organization(Right.SEE_SURVEYS)
@require_safe
def export_survey(request: OrganizationRequest, survey_id: uuid.UUID) -> HttpResponse:
    """Say what other programs will not know of the survey, before it is downloaded for SurveyJS."""
    survey = get_object_or_404(queries.known_surveys(), pk=survey_id)
    document = _leaving(survey)
    _written, losses = surveyjs.write(document)
    return render(request, f"{FOLDER}/export.html", {"survey": survey, "losses": _lost(losses, document)})


@in_organization(Right.SEE_SURVEYS)
@require_safe
def export_file(request: OrganizationRequest, survey_id: uuid.UUID) -> HttpResponse:
    """The newest version, or the draft of a survey that was never launched, as JSON of SurveyJS."""
    survey = get_object_or_404(queries.known_surveys(), pk=survey_id)
    written, _losses = surveyjs.write(_leaving(survey))
    name = slugify(survey.name)[:60] or "survey"
    response = JsonResponse(written, json_dumps_params={"ensure_ascii": False, "indent": 2})
    response["Content-Disposition"] = f'attachment; filename="{name}.json"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _leaving(survey: Survey) -> Document:
    version = queries.latest_version(survey_id=survey.pk)
    return documents.read(version.content if version else queries.draft_of(survey).content)


def _lost(losses: Losses, document: Document) -> list[dict[str, str]]:
    """Return what does not go along, each beside the title of its question."""
    titles = {one.id: words.title_of(one, document.languages) for one in document.questions}
    return [{"place": titles.get(one.place, ""), "text": words.loss_words(one)} for one in losses]


def _shown(found: Foreign) -> dict[str, object]:
    document = found.document
    return {
        "document": document,
        "title": documents.say(document.title, "", document.languages),
        "languages": [words.LANGUAGES.get(one, one) for one in document.languages],
        "questions": [
            {"title": words.title_of(one, document.languages), "kind": words.TYPES[one.type].name}
            for one in document.questions
        ],
        "losses": [{"place": one.place, "text": words.loss_words(one)} for one in found.losses],
        "content": json.dumps(documents.write(document), ensure_ascii=False),
    }


def _free_name(wanted: str) -> str:
    """Return the name, with a number behind it when a survey that is not archived has it already."""
    name, number = " ".join(wanted.split())[:110].strip(), 2
    taken = {one.lower() for one in queries.surveys().values_list("name", flat=True)}
    free = name
    while free.lower() in taken:
        free, number = f"{name} {number}", number + 1
    return free
