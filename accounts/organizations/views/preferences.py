"""A person's own language, time zone, theme and keys, outside of every organization."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts import clock
from accounts.organizations import actions
from accounts.organizations.forms import PreferencesForm
from accounts.organizations.middleware import ZONE_KEY
from accounts.organizations.models import User
from accounts.web.cookies import remember, remember_theme


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def preferences(request: HttpRequest) -> HttpResponse:
    """Show and save them; language and time zone reach every organization of the person."""
    assert isinstance(request.user, User)
    initial = {
        "language": translation.get_language(),
        "time_zone": timezone.get_current_timezone_name(),
        "theme": request.user.theme,
        "has_shortcuts": request.user.has_shortcuts,
    }
    form = PreferencesForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        actions.save_preferences(user=request.user, now=clock.real_now(), **form.cleaned_data)
        return _saved(request, **form.cleaned_data)
    return render(request, "account/preferences.html", {"form": form}, status=422 if form.errors else 200)


def _saved(request: HttpRequest, *, language: str, time_zone: str, theme: str, **_others: object) -> HttpResponse:
    request.session[ZONE_KEY] = time_zone
    with translation.override(language):  # the next page may be in another language
        messages.success(request, _("Saved."))
    response = redirect("preferences")
    remember(request, response, settings.LANGUAGE_COOKIE_NAME, language)
    remember_theme(request, response, theme)
    return response
