"""How a text sounds, set right by one click, or left to the engine again."""

import uuid

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts import clock
from accounts.organizations.access import OrganizationRequest, in_organization
from accounts.organizations.roles import Right
from accounts.web import htmx
from feedback.insights import queries
from feedback.interactions import queries as talks
from feedback.sentiment import actions
from feedback.sentiment.models import TextMood

PART = "feedback/insights/_text.html"


@in_organization(Right.LOG_CONTACTS)
@require_POST
def correct(request: OrganizationRequest, text_id: uuid.UUID) -> HttpResponse:
    """Take what the colleague says of the text; without a label the engine counts again."""
    row = get_object_or_404(TextMood.objects.select_related("response", "interaction"), pk=text_id)
    if not _may_read(request, row):
        raise Http404
    label = request.POST.get("label", "")
    if label:
        try:
            actions.correct(text=row, label=label, by=request.employee, now=clock.now())
        except actions.BadLabel:
            return HttpResponse(_("Choose negative, neutral or positive."), status=422)
    else:
        actions.withdraw(text=row, by=request.employee, now=clock.now())
    one = queries.heard(row)
    if htmx.is_partial(request) and one:
        return render(request, PART, {"one": one})
    if row.response_id:
        return htmx.redirect(request, "answer", slug=request.seat.slug, response_id=row.response_id)
    return redirect("interaction", slug=request.seat.slug, interaction_id=row.interaction_id)


def _may_read(request: OrganizationRequest, row: TextMood) -> bool:
    """Tell whether the reader may read the answer or the talk itself."""
    if row.response_id:
        return queries.answer_of(row.response_id, role=request.seat.role) is not None
    rows = talks.interactions(role=request.seat.role, employee_id=request.employee.pk)
    return row.interaction is not None and rows.filter(pk=row.interaction.pk).exists()
