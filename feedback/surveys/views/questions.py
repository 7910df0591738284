"""The questions of a draft: added, written, put in order, taken out."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts import clock
from accounts.organizations.access import OrganizationRequest, in_organization
from accounts.organizations.roles import Right
from accounts.web import htmx, undo
from accounts.web.once import once
from feedback.surveys import actions, editing, queries
from feedback.surveys import document as documents
from feedback.surveys.document import MOST_QUESTIONS, Document, Question, Type
from feedback.surveys.forms import QuestionForm, RulesForm
from feedback.surveys.models import Survey
from feedback.surveys.views import page
from feedback.surveys.views.page import Editor


@in_organization(Right.MANAGE_SURVEYS)
@require_POST
@once
def add(request: OrganizationRequest, survey_id: uuid.UUID) -> HttpResponse:
    """Add a question of the chosen type, and open it."""
    survey = get_object_or_404(queries.surveys(), pk=survey_id)
    type_ = request.POST.get("type", "")
    if type_ not in list(Type):
        messages.error(request, _("Choose a type of question."))
        return _answer(request, survey)
    try:
        question = actions.add_question(survey=survey, type_=Type(type_), by=request.employee, now=clock.now())
    except editing.Full:
        return _refuse_more(request, survey)
    response = _answer(request, survey, opened=question.id)
    arguments = {"slug": request.seat.slug, "survey_id": survey.pk, "question_id": question.id}
    response["Content-Location"] = reverse("survey-question", kwargs=arguments)  # where the same form leads again
    return response


@in_organization(Right.MANAGE_SURVEYS)
@require_http_methods(["GET", "HEAD", "POST"])
def question(request: OrganizationRequest, survey_id: uuid.UUID, question_id: str) -> HttpResponse:
    """Open a question, or save it; htmx saves it while it is written."""
    survey = get_object_or_404(queries.surveys(), pk=survey_id)
    document = documents.read(queries.draft_of(survey).content)
    stored = document.question(question_id)
    if request.method != "POST":
        if stored is None:
            raise Http404
        return page.show(request, survey, Editor(opened=question_id))
    form = _question_form(request, document, stored or _gone(request, question_id))
    shown = request.POST.get("shown", "")
    if not form.is_valid():
        return page.show(request, survey, Editor(opened=question_id, question=form, shown=shown), status=422)
    written = form.to_question()
    try:
        draft = actions.edit_question(
            survey=survey, question=written, shown=shown, by=request.employee, now=clock.now()
        )
    except actions.Conflict as conflict:
        editor = Editor(opened=question_id, question=form, conflict=conflict.draft)
        return page.show(request, survey, editor, status=422)
    except editing.Full:
        return _refuse_more(request, survey)
    new = editing.fingerprint(written)
    return page.after_saving(request, draft, opened=question_id, shown=new, focus=form.newest)


def _question_form(request: OrganizationRequest, document: Document, question: Question) -> QuestionForm:
    return QuestionForm(
        request.POST,
        question=question,
        document=document,
        segments=queries.segment_names(),
        act=request.POST.get("act", ""),
    )


def _gone(request: OrganizationRequest, question_id: str) -> Question:
    """Return an empty question in place of one that somebody has taken out while it was written; raise Http404."""
    type_ = request.POST.get("type", "")
    if type_ not in list(Type) or not documents.is_id(question_id):
        raise Http404
    return Question(id=question_id, type=Type(type_))


@in_organization(Right.MANAGE_SURVEYS)
@require_POST
def rules(request: OrganizationRequest, survey_id: uuid.UUID, question_id: str) -> HttpResponse:
    """Save the rules about a question; until they are whole, the form says what is missing."""
    survey = get_object_or_404(queries.surveys(), pk=survey_id)
    document = documents.read(queries.draft_of(survey).content)
    stored = document.question(question_id)
    if stored is None:
        raise Http404
    form = RulesForm(
        request.POST,
        question=stored,
        document=document,
        rules=editing.rules_of(document, question_id),
        segments=queries.segment_names(),
        act=request.POST.get("act", ""),
    )
    editor: dict[str, Any] = {"opened": question_id, "rules": form}
    if not form.is_valid():
        editor["shown"] = request.POST.get("shown", "")
        return page.show(request, survey, Editor(**editor), status=422)
    try:
        actions.edit_rules(
            survey=survey,
            question_id=question_id,
            rules=form.to_rules(),
            shown=request.POST.get("shown", ""),
            by=request.employee,
            now=clock.now(),
        )
    except actions.Conflict as conflict:
        return page.show(request, survey, Editor(**editor, conflict=conflict.draft), status=422)
    if htmx.is_partial(request):
        return page.show(request, survey, Editor(**editor))
    return redirect("survey-question", slug=request.seat.slug, survey_id=survey.pk, question_id=question_id)


@in_organization(Right.MANAGE_SURVEYS)
@require_POST
def move(request: OrganizationRequest, survey_id: uuid.UUID, question_id: str) -> HttpResponse:
    """Put a question at another place."""
    survey = get_object_or_404(queries.surveys(), pk=survey_id)
    to = request.POST.get("to", "")
    if to.isascii() and to.isdecimal() and len(to) < 4:  # noqa: PLR2004 no survey is longer
        _find(survey, question_id)
        actions.move_question(survey=survey, question_id=question_id, to=int(to), by=request.employee, now=clock.now())
    return _answer(request, survey, at=question_id)


@in_organization(Right.MANAGE_SURVEYS)
@require_POST
def duplicate(request: OrganizationRequest, survey_id: uuid.UUID, question_id: str) -> HttpResponse:
    """Put a copy behind a question, and open it."""
    survey = get_object_or_404(queries.surveys(), pk=survey_id)
    _find(survey, question_id)
    try:
        copy = actions.duplicate_question(survey=survey, question_id=question_id, by=request.employee, now=clock.now())
    except editing.Full:
        return _refuse_more(request, survey)
    return _answer(request, survey, opened=copy.id)


@in_organization(Right.MANAGE_SURVEYS)
@require_POST
def remove(request: OrganizationRequest, survey_id: uuid.UUID, question_id: str) -> HttpResponse:
    """Take a question out; for ten minutes it can be put back."""
    survey = get_object_or_404(queries.surveys(), pk=survey_id)
    _find(survey, question_id)
    taken = actions.remove_question(survey=survey, question_id=question_id, by=request.employee, now=clock.now())
    url = reverse("survey-question-restore", kwargs={"slug": request.seat.slug, "survey_id": survey.pk})
    undo.offer(request, _("The question is taken out."), url=url, **taken)
    return _answer(request, survey)


@in_organization(Right.MANAGE_SURVEYS)
@require_POST
def restore(request: OrganizationRequest, survey_id: uuid.UUID) -> HttpResponse:
    """Put a question back where it stood."""
    survey = get_object_or_404(queries.surveys(), pk=survey_id)
    taken = undo.facts(request)
    if taken is None:
        messages.error(request, _("It is too late to put the question back."))
        return _answer(request, survey)
    try:
        actions.restore_question(survey=survey, **taken, by=request.employee, now=clock.now())
    except editing.Full:
        return _refuse_more(request, survey)
    return _answer(request, survey)


def _find(survey: Survey, question_id: str) -> None:
    """Raise Http404 for a question that the draft does not have."""
    if documents.read(queries.draft_of(survey).content).question(question_id) is None:
        raise Http404


def _refuse_more(request: OrganizationRequest, survey: Survey) -> HttpResponse:
    messages.error(request, _("A survey has %(most)d questions at most.") % {"most": MOST_QUESTIONS})
    return _answer(request, survey)


def _answer(request: OrganizationRequest, survey: Survey, *, opened: str = "", at: str = "") -> HttpResponse:
    """Show the builder with a question open, or lead there."""
    if htmx.is_partial(request):
        return page.show(request, survey, Editor(opened=opened))
    if opened:
        return redirect("survey-question", slug=request.seat.slug, survey_id=survey.pk, question_id=opened)
    url = reverse("survey-edit", kwargs={"slug": request.seat.slug, "survey_id": survey.pk})
    return redirect(f"{url}#part-{at}" if at else url)
