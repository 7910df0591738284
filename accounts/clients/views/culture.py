"""Culture cards: what people of a country are used to, in the organization's own words or those of the product."""

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import clock
from accounts.clients import actions, queries
from accounts.clients.forms import CultureCardForm
from accounts.organizations.access import OrganizationRequest, in_organization
from accounts.organizations.roles import Right
from accounts.web.countries import country_choices, country_name
from accounts.web.once import once

FOLDER = "accounts/clients/settings/culture"


@in_organization(Right.SEE_CLIENTS)
@require_safe
def culture_cards(request: OrganizationRequest) -> HttpResponse:
    """Every country with a card; one that is chosen for a new card leads to its form."""
    wanted = request.GET.get("country", "")
    if wanted in dict(country_choices()):
        return redirect("culture-card-edit", slug=request.seat.slug, country=wanted)
    cards = queries.culture_cards()
    known = {card.country for card in cards}
    others = [one for one in country_choices() if one[0] not in known]
    return render(request, f"{FOLDER}/list.html", {"cards": cards, "others": others})


@in_organization(Right.SEE_CLIENTS)
@require_safe
def culture_card(request: OrganizationRequest, country: str) -> HttpResponse:
    """One card, or that nobody has written it yet."""
    _known(country)
    context = {"card": queries.culture_card(country), "country": country}
    return render(request, f"{FOLDER}/card.html", context)


@in_organization(Right.MANAGE_CLIENTS)
@require_http_methods(["GET", "HEAD", "POST"])
@once
def edit_culture_card(request: OrganizationRequest, country: str) -> HttpResponse:
    """Write the organization's own words, in the language of the page."""
    _known(country)
    language = _language()
    form = CultureCardForm(
        request.POST if request.method == "POST" else None, initial=queries.card_texts(country, language)
    )
    if form.is_valid():
        actions.save_card(
            country=country, language=language, texts=form.cleaned_data, by=request.employee, now=clock.now()
        )
        messages.success(request, _("Saved."))
        return redirect("culture-card", slug=request.seat.slug, country=country)
    name = dict(settings.LANGUAGES)[language]
    context = {"form": form, "country": country, "name": country_name(country), "language": name}
    return render(request, f"{FOLDER}/form.html", context, status=422 if form.errors else 200)


@in_organization(Right.MANAGE_CLIENTS)
@require_POST
def drop_culture_card(request: OrganizationRequest, country: str) -> HttpResponse:
    """Let the product's card stand again."""
    _known(country)
    if actions.drop_card(country=country, language=_language(), by=request.employee, now=clock.now()):
        messages.success(request, _("Your own words are gone from this card."))
    return redirect("culture-cards", slug=request.seat.slug)


def _known(country: str) -> None:
    if country not in dict(country_choices()):
        raise Http404


def _language() -> str:
    return (get_language() or "en")[:2]
