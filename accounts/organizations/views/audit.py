"""The audit trail: the page and the export."""

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_safe

from accounts import clock
from accounts.audit import actions as audit
from accounts.audit import queries as trail
from accounts.audit.models import AuditEntry
from accounts.organizations import queries
from accounts.organizations.access import OrganizationRequest, in_organization
from accounts.organizations.forms import AuditFilter
from accounts.organizations.roles import Right
from accounts.web import csv_safe, pagination

TEMPLATE = "accounts/audit/list.html"
ORDER = "-happened_at"
EXPORTED_AT_ONCE = 500


@in_organization(Right.SEE_AUDIT)
@require_safe
def entries(request: OrganizationRequest) -> HttpResponse:
    """Who did what, newest first, and the proof that it is whole."""
    form = _filter(request)
    if not form.is_valid():
        return render(request, TEMPLATE, {"filter": form}, status=422)
    page = pagination.page_of(trail.entries(**form.chosen()), order=ORDER, after=pagination.wanted_page(request))
    query = request.GET.copy()
    query.pop(pagination.PARAMETER, None)
    context = {
        "filter": form,
        "lines": trail.read(page.rows),
        "head": trail.head(),
        "export_query": query.urlencode(),
        **pagination.links(request, page),
    }
    return render(request, TEMPLATE, context)


@in_organization(Right.SEE_AUDIT)
@require_GET
def export(request: OrganizationRequest) -> HttpResponseBase:
    """The same entries as a CSV file; the export itself becomes an entry."""
    form = _filter(request)
    if not form.is_valid():
        return render(request, TEMPLATE, {"filter": form}, status=422)
    audit.record(action="audit.exported", subject=request.organization, by=request.employee, now=clock.now())
    rows = _rows(trail.entries(**form.chosen()), language=request.employee.language)
    response = StreamingHttpResponse(csv_safe.lines(rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="audit-{request.seat.slug}.csv"'
    response["Cache-Control"] = "private, no-store"
    return response


def _filter(request: OrganizationRequest) -> AuditFilter:
    return AuditFilter(request.GET, people=queries.employees().prefetch_related(None))


def _rows(entries: QuerySet[AuditEntry], *, language: str) -> Iterator[list[Any]]:
    """Yield the file's rows. Runs after the view has returned: the language of the page is gone, times are in UTC."""
    with translation.override(language):
        yield [_("Number"), _("Time (UTC)"), _("Who"), _("Act"), _("What happened"), _("Changes"), _("IP address")]
    after = None
    while True:
        page = pagination.page_of(entries, order=ORDER, after=after, size=EXPORTED_AT_ONCE)
        with translation.override(language), timezone.override("UTC"):
            rows = [_row(line) for line in trail.read(page.rows)]
        yield from rows
        after = page.after
        if after is None:
            return


def _row(line: trail.Line) -> list[Any]:
    entry: Any = line.entry
    moment = entry.happened_at.strftime("%Y-%m-%d %H:%M:%S")
    changes = "; ".join(change.text for change in line.changes)
    return [entry.number, moment, line.who, entry.action, line.text, changes, entry.ip]
