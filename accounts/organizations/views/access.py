"""What happens to a person's access: role, invitation, departure."""

import uuid
from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts import clock
from accounts.organizations import actions, queries
from accounts.organizations.access import OrganizationRequest, in_organization
from accounts.organizations.models import Employee, Membership
from accounts.organizations.roles import Right, Role
from accounts.organizations.views.acting import REFUSALS, actor, why
from accounts.organizations.views.people import FOLDER, access_form, person_page
from accounts.web.once import once


@in_organization(Right.MANAGE_PEOPLE)
@require_POST
def change_access(request: OrganizationRequest, person_id: uuid.UUID) -> HttpResponse:
    """Give a member another role, or a guest another last day."""
    employee = get_object_or_404(queries.employees(), pk=person_id)
    membership: Membership = get_object_or_404(employee.memberships)
    form = access_form(request)
    if form.is_valid():
        role, ends_at = Role(form.cleaned_data["role"]), form.cleaned_data["ends_at"]
        try:
            actions.change_access(membership=membership, role=role, ends_at=ends_at, **actor(request))
        except REFUSALS as refusal:
            form.add_error(None, why(refusal))
        else:
            messages.success(request, _("Access changed: %(role)s.") % {"role": role.label})
            return _back(request, employee)
    return person_page(request, employee, form=form, status=422)


@in_organization(Right.MANAGE_PEOPLE)
@require_POST
@once
def invite(request: OrganizationRequest, person_id: uuid.UUID) -> HttpResponse:
    """Offer a role to a person who has no access; an offer that is still open is replaced."""
    employee = get_object_or_404(queries.employees(), pk=person_id)
    form = access_form(request)
    if form.is_valid():
        role, ends_at = Role(form.cleaned_data["role"]), form.cleaned_data["ends_at"]
        try:
            actions.invite(employee=employee, role=role, guest_until=ends_at, **actor(request))
        except REFUSALS as refusal:
            form.add_error(None, why(refusal))
        else:
            messages.success(request, _("An invitation is on its way to %(email)s.") % {"email": employee.email})
            return _back(request, employee)
    return person_page(request, employee, form=form, status=422)


@in_organization(Right.MANAGE_PEOPLE)
@require_POST
def resend_invitation(request: OrganizationRequest, person_id: uuid.UUID) -> HttpResponse:
    """Send the open offer again, with a new link."""
    said = _("The invitation is on its way again. The older letter's link no longer works.")
    return _with_open_invitation(request, person_id, actions.resend_invitation, said)


@in_organization(Right.MANAGE_PEOPLE)
@require_POST
def revoke_invitation(request: OrganizationRequest, person_id: uuid.UUID) -> HttpResponse:
    """Take the open offer back."""
    said = _("The invitation is withdrawn. Its link no longer works.")
    return _with_open_invitation(request, person_id, actions.revoke_invitation, said)


def _with_open_invitation(
    request: OrganizationRequest, person_id: uuid.UUID, action: Callable[..., None], said: str
) -> HttpResponse:
    employee = get_object_or_404(queries.employees(), pk=person_id)
    invitation = queries.open_invitations().filter(employee=employee).first()
    try:
        if invitation is None:
            raise actions.InvitationClosed
        action(invitation=invitation, **actor(request))
    except REFUSALS as refusal:
        messages.error(request, why(refusal))
    else:
        messages.success(request, said)
    return _back(request, employee)


@in_organization(Right.MANAGE_PEOPLE)
@require_http_methods(["GET", "HEAD", "POST"])
def departure(request: OrganizationRequest, person_id: uuid.UUID) -> HttpResponse:
    """Say what happens when a person leaves, and let them go."""
    employee = get_object_or_404(queries.employees(), pk=person_id)
    if request.method != "POST":
        led, owned = queries.duties_of(employee)
        access = queries.access_of(employee, now=clock.now(), door_time=clock.real_now())
        context = {"person": employee, "access": access, "led": led, "owned": owned}
        return render(request, f"{FOLDER}/departure.html", context)
    try:
        actions.remove_employee(employee=employee, **actor(request))
    except REFUSALS as refusal:
        messages.error(request, why(refusal))
    else:
        messages.success(request, _("%(name)s has left. Access has ended.") % {"name": employee.name})
    return _back(request, employee)


def _back(request: OrganizationRequest, employee: Employee) -> HttpResponse:
    if employee.pk == request.employee.pk:  # whoever has changed their own access may no longer see the page
        return redirect("front-door")
    return redirect("person", slug=request.seat.slug, person_id=employee.pk)
