"""The way to an import: the list, a file or pasted rows, and what its columns hold."""

import time
import uuid
from typing import Any

from django.conf import settings
from django.http import HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_GET, require_http_methods, require_safe

from accounts import clock
from accounts.exchange import actions, queries, registry, work
from accounts.exchange.forms import MappingForm, UploadForm
from accounts.exchange.models import ImportJob
from accounts.organizations.access import OrganizationRequest, in_organization
from accounts.organizations.roles import Right
from accounts.web import csv_safe, pagination
from accounts.web.once import once

FOLDER = "accounts/exchange"
SMALL = 256 * 1024  # bytes that are read while the person waits
FEW = 1000  # rows that are checked while the person waits
PATIENCE = 3.0  # seconds
SAMPLES = 5


@in_organization(Right.EXCHANGE_DATA)
@require_safe
def imports(request: OrganizationRequest) -> HttpResponse:
    """Every import, newest first."""
    page = pagination.page_of(
        queries.imports(request.employee), order="-created_at", after=pagination.wanted_page(request)
    )
    lines = [(job, registry.title_of(job.what)) for job in page.rows]
    return render(request, f"{FOLDER}/list.html", {"imports": lines, **pagination.links(request, page)})


@in_organization(Right.EXCHANGE_DATA)
@require_http_methods(["GET", "HEAD", "POST"])
@once
def new_import(request: OrganizationRequest) -> HttpResponse:
    """Take a file or pasted rows, of whatever can be imported."""
    importer = _asked_for(request)
    form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
    if form.is_valid():
        title, file = form.content()
        job = actions.begin(what=importer.what, title=title, file=file, by=request.employee, now=clock.now())
        if job.size <= SMALL:
            _work_now(job)
        return redirect("import", slug=request.seat.slug, import_id=job.pk)
    context = {"form": form, "importer": importer, "importers": registry.importers(), "languages": settings.LANGUAGES}
    return render(request, f"{FOLDER}/new.html", context, status=422 if form.errors else 200)


@in_organization(Right.EXCHANGE_DATA)
@require_http_methods(["GET", "HEAD", "POST"])
def columns(request: OrganizationRequest, import_id: uuid.UUID) -> HttpResponse:
    """Say what each column holds: as it was guessed or remembered, or otherwise."""
    job = get_object_or_404(queries.imports(request.employee), pk=import_id)
    if job.state not in {ImportJob.State.MAPPING, ImportJob.State.READY}:
        return redirect("import", slug=request.seat.slug, import_id=job.pk)
    data = request.POST if request.method == "POST" else None
    form = MappingForm(data, job=job, samples=queries.sample(job, SAMPLES))
    if form.is_valid():
        chosen: dict[str, Any] = {key: form.cleaned_data[key] for key in ("has_header", "month_first")}
        job = actions.choose_columns(job=job, mapping=form.mapping(), choices=form.choices(), **chosen, now=clock.now())
        if job.total <= FEW:
            _work_now(job)
        return redirect("import", slug=request.seat.slug, import_id=job.pk)
    context = {
        "form": form,
        "job": job,
        "rule": form.importer.rule,
        "is_remembered": queries.remembered(job.what, job.headers) is not None,
    }
    return render(request, f"{FOLDER}/columns.html", context, status=422 if form.errors else 200)


@in_organization(Right.EXCHANGE_DATA)
@require_GET
def sample(request: OrganizationRequest) -> HttpResponseBase:
    """A small table to begin from, in the language that is asked for."""
    language = request.GET.get("in", "")
    language = language if language in dict(settings.LANGUAGES) else get_language() or "en"
    importer = _asked_for(request)
    rows = importer.sample(language)
    response = StreamingHttpResponse(csv_safe.lines(rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{importer.what}-{language}.csv"'
    return response


def _asked_for(request: OrganizationRequest) -> registry.Importer:
    """Return the importer that the address names, or the first one."""
    importers = {one.what: one for one in registry.importers()}
    return importers.get(request.GET.get("what", ""), next(iter(importers.values())))


def _work_now(job: ImportJob) -> None:
    """Do at once what takes a moment; the ledger's worker finds it done, or goes on where this has stopped."""
    organization_id: uuid.UUID = job.organization_id
    ends = time.monotonic() + PATIENCE
    work.advance(organization_id=organization_id, import_id=job.pk, ends=ends, now=clock.real_now())
