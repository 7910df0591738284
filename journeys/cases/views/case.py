"""One case with everything about it; a new one by hand; those of a client."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts import clock
from accounts.clients import queries as registry
from accounts.clients.models import Client
from accounts.clients.views.people import client_context
from accounts.organizations.access import OrganizationRequest, in_organization
from accounts.organizations.roles import Right
from accounts.web import pagination
from accounts.web.once import KEY, once
from accounts.web.text import as_id
from feedback.interactions import queries as talks
from feedback.interactions.models import Interaction, Visibility
from journeys.cases import actions, queries
from journeys.cases.actions import Heard
from journeys.cases.forms import NewCaseForm
from journeys.cases.views.door import back, case_of
from journeys.cases.views.page import listed, page

FOLDER = "journeys/cases"


@in_organization(Right.SEE_CLIENTS)
@require_safe
def case(request: OrganizationRequest, case_label: str) -> HttpResponse:
    """The case: how far it has come, what was said, what happened, what is at stake, and what can be done."""
    return page(request, case_of(request, case_label))


@in_organization(Right.SEE_CLIENTS)
@require_safe
def by_id(request: OrganizationRequest, case_id: uuid.UUID) -> HttpResponse:
    """Lead to the case by its id, as search results and other systems name it."""
    rows = queries.cases(role=request.seat.role, employee_id=request.employee.pk)
    return back(request, get_object_or_404(rows, pk=case_id))


@in_organization(Right.SEE_CLIENTS)
@require_safe
def of_client(request: OrganizationRequest, client_id: uuid.UUID) -> HttpResponse:
    """The cases of a client, the newest first."""
    client = get_object_or_404(registry.known_clients(), pk=client_id)
    rows = queries.cases(role=request.seat.role, employee_id=request.employee.pk)
    shown = pagination.page_of(
        queries.of_client(rows, client_id=client.pk), order="-opened_at", after=pagination.wanted_page(request)
    )
    context = {
        **client_context(request, client, "cases"),
        "cases": listed(shown.rows, now=clock.now()),
        **pagination.links(request, shown),
    }
    return render(request, f"{FOLDER}/client.html", context)


@in_organization(Right.LOG_CONTACTS)
@require_http_methods(["GET", "HEAD", "POST"])
@once
def new(request: OrganizationRequest) -> HttpResponse:
    """Open a case by hand: of a client that is named in the address, perhaps because of a talk."""
    client_id = as_id(request.GET.get("client", ""))
    if client_id is None:
        return _choose_client(request)
    client = get_object_or_404(registry.clients(), pk=client_id)
    talk = _talk(request, client)
    positions = list(talks.people_at(client_id=client.pk))
    form = NewCaseForm(
        request.POST if request.method == "POST" else None,
        positions=positions,
        role=request.seat.role,
        initial=_initial(talk),
    )
    if form.is_valid():
        return _open(request, client, talk, form)
    context = {"form": form, "client": client, "talk": talk}
    return render(request, f"{FOLDER}/new.html", context, status=422 if form.errors else 200)


def _choose_client(request: OrganizationRequest) -> HttpResponse:
    text = request.GET.get("q", "").strip()
    rows = talks.clients_beginning(text) if text else registry.clients()
    return render(request, f"{FOLDER}/choose.html", {"rows": rows[:20], "text": text})


def _talk(request: OrganizationRequest, client: Client) -> Interaction | None:
    talk_id = as_id(request.GET.get("interaction", ""))
    rows = talks.interactions(role=request.seat.role, employee_id=request.employee.pk)
    found: Interaction | None = rows.filter(pk=talk_id, client=client).first() if talk_id else None
    return found


def _initial(talk: Interaction | None) -> dict[str, object]:
    if talk is None:
        return {"visibility": Visibility.TEAM}
    person = talk.people.first()
    return {"quote": talk.quote, "visibility": talk.visibility, "person": str(person.contact_id) if person else ""}


def _open(request: OrganizationRequest, client: Client, talk: Interaction | None, form: NewCaseForm) -> HttpResponse:
    now, said = clock.now(), form.cleaned_data
    key = request.POST.get(KEY) or uuid.uuid4().hex
    origin = f"talk:{talk.pk}" if talk else f"hand:{key[:64]}"
    heard = Heard(
        origin=origin,
        client=client,
        contact=form.who,
        topic=f"contact:{form.who.pk}" if form.who else origin,
        heard_at=talk.happened_at if talk else now,
        # What was said in confidence stays so, whatever the form says.
        visibility=talk.visibility if talk else said["visibility"],
        quote=said["quote"],
        interaction=talk,
        mood=talk.mood if talk else None,
    )
    able = queries.may_carry(visibility=heard.visibility, now=now)
    owner = None if client.manager in able else request.employee if request.employee in able else None
    row = actions.hear(heard, by=request.employee, now=now, title=said["title"], owner=owner)
    messages.success(request, _("The case %(case)s is open.") % {"case": row})
    return redirect("case", slug=request.seat.slug, case_label=row.label)
