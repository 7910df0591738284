"""Gestures: what waits for approval, one of them, a new one."""

import uuid
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import clock
from accounts.audit import actions as audit
from accounts.clients import queries as registry
from accounts.contracts.conversion import RateMissing
from accounts.contracts.queries import house_day, rates
from accounts.mail import said
from accounts.organizations.access import OrganizationRequest, in_organization
from accounts.organizations.roles import Right, has_right
from accounts.web import pagination
from accounts.web.once import once
from accounts.web.text import as_id
from journeys.care import actions, queries, words
from journeys.care.forms import GestureForm, ToneForm, people_of
from journeys.care.models import Form, Gesture, Kind, State

FOLDER = "journeys/care"


@in_organization(Right.SEE_CLIENTS)
@require_safe
def gestures(request: OrganizationRequest) -> HttpResponse:
    """What waits for approval, or gestures of another state; what they cost this year, and what came of them."""
    wanted = request.GET.get("state", "")
    state = State(wanted) if wanted in State.values else State.DRAFT
    rows = queries.gestures().filter(state=state)
    page = pagination.page_of(rows, order="on", after=pagination.wanted_page(request))
    now = clock.now()
    context = {
        "rows": page.rows,
        "state": state,
        "states": State.choices,
        "effect": queries.effect_on_mood(now=now),
        **_spent(request),
        **pagination.links(request, page),
    }
    return render(request, f"{FOLDER}/gestures.html", context)


def _spent(request: OrganizationRequest) -> dict[str, Any]:
    if not has_right(request.seat.role, Right.SEE_MONEY):
        return {}
    rules, today = queries.rules(), house_day(request.organization, clock.now())
    try:
        total = queries.spent(year=today.year, rates=rates(base=rules.currency), today=today)
    except RateMissing as missing:
        return {"rules": rules, "year": today.year, "missing": missing.currency}
    return {"rules": rules, "year": today.year, "spent": Decimal(total.numerator) / total.denominator}


@in_organization(Right.MANAGE_CLIENTS)
@require_POST
def approve_many(request: OrganizationRequest) -> HttpResponse:
    """Approve what was chosen; what may not happen is named with its reason and stays."""
    ids = [one for one in map(as_id, request.POST.getlist("gesture")) if one]
    done = 0
    for row in queries.waiting().filter(pk__in=ids[: pagination.SIZE]):
        try:
            actions.approve(gesture=row, by=request.employee, role=request.seat.role, now=clock.now())
        except actions.Refused as refused:
            messages.warning(request, f"{row.contact or row.client}: {words.reason(refused.code)}")
        else:
            done += 1
    if done:
        said = ngettext("%(count)s gesture is approved.", "%(count)s gestures are approved.", done)
        messages.success(request, said % {"count": done})
    elif not ids:
        messages.info(request, _("Nothing was chosen."))
    return redirect("gestures", slug=request.seat.slug)


@in_organization(Right.LOG_CONTACTS)
@require_http_methods(["GET", "HEAD", "POST"])
@once
def new_gesture(request: OrganizationRequest) -> HttpResponse:
    """Plan something kind for a client's person, or write down what was done."""
    client = get_object_or_404(registry.clients(), pk=as_id(request.GET.get("client", "")))
    wanted = as_id(request.GET.get("contact", ""))
    person = people_of(client).filter(pk=wanted).first() if wanted else None
    rules, now = queries.rules(), clock.now()
    language = person.language if person else client.language
    gesture = Gesture(client=client, kind=Kind.PROMISED, language=language, owner=request.employee)
    initial = {
        "contact": person,
        "on": client.local_date(now),
        "form": Form.GIFT if request.GET.get("form") == Form.GIFT else Form.CARD,
        "currency": rules.currency,
    }
    form = GestureForm(
        request.POST if request.method == "POST" else None, instance=gesture, initial=initial, client=client
    )
    if form.is_valid():
        is_done = request.POST.get("act") == "done"
        refusal = _why_not_done(request, form.instance) if is_done else ""
        if not refusal:
            actions.propose(gesture=form.instance, by=request.employee, now=now, is_done=is_done)
            messages.success(request, _("Written down.") if is_done else _("Planned."))
            return redirect("gesture", slug=request.seat.slug, gesture_id=form.instance.pk)
        form.add_error("cost", refusal)
    return render(request, f"{FOLDER}/new.html", {"form": form, "client": client}, status=422 if form.errors else 200)


def _why_not_done(request: OrganizationRequest, gesture: Gesture) -> str:
    """Say why it cannot be written down as done: letters leave from here, and what costs money is approved before."""
    if gesture.form == Form.LETTER:
        return _("A letter leaves from here once it is approved: plan it.")
    if gesture.costs and not has_right(request.seat.role, Right.MANAGE_MONEY):
        return _("What costs money is approved first: plan it.")
    return ""


@in_organization(Right.SEE_CLIENTS)
@require_http_methods(["GET", "HEAD", "POST"])
@once
def gesture(request: OrganizationRequest, gesture_id: uuid.UUID) -> HttpResponse:
    """One gesture with its words, which whoever logs contacts may change until it has happened."""
    row = get_object_or_404(queries.gestures(), pk=gesture_id)
    may_change = row.is_open and has_right(request.seat.role, Right.LOG_CONTACTS)
    before = audit.snapshot(row)
    data = request.POST if request.method == "POST" and may_change else None
    form = GestureForm(data, instance=row, client=row.client)
    if form.is_valid():
        actions.change(gesture=row, by=request.employee, now=clock.now(), before=before)
        messages.success(request, _("Saved."))
        return redirect("gesture", slug=request.seat.slug, gesture_id=row.pk)
    return _page(request, row.pk, form if may_change else None)


def _page(request: OrganizationRequest, gesture_id: uuid.UUID, form: GestureForm | None) -> HttpResponse:
    row = queries.gestures().get(pk=gesture_id)  # apart from the form's row, which may hold what was refused
    rules, letter = queries.rules(), queries.letter_of(row)
    why_not = queries.why_not(row, rules=rules) if row.is_open else row.reason
    today = house_day(request.organization, clock.now())
    why_no_money = queries.why_no_money(row, rules=rules, today=today) if row.is_open else ""
    context = {
        "gesture": row,
        "heading": words.heading(
            kind=row.kind, key=row.key, who=str(row.contact or row.client), years=row.years,
            country=(row.contact.country if row.contact else "") or row.client.country, what=row.title,
        ),
        "form": form,
        "why_not": words.reason(why_not or why_no_money),
        "letter": letter,
        "letter_why": said.why(letter.reason) if letter else "",
        "may_decide": row.is_open and has_right(request.seat.role, Right.MANAGE_CLIENTS),
        "may_do": row.state == State.APPROVED and row.form != Form.LETTER,
        "has_draft": form is not None and row.kind != Kind.PROMISED,
    }  # fmt: skip
    return render(request, f"{FOLDER}/gesture.html", context, status=422 if form and form.errors else 200)


@in_organization(Right.LOG_CONTACTS)
@require_POST
def decide(request: OrganizationRequest, gesture_id: uuid.UUID) -> HttpResponse:
    """Approve, decline, note as done, or begin with other words."""
    row = get_object_or_404(queries.gestures(), pk=gesture_id)
    act = request.POST.get("act", "")
    facts: dict[str, Any] = {"by": request.employee, "now": clock.now()}
    may_decide = has_right(request.seat.role, Right.MANAGE_CLIENTS)
    if act == "approve" and may_decide:
        try:
            actions.approve(gesture=row, role=request.seat.role, **facts)
        except actions.Refused as refused:
            messages.warning(request, words.reason(refused.code))
        else:
            messages.success(request, _("Approved."))
    elif act == "decline" and may_decide:
        actions.decline(gesture=row, **facts)
        messages.success(request, _("Declined."))
    elif act == "done" and row.form != Form.LETTER:
        actions.complete(gesture=row, **facts)
        messages.success(request, _("Done. Thank you."))
    elif act == "tone" and row.is_open:
        _reword(request, row)
    return redirect("gesture", slug=request.seat.slug, gesture_id=row.pk)


def _reword(request: OrganizationRequest, row: Gesture) -> None:
    form = ToneForm(request.POST)
    if form.is_valid():
        before, row.tone = audit.snapshot(row), form.cleaned_data["tone"]
        country = (row.contact.country if row.contact else "") or row.client.country
        found = words.draft(
            kind=row.kind, key=row.key, tone=row.tone, language=row.language, years=row.years, country=country
        )
        row.subject, row.text = found.subject, found.text
        actions.change(gesture=row, by=request.employee, now=clock.now(), before=before)
        messages.success(request, _("These are the words in another tone. Read them once more."))
