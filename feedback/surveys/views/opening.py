"""The page of a survey's open link."""

import uuid
from datetime import datetime, time
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts import clock
from accounts.organizations.access import OrganizationRequest, in_organization
from accounts.organizations.roles import Right
from feedback.surveys import actions, queries
from feedback.surveys.forms import OpenLinkForm

FOLDER = "feedback/surveys"


@in_organization(Right.MANAGE_SURVEYS)
@require_http_methods(["GET", "HEAD", "POST"])
def open_link(request: OrganizationRequest, survey_id: uuid.UUID) -> HttpResponse:
    """Show the open link, and make one or a new one."""
    survey = get_object_or_404(queries.surveys(), pk=survey_id)
    ends = survey.open_until.astimezone(timezone.get_current_timezone()).date() if survey.open_until else None
    data = request.POST if request.method == "POST" else None
    form = OpenLinkForm(data, initial={"role": survey.open_role, "until": ends})
    if form.is_valid():
        day = form.cleaned_data["until"]
        until = datetime.combine(day, time.max, timezone.get_current_timezone()) if day else None
        role = form.cleaned_data["role"]
        actions.open_to_all(survey=survey, role=role, until=until, by=request.employee, now=clock.now())
        messages.success(request, _("This is the open link."))
        return redirect("survey-open-link", slug=request.seat.slug, survey_id=survey.pk)
    context: dict[str, Any] = {
        "survey": survey,
        "form": form,
        "url": actions.open_url(survey),
        "is_published": queries.latest_version(survey_id=survey.pk) is not None,
    }
    return render(request, f"{FOLDER}/open_link.html", context, status=422 if form.errors else 200)


@in_organization(Right.MANAGE_SURVEYS)
@require_POST
def withhold(request: OrganizationRequest, survey_id: uuid.UUID) -> HttpResponse:
    """Take the open link back."""
    survey = get_object_or_404(queries.surveys(), pk=survey_id)
    actions.close_to_all(survey=survey, by=request.employee, now=clock.now())
    messages.success(request, _("The open link opens nothing any more."))
    return redirect("survey-open-link", slug=request.seat.slug, survey_id=survey.pk)
