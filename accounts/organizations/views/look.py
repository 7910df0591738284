"""The organization's color: chosen with a preview, served as a stylesheet, taken back with one press."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import clock
from accounts.audit import actions as audit
from accounts.organizations import actions
from accounts.organizations.access import OrganizationRequest, in_organization
from accounts.organizations.forms import LookForm
from accounts.organizations.models import Organization
from accounts.organizations.roles import Right
from accounts.web import theme as brand
from accounts.web import undo

TEMPLATE = "accounts/organizations/settings/look/look.html"
PRODUCT_COLOR = "#7b2d5e"


@in_organization(Right.MANAGE_ORGANIZATION)
@require_http_methods(["GET", "HEAD", "POST"])
def look(request: OrganizationRequest) -> HttpResponse:
    """Show what a color becomes (GET with brand_color), and keep it (POST)."""
    data = request.POST if request.method == "POST" else request.GET or None
    form = LookForm(data, initial={"brand_color": request.organization.brand_color})
    color = form.cleaned_data["brand_color"] if form.is_valid() else request.organization.brand_color
    if request.method == "POST" and form.is_valid():
        old = request.organization.brand_color
        _save(request, color)
        if old == color:
            messages.success(request, _("Saved."))
        else:
            url = reverse("settings-look-undo", args=[request.seat.slug])
            undo.offer(request, _("Every page wears the new color now."), url=url, old=old, new=color)
        return redirect("settings-look", slug=request.seat.slug)
    context = {"form": form, "is_preview": form.is_bound and form.is_valid(), **_shown(color)}
    return render(request, TEMPLATE, context, status=422 if form.errors else 200)


@in_organization(Right.MANAGE_ORGANIZATION)
@require_POST
def look_undo(request: OrganizationRequest) -> HttpResponse:
    """Bring the former color back, unless somebody has chosen another one meanwhile."""
    facts = undo.facts(request)
    if facts and facts["new"] == request.organization.brand_color:
        _save(request, facts["old"])
        messages.success(request, _("The former color is back."))
    else:
        messages.error(request, _("It is too late to undo this. Choose the color again."))
    return redirect("settings-look", slug=request.seat.slug)


@in_organization(Right.OPEN)
@require_safe
def theme(request: OrganizationRequest, version: str) -> HttpResponse:
    """The organization's colors as CSS. The address changes with them, so a browser keeps it for a year."""
    color = request.organization.brand_color
    if not color:
        raise Http404
    if version != brand.version(color):  # a page from before the change
        return redirect("theme", slug=request.seat.slug, version=brand.version(color))
    return _css(color, "private, max-age=31536000, immutable")


@in_organization(Right.MANAGE_ORGANIZATION)
@require_safe
def look_preview(request: OrganizationRequest, digits: str) -> HttpResponse:
    """The colors that the preview wears."""
    try:
        return _css(f"#{digits}", "private, max-age=3600")
    except ValueError as error:
        raise Http404 from error


def _css(color: str, kept: str) -> HttpResponse:
    return HttpResponse(brand.stylesheet(color), content_type="text/css", headers={"Cache-Control": kept})


def _save(request: OrganizationRequest, color: str) -> None:
    row = Organization.objects.get()
    before = audit.snapshot(row)
    row.brand_color = color
    actions.save_organization(organization=row, by=request.employee, now=clock.now(), before=before)


def _shown(color: str) -> dict[str, Any]:
    """Return what the preview says of a color: the tokens, their contrasts, and what had to be changed to be readable."""
    shown = color or PRODUCT_COLOR
    tokens = brand.theme_of(shown)
    pairs = [
        (_("Words on a button"), brand.contrast(tokens.on_fill, tokens.fill), brand.TEXT),
        (_("Links on a light page"), _least(tokens.text, brand.LIGHT_GROUNDS), brand.TEXT),
        (_("Links on a dark page"), _least(tokens.dark_text, brand.DARK_GROUNDS), brand.TEXT),
        (_("Edges on a light page"), _least(tokens.edge, brand.LIGHT_GROUNDS), brand.EDGE),
        (_("Edges on a dark page"), _least(tokens.dark_edge, brand.DARK_GROUNDS), brand.EDGE),
    ]
    return {
        "color": color,
        "digits": shown.removeprefix("#"),
        "contrasts": [{"label": label, "ratio": ratio, "needed": needed} for label, ratio, needed in pairs],
        "fill_changed": tokens.fill != shown and tokens.fill,
        "text_changed": tokens.text != shown and tokens.text,
        "dark_text_changed": tokens.dark_text != shown and tokens.dark_text,
    }


def _least(color: str, grounds: tuple[str, ...]) -> float:
    return min(brand.contrast(color, ground) for ground in grounds)
