"""Every alert that one may know of, one of them with its story, and what is done about it."""

import uuid
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts import clock
from accounts.organizations import queries as organizations
from accounts.organizations.access import OrganizationRequest, in_organization
from accounts.organizations.roles import LEADERSHIP, Right, has_right
from accounts.web import pagination
from feedback.alerts import actions, queries, words
from feedback.alerts.forms import AssignForm, EndForm, JudgeForm, NoteForm, SnoozeForm
from feedback.alerts.models import Alert, Ending, Snooze, Verdict

FOLDER = "feedback/alerts"
MOST_OPEN = 100
Forms = dict[str, forms.Form]


@in_organization(Right.SEE_ALERTS)
@require_safe
def alert_list(request: OrganizationRequest) -> HttpResponse:
    """Return the open alerts, the most urgent first; or those that have ended, a page at a time."""
    role, context = request.seat.role, dict[str, Any]()
    has_ended = request.GET.get("state") == "ended"
    if has_ended:
        ended = queries.alerts(role=role).exclude(ended_at=None)
        page = pagination.page_of(ended, order="-raised_at", after=pagination.wanted_page(request))
        rows, context = list(page.rows), pagination.links(request, page)
    else:
        rows = list(queries.open_alerts(role=role)[:MOST_OPEN])
    context |= {
        "rows": words.listed(rows),
        "has_ended": has_ended,
        "stuck": queries.stuck_alerts(role=role),
        "snoozes": queries.snoozes_of(request.employee, now=clock.now()),
        "now": clock.now(),
    }
    return render(request, f"{FOLDER}/list.html", context)


@in_organization(Right.SEE_ALERTS)
@require_safe
def alert(request: OrganizationRequest, alert_number: int) -> HttpResponse:
    """One alert: what it rests on, who was told, who has it in hand."""
    return _page(request, _found(request, number=alert_number, sealed=False))


@in_organization(Right.SEE_ALERTS)
@require_safe
def sealed_alert(request: OrganizationRequest, sealed_number: int) -> HttpResponse:
    """An alert that rests on what was confided: for those who may read it; for others there is none."""
    return _page(request, _found(request, number=sealed_number, sealed=True))


@in_organization(Right.HANDLE_ALERTS)
@require_POST
def act(request: OrganizationRequest, alert_number: int) -> HttpResponse:
    """Take it in hand, hand it over, note, judge, end, or want no letters for a while."""
    return _done(request, _found(request, number=alert_number, sealed=False))


@in_organization(Right.HANDLE_ALERTS)
@require_POST
def sealed_act(request: OrganizationRequest, sealed_number: int) -> HttpResponse:
    """Do the same about what was confided."""
    return _done(request, _found(request, number=sealed_number, sealed=True))


@in_organization(Right.SEE_ALERTS)
@require_POST
def end_snooze(request: OrganizationRequest, snooze_id: uuid.UUID) -> HttpResponse:
    """Get letters again."""
    row = get_object_or_404(Snooze.objects.filter(employee=request.employee), pk=snooze_id)
    actions.wake_up(snooze=row)
    messages.success(request, _("You get these letters again."))
    return redirect("alerts", slug=request.seat.slug)


@in_organization(Right.SEE_ALERTS)
@require_POST
def end_links(request: OrganizationRequest) -> HttpResponse:
    """Let every link in one's own letters act no more: one of them has come into other hands."""
    actions.end_links(of=request.employee, now=clock.now())
    messages.success(request, _("The links in your letters so far open nothing any more."))
    return redirect("alerts", slug=request.seat.slug)


def _found(request: OrganizationRequest, *, number: int, sealed: bool) -> Alert:
    return get_object_or_404(queries.alerts(role=request.seat.role), number=number, sealed=sealed)


def _forms(row: Alert, name: str = "", data: Any = None) -> Forms:
    people = organizations.active_employees()
    if row.sealed:
        people = people.filter(pk__in=[one.pk for one in queries.leaders(now=clock.now())])
    return {
        "assign": AssignForm(data if name == "assign" else None, people=people),
        "note": NoteForm(data if name == "note" else None),
        "end": EndForm(data if name == "end" else None),
        "judge": JudgeForm(data if name == "judge" else None),
        "snooze": SnoozeForm(data if name == "snooze" else None, alert=row),
    }


def _page(request: OrganizationRequest, row: Alert, *, shown: Forms | None = None, status: int = 200) -> HttpResponse:
    now, role = clock.now(), request.seat.role
    may_read_sealed = role in LEADERSHIP
    context = {
        "alert": row,
        "about": words.about(row),
        "title": words.title(row),
        "lines": words.lines([row], slug=request.seat.slug, may_read_sealed=may_read_sealed)[row.pk],
        "story": queries.story_of(row),
        "told": queries.told_of(row),
        "taken": queries.taken_by(row),
        "next": words.next_rung(row),
        "forms": shown or _forms(row),
        "may_act": has_right(role, Right.HANDLE_ALERTS),
        "snoozes": queries.snoozes_of(request.employee, now=now, alert=row),
        "act_url": words.url_of(row, slug=request.seat.slug) + "acts/",
    }
    return render(request, f"{FOLDER}/alert.html", context, status=status)


def _done(request: OrganizationRequest, row: Alert) -> HttpResponse:
    name = request.POST.get("act", "")
    shown = _forms(row, name, request.POST)
    if name != "acknowledge" and not (name in shown and shown[name].is_valid()):
        return _page(request, row, shown=shown, status=422)
    _do(request, row, name, shown)
    return redirect(words.url_of(row, slug=request.seat.slug))


def _do(request: OrganizationRequest, row: Alert, name: str, shown: Forms) -> None:
    by, now = request.employee, clock.now()
    if name == "acknowledge":
        if actions.acknowledge(alert=row, by=by, now=now):
            messages.success(request, _("You have it in hand."))
        return
    form = shown[name]
    values = form.cleaned_data
    if name == "assign":
        actions.assign(alert=row, to=values["to"], by=by, now=now)
        messages.success(request, _("%(name)s answers for it now.") % {"name": values["to"].name})
    elif name == "note":
        actions.note(alert=row, text=values["text"], by=by, now=now)
    elif name == "end":
        actions.end(alert=row, ending=Ending(values["ending"]), by=by, now=now)
        messages.success(request, _("The alert has ended."))
    elif name == "judge":
        actions.judge(alert=row, verdict=Verdict(values["verdict"]), by=by, now=now)
    elif isinstance(form, SnoozeForm):
        actions.snooze(alert=row, scope=Snooze.Scope(values["scope"]), until=form.until(now), by=by, now=now)
        messages.success(request, _("You get no letters about this for a while. Others still get theirs."))
