"""The builder of a survey, and the texts around its questions."""

import uuid

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_http_methods, require_safe

from accounts import clock
from accounts.organizations.access import OrganizationRequest, in_organization
from accounts.organizations.roles import Right
from accounts.web import htmx
from feedback.surveys import actions, editing, queries
from feedback.surveys import document as documents
from feedback.surveys.forms import FrameForm
from feedback.surveys.views import page
from feedback.surveys.views.page import Editor


@in_organization(Right.MANAGE_SURVEYS)
@require_safe
def builder(request: OrganizationRequest, survey_id: uuid.UUID) -> HttpResponse:
    """The questions in their order, what must be mended, and how the page will look."""
    return page.show(request, get_object_or_404(queries.surveys(), pk=survey_id), Editor())


@in_organization(Right.MANAGE_SURVEYS)
@require_http_methods(["GET", "HEAD", "POST"])
def texts(request: OrganizationRequest, survey_id: uuid.UUID) -> HttpResponse:
    """Write what people read besides the questions; htmx saves it while it is written."""
    survey = get_object_or_404(queries.surveys(), pk=survey_id)
    if request.method != "POST":
        return page.show(request, survey, Editor(opened=page.TEXTS))
    shown = request.POST.get("shown", "")
    form = FrameForm(request.POST, document=documents.read(queries.draft_of(survey).content))
    if not form.is_valid():
        return page.show(request, survey, Editor(opened=page.TEXTS, frame=form, shown=shown), status=422)
    try:
        draft = actions.edit_frame(
            survey=survey, frame=form.to_document(), shown=shown, by=request.employee, now=clock.now()
        )
    except actions.Conflict as conflict:
        editor = Editor(opened=page.TEXTS, frame=form, conflict=conflict.draft)
        return page.show(request, survey, editor, status=422)
    written = documents.read(draft.content)
    is_reshaped = written.languages != form.languages
    shown = editing.fingerprint(written)
    return page.after_saving(request, draft, opened=page.TEXTS, shown=shown, is_reshaped=is_reshaped)


@in_organization(Right.MANAGE_SURVEYS)
@require_safe
def preview(request: OrganizationRequest, survey_id: uuid.UUID) -> HttpResponse:
    """What the chosen person is asked; a part of the builder."""
    survey = get_object_or_404(queries.surveys(), pk=survey_id)
    if not htmx.is_partial(request):
        return page.show(request, survey, Editor())
    document = documents.read(queries.draft_of(survey).content)
    context = {"survey": survey, "sketch": page.sketch(request, document)}
    return render(request, f"{page.FOLDER}/_preview.html", context)
