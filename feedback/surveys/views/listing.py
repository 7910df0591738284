"""The list of surveys, new ones, and what becomes of a survey as a whole."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import clock
from accounts.audit import actions as audit
from accounts.organizations.access import OrganizationRequest, in_organization
from accounts.organizations.roles import Right
from accounts.web import htmx, pagination, undo
from accounts.web.once import once
from feedback.surveys import actions, queries
from feedback.surveys.forms import NewSurveyForm, SurveyForm
from feedback.surveys.models import Survey
from feedback.surveys.starting import BLANK, starting_points

FOLDER = "feedback/surveys"
LIST = (f"{FOLDER}/list.html", f"{FOLDER}/_list.html")


@in_organization(Right.SEE_SURVEYS)
@require_safe
def surveys(request: OrganizationRequest) -> HttpResponse:
    """The surveys in use, or the archived ones."""
    archived = request.GET.get("archived") == "1"
    rows = queries.listed(archived=archived)
    page = pagination.page_of(rows, order="-created_at", after=pagination.wanted_page(request))
    url = request.path
    views = [
        {"label": _("In use"), "url": url, "is_current": not archived},
        {"label": _("Archived"), "url": f"{url}?archived=1", "is_current": archived},
    ]
    context = {"surveys": page.rows, "archived": archived, "views": views, **pagination.links(request, page)}
    return htmx.page(request, *LIST, context)


@in_organization(Right.MANAGE_SURVEYS)
@require_http_methods(["GET", "HEAD", "POST"])
@once
def new_survey(request: OrganizationRequest) -> HttpResponse:
    """Begin a survey: blank, or with what another one asks."""
    points = starting_points(languages=[request.organization.language])
    initial = {"owner": request.employee.pk, "start": request.GET.get("start", BLANK)}
    data = request.POST if request.method == "POST" else None
    form = NewSurveyForm(data, instance=Survey(), initial=initial, starting_points=points)
    if form.is_valid():
        content, by = form.chosen().content(), request.employee
        try:
            survey = actions.create_survey(survey=form.instance, content=content, by=by, now=clock.now())
        except actions.NameTaken:
            form.add_error("name", _("There is a survey of this name already."))
        else:
            return htmx.redirect(request, "survey-edit", slug=request.seat.slug, survey_id=survey.pk)
    return render(request, f"{FOLDER}/new.html", {"form": form}, status=422 if form.errors else 200)


@in_organization(Right.MANAGE_SURVEYS)
@require_http_methods(["GET", "HEAD", "POST"])
def settings(request: OrganizationRequest, survey_id: uuid.UUID) -> HttpResponse:
    """Name, purpose and owner of a survey."""
    survey = get_object_or_404(queries.surveys(), pk=survey_id)
    before = audit.snapshot(survey)
    form = SurveyForm(request.POST if request.method == "POST" else None, instance=survey)
    if form.is_valid():
        try:
            actions.save_survey(survey=survey, by=request.employee, now=clock.now(), before=before)
        except actions.NameTaken:
            form.add_error("name", _("There is a survey of this name already."))
        else:
            messages.success(request, _("Saved."))
            return htmx.redirect(request, "survey-edit", slug=request.seat.slug, survey_id=survey.pk)
    context = {"form": form, "survey": survey, "name": before["name"]}
    return render(request, f"{FOLDER}/settings.html", context, status=422 if form.errors else 200)


@in_organization(Right.MANAGE_SURVEYS)
@require_POST
def close(request: OrganizationRequest, survey_id: uuid.UUID) -> HttpResponse:
    """Take no more answers."""
    survey = get_object_or_404(queries.surveys(), pk=survey_id)
    actions.close_survey(survey=survey, by=request.employee, now=clock.now())
    _offer_way_back(request, survey, _("%(name)s is closed: nobody can answer any more."), "survey-reopen")
    return redirect("surveys", slug=request.seat.slug)


@in_organization(Right.MANAGE_SURVEYS)
@require_POST
def reopen(request: OrganizationRequest, survey_id: uuid.UUID) -> HttpResponse:
    """Take answers again."""
    survey = get_object_or_404(queries.surveys(), pk=survey_id)
    actions.reopen_survey(survey=survey, by=request.employee, now=clock.now())
    messages.success(request, _("%(name)s takes answers again.") % {"name": survey.name})
    return redirect("surveys", slug=request.seat.slug)


@in_organization(Right.MANAGE_SURVEYS)
@require_POST
def archive(request: OrganizationRequest, survey_id: uuid.UUID) -> HttpResponse:
    """Close a survey and take it off the list."""
    survey = get_object_or_404(queries.known_surveys(), pk=survey_id)
    actions.archive_survey(survey=survey, by=request.employee, now=clock.now())
    text = _("%(name)s is archived. Its answers still count.")
    _offer_way_back(request, survey, text, "survey-restore")
    return redirect("surveys", slug=request.seat.slug)


@in_organization(Right.MANAGE_SURVEYS)
@require_POST
def restore(request: OrganizationRequest, survey_id: uuid.UUID) -> HttpResponse:
    """Bring an archived survey back."""
    survey = get_object_or_404(queries.known_surveys(), pk=survey_id)
    try:
        actions.restore_survey(survey=survey, by=request.employee, now=clock.now())
    except actions.NameTaken:
        messages.error(request, _("There is a survey of this name already. Rename that one first."))
    else:
        text = _("%(name)s is back, and closed. Reopen it to take answers.")
        messages.success(request, text % {"name": survey.name})
    return redirect("surveys", slug=request.seat.slug)


def _offer_way_back(request: OrganizationRequest, survey: Survey, text: str, view: str) -> None:
    facts: dict[str, Any] = {"survey": str(survey.pk)}
    url = reverse(view, kwargs={"slug": request.seat.slug, "survey_id": survey.pk})
    undo.offer(request, text % {"name": survey.name}, url=url, **facts)
