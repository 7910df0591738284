"""What waits for my decision, what I asked of others, and a question with its answer."""

import uuid

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import clock
from accounts.organizations import queries as organizations
from accounts.organizations.access import OrganizationRequest, in_organization
from accounts.organizations.roles import Right
from accounts.web import pagination
from accounts.web.once import once
from journeys.decisions import actions, queries
from journeys.decisions.forms import AnswerForm, ApprovalForm, LimitForm, QuestionForm
from journeys.decisions.models import Decision, DecisionLimit
from journeys.initiatives import queries as plans

FOLDER = "journeys/decisions"
MOST = 100  # that wait for one person: nobody decides more


@in_organization(Right.LOG_CONTACTS)
@require_safe
def decisions(request: OrganizationRequest) -> HttpResponse:
    """What waits for me, the late and the costly first; what I asked; what was decided."""
    today = timezone.localtime(clock.now()).date()
    page = pagination.page_of(
        queries.ended(reader=request.employee), order="-asked_at", after=pagination.wanted_page(request)
    )
    context = {
        "waiting": queries.waiting({request.employee.pk: today})[:MOST],
        "asked": queries.open_by(employee=request.employee)[:MOST],
        "ended": page.rows,
        "today": today,
        "limit": queries.limit(),
        **pagination.links(request, page),
    }
    return render(request, f"{FOLDER}/list.html", context)


@in_organization(Right.LOG_CONTACTS)
@require_http_methods(["GET", "HEAD", "POST"])
@once
def new(request: OrganizationRequest) -> HttpResponse:
    """Ask somebody to decide."""
    data = request.POST if request.method == "POST" else None
    about = {name: request.GET[name] for name in ("client", "about") if name in request.GET}
    form = QuestionForm(data, instance=Decision(), initial=about, slug=request.seat.slug, now=clock.now())
    if form.is_valid():
        row = actions.ask(decision=form.instance, by=request.employee, choices=form.choices(), now=clock.now())
        messages.success(request, _("%(name)s is asked by letter.") % {"name": row.asked_of.name})
        return redirect("decision", slug=request.seat.slug, decision_id=row.pk)
    context = {"form": form, "client": form.client()}
    return render(request, f"{FOLDER}/new.html", context, status=422 if form.errors else 200)


@in_organization(Right.LOG_CONTACTS)
@require_http_methods(["GET", "HEAD", "POST"])
def decision(request: OrganizationRequest, decision_id: uuid.UUID) -> HttpResponse:
    """A question with its choices for whoever was asked, and with its answer for whoever asked."""
    row = _decision(request, decision_id)
    is_mine = row.asked_of_id == request.employee.pk
    data = request.POST if request.method == "POST" else None
    if data is not None and not is_mine:
        raise Http404
    form = AnswerForm(data, options=row.options(), initial={"choice": request.GET.get("c")})
    if form.is_valid():
        try:
            actions.answer(decision=row, way=Decision.Way.PAGE, now=clock.now(), **form.cleaned_data)
            messages.success(request, _("Decided."))
        except actions.NotOpen:
            messages.error(request, _("It was decided already, or the question was taken back."))
        return redirect("decision", slug=request.seat.slug, decision_id=row.pk)
    may_withdraw = request.employee.pk == (row.asked_by_id or row.asked_of_id)
    context = {"decision": row, "form": form, "is_mine": is_mine, "may_withdraw": may_withdraw}
    return render(request, f"{FOLDER}/decision.html", context, status=422 if form.errors else 200)


@in_organization(Right.LOG_CONTACTS)
@require_POST
def withdraw(request: OrganizationRequest, decision_id: uuid.UUID) -> HttpResponse:
    """Take a question back: whoever asked may; where nobody did, whoever was asked."""
    row = _decision(request, decision_id)
    if request.employee.pk != (row.asked_by_id or row.asked_of_id):
        raise Http404
    try:
        actions.withdraw(decision=row, by=request.employee, now=clock.now())
        messages.success(request, _("Taken back. The link in the letter opens nothing any more."))
    except actions.NotOpen:
        messages.error(request, _("It was decided already."))
    return redirect("decisions", slug=request.seat.slug)


@in_organization(Right.LOG_CONTACTS)
@require_http_methods(["GET", "HEAD", "POST"])
@once
def approval(request: OrganizationRequest, initiative_id: uuid.UUID) -> HttpResponse:
    """Ask somebody of top management to approve a plan."""
    row = get_object_or_404(plans.initiatives(), pk=initiative_id)
    if not plans.may_change(row, employee=request.employee, role=request.seat.role):
        raise Http404
    now = clock.now()
    leaders = organizations.top_management(now=clock.real_now())
    data = request.POST if request.method == "POST" else None
    form = ApprovalForm(data, deciders=leaders, today=timezone.localtime(now).date())
    if form.is_valid():
        asked, due_on = form.cleaned_data["asked_of"], form.cleaned_data["due_on"]
        if actions.ask_approval(initiative=row, of=asked, due_on=due_on, by=request.employee, now=now):
            messages.success(request, _("%(name)s is asked by letter.") % {"name": asked.name})
        else:
            messages.info(request, _("The plan is no proposal any more: nobody was asked."))
        return redirect("initiative", slug=request.seat.slug, initiative_id=row.pk)
    context = {"form": form, "initiative": row}
    return render(request, f"{FOLDER}/approval.html", context, status=422 if form.errors else 200)


@in_organization(Right.MANAGE_OWNERS)
@require_http_methods(["GET", "HEAD", "POST"])
def limit(request: OrganizationRequest) -> HttpResponse:
    """Above which money a decision asks for a sign-in."""
    row = DecisionLimit(amount=queries.limit(), offer_above=queries.offer_above())
    form = LimitForm(request.POST if request.method == "POST" else None, instance=row)
    if form.is_valid():
        actions.set_limit(**form.cleaned_data, by=request.employee, now=clock.now())
        messages.success(request, _("Saved."))
        return redirect("decisions", slug=request.seat.slug)
    return render(request, f"{FOLDER}/limit.html", {"form": form}, status=422 if form.errors else 200)


def _decision(request: OrganizationRequest, decision_id: uuid.UUID) -> Decision:
    row: Decision = get_object_or_404(queries.decisions(reader=request.employee), pk=decision_id)
    return row
