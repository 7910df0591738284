"""Publishing a playbook, letting it begin nowhere new, and putting it away."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts import clock
from accounts.organizations.access import OrganizationRequest, in_organization
from accounts.organizations.roles import Right
from journeys.playbooks import actions, queries


@in_organization(Right.MANAGE_PLAYBOOKS)
@require_POST
def publish_playbook(request: OrganizationRequest, playbook_id: uuid.UUID) -> HttpResponse:
    """Let the playbook begin as it is written now."""
    row = get_object_or_404(queries.playbooks(), pk=playbook_id)
    try:
        actions.publish(playbook=row, by=request.employee, now=clock.now())
    except actions.NotReady:
        messages.error(request, _("Something is unfinished. Mend what is marked, then publish again."))
    else:
        messages.success(request, _("The playbook is on."))
    return redirect("playbook", slug=request.seat.slug, playbook_id=row.pk)


@in_organization(Right.MANAGE_PLAYBOOKS)
@require_POST
def pause_playbook(request: OrganizationRequest, playbook_id: uuid.UUID) -> HttpResponse:
    """Let the playbook begin nowhere new."""
    row = get_object_or_404(queries.playbooks(), pk=playbook_id)
    actions.pause_playbook(playbook=row, by=request.employee, now=clock.now())
    messages.success(request, _("It begins nowhere new. What runs goes on; each run can be stopped on its own page."))
    return redirect("playbook", slug=request.seat.slug, playbook_id=row.pk)


@in_organization(Right.MANAGE_PLAYBOOKS)
@require_POST
def archive_playbook(request: OrganizationRequest, playbook_id: uuid.UUID) -> HttpResponse:
    """Put the playbook away."""
    row = get_object_or_404(queries.playbooks(), pk=playbook_id)
    actions.archive(playbook=row, by=request.employee, now=clock.now())
    messages.success(request, _("The playbook is archived. What runs goes on to its end."))
    return redirect("playbooks", slug=request.seat.slug)
