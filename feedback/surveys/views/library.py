"""The library, beside a draft: questions to take over."""

import uuid

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts import clock
from accounts.clients.enums import BuyerRole, Stage
from accounts.organizations.access import OrganizationRequest, in_organization
from accounts.organizations.roles import Right
from feedback.surveys import actions, editing, library, queries
from feedback.surveys import document as documents
from feedback.surveys.forms import LibraryFilter
from feedback.surveys.models import Survey

FOLDER = "feedback/surveys"


@in_organization(Right.MANAGE_SURVEYS)
@require_http_methods(["GET", "HEAD", "POST"])
def take(request: OrganizationRequest, survey_id: uuid.UUID) -> HttpResponse:
    """Show the questions for a stage and a role; a POST takes one over into the draft."""
    survey = get_object_or_404(queries.surveys(), pk=survey_id)
    if request.method == "POST":
        return _take(request, survey)
    form = LibraryFilter(request.GET)
    wanted = form.cleaned_data if form.is_valid() else {"stage": "", "role": ""}
    taken = {one.source for one in documents.read(queries.draft_of(survey).content).questions}
    language = get_language() or "en"
    rows = [
        {
            "key": one.key,
            "title": documents.say(one.question.title, language, ("en",)),
            "decision": documents.say(one.decision, language, ("en",)),
            "stage": Stage(one.stage).label if one.stage else "",
            "roles": [BuyerRole(role).label for role in one.roles],
            "is_taken": one.key in taken,
        }
        for one in library.questions(stage=wanted["stage"], role=wanted["role"])
    ]
    return render(request, f"{FOLDER}/library.html", {"survey": survey, "form": form, "rows": rows})


def _take(request: OrganizationRequest, survey: Survey) -> HttpResponse:
    key, language = request.POST.get("key", ""), get_language() or "en"
    if key not in library.entries():
        raise Http404
    try:
        question = actions.add_from_library(
            survey=survey, key=key, language=language, by=request.employee, now=clock.now()
        )
    except editing.Full:
        messages.error(request, _("This survey is full: nobody answers more questions."))
        return redirect("survey-library", slug=request.seat.slug, survey_id=survey.pk)
    return redirect("survey-question", slug=request.seat.slug, survey_id=survey.pk, question_id=question.id)
