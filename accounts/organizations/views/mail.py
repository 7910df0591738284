"""The mail log: every letter of the organization, one letter as its reader sees it, and a person's decisions.

Letters live in real time: what a demo organization's clock says does not move them.
"""

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_POST, require_safe

from accounts import clock
from accounts.mail import actions, queries
from accounts.mail.models import OutgoingEmail, State
from accounts.mail.preview import FRAME_POLICY, NotShown, preview, subject_of
from accounts.mail.said import title_of, why
from accounts.organizations.access import OrganizationRequest, in_organization
from accounts.organizations.forms import LetterFilter
from accounts.organizations.roles import Right
from accounts.web import htmx, pagination

FOLDER = "accounts/mail"
LOG = (f"{FOLDER}/log.html", f"{FOLDER}/_log.html")


@in_organization(Right.MANAGE_MAIL)
@require_safe
def log(request: OrganizationRequest) -> HttpResponse:
    """Every letter, newest first, and how many wait for a decision."""
    form = LetterFilter(request.GET)
    if not form.is_valid():
        return htmx.page(request, *LOG, {"filter": form}, status=422)
    chosen = form.chosen()
    page = pagination.page_of(queries.letters(**chosen), order="-created_at", after=pagination.wanted_page(request))
    context = {
        "filter": form,
        "is_filtered": any(chosen.values()),
        "rows": [_line(row) for row in page.rows],
        "held": queries.held_count(),
        "is_stopped": queries.sender_profile().stopped_at is not None,
        **pagination.links(request, page),
    }
    return htmx.page(request, *LOG, context)


@in_organization(Right.MANAGE_MAIL)
@require_safe
def letter(request: OrganizationRequest, letter_id: uuid.UUID) -> HttpResponse:
    """One letter: where it is and why, what came back, and its content unless that is secret."""
    row = _letter(letter_id)
    job = queries.waiting_job(letter_id=row.pk) if row.state == State.PENDING else None
    context = {
        **_line(row),
        "next_try": job.run_at if job else None,
        "waits_because": why(job.last_error) if job else "",
        "returned": queries.came_back(email=row),
        "blocked_by": queries.block_of(address=row.to_address, now=clock.real_now()),
        "is_sendable": row.state in actions.SENDABLE and not actions.is_erased(row),
        "is_droppable": row.state in actions.DROPPABLE,
    }
    try:
        context["content"] = preview(row)
    except NotShown as refusal:
        context["not_shown"] = refusal.says
    return render(request, f"{FOLDER}/letter.html", context)


@in_organization(Right.MANAGE_MAIL)
@require_safe
@xframe_options_sameorigin
def content(request: OrganizationRequest, letter_id: uuid.UUID) -> HttpResponse:
    """Return the HTML part alone, for the frame of the letter's page."""
    try:
        response = HttpResponse(preview(_letter(letter_id)).html)
    except NotShown as refusal:
        raise Http404 from refusal
    response["Content-Security-Policy"] = FRAME_POLICY
    response["Cache-Control"] = "private, no-store"
    response["Referrer-Policy"] = "no-referrer"
    return response


@in_organization(Right.MANAGE_MAIL)
@require_POST
def resend(request: OrganizationRequest, letter_id: uuid.UUID) -> HttpResponse:
    """Send a letter after all."""
    row = _letter(letter_id)
    try:
        actions.send_again(email=row, by=request.employee, now=clock.real_now())
    except actions.ContentErased:
        messages.error(request, _("Its content was erased when it left. Ask for a new letter instead."))
    except actions.NotDecidable:
        messages.error(request, _("The letter is on its way or has left: there is nothing to decide."))
    else:
        messages.success(request, _("The letter is on its way to %(address)s again.") % {"address": row.to_address})
    return redirect("mail-letter", slug=request.seat.slug, letter_id=row.pk)


@in_organization(Right.MANAGE_MAIL)
@require_POST
def drop(request: OrganizationRequest, letter_id: uuid.UUID) -> HttpResponse:
    """Decide that a letter is not sent."""
    row = _letter(letter_id)
    try:
        actions.drop(email=row, by=request.employee, now=clock.real_now())
    except actions.NotDecidable:
        messages.error(request, _("The letter is on its way or has left: there is nothing to decide."))
    else:
        messages.success(request, _("The letter is dropped: it is not sent."))
    return redirect("mail-letter", slug=request.seat.slug, letter_id=row.pk)


def _letter(letter_id: uuid.UUID) -> OutgoingEmail:
    row: OutgoingEmail = get_object_or_404(queries.shown_letters(), pk=letter_id)
    return row


def _line(row: OutgoingEmail) -> dict[str, Any]:
    return {"letter": row, "title": title_of(row.letter), "subject": subject_of(row), "reason": why(row.reason)}
