"""The tokens: list, new with its text shown once, revoking."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts import clock
from accounts.api_tokens import actions, queries
from accounts.api_tokens.forms import TokenForm
from accounts.organizations.access import OrganizationRequest, in_organization
from accounts.organizations.roles import Right
from accounts.web.once import once

FOLDER = "accounts/api_tokens"


@in_organization(Right.MANAGE_INTEGRATIONS)
@require_safe
def api_tokens(request: OrganizationRequest) -> HttpResponse:
    """Every token: in whose name, what it may do, and when it was used."""
    return render(request, f"{FOLDER}/list.html", {"tokens": queries.api_tokens(), "now": clock.real_now()})


@in_organization(Right.MANAGE_INTEGRATIONS)
@require_http_methods(["GET", "HEAD", "POST"])
@once
@never_cache
def new_token(request: OrganizationRequest) -> HttpResponse:
    """Make a token in one's own name, and show its text this once."""
    now = clock.real_now()
    form = TokenForm(request.POST if request.method == "POST" else None, now=now)
    if form.is_valid():
        try:
            secret = actions.add_token(token=form.instance, by=request.employee, now=now)
        except actions.TitleTaken:
            form.add_error("title", _("There is a token of this name already."))
        except actions.TooMany:
            form.add_error(None, _("There are 50 tokens already. Revoke one that is no longer used."))
        else:
            page = render(request, f"{FOLDER}/secret.html", {"token": form.instance, "secret": secret})
            page["Content-Location"] = reverse("api-tokens", args=[request.seat.slug])
            return page
    return render(request, f"{FOLDER}/form.html", {"form": form}, status=422 if form.errors else 200)


@in_organization(Right.MANAGE_INTEGRATIONS)
@require_http_methods(["GET", "HEAD", "POST"])
def revoke_token(request: OrganizationRequest, token_id: uuid.UUID) -> HttpResponse:
    """Ask, and let the token open nothing any more."""
    token = get_object_or_404(queries.api_tokens(), pk=token_id)
    if request.method != "POST":
        return render(request, f"{FOLDER}/revocation.html", {"token": token})
    actions.revoke_token(token=token, by=request.employee, now=clock.real_now())
    messages.success(request, _("%(name)s is revoked.") % {"name": token.title})
    return redirect("api-tokens", slug=request.seat.slug)
