"""Making it good, and the end: the question to the client, an apology, a compensation, praise that is answered."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts import clock
from accounts.organizations.access import OrganizationRequest, in_organization
from accounts.organizations.roles import Right
from accounts.web import formats
from accounts.web.once import KEY, once
from journeys.cases import actions, apology, queries
from journeys.cases.forms import ApologyForm, AskForm, CompensationForm, EndForm, ReferenceForm
from journeys.cases.models import Case, Compensation, End
from journeys.cases.views.door import act, back, case_of, closed
from journeys.cases.views.page import page

FOLDER = "journeys/cases"
FORMS = ["GET", "HEAD", "POST"]


def _show(request: OrganizationRequest, name: str, case: Case, form: Any, **more: Any) -> HttpResponse:
    context = {"case": case, "heading": queries.heading(case), "form": form, **more}
    return render(request, f"{FOLDER}/{name}.html", context, status=422 if form.errors else 200)


@in_organization(Right.LOG_CONTACTS)
@require_http_methods(FORMS)
@once
def ask_client(request: OrganizationRequest, case_label: str) -> HttpResponse:
    """Say that it is fixed, and ask the person by letter."""
    case = case_of(request, case_label)
    if not case.is_open:
        return closed(request, case)
    heard = case.signals.select_related("response").order_by("heard_at", "id")
    first = next((quote for one in heard if (quote := queries.quote_of(case, one)[0])), "")
    initial = {"said": case.said or first[:500], "done": case.done}
    form = AskForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        try:
            actions.ask_client(case=case, **form.cleaned_data, by=request.employee, now=clock.now())
        except actions.NoAddress:
            form.add_error(None, _no_address(case))
        else:
            messages.success(request, _("The letter is on its way. The case ends when the client says so."))
            return back(request, case)
    return _show(request, "confirmation", case, form)


def _no_address(case: Case) -> str:
    if case.contact:
        words = _("%(name)s has no e-mail to which letters go. Add one, or ask by phone and close the case by hand.")
        return words % {"name": case.contact}
    return _("Nobody is named in this case, so that no letter can ask. Close it by hand and say what came of it.")


@in_organization(Right.LOG_CONTACTS)
@require_http_methods(FORMS)
@once
def end(request: OrganizationRequest, case_label: str) -> HttpResponse:
    """Close a case without the client's word."""
    case = case_of(request, case_label)
    if not case.is_open:
        return closed(request, case)
    form = EndForm(request.POST if request.method == "POST" else None, initial={"end": End.UNCONFIRMED})
    if form.is_valid():
        how, text = End(form.cleaned_data["end"]), form.cleaned_data["text"]
        actions.end_without_client(case=case, end=how, text=text, by=request.employee, now=clock.now())
        messages.success(request, _("Closed, and marked as such: the client did not say so."))
        return back(request, case)
    return _show(request, "end", case, form)


@in_organization(Right.LOG_CONTACTS)
@require_http_methods(FORMS)
@once
def apologize(request: OrganizationRequest, case_label: str) -> HttpResponse:
    """Write an apology, from a draft in the manner that the person's country expects."""
    case = case_of(request, case_label)
    if not case.is_open:
        return closed(request, case)
    manner = request.GET.get("manner", "")
    if manner not in set(apology.Manner):
        manner = apology.manner_of((case.contact and case.contact.country) or case.client.country)
    form = ApologyForm(request.POST if request.method == "POST" else None, initial=_draft(case, manner))
    if form.is_valid():
        once_key = request.POST.get(KEY) or uuid.uuid4().hex
        try:
            values = {**form.cleaned_data, "by": request.employee, "now": clock.now(), "once": once_key}
            actions.apologize(case=case, **values)
        except actions.NoAddress:
            form.add_error(None, _no_address(case))
        else:
            messages.success(request, _("The apology is on its way."))
            return back(request, case)
    manners = [
        (apology.Manner.WARM, _("Warm")),
        (apology.Manner.PRECISE, _("Precise")),
        (apology.Manner.DIRECT, _("Direct")),
    ]
    return _show(request, "apology", case, form, manners=manners, manner=manner)


def _draft(case: Case, manner: str) -> dict[str, str]:
    contact = case.contact
    subject, text = apology.draft(
        manner=manner,
        role=case.role,
        language=contact.language if contact else case.client.language,
        greeting_name=contact.salutation if contact else "",
        promised_on=case.promised_on,
    )
    return {"subject": subject, "text": text}


@act
def offer(request: OrganizationRequest, case: Case) -> HttpResponse:
    """Note a compensation; above the limit top management is asked."""
    form = CompensationForm(request.POST)
    if not form.is_valid():
        return page(request, case, compensation_form=form, status=422)
    offered = actions.offer_compensation(
        case=case,
        **form.cleaned_data,
        currency=request.organization.currency,
        by=request.employee,
        now=clock.now(),
    )
    if offered.is_approved:
        messages.success(request, _("Noted: it is within the limit."))
    else:
        messages.info(request, _("It is above the limit: top management is asked. Promise nothing to the client yet."))
    return back(request, case)


@in_organization(Right.LOG_CONTACTS)
@require_POST
def decide(request: OrganizationRequest, compensation_id: uuid.UUID) -> HttpResponse:
    """Approve or refuse a compensation."""
    known = queries.cases(role=request.seat.role, employee_id=request.employee.pk)
    rows = Compensation.objects.select_related("case").filter(case__in=known)
    row = get_object_or_404(rows, pk=compensation_id)
    is_approved = "approve" in request.POST
    try:
        actions.decide_compensation(offer=row, is_approved=is_approved, by=request.employee, now=clock.now())
    except actions.AlreadyDecided:
        messages.info(request, _("Somebody has decided meanwhile."))
    except actions.NotTheDecider:
        messages.error(request, _("Somebody else of top management decides about this."))
    else:
        messages.success(request, _("Approved.") if is_approved else _("Refused."))
    return redirect("case", slug=request.seat.slug, case_label=row.case.label)


@in_organization(Right.LOG_CONTACTS)
@require_http_methods(FORMS)
@once
def ask_for_reference(request: OrganizationRequest, case_label: str) -> HttpResponse:
    """Answer praise: thank, and ask for a reference where the person was not asked anything lately."""
    case = case_of(request, case_label)
    if not case.is_open:
        return closed(request, case)
    now = clock.now()
    free_at = queries.may_ask_from(case, now=now)
    form = ReferenceForm(request.POST if request.method == "POST" else None, initial={"text": apology.reference(case)})
    if "thank" in request.POST:
        actions.thank(case=case, text="", by=request.employee, now=now)
        messages.success(request, _("Read, and closed."))
        return back(request, case)
    if form.is_valid():
        try:
            actions.ask_for_reference(case=case, text=form.cleaned_data["text"], by=request.employee, now=now)
        except actions.NoAddress:
            form.add_error(None, _no_address(case))
        except actions.NotWanted:
            form.add_error(None, _("They do not want to be asked by letter. Ask in person, when you speak anyway."))
        except actions.TooSoon as error:
            said = _("They were asked something lately. Ask from %(day)s on.")
            form.add_error(None, said % {"day": formats.day(error.at)})
        else:
            messages.success(request, _("The letter is on its way."))
            return back(request, case)
    return _show(request, "reference", case, form, free_at=free_at)
