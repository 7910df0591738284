"""What is done with a case on its page, one address for each act."""

from django.contrib import messages
from django.http import HttpResponse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from accounts import clock
from accounts.organizations.access import OrganizationRequest
from journeys.cases import actions, queries
from journeys.cases.forms import NoteForm, OwnerForm, PauseForm, SolutionForm, UnitForm
from journeys.cases.models import Case, Pause
from journeys.cases.views.door import act, back
from journeys.cases.views.page import page

CONTACTED = "contacted"  # the button that takes the case a step further


@act
def accept(request: OrganizationRequest, case: Case) -> HttpResponse:
    """Accept the case."""
    actions.accept(case=case, by=request.employee, now=clock.now())
    messages.success(request, _("Accepted. Now speak with the client."))
    return back(request, case)


@act
def note(request: OrganizationRequest, case: Case) -> HttpResponse:
    """Keep what happened; with the second button the client was spoken with."""
    form = NoteForm(request.POST)
    if not form.is_valid():
        return page(request, case, note_form=form, status=422)
    write = actions.contacted if CONTACTED in request.POST else actions.note
    write(
        case=case,
        text=form.cleaned_data["text"],
        is_quiet=form.cleaned_data["is_quiet"],
        by=request.employee,
        now=clock.now(),
    )
    messages.success(request, _("Written down."))
    return back(request, case)


@act
def solve(request: OrganizationRequest, case: Case) -> HttpResponse:
    """Write down why it happened, who mends it, and until when."""
    now = clock.now()
    form = SolutionForm(request.POST, case=case, today=localtime(now).date())
    if not form.is_valid():
        return page(request, case, solution_form=form, status=422)
    actions.name_cause(case=case, **form.cleaned_data, by=request.employee, now=now)
    messages.success(request, _("Written down."))
    return back(request, case)


@act
def ask_unit(request: OrganizationRequest, case: Case) -> HttpResponse:
    """Ask a department by letter."""
    form = UnitForm(request.POST, case=case, prefix="unit")
    if not form.is_valid():
        return page(request, case, unit_form=form, status=422)
    department = form.cleaned_data["department"]
    question = form.cleaned_data["question"]
    try:
        asked = actions.ask_unit(
            case=case, department=department, question=question, by=request.employee, now=clock.now()
        )
    except actions.NoLead:
        form.add_error("department", _("Whoever leads this department may not read this case. Ask in person."))
        return page(request, case, unit_form=form, status=422)
    messages.success(request, _("%(name)s has the question by letter.") % {"name": asked.lead.name})
    return back(request, case)


@act
def assign(request: OrganizationRequest, case: Case) -> HttpResponse:
    """Hand the case over to somebody."""
    now = clock.now()
    form = OwnerForm(request.POST, able=queries.may_carry(visibility=case.visibility, now=now))
    if not form.is_valid():
        return page(request, case, owner_form=form, status=422)
    actions.assign(case=case, owner=form.chosen, by=request.employee, now=now)
    messages.success(request, _("%(name)s carries the case now.") % {"name": form.chosen.name})
    return back(request, case)


@act
def pause(request: OrganizationRequest, case: Case) -> HttpResponse:
    """Let the clock stand still."""
    form = PauseForm(request.POST)
    if not form.is_valid():
        return page(request, case, pause_form=form, status=422)
    actions.pause(case=case, why=Pause(form.cleaned_data["why"]), by=request.employee, now=clock.now())
    messages.success(request, _("The clock stands still. Let it run again when the reason is gone."))
    return back(request, case)


@act
def resume(request: OrganizationRequest, case: Case) -> HttpResponse:
    """Let the clock run again."""
    actions.resume(case=case, by=request.employee, now=clock.now())
    messages.success(request, _("The clock runs again."))
    return back(request, case)


@act
def show_to_leaders(request: OrganizationRequest, case: Case) -> HttpResponse:
    """Write to top management that the case needs them."""
    shown = actions.show_to_leaders(case=case, by=request.employee, now=clock.now())
    if shown:
        names = ", ".join(one.name for one in shown)
        messages.success(request, _("Top management has it by letter: %(names)s.") % {"names": names})
    else:
        messages.info(request, _("There is nobody else in top management."))
    return back(request, case)


@act
def revoke_link(request: OrganizationRequest, case: Case) -> HttpResponse:
    """End the link that asks the client."""
    actions.revoke_link(case=case, by=request.employee, now=clock.now())
    messages.success(request, _("The client's link opens nothing any more. The next letter brings a new one."))
    return back(request, case)
