"""Who of us works for a client: somebody joins, somebody leaves."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts import clock
from accounts.clients import actions, queries
from accounts.clients.forms import TeamEndForm, TeamMemberForm
from accounts.clients.models import ClientTeamMember
from accounts.clients.views.people import client_context
from accounts.organizations import queries as house
from accounts.organizations.access import OrganizationRequest, in_organization
from accounts.organizations.roles import Right
from accounts.web.once import once

FOLDER = "accounts/clients/team"


@in_organization(Right.SEE_CLIENTS)
@require_safe
def team(request: OrganizationRequest, client_id: uuid.UUID) -> HttpResponse:
    """Who works for the client, and who did before."""
    client = get_object_or_404(queries.known_clients(), pk=client_id)
    present, former = queries.team(client_id=client.pk, on=client.local_date(clock.now()))
    context = {**client_context(request, client, "team"), "present": present, "former": former}
    return render(request, f"{FOLDER}/list.html", context)


@in_organization(Right.MANAGE_CLIENTS)
@require_http_methods(["GET", "HEAD", "POST"])
@once
def new_member(request: OrganizationRequest, client_id: uuid.UUID) -> HttpResponse:
    """Let somebody work for the client."""
    client = get_object_or_404(queries.clients(), pk=client_id)
    now = clock.now()
    form = TeamMemberForm(
        request.POST if request.method == "POST" else None,
        instance=ClientTeamMember(client=client),
        people=house.active_employees(),
        today=client.local_date(now),
    )
    if form.is_valid():
        try:
            actions.join_team(member=form.instance, by=request.employee, now=now)
        except actions.InTeamAlready:
            form.add_error("employee", _("This person works for the client already."))
        else:
            messages.success(request, _("%(name)s is in the team.") % {"name": form.instance.employee.name})
            return redirect("client-team", slug=request.seat.slug, client_id=client.pk)
    context = {**client_context(request, client, "team"), "form": form}
    return render(request, f"{FOLDER}/new.html", context, status=422 if form.errors else 200)


@in_organization(Right.MANAGE_CLIENTS)
@require_http_methods(["GET", "HEAD", "POST"])
def end_member(request: OrganizationRequest, member_id: uuid.UUID) -> HttpResponse:
    """Ask for the last day, and note that somebody works for the client no more."""
    member = get_object_or_404(queries.open_team(), pk=member_id)
    now = clock.now()
    today = member.client.local_date(now)
    data = request.POST if request.method == "POST" else None
    form = TeamEndForm(data, initial={"ended_on": max(today, member.started_on)}, today=today, since=member.started_on)
    if form.is_valid():
        actions.leave_team(member=member, on=form.cleaned_data["ended_on"], by=request.employee, now=now)
        messages.success(request, _("Saved."))
        return redirect("client-team", slug=request.seat.slug, client_id=member.client_id)
    context = {**client_context(request, member.client, "team"), "form": form, "member": member}
    return render(request, f"{FOLDER}/end.html", context, status=422 if form.errors else 200)
