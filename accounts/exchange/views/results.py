"""One import: how far it is, what would become of its rows, what did, and the way back."""

import uuid
from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST, require_safe

from accounts import clock
from accounts.exchange import actions, faults, queries, registry
from accounts.exchange.models import ImportJob, ImportRow
from accounts.organizations.access import OrganizationRequest, in_organization
from accounts.organizations.roles import Right
from accounts.tenancy.context import in_tenant
from accounts.web import csv_safe, htmx, pagination

FOLDER = "accounts/exchange"
PAGE = 25
State = ImportJob.State


@in_organization(Right.EXCHANGE_DATA)
@require_safe
def one_import(request: OrganizationRequest, import_id: uuid.UUID) -> HttpResponse:
    """Show the import as it stands: its progress, the preview, or the result."""
    job = get_object_or_404(queries.imports(request.employee), pk=import_id)
    if job.is_working:
        return htmx.page(request, f"{FOLDER}/progress.html", f"{FOLDER}/_progress.html", {"job": job})
    if htmx.is_partial(request) and request.htmx.target == "progress":  # type: ignore[attr-defined]
        return htmx.redirect(request, "import", slug=request.seat.slug, import_id=job.pk)
    if job.state == State.MAPPING:
        return redirect("import-columns", slug=request.seat.slug, import_id=job.pk)
    name = {State.READY: "preview", State.REFUSED: "refused"}.get(State(job.state), "result")
    undo_possible = job.may_be_undone(now=clock.now())
    context = {"job": job, "undo_possible": undo_possible, **_rows(request, job, is_preview=name == "preview")}
    return htmx.page(request, f"{FOLDER}/{name}.html", f"{FOLDER}/_rows.html", context)


def _rows(request: OrganizationRequest, job: ImportJob, *, is_preview: bool) -> dict[str, Any]:
    """Return a page of rows, with what would become of them now, or what did; the outcome chosen, and their number."""
    column = "plan" if is_preview else "outcome"
    chosen = request.GET.get("show", "")
    chosen = chosen if chosen in ImportRow.Outcome.values else ""
    rows = queries.rows(job).filter(**({column: chosen} if chosen else {}))
    if not is_preview:
        rows = rows.exclude(outcome="", kept=[])
    page = pagination.page_of(rows, order="number", after=pagination.wanted_page(request), size=PAGE)
    lines = _planned(request, job, page.rows) if is_preview else [_done(row) for row in page.rows]
    outcomes = [(value, label, job.counts.get(value, 0)) for value, label in ImportRow.Outcome.choices]
    links = pagination.links(request, page)
    return {"lines": lines, "show": chosen, "outcomes": outcomes, "tally": _tally(job), "fault": _fault(job), **links}


def _planned(request: OrganizationRequest, job: ImportJob, rows: list[ImportRow]) -> list[dict[str, Any]]:
    setting = queries.setting_of(job, by=request.employee, now=clock.now())
    plans = queries.planned(job, rows, setting)
    icons = {thing.kind: thing.icon for thing in registry.importer_of(job.what).things}
    return [
        {
            "row": row,
            "outcome": row.plan,
            "label": row.get_plan_display(),
            "parts": [] if plan.faults else [(icons[part.kind], part) for part in plan.parts],
            "faults": [{**fault, "says": faults.of_row(fault)} for fault in row.faults],
        }
        for row, plan in zip(rows, plans, strict=True)
    ]


def _done(row: ImportRow) -> dict[str, Any]:
    return {
        "row": row,
        "outcome": row.outcome,
        "label": row.get_outcome_display(),
        "faults": [{**fault, "says": faults.of_row(fault)} for fault in row.faults],
        "kept": [{**one, "says": faults.why_kept(one["why"])} for one in row.kept],
    }


def _tally(job: ImportJob) -> dict[str, Any]:
    """Return the counts: of each sort of thing its name, how many are new and changed; of rows and of an undo by name."""
    things = [
        (thing.title, job.counts.get(f"{thing.kind}.create", 0), job.counts.get(f"{thing.kind}.update", 0))
        for thing in registry.importer_of(job.what).things
    ]
    names = [*ImportRow.Outcome.values, "undo.removed", "undo.restored", "undo.kept"]
    return {"things": things, **{name.replace(".", "_"): job.counts.get(name, 0) for name in names}}


def _fault(job: ImportJob) -> str:
    return faults.of_file(job.fault, job.fault_row) if job.fault else ""


@in_organization(Right.EXCHANGE_DATA)
@require_POST
def run(request: OrganizationRequest, import_id: uuid.UUID) -> HttpResponse:
    """Import the rows that were looked at."""
    job = get_object_or_404(queries.imports(request.employee), pk=import_id)
    try:
        actions.start(job=job, by=request.employee, now=clock.now())
    except actions.NotReady:
        messages.error(request, _("This import was started, stopped or changed already. This is how it stands."))
    return redirect("import", slug=request.seat.slug, import_id=job.pk)


@in_organization(Right.EXCHANGE_DATA)
@require_POST
def stop(request: OrganizationRequest, import_id: uuid.UUID) -> HttpResponse:
    """Stop an import, or discard one that was not started."""
    job = get_object_or_404(queries.imports(request.employee), pk=import_id)
    job = actions.cancel(job=job, by=request.employee, now=clock.now())
    if job.started_at is None:
        messages.success(request, _("Discarded. Nothing was imported."))
        return redirect("imports", slug=request.seat.slug)
    return redirect("import", slug=request.seat.slug, import_id=job.pk)


@in_organization(Right.EXCHANGE_DATA)
@require_POST
def undo(request: OrganizationRequest, import_id: uuid.UUID) -> HttpResponse:
    """Take the whole import back."""
    job = get_object_or_404(queries.imports(request.employee), pk=import_id)
    try:
        actions.start_undo(job=job, by=request.employee, now=clock.now())
    except actions.TooLate:
        messages.error(request, _("This import can no longer be undone."))
    return redirect("import", slug=request.seat.slug, import_id=job.pk)


@in_organization(Right.EXCHANGE_DATA)
@require_GET
def failed_rows(request: OrganizationRequest, import_id: uuid.UUID) -> HttpResponseBase:
    """The rows that could not be imported, with the reasons, as a file to mend and to import again."""
    job = get_object_or_404(queries.imports(request.employee), pk=import_id)
    lines = csv_safe.lines(_failed(job, language=request.employee.language))
    response = StreamingHttpResponse(
        in_tenant(request.seat.organization_id, lines), content_type="text/csv; charset=utf-8"
    )
    response["Content-Disposition"] = 'attachment; filename="rows-to-mend.csv"'
    response["Cache-Control"] = "private, no-store"
    return response


def _failed(job: ImportJob, *, language: str) -> Iterator[list[Any]]:
    """Yield the file's rows; runs after the view has returned, when the language of the page is gone."""
    column = "plan" if job.state == State.READY else "outcome"
    with translation.override(language):
        yield [*job.headers, _("What to mend")]
    for row in queries.rows(job).filter(**{column: "failed"}).iterator(chunk_size=500):
        with translation.override(language):
            reasons = [
                " ".join(filter(None, (f"{one['column']}:" * bool(one["column"]), faults.of_row(one))))
                for one in row.faults
            ]
        yield [*row.padded(len(job.headers)), " ".join(reasons)]
