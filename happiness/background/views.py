"""The page of background work. It lives in real time: what a demo organization's clock says does not move it."""

import uuid

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts import clock
from accounts.jobs import queries as jobs
from accounts.mail.queries import QUEUE as MAIL
from accounts.organizations.access import OrganizationRequest, in_organization
from accounts.organizations.roles import Right
from accounts.web import pagination
from happiness.background import actions, queries, said


@in_organization(Right.MANAGE_WORK)
@require_safe
def background(request: OrganizationRequest) -> HttpResponse:
    """Whether letters may leave, what waits, what failed, and the clockwork."""
    now = clock.real_now()
    page = pagination.page_of(jobs.failing_jobs(), order="run_at", after=pagination.wanted_page(request))
    beats = queries.clockwork(now=now)
    context = {
        "now": now,
        "mail": queries.mail_state(now=now),
        "queues": [(state, said.queue(state.queue)) for state in jobs.queue_states(now=now)],
        "failed": [(job, said.queue(job.queue), said.why(job), job.queue == MAIL) for job in page.rows],
        "beats": [(beat, said.recurring(beat.name), said.how_often(beat.every)) for beat in beats],
        "is_late": any(beat.is_late for beat in beats),
        "operator": settings.OPERATOR_EMAIL,
        **pagination.links(request, page),
    }
    return render(request, "happiness/background/background.html", context)


@in_organization(Right.MANAGE_WORK)
@require_POST
def retry(request: OrganizationRequest, job_id: uuid.UUID) -> HttpResponse:
    """Have a failed job done now."""
    job = get_object_or_404(jobs.failing_jobs(), pk=job_id)
    try:
        actions.try_again(job=job, by=request.employee, now=clock.real_now())
    except actions.InHand:
        messages.info(request, _("Somebody is at it already. Open this page again to see what became of it."))
    else:
        messages.success(request, _("It is tried again now. Open this page again to see what became of it."))
    return redirect("background", slug=request.seat.slug)
