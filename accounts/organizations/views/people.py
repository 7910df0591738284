"""The people of the house: list, new, details."""

import uuid
import zoneinfo
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.dates import WEEKDAYS_ABBR
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts import clock
from accounts.audit import actions as audit
from accounts.organizations import actions, queries
from accounts.organizations.access import OrganizationRequest, in_organization
from accounts.organizations.forms import AccessForm, NewPersonForm, PeopleFilter, PersonForm
from accounts.organizations.models import Employee
from accounts.organizations.roles import Right, Role, has_right
from accounts.organizations.views.acting import REFUSALS, actor, why
from accounts.web import pagination
from accounts.web.countries import country_name
from accounts.web.once import once

FOLDER = "accounts/organizations/settings/people"
OF_THE_ADDRESS = (actions.EmailTaken, actions.AlreadyMember)


@in_organization(Right.SEE_PEOPLE)
@require_safe
def people(request: OrganizationRequest) -> HttpResponse:
    """Everybody who works here, with department and access; those who left are a list of their own."""
    form = PeopleFilter(request.GET, departments=queries.department_choices())
    if not form.is_valid():
        return render(request, f"{FOLDER}/list.html", {"filter": form}, status=422)
    chosen = form.chosen()
    page = pagination.page_of(queries.found_employees(**chosen), order="name", after=pagination.wanted_page(request))
    now, door_time = clock.now(), clock.real_now()
    rows = [(row, queries.access_of(row, now=now, door_time=door_time)) for row in page.rows]
    context = {
        "filter": form,
        "rows": rows,
        "is_filtered": chosen["text"] or chosen["department"],
        "has_left": chosen["has_left"],
        **pagination.links(request, page),
    }
    return render(request, f"{FOLDER}/list.html", context)


@in_organization(Right.MANAGE_PEOPLE)
@require_http_methods(["GET", "HEAD", "POST"])
@once
def new_person(request: OrganizationRequest) -> HttpResponse:
    """Add a person, with an invitation or without a sign-in."""
    house = request.organization
    form = NewPersonForm(
        request.POST if request.method == "POST" else None,
        instance=actions.newcomer(house),
        departments=queries.department_choices(),
        by_role=request.seat.role,
        zone=house.time_zone,
        now=clock.real_now(),
    )
    if form.is_valid() and _added(request, form):
        return redirect("people", slug=request.seat.slug)
    return render(request, f"{FOLDER}/new.html", {"form": form}, status=422 if form.errors else 200)


def _added(request: OrganizationRequest, form: NewPersonForm) -> bool:
    """Add the person of a valid form; put a refusal onto the form."""
    employee = form.instance
    role, ends_at = form.cleaned_data["role"], form.cleaned_data["ends_at"]
    try:
        if role:
            actions.invite(employee=employee, role=Role(role), guest_until=ends_at, **actor(request))
        else:
            actions.register_employee(employee=employee, by=request.employee, now=clock.now())
    except REFUSALS as refusal:
        form.add_error("email" if isinstance(refusal, OF_THE_ADDRESS) else None, why(refusal))
        return False
    said = _("%(name)s is added. An invitation is on its way to %(email)s.") if role else _("%(name)s is added.")
    messages.success(request, said % {"name": employee.name, "email": employee.email})
    return True


@in_organization(Right.SEE_PEOPLE)
@require_safe
def person(request: OrganizationRequest, person_id: uuid.UUID) -> HttpResponse:
    """Details, duties and access of one person."""
    return person_page(request, get_object_or_404(queries.employees(), pk=person_id))


def person_page(
    request: OrganizationRequest, employee: Employee, *, form: AccessForm | None = None, status: int = 200
) -> HttpResponse:
    """Render the person's page; `form` is a refused change of access, shown with its errors."""
    access = queries.access_of(employee, now=clock.now(), door_time=clock.real_now())
    led, owned = queries.duties_of(employee)
    is_owner_matter = access.role == Role.OWNER and not has_right(request.seat.role, Right.MANAGE_OWNERS)
    context = {
        "person": employee,
        "access": access,
        "form": form or access_form(request, access=access),
        "work_days": ", ".join(str(WEEKDAYS_ABBR[int(day) - 1]) for day in employee.work_days),
        "holidays_of": country_name(employee.country or request.organization.country),
        "led": led,
        "owned": owned,
        "may_change": has_right(request.seat.role, Right.MANAGE_PEOPLE) and not is_owner_matter,
        "is_owner_matter": is_owner_matter,
    }
    return render(request, f"{FOLDER}/person.html", context, status=status)


def access_form(request: OrganizationRequest, *, access: queries.Access | None = None) -> AccessForm:
    """Return the form for a role: filled from the request, or showing the access that the person has."""
    zone = request.organization.time_zone
    initial: dict[str, Any] = {"role": access.role or Role.SPECIALIST} if access else {}
    if access and access.membership and access.membership.ends_at:
        initial["guest_until"] = access.membership.ends_at.astimezone(zoneinfo.ZoneInfo(zone)).date()
    data = None if access else request.POST
    return AccessForm(data, initial=initial, by_role=request.seat.role, zone=zone, now=clock.real_now())


@in_organization(Right.MANAGE_PEOPLE)
@require_http_methods(["GET", "HEAD", "POST"])
def edit_person(request: OrganizationRequest, person_id: uuid.UUID) -> HttpResponse:
    """Change the details of a person."""
    employee = get_object_or_404(queries.employees(), pk=person_id)
    before, name = audit.snapshot(employee), employee.name
    data = request.POST if request.method == "POST" else None
    departments = queries.department_choices(besides=employee.department_id)
    form = PersonForm(data, instance=employee, departments=departments)
    if form.is_valid():
        try:
            actions.save_employee(employee=employee, before=before, **actor(request))
        except REFUSALS as refusal:
            form.add_error("email" if isinstance(refusal, OF_THE_ADDRESS) else None, why(refusal))
        else:
            messages.success(request, _("Saved."))
            return redirect("person", slug=request.seat.slug, person_id=employee.pk)
    context = {"form": form, "person_id": person_id, "name": name}
    return render(request, f"{FOLDER}/edit.html", context, status=422 if form.errors else 200)
