"""The digest on a page: the newest one, those before, when it comes, and a sample."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import clock
from accounts.organizations import queries as organizations
from accounts.organizations.access import OrganizationRequest, in_organization
from accounts.organizations.roles import Right, has_right
from accounts.web import pagination
from accounts.web.once import once
from happiness.digest import actions, due, queries
from happiness.digest.forms import DigestForm
from happiness.digest.told import told, weekly
from happiness.figures import curves
from journeys.decisions import queries as decisions

FOLDER = "happiness/digest"
DELIVERIES = 50


@in_organization(Right.SEE_CLIENTS)
@require_safe
def digests(request: OrganizationRequest) -> HttpResponse:
    """The reader's own issues; and for those who look after letters, who was written to and when."""
    page = pagination.page_of(
        queries.issues_of(request.employee.pk), order="-created_at", after=pagination.wanted_page(request)
    )
    slug = request.seat.slug
    rows = [(one, told(one.content, slug=slug, url=reverse("digest", args=[slug, one.pk]))) for one in page.rows]
    looks_after = has_right(request.seat.role, Right.MANAGE_MAIL)
    sent = list(queries.issues()[:DELIVERIES]) if looks_after else []
    names = organizations.employee_names({one.employee_id for one in sent})
    context = {
        "rows": rows,
        "preference": queries.preference_of(request.employee, role=request.seat.role),
        "missed": due.missed(now=clock.now()) if looks_after else [],
        "sent": [(names.get(one.employee_id, ""), one) for one in sent],
        **pagination.links(request, page),
    }
    return render(request, f"{FOLDER}/digests.html", context)


@in_organization(Right.SEE_CLIENTS)
@require_safe
def digest(request: OrganizationRequest, issue_id: uuid.UUID) -> HttpResponse:
    """One issue: the numbers of its letter, as they were."""
    issue = get_object_or_404(queries.issues_of(request.employee.pk), pk=issue_id)
    return _page(request, issue.content)


@in_organization(Right.SEE_CLIENTS)
@require_safe
def preview(request: OrganizationRequest) -> HttpResponse:
    """The digest as it would be now."""
    content = queries.of_now(employee=request.employee, role=request.seat.role, now=clock.now())
    return _page(request, content, is_preview=True)


def _page(request: OrganizationRequest, content: dict[str, Any], *, is_preview: bool = False) -> HttpResponse:
    said = told(content, slug=request.seat.slug, url=request.path)
    taken = decisions.told([uuid.UUID(one["id"]) for one in said["decisions"]])
    asked = [(one, taken.get(uuid.UUID(one["id"]))) for one in said["decisions"]]
    clients = reverse("clients", args=[request.seat.slug])
    stages = [
        {**shown, "change": one["change"], "note": "", "url": f"{clients}?stage={one['stage']}"}
        for shown, one in zip(said["stages"], content["stages"], strict=True)
    ]
    curve = curves.house_curve(weekly(content))
    context = {"digest": said, "decisions": asked, "stages": stages, "curve": curve, "is_preview": is_preview}
    return render(request, f"{FOLDER}/digest.html", context)


@in_organization(Right.SEE_CLIENTS)
@require_http_methods(["GET", "HEAD", "POST"])
def settings(request: OrganizationRequest) -> HttpResponse:
    """When the digest comes, and about whom."""
    preference = queries.preference_of(request.employee, role=request.seat.role)
    form = DigestForm(request.POST if request.method == "POST" else None, instance=preference)
    if form.is_valid():
        actions.save_preference(preference=form.instance, by=request.employee, now=clock.now())
        messages.success(request, _("Saved."))
        return redirect("digests", slug=request.seat.slug)
    return render(request, f"{FOLDER}/settings.html", {"form": form}, status=422 if form.errors else 200)


@in_organization(Right.SEE_CLIENTS)
@require_POST
@once
def sample(request: OrganizationRequest) -> HttpResponse:
    """Send the reader the digest as it would be today."""
    actions.send_sample(employee=request.employee, role=request.seat.role, now=clock.now())
    messages.success(request, _("A sample is on its way to %(address)s.") % {"address": request.employee.email})
    return redirect("digests", slug=request.seat.slug)
