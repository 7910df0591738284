"""What a figure of the board was counted from: the promises, the waits, what was said about a place, what it owes."""

import uuid
from collections.abc import Callable, Sequence
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts import clock
from accounts.contracts.revenue import add_months
from accounts.organizations.access import OrganizationRequest, in_organization
from accounts.organizations.models import Department, Touchpoint
from accounts.organizations.roles import Right
from accounts.web import htmx, pagination
from accounts.web.text import as_id
from feedback.alerts import words as alerts
from feedback.alerts.models import Alert
from feedback.happiness_index import words
from feedback.interactions import queries as talks
from feedback.interactions.queries import STATES
from happiness.dashboard.views.board import FOLDER, WAITS, month_of, query_of, reader_of, wanted_period
from happiness.figures import service
from happiness.figures.service import Wait
from journeys.cases import queries as cases
from journeys.cases.models import Case
from journeys.decisions.models import Decision
from journeys.stages import queries as paths

MOST_OWED = 100  # of each sort on the page of a place
Place = Department | Touchpoint


@in_organization(Right.SEE_BOARD)
@require_safe
def promises(request: OrganizationRequest) -> HttpResponse:
    """The promises that were due in the time: of one state, department or month, or all."""
    name, span = wanted_period(request, clock.now())
    rows = service.due(period=span, reader=reader_of(request)).filter(state__in=STATES)
    state, department = request.GET.get("state", ""), request.GET.get("department", "")
    if state in STATES:
        rows = rows.filter(state=state)
    if department:
        pk = None if department == "none" else get_object_or_404(Department, pk=as_id(department)).pk
        rows = rows.filter(owner__department=pk)
    if month := month_of(request.GET.get("month", "")):
        rows = rows.filter(due_on__gte=month, due_on__lt=add_months(month, 1))
    page = pagination.page_of(rows, order="-due_on", after=pagination.wanted_page(request))
    context = {"rows": page.rows, "period": span, "query": query_of(name, span), **pagination.links(request, page)}
    return htmx.page(request, f"{FOLDER}/promises.html", f"{FOLDER}/_promise_rows.html", context)


@in_organization(Right.SEE_BOARD)
@require_safe
def waits(request: OrganizationRequest) -> HttpResponse:
    """What somebody waited for in the time, the newest first, and how long."""
    now, wanted = clock.now(), request.GET.get("of", "")
    if wanted not in set(Wait):
        raise Http404
    name, span = wanted_period(request, now)
    rows = service.rows_of(Wait(wanted), period=span, reader=reader_of(request), now=now)
    if person := as_id(request.GET.get("person", "")):
        rows = rows.filter(asked_of=person) if wanted == Wait.DECISIONS else rows.none()
    if state := request.GET.get("state"):
        rows = rows.filter(ended__isnull=state == "waiting")
    page = pagination.page_of(rows, order=_order(rows), after=pagination.wanted_page(request))
    context = {
        "title": WAITS[Wait(wanted)],
        "rows": [_wait(request, one) for one in page.rows],
        "period": span,
        "query": query_of(name, span),
        **pagination.links(request, page),
    }
    return htmx.page(request, f"{FOLDER}/waits.html", f"{FOLDER}/_wait_rows.html", context)


def _order(rows: QuerySet[Any]) -> str:
    return {Alert: "-raised_at", Case: "-opened_at", Decision: "-asked_at"}[rows.model]


def _wait(request: OrganizationRequest, row: Any) -> dict[str, Any]:
    """Return what a row says. Only the two of a decision may read its question."""
    tell: Callable[[OrganizationRequest, Any], tuple[str, str, str]] = TELL[type(row)]
    title, url, who = tell(request, row)
    took = row.ended - row.began if row.ended else None
    return {"title": title, "url": url, "who": who, "began": row.began, "took": took}


def _alert(request: OrganizationRequest, row: Alert) -> tuple[str, str, str]:
    name, number = ("alert-sealed", row.number) if row.sealed else ("alert", row.number)
    about = alerts.about(row)
    title = f"{about}: {alerts.title(row)}" if about else alerts.title(row)
    return title, reverse(name, args=[request.seat.slug, number]), row.owner.name if row.owner else ""


def _case(request: OrganizationRequest, row: Case) -> tuple[str, str, str]:
    title = f"№ {row.label} {row.client.name}"
    return title, reverse("case-by-id", args=[request.seat.slug, row.pk]), row.owner.name


def _decision(request: OrganizationRequest, row: Decision) -> tuple[str, str, str]:
    if request.employee.pk not in {row.asked_of_id, row.asked_by_id}:
        return _("A question between two people"), "", row.asked_of.name
    return row.question, reverse("decision", args=[request.seat.slug, row.pk]), row.asked_of.name


TELL: dict[type, Callable[[OrganizationRequest, Any], tuple[str, str, str]]] = {
    Alert: _alert,
    Case: _case,
    Decision: _decision,
}


@in_organization(Right.SEE_BOARD)
@require_safe
def said(request: OrganizationRequest) -> HttpResponse:
    """What was said in the time about a department or a touchpoint; what is for top management only counts nowhere there."""
    name, span = wanted_period(request, clock.now())
    place, kind = _place(request)
    named: dict[str, Any] = {kind: place}
    rows = paths.said_at(since=span.first, **named).filter(happened_at__lt=span.end)
    page = pagination.page_of(rows, order="-happened_at", after=pagination.wanted_page(request))
    reader: Any = {"slug": request.seat.slug, "role": request.seat.role, "employee_id": request.employee.pk}
    links = words.links_of(page.rows, **reader)
    context = {
        "place": place,
        "rows": [(one, words.say(one), links.get(one.pk, "")) for one in page.rows],
        "period": span,
        "query": query_of(name, span),
        **pagination.links(request, page),
    }
    return htmx.page(request, f"{FOLDER}/said.html", "journeys/stages/map/_readings.html", context)


@in_organization(Right.SEE_BOARD)
@require_safe
def owed(request: OrganizationRequest) -> HttpResponse:
    """What a department or a touchpoint owes now: cases to mend, questions to answer, promises to keep."""
    name, span = wanted_period(request, clock.now())
    place, kind = _place(request)
    reader: dict[str, Any] = {"role": request.seat.role, "employee_id": request.employee.pk}
    late = talks.overdue(**reader, today=span.today)
    is_department = kind == "department"
    late = late.filter(**{"owner__department" if is_department else "interaction__touchpoint": place.pk})
    context = {
        "place": place,
        "query": query_of(name, span),
        "cases": _of(cases.owed(**reader), place.pk, "due_at") if is_department else [],
        "asked": _of(cases.unanswered(**reader), place.pk, "asked_at") if is_department else [],
        "promises": list(late.order_by("due_on", "id")[:MOST_OWED]),
        "most": MOST_OWED,
        "today": span.today,
    }
    return render(request, f"{FOLDER}/owed.html", context)


def _of(rows: QuerySet[Any], department: uuid.UUID, order: str) -> Sequence[Any]:
    return list(rows.filter(department=department).order_by(order, "id")[:MOST_OWED])


def _place(request: OrganizationRequest) -> tuple[Place, str]:
    """Return the department or the touchpoint that the address names."""
    if department := request.GET.get("department"):
        return get_object_or_404(Department, pk=as_id(department)), "department"
    return get_object_or_404(Touchpoint, pk=as_id(request.GET.get("touchpoint", ""))), "touchpoint"
