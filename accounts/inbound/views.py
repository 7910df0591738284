"""The settings pages of incoming webhooks: list, address shown once, samples, mapping, rehearsal, calls."""

import json
import uuid
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import clock
from accounts.audit import actions as audit
from accounts.inbound import actions, queries
from accounts.inbound.faults import text_of
from accounts.inbound.forms import HookForm, MappingForm, SampleForm
from accounts.inbound.mapping import paths
from accounts.inbound.models import HookCall, HookSample, InboundHook
from accounts.inbound.told import Fault, Status
from accounts.organizations.access import OrganizationRequest, in_organization
from accounts.organizations.roles import Right
from accounts.web.once import once

FOLDER = "accounts/inbound"


@dataclass(frozen=True, slots=True)
class Rehearsed:
    """What the newest sample would become: its payload and what would follow, or why it would be refused."""

    is_good: bool
    payload: str
    sentences: list[str]


@in_organization(Right.MANAGE_INTEGRATIONS)
@require_safe
def hooks(request: OrganizationRequest) -> HttpResponse:
    """Every address, what it makes, and when it was called."""
    return render(request, f"{FOLDER}/list.html", {"hooks": queries.hooks(), "now": clock.now()})


@in_organization(Right.MANAGE_INTEGRATIONS)
@require_http_methods(["GET", "HEAD", "POST"])
@once
@never_cache
def new_hook(request: OrganizationRequest) -> HttpResponse:
    """Make an address, and show it this once."""
    now = clock.real_now()
    form = HookForm(request.POST if request.method == "POST" else None, now=now)
    if form.is_valid():
        try:
            token = actions.add_hook(hook=form.instance, by=request.employee, now=now)
        except actions.TitleTaken:
            form.add_error("title", _("There is an incoming webhook of this name already."))
        except actions.TooMany:
            form.add_error(None, _("There are 50 incoming webhooks already. Revoke one that is no longer used."))
        else:
            return _address_page(request, form.instance, token)
    return render(request, f"{FOLDER}/form.html", {"form": form}, status=422 if form.errors else 200)


@in_organization(Right.MANAGE_INTEGRATIONS)
@require_http_methods(["GET", "HEAD", "POST"])
def hook(request: OrganizationRequest, hook_id: uuid.UUID) -> HttpResponse:
    """One address: samples, mapping and calls. A POST tries the newest sample and changes nothing."""
    row = _hook(hook_id)
    return _hook_page(request, row, SampleForm(), is_tried=request.method == "POST")


@in_organization(Right.MANAGE_INTEGRATIONS)
@require_http_methods(["GET", "HEAD", "POST"])
def edit_hook(request: OrganizationRequest, hook_id: uuid.UUID) -> HttpResponse:
    """Change name and signature."""
    row, now = _hook(hook_id), clock.real_now()
    title, before = row.title, audit.snapshot(row)
    form = HookForm(request.POST if request.method == "POST" else None, instance=row, now=now)
    if form.is_valid():
        try:
            actions.save_hook(hook=row, by=request.employee, now=now, before=before)
        except actions.TitleTaken:
            form.add_error("title", _("There is an incoming webhook of this name already."))
        else:
            messages.success(request, _("Saved."))
            return _to(request, row)
    context = {"form": form, "hook_id": row.pk, "title": title}
    return render(request, f"{FOLDER}/form.html", context, status=422 if form.errors else 200)


@in_organization(Right.MANAGE_INTEGRATIONS)
@require_http_methods(["GET", "HEAD", "POST"])
def map_hook(request: OrganizationRequest, hook_id: uuid.UUID) -> HttpResponse:
    """Choose from the newest sample which of its fields is what."""
    row = _hook(hook_id)
    before = audit.snapshot(row)
    sample = queries.samples(hook=row).first()
    found = paths(sample.content) if sample else []
    form = MappingForm(request.POST if request.method == "POST" else None, hook=row, paths=found)
    if form.is_valid():
        row.mapping = form.mapping()
        actions.save_hook(hook=row, by=request.employee, now=clock.real_now(), before=before)
        messages.success(request, _("Saved. Try it with the sample."))
        return _to(request, row)
    context = {"form": form, "hook": row, "has_sample": sample is not None}
    return render(request, f"{FOLDER}/mapping.html", context, status=422 if form.errors else 200)


@in_organization(Right.MANAGE_INTEGRATIONS)
@require_POST
def capture(request: OrganizationRequest, hook_id: uuid.UUID) -> HttpResponse:
    """Keep the bodies of the next hour as samples."""
    row = _hook(hook_id)
    actions.capture(hook=row, now=clock.now())
    messages.success(request, _("Samples are kept for an hour. Let the tool send one now."))
    return _to(request, row)


@in_organization(Right.MANAGE_INTEGRATIONS)
@require_POST
def add_sample(request: OrganizationRequest, hook_id: uuid.UUID) -> HttpResponse:
    """Take a sample that was pasted."""
    row, form = _hook(hook_id), SampleForm(request.POST)
    if not form.is_valid():
        return _hook_page(request, row, form)
    actions.add_sample(hook=row, body=form.cleaned_data["body"], now=clock.now())
    messages.success(request, _("The sample is kept. Map its fields."))
    return _to(request, row)


@in_organization(Right.MANAGE_INTEGRATIONS)
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def rotate_hook(request: OrganizationRequest, hook_id: uuid.UUID) -> HttpResponse:
    """Ask, and show a new address this once."""
    row = _hook(hook_id)
    if request.method != "POST":
        return render(request, f"{FOLDER}/rotation.html", {"hook": row})
    token = actions.rotate_hook(hook=row, by=request.employee, now=clock.real_now())
    return _address_page(request, row, token)


@in_organization(Right.MANAGE_INTEGRATIONS)
@require_http_methods(["GET", "HEAD", "POST"])
def revoke_hook(request: OrganizationRequest, hook_id: uuid.UUID) -> HttpResponse:
    """Ask, and let the address take nothing any more."""
    row = _hook(hook_id)
    if request.method != "POST":
        return render(request, f"{FOLDER}/revocation.html", {"hook": row})
    actions.revoke_hook(hook=row, by=request.employee, now=clock.real_now())
    messages.success(request, _("%(name)s is revoked.") % {"name": row.title})
    return redirect("inbound-hooks", slug=request.seat.slug)


def _hook(hook_id: uuid.UUID) -> InboundHook:
    row: InboundHook = get_object_or_404(queries.hooks(), pk=hook_id)
    return row


def _to(request: OrganizationRequest, row: InboundHook) -> HttpResponse:
    return redirect("inbound-hook", slug=request.seat.slug, hook_id=row.pk)


def _address_page(request: OrganizationRequest, row: InboundHook, token: str) -> HttpResponse:
    address = settings.BASE_URL + reverse("inbound-hook-call", args=[token])
    page = render(request, f"{FOLDER}/address.html", {"hook": row, "address": address})
    page["Content-Location"] = reverse("inbound-hook", args=[request.seat.slug, row.pk])
    return page


def _hook_page(
    request: OrganizationRequest, row: InboundHook, form: SampleForm, *, is_tried: bool = False
) -> HttpResponse:
    now = clock.now()
    samples = list(queries.samples(hook=row))
    context = {
        "hook": row,
        "is_capturing": row.is_capturing(now=now),
        "samples": [(sample, _shown(sample.content)) for sample in samples],
        "form": form,
        "rehearsed": _rehearsed(row, samples[0]) if is_tried and samples else None,
        "calls": [(call, _reasons(call)) for call in queries.last_calls(hook=row)],
        "refused": str(Status.REFUSED),
    }
    return render(request, f"{FOLDER}/hook.html", context, status=422 if form.errors else 200)


def _rehearsed(row: InboundHook, sample: HookSample) -> Rehearsed:
    told, faults = actions.told_by(row, sample.content)
    sentences: list[str] = []
    if not faults:
        language = translation.get_language()
        (answer,), sentences = actions.rehearse([told], by=None, now=clock.now(), language=language)
        faults = list(answer.faults)
    return Rehearsed(not faults, _shown(dict(told.payload)), [text_of(fault) for fault in faults] or sentences)


def _reasons(call: HookCall) -> list[str]:
    return [text_of(Fault(**fault)) for fault in call.faults]


def _shown(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False, indent=2)
    return text.replace("\x00", "").encode("utf-8", "replace").decode()
