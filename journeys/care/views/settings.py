"""What is set: rules of the house, a client's gifts and hard moments, a person's wishes, one's own calendar link."""

import uuid
from datetime import timedelta

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import clock
from accounts.audit import actions as audit
from accounts.clients import queries as registry
from accounts.clients.views.people import client_context
from accounts.organizations.access import OrganizationRequest, in_organization
from accounts.organizations.roles import Right
from accounts.web.once import once
from journeys.care import actions, queries
from journeys.care.forms import ClientCareForm, HardMomentForm, PersonCareForm, RulesForm
from journeys.care.models import CareRules, ClientCare, HardMoment, PersonCare
from journeys.care.queries import Scope

FOLDER = "journeys/care"
AHEAD = timedelta(days=120)
GLANCE = 20


def _before(row: CareRules | ClientCare | PersonCare) -> dict[str, object] | None:
    return None if row._state.adding else audit.snapshot(row)


@in_organization(Right.MANAGE_CLIENTS)
@require_http_methods(["GET", "HEAD", "POST"])
def rules(request: OrganizationRequest) -> HttpResponse:
    """Occasions, how early, budget, and what leaves without approval."""
    row = queries.rules()
    before = _before(row)
    form = RulesForm(request.POST if request.method == "POST" else None, instance=row)
    if form.is_valid():
        actions.save_rules(rules=row, by=request.employee, now=clock.now(), before=before)
        messages.success(request, _("Saved."))
        return redirect("care-rules", slug=request.seat.slug)
    return render(request, f"{FOLDER}/rules.html", {"form": form}, status=422 if form.errors else 200)


@in_organization(Right.SEE_CLIENTS)
@require_safe
def client_care(request: OrganizationRequest, client_id: uuid.UUID) -> HttpResponse:
    """A client's rules on gifts, its hard moments, what comes up, and what was done."""
    client = get_object_or_404(registry.known_clients(), pk=client_id)
    today = client.local_date(clock.now())
    rows = queries.occasions(first=today, last=today + AHEAD, scope=Scope(client_ids=[client.pk]))
    rows = rows[: GLANCE * 2]
    known = queries.gestures_of(rows, first=today, last=today + AHEAD)
    context = {
        **client_context(request, client, "care"),
        "care": queries.care_of_client(client.pk),
        "moments": queries.hard_moments(client_ids=[client.pk]),
        "rows": [(one, known.get(one.identity)) for one in rows],
        "done": queries.gestures().filter(client=client).order_by("-on", "-id")[:GLANCE],
    }
    return render(request, f"{FOLDER}/client.html", context)


@in_organization(Right.MANAGE_CLIENTS)
@require_http_methods(["GET", "HEAD", "POST"])
def client_gifts(request: OrganizationRequest, client_id: uuid.UUID) -> HttpResponse:
    """Note what a client's own rules say about gifts."""
    client = get_object_or_404(registry.clients(), pk=client_id)
    row = queries.care_of_client(client.pk)
    before = _before(row)
    if before is None:
        row.currency = queries.rules().currency
    form = ClientCareForm(request.POST if request.method == "POST" else None, instance=row)
    if form.is_valid():
        actions.save_client_care(care=row, by=request.employee, now=clock.now(), before=before)
        messages.success(request, _("Saved."))
        return redirect("client-care", slug=request.seat.slug, client_id=client.pk)
    return render(request, f"{FOLDER}/gifts.html", {"form": form, "client": client}, status=422 if form.errors else 200)


@in_organization(Right.LOG_CONTACTS)
@require_http_methods(["GET", "HEAD", "POST"])
@once
def new_hard_moment(request: OrganizationRequest, client_id: uuid.UUID) -> HttpResponse:
    """Note a hard moment: nobody is congratulated there until it is over."""
    client = get_object_or_404(registry.clients().select_related("manager"), pk=client_id)
    now = clock.now()
    data = request.POST if request.method == "POST" else None
    form = HardMomentForm(data, instance=HardMoment(client=client), client=client, today=client.local_date(now))
    if form.is_valid():
        values = form.cleaned_data
        actions.flag_hard_moment(client=client, by=request.employee, now=now, **values)
        messages.success(
            request, _("Nobody is congratulated there until you end it. A kind word is on somebody’s day.")
        )
        return redirect("client-care", slug=request.seat.slug, client_id=client.pk)
    return render(request, f"{FOLDER}/hard.html", {"form": form, "client": client}, status=422 if form.errors else 200)


@in_organization(Right.LOG_CONTACTS)
@require_POST
def end_hard_moment(request: OrganizationRequest, moment_id: uuid.UUID) -> HttpResponse:
    """Note that congratulations are welcome again."""
    row = get_object_or_404(HardMoment.objects.all(), pk=moment_id)
    actions.end_hard_moment(moment=row, by=request.employee, now=clock.now())
    messages.success(request, _("Congratulations are welcome there again."))
    return redirect("client-care", slug=request.seat.slug, client_id=row.client_id)


@in_organization(Right.LOG_CONTACTS)
@require_http_methods(["GET", "HEAD", "POST"])
def person_care(request: OrganizationRequest, contact_id: uuid.UUID) -> HttpResponse:
    """Note how a person wants to be thought of."""
    contact = get_object_or_404(registry.contacts(), pk=contact_id)
    row = queries.care_of_person(contact.pk)
    before = _before(row)
    form = PersonCareForm(request.POST if request.method == "POST" else None, instance=row)
    if form.is_valid():
        actions.save_person_care(care=row, by=request.employee, now=clock.now(), before=before)
        messages.success(request, _("Saved."))
        return redirect("contact", slug=request.seat.slug, contact_id=contact.pk)
    context = {"form": form, "contact": contact}
    return render(request, f"{FOLDER}/person.html", context, status=422 if form.errors else 200)


@in_organization(Right.SEE_CLIENTS)
@require_http_methods(["GET", "HEAD", "POST"])
def feed(request: OrganizationRequest) -> HttpResponse:
    """One's own link for a calendar program: made, replaced, closed. Nobody else gets to see it."""
    act = request.POST.get("act", "")
    if act == "renew":
        actions.renew_feed(employee=request.employee, now=clock.now())
        messages.success(request, _("This is your link. A former one opens nothing any more."))
    elif act == "close":
        actions.close_feed(employee=request.employee, now=clock.now())
        messages.success(request, _("The link is closed: no calendar program can read it any more."))
    if act:
        return redirect("care-feed", slug=request.seat.slug)
    row = queries.open_feed(request.employee)
    context = {"feed": row, "url": actions.url_of(row) if row else ""}
    return render(request, f"{FOLDER}/feed.html", context)
